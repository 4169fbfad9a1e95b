import { MAX_EVIDENCE_FILES, type EvidenceRecord } from '#contract/evidence.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { OutageState } from '#domain/lifecycles.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { EvidenceStore, NewEvidence } from './evidence-store.ts';

interface Needs {
  store: EvidenceStore;
  audit: Pick<AuditTrail, 'record'>;
  outages: {
    /** Throws `not_found` for what the caller may not see. */
    find(ctx: ActionContext, id: string): Promise<{ id: string; state: OutageState }>;
    /** Holds it against others until the transaction ends. */
    lock(id: string): Promise<void>;
    /** Before confirmation a revision names the files as they stand; afterwards the next correction does. */
    nameEvidence(ctx: ActionContext, id: string): Promise<void>;
  };
}

/** Files that show what happened: added, struck out with a reason, never lost. */
export function createEvidenceService({ store, audit, outages }: Needs) {
  async function find(ctx: ActionContext, id: string): Promise<EvidenceRecord> {
    const evidence = await store.byId(id);
    if (evidence === undefined) throw new DomainError('not_found', 'errors.notFound');
    await outages.find(ctx, evidence.outageId);
    return evidence;
  }

  async function assertOpenTo(ctx: ActionContext, outageId: string): Promise<void> {
    const { state } = await outages.find(ctx, outageId);
    if (state === 'cancelled') throw new DomainError('conflict', 'errors.evidence.cancelled');
  }

  async function assertRoom(outageId: string): Promise<void> {
    if ((await store.standing(outageId)).length >= MAX_EVIDENCE_FILES)
      throw new DomainError('conflict', 'errors.evidence.tooMany', {
        args: { max: MAX_EVIDENCE_FILES },
      });
  }

  const record = (ctx: ActionContext, action: string, evidence: EvidenceRecord) =>
    audit.record(ctx, {
      action: `evidence.${action}`,
      subjectType: 'outage',
      subjectId: evidence.outageId,
      detail: {
        evidenceId: evidence.id,
        fileName: evidence.fileName,
        sha256: evidence.sha256,
        sizeBytes: evidence.sizeBytes,
      },
    });

  return {
    find,

    async list(ctx: ActionContext, outageId: string): Promise<EvidenceRecord[]> {
      await outages.find(ctx, outageId);
      return store.ofOutage(outageId);
    },

    /** Before the bytes are taken in: whether they would be of use. */
    async expect(ctx: ActionContext, outageId: string): Promise<void> {
      await assertOpenTo(ctx, outageId);
      await assertRoom(outageId);
    },

    /** In the caller's transaction, once the bytes lie safe. The same file again is the one that is there. */
    async add(ctx: ActionContext, evidence: NewEvidence): Promise<EvidenceRecord> {
      const { outageId, sha256 } = evidence;
      await outages.lock(outageId);
      await assertOpenTo(ctx, outageId);
      const there = (await store.ofOutage(outageId)).find(
        (one) => one.sha256 === sha256 && one.withdrawnAt === null,
      );
      if (there !== undefined) return there;
      await assertRoom(outageId);
      const id = await store.insert(ctx.actor, evidence);
      await outages.nameEvidence(ctx, outageId);
      const added = await find(ctx, id);
      await record(ctx, 'added', added);
      return added;
    },

    /** Revisions that name it still do, and its bytes stay. */
    async withdraw(ctx: ActionContext, id: string, reason: string): Promise<EvidenceRecord> {
      const { outageId } = await find(ctx, id);
      await outages.lock(outageId);
      await store.withdraw(id, ctx.actor, reason);
      const reasoned = { ...ctx, reason };
      await outages.nameEvidence(reasoned, outageId);
      const evidence = await find(ctx, id);
      await record(reasoned, 'withdrawn', evidence);
      return evidence;
    },

    noteRead: (ctx: ActionContext, evidence: EvidenceRecord) => record(ctx, 'read', evidence),
  };
}

export type EvidenceService = ReturnType<typeof createEvidenceService>;
