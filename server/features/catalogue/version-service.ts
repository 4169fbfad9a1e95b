import type { z } from 'zod';
import type { CodeEntry, codeBody, setCodeBody, versionVerbBody } from '#contract/catalogue.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { makerOf } from '#domain/versions.ts';
import { versionActs } from '../../versions/version-acts.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { noted, type HeadChange, type VersionHead } from './version-parts.ts';
import type { StoredChange, VersionStore } from './version-store.ts';

interface Needs {
  store: VersionStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
}

type Verb = z.output<typeof versionVerbBody>;

/** Catalogue versions: the codes a draft changes come into force when somebody else publishes it. */
export function createVersionService({ store, audit, now }: Needs) {
  const acts = versionActs<VersionHead, HeadChange>({
    store,
    audit,
    now,
    subject: { type: 'catalogue_version', action: 'catalogue' },
    rights: { edit: 'catalogue.edit', publish: 'catalogue.publish' },
    refusals: { notDraft: 'errors.catalogue.notDraft', ownPublish: 'errors.catalogue.ownPublish' },
  });

  /** The code as it stands now, not as an earlier edit here found it. */
  const inForce = async (code: string): Promise<CodeEntry | null> =>
    (await store.entries([code])).get(code) ?? null;

  async function assertUnused(code: string): Promise<void> {
    if (code === UNCLASSIFIED_CODE || (await store.isUsed(code)))
      throw new DomainError('conflict', 'errors.catalogue.used', { args: { code } });
  }

  /** What was published since must not be overwritten by what an editor saw before. */
  async function assertNotOvertaken(changes: readonly StoredChange[]): Promise<void> {
    const entries = await store.entries(changes.map(({ code }) => code));
    const overtaken = changes.filter(
      ({ code, before }) => !same(entries.get(code) ?? null, before),
    );
    if (overtaken.length > 0)
      throw new DomainError('conflict', 'errors.catalogue.overtaken', {
        args: { codes: overtaken.map(({ code }) => code).join(', ') },
      });
  }

  return {
    /** The draft under way, or a new one without changes. */
    async draft(ctx: ActionContext): Promise<string> {
      const draft = await store.newestDraft();
      if (draft !== undefined) return draft.id;
      const id = await store.insertDraft([makerOf(ctx)]);
      await acts.record(ctx, 'drafted', id);
      return id;
    },

    /** A changed or new code. The category of a code that stands cannot change: cases carry it. */
    async setCode(ctx: ActionContext, id: string, input: z.output<typeof setCodeBody>) {
      const draft = await acts.draft(id, input.version);
      const { entry } = input;
      const before = await inForce(entry.code);
      if (before !== null && before.category !== entry.category)
        throw invalidField('entry.category', 'errors.catalogue.categoryFixed');
      if (same(before, entry)) await store.dropChange(id, entry.code);
      else await store.setChange(id, { code: entry.code, before, after: entry });
      await acts.edit(ctx, draft, 'code_set', { detail: { before, after: entry } });
    },

    async removeCode(ctx: ActionContext, id: string, input: z.output<typeof codeBody>) {
      const draft = await acts.draft(id, input.version);
      const before = await inForce(input.code);
      if (before === null) throw new DomainError('not_found', 'errors.notFound');
      await assertUnused(input.code);
      await store.setChange(id, { code: input.code, before, after: null });
      await acts.edit(ctx, draft, 'code_removed', { detail: { before } });
    },

    /** Leaves the code as it stands. */
    async keepCode(ctx: ActionContext, id: string, input: z.output<typeof codeBody>) {
      const draft = await acts.draft(id, input.version);
      if (!(await store.dropChange(id, input.code)))
        throw new DomainError('not_found', 'errors.notFound');
      await acts.edit(ctx, draft, 'code_kept', { detail: { code: input.code } });
    },

    submit: (ctx: ActionContext, id: string, input: Verb): Promise<void> =>
      acts.submit(ctx, id, input, async () => {
        if ((await store.changes(id)).length === 0)
          throw new DomainError('conflict', 'errors.catalogue.nothingChanged');
        return noted(input);
      }),

    returnToDraft: acts.returnToDraft,

    /** From this moment the codes hold, in the same transaction. */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      await acts.publish(ctx, id, input, async ({ versionNo }) => {
        const changes = await store.changes(id);
        await assertNotOvertaken(changes);
        for (const change of changes) {
          if (change.after === null) await assertUnused(change.code);
          await store.apply(change);
        }
        const told = changes.map(({ code, before: was, after }) => ({ code, was, is: after }));
        return { detail: { versionNo, changes: told }, replaces: await store.published() };
      });
    },
  };
}

export type VersionService = ReturnType<typeof createVersionService>;

/** Entries are compared field by field, in one order. */
export const same = (a: CodeEntry | null, b: CodeEntry | null): boolean =>
  canonical(a) === canonical(b);

const canonical = (entry: CodeEntry | null): string =>
  entry === null
    ? 'null'
    : JSON.stringify(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
