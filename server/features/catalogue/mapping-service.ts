import type { z } from 'zod';
import type {
  addRuleBody,
  changeRuleBody,
  mapCodeBody,
  removeRuleBody,
  RuleEntry,
  versionVerbBody,
} from '#contract/catalogue.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { ruleKey } from '#domain/mapping-runs.ts';
import { textPatternFault } from '#domain/text-pattern.ts';
import { makerOf, withMaker } from '#domain/versions.ts';
import { versionActs } from '../../versions/version-acts.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { MappingStore, MappingVersion, StoredRule } from './mapping-store.ts';
import { noted, type HeadChange } from './version-parts.ts';

interface Needs {
  store: MappingStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  /** Whether the rules as they stand were tried on stored cases, to the end. */
  wasTried(version: MappingVersion): Promise<boolean>;
}

type Verb = z.output<typeof versionVerbBody>;

/** Mapping versions: edited as drafts, tried on stored cases, published by somebody else, then unchanged. */
export function createMappingService({ store, audit, now, wasTried }: Needs) {
  const acts = versionActs<MappingVersion, HeadChange>({
    store,
    audit,
    now,
    subject: { type: 'mapping_version', action: 'mapping' },
    rights: { edit: 'catalogue.edit', publish: 'catalogue.publish' },
    refusals: { notDraft: 'errors.catalogue.notDraft', ownPublish: 'errors.catalogue.ownPublish' },
  });

  /** An edit of rules: what was tried before it counts no more. */
  async function touch(ctx: ActionContext, draft: MappingVersion): Promise<void> {
    await store.update(draft, { makers: withMaker(draft.makers, ctx) }, true);
  }

  /** A pattern that catches nearly everything, a code that is not there, or a rule that stands already. */
  async function assertGood(draft: MappingVersion, rule: RuleEntry, ruleId: string | null) {
    const fault = rule.textPattern === null ? null : textPatternFault(rule.textPattern);
    if (fault !== null) throw invalidField('textPattern', fault);
    if (!(await store.codeExists(rule.failureCode)))
      throw invalidField('failureCode', 'errors.mappings.codeUnknown');
    const twin = (await store.rules(draft.id)).find((other) => ruleKey(other) === ruleKey(rule));
    if (twin !== undefined && twin.id !== ruleId)
      throw invalidField('rawCode', 'errors.mappings.exists', { seq: twin.seq });
  }

  async function openDraft(ctx: ActionContext): Promise<MappingVersion> {
    const draft = await store.newest(['draft']);
    if (draft !== undefined) return draft;
    const base = await store.newest(['submitted', 'published']);
    const rules = base === undefined ? [] : await store.rules(base.id);
    // Rules that nobody has published yet come with those who made them: none of them may publish the copy either.
    const makers = base?.state === 'submitted' ? withMaker(base.makers, ctx) : [makerOf(ctx)];
    const made = await store.insertDraft({
      makers,
      basedOnId: base?.id ?? null,
      rules,
    });
    await acts.record(ctx, 'drafted', made.id, { basedOnId: base?.id ?? null });
    return made;
  }

  /** Where new rules go or stand: the draft, else what waits for publication, else what is published. */
  const underWay = async () =>
    (await store.newest(['draft'])) ?? (await store.newest(['submitted', 'published']));

  /** Raw codes into the draft: one that a rule names already gets the new failure code. Answers how many changed. */
  async function mapCodes(ctx: ActionContext, codes: readonly z.output<typeof mapCodeBody>[]) {
    const entries = codes.map((code) => ({ ...code, textPattern: null }));
    for (const { failureCode } of entries)
      if (!(await store.codeExists(failureCode)))
        throw invalidField('failureCode', 'errors.mappings.codeUnknown');
    const under = await underWay();
    const known = under === undefined ? [] : await store.rules(under.id);
    const twinOf = (rules: readonly StoredRule[], entry: RuleEntry) =>
      rules.find((other) => ruleKey(other) === ruleKey(entry));
    // What a rule says already needs no draft.
    const fresh = entries.filter(
      (entry) => twinOf(known, entry)?.failureCode !== entry.failureCode,
    );
    if (fresh.length === 0) return 0;
    const draft = await openDraft(ctx);
    const rules = await store.rules(draft.id);
    for (const entry of fresh) {
      const twin = twinOf(rules, entry);
      if (twin === undefined) await store.addRule(draft.id, entry, 1);
      else await store.changeRule(draft.id, twin.id, entry);
    }
    await touch(ctx, draft);
    await acts.record(ctx, 'codes_mapped', draft.id, { codes: fresh });
    return fresh.length;
  }

  return {
    mapCodes,

    /** One raw code; answers the version that holds its rule. */
    async mapCode(ctx: ActionContext, code: z.output<typeof mapCodeBody>): Promise<string> {
      await mapCodes(ctx, [code]);
      return ((await underWay()) ?? (await openDraft(ctx))).id;
    },

    /** The draft under way, or a new one: of what waits for publication, else of what is published. */
    draft: openDraft,

    async addRule(ctx: ActionContext, id: string, input: z.output<typeof addRuleBody>) {
      const draft = await acts.draft(id, input.version);
      await assertGood(draft, input.rule, null);
      await store.addRule(id, input.rule, input.seq ?? null);
      await touch(ctx, draft);
      await acts.record(ctx, 'rule_added', id, input.rule);
    },

    async changeRule(ctx: ActionContext, id: string, input: z.output<typeof changeRuleBody>) {
      const draft = await acts.draft(id, input.version);
      await assertGood(draft, input.rule, input.ruleId);
      if (!(await store.changeRule(id, input.ruleId, input.rule)))
        throw new DomainError('not_found', 'errors.notFound');
      await touch(ctx, draft);
      await acts.record(ctx, 'rule_changed', id, input.rule);
    },

    async removeRule(ctx: ActionContext, id: string, input: z.output<typeof removeRuleBody>) {
      const draft = await acts.draft(id, input.version);
      const rule = (await store.rules(id)).find((other) => other.id === input.ruleId);
      if (rule === undefined || !(await store.removeRule(id, input.ruleId)))
        throw new DomainError('not_found', 'errors.notFound');
      await touch(ctx, draft);
      const { sourceSystem, rawCode, textPattern, failureCode } = rule;
      await acts.record(ctx, 'rule_removed', id, {
        sourceSystem,
        rawCode,
        textPattern,
        failureCode,
      });
    },

    submit: (ctx: ActionContext, id: string, input: Verb): Promise<void> =>
      acts.submit(ctx, id, input, () => noted(input)),

    returnToDraft: acts.returnToDraft,

    /** Once it was tried; what lands from now on is classified by it. */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      await acts.publish(ctx, id, input, async (version) => {
        if (!(await wasTried(version)))
          throw new DomainError('conflict', 'errors.mappings.notTried');
        const { versionNo } = version;
        return { detail: { versionNo }, replaces: await store.newest(['published']) };
      });
    },
  };
}

export type MappingService = ReturnType<typeof createMappingService>;
