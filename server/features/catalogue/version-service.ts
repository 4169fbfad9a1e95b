import type { z } from 'zod';
import type { CodeEntry, codeBody, setCodeBody, versionVerbBody } from '#contract/catalogue.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { assertTransition, versionLifecycle } from '#domain/lifecycles.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import {
  assertDraft,
  assertMayPublish,
  assertMayReturn,
  makerOf,
  seenVersion,
  withMaker,
  type VersionHead,
} from './version-parts.ts';
import type { StoredChange, VersionStore } from './version-store.ts';

interface Needs {
  store: VersionStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
}

type Verb = z.output<typeof versionVerbBody>;

/** Catalogue versions: the codes a draft changes come into force when somebody else publishes it. */
export function createVersionService({ store, audit, now }: Needs) {
  const seen = async (id: string, version: number) => seenVersion(await store.byId(id), version);

  const record = (ctx: ActionContext, action: string, id: string, detail: object = {}) =>
    audit.record(ctx, {
      action: `catalogue.${action}`,
      subjectType: 'catalogue_version',
      subjectId: id,
      detail: { ...detail },
    });

  async function draftFor(id: string, version: number): Promise<VersionHead> {
    const draft = await seen(id, version);
    assertDraft(draft);
    return draft;
  }

  const touch = (ctx: ActionContext, draft: VersionHead) =>
    store.update(draft, { makers: withMaker(draft.makers, ctx) });

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
      await record(ctx, 'drafted', id);
      return id;
    },

    /** A changed or new code. The category of a code that stands cannot change: cases carry it. */
    async setCode(ctx: ActionContext, id: string, input: z.output<typeof setCodeBody>) {
      const draft = await draftFor(id, input.version);
      const { entry } = input;
      const before = await inForce(entry.code);
      if (before !== null && before.category !== entry.category)
        throw invalidField('entry.category', 'errors.catalogue.categoryFixed');
      if (same(before, entry)) await store.dropChange(id, entry.code);
      else await store.setChange(id, { code: entry.code, before, after: entry });
      await touch(ctx, draft);
      await record(ctx, 'code_set', id, { before, after: entry });
    },

    async removeCode(ctx: ActionContext, id: string, input: z.output<typeof codeBody>) {
      const draft = await draftFor(id, input.version);
      const before = await inForce(input.code);
      if (before === null) throw new DomainError('not_found', 'errors.notFound');
      await assertUnused(input.code);
      await store.setChange(id, { code: input.code, before, after: null });
      await touch(ctx, draft);
      await record(ctx, 'code_removed', id, { before });
    },

    /** Leaves the code as it stands. */
    async keepCode(ctx: ActionContext, id: string, input: z.output<typeof codeBody>) {
      const draft = await draftFor(id, input.version);
      if (!(await store.dropChange(id, input.code)))
        throw new DomainError('not_found', 'errors.notFound');
      await touch(ctx, draft);
      await record(ctx, 'code_kept', id, { code: input.code });
    },

    async submit(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const draft = await seen(id, input.version);
      assertTransition(versionLifecycle, draft.state, 'submitted');
      if ((await store.changes(id)).length === 0)
        throw new DomainError('conflict', 'errors.catalogue.nothingChanged');
      await store.update(draft, {
        state: 'submitted',
        submittedBy: ctx.actor.id,
        submittedAt: now(),
        ...(input.note === undefined ? {} : { note: input.note }),
      });
      await record(ctx, 'submitted', id, { note: input.note ?? null });
    },

    async returnToDraft(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const head = await seen(id, input.version);
      assertMayReturn(ctx, head);
      await store.update(head, { state: 'draft', submittedBy: null, submittedAt: null });
      await record({ ...ctx, reason: input.reason }, 'returned', id);
    },

    /** By somebody else: from this moment the codes hold, in the same transaction. */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const head = await seen(id, input.version);
      assertMayPublish(ctx, head);
      const changes = await store.changes(id);
      await assertNotOvertaken(changes);
      for (const change of changes) {
        if (change.after === null) await assertUnused(change.code);
        await store.apply(change);
      }
      const before = await store.published();
      if (before !== undefined) {
        await store.update(before, { state: 'retired' });
        await record(ctx, 'retired', before.id, { by: id });
      }
      await store.update(head, {
        state: 'published',
        publishedBy: ctx.actor.id,
        publishedAt: now(),
      });
      await record(ctx, 'published', id, {
        versionNo: head.versionNo,
        changes: changes.map(({ code, before: was, after }) => ({ code, was, is: after })),
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
