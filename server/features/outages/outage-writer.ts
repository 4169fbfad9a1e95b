import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, outageLifecycle, type OutageState } from '#domain/lifecycles.ts';
import { factChanges, type OutageFacts } from '#domain/outage-facts.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { AttachedListStore } from './attached-list-store.ts';
import type { MembershipReads } from './membership.ts';
import type { Outage } from './outage-row.ts';
import type { OutageChange, OutageStore } from './outage-store.ts';

export interface OutageWriterNeeds {
  store: OutageStore;
  membership: Pick<MembershipReads, 'snapshotValidAt' | 'count'>;
  audit: Pick<AuditTrail, 'record'>;
  lists: Pick<AttachedListStore, 'use'>;
  evidence: {
    /** Hashes of the files that stand. */
    standing(outageId: string): Promise<readonly string[]>;
    named(outageId: string, hashes: readonly string[], revision: number): Promise<void>;
  };
  nextId(): string;
}

const NUMBER_TRIES = 5;
const stateOf = (facts: OutageFacts): OutageState => (facts.endedAt === null ? 'open' : 'restored');

/** Writes outages, each change with its revision and its audit event; decides nothing. */
export function createOutageWriter(needs: OutageWriterNeeds) {
  const { store, membership, audit, nextId } = needs;

  const record = (ctx: ActionContext, action: string, id: string, detail: object = {}) =>
    audit.record(ctx, {
      action: `outage.${action}`,
      subjectType: 'outage',
      subjectId: id,
      detail: { ...detail },
    });

  /** The count for the columns; without a snapshot valid at the start there is none. */
  async function counted(
    facts: OutageFacts,
  ): Promise<Pick<Outage, 'affectedLines' | 'snapshotId'>> {
    const snapshot = await membership.snapshotValidAt(facts.startedAt);
    if (snapshot === undefined) return { affectedLines: 0, snapshotId: null };
    const { affectedLines } = await membership.count(snapshot, facts);
    return { affectedLines, snapshotId: snapshot.id };
  }

  /** A list that a revision names stays. */
  async function keepList({ attachedListId }: OutageFacts): Promise<void> {
    if (attachedListId != null) await needs.lists.use(attachedListId);
  }

  async function nextNumber(facts: OutageFacts): Promise<string> {
    const day = localDateAt(createZone(facts.zone), facts.startedAt).slice(2).replaceAll('-', '');
    const prefix = `OUT-${day}-`;
    return `${prefix}${String((await store.lastNumber(prefix)) + 1).padStart(2, '0')}`;
  }

  return {
    /**
     * Counts outages that were logged before a snapshot valid at their start had arrived. The count is
     * derived, so it is no revision. Answers how many were counted.
     */
    async countUncounted(limit: number): Promise<number> {
      const waiting = await store.uncounted(limit);
      for (const outage of waiting) await store.setCount(outage.id, await counted(outage.facts));
      return waiting.length;
    },

    /** Inserts sound facts; undefined when the given number is taken. A number of its own is tried again. */
    async insert(
      ctx: ActionContext,
      facts: OutageFacts,
      options: { number?: string; importId?: string; demo?: boolean },
    ): Promise<string | undefined> {
      const id = nextId();
      const state = stateOf(facts);
      const count = await counted(facts);
      for (let attempt = 0; attempt < NUMBER_TRIES; attempt += 1) {
        const number = options.number ?? (await nextNumber(facts));
        const inserted = await store.insert({
          id,
          number,
          facts,
          state,
          ...count,
          logger: ctx.actor,
          importId: options.importId ?? null,
          demo: options.demo ?? false,
        });
        if (!inserted && options.number !== undefined) return undefined;
        if (!inserted) continue;
        await keepList(facts);
        const factsHash = await store.addRevision(id, 1, facts, ctx.actor, ctx.reason ?? null);
        await record(ctx, 'logged', id, { number, state, revision: 1, factsHash });
        return id;
      }
      throw new DomainError('unavailable', 'errors.busy');
    },

    /**
     * Writes changed facts as the next revision: agreement and confirmation were to the old ones. It names the
     * evidence that stands now. False when nothing differs, and then nothing is written.
     */
    async revise(
      ctx: ActionContext,
      outage: Outage,
      said: OutageFacts,
      action: string,
    ): Promise<boolean> {
      const evidenceIds = await needs.evidence.standing(outage.id);
      const facts: OutageFacts = { ...said, evidenceIds };
      const changes = factChanges(outage.facts, facts);
      if (changes.length === 0) return false;
      const revision = outage.revision + 1;
      const state = stateOf(facts);
      if (state !== outage.state) assertTransition(outageLifecycle, outage.state, state);
      await store.update(outage, {
        facts,
        ...(await counted(facts)),
        revision,
        state,
        responsibilityStage: 'initial',
        agreedBy: null,
        agreedAt: null,
        confirmedBy: null,
        confirmedByName: null,
        confirmedAt: null,
      });
      const { actor, reason } = ctx;
      await keepList(facts);
      await needs.evidence.named(outage.id, evidenceIds, revision);
      const factsHash = await store.addRevision(outage.id, revision, facts, actor, reason ?? null);
      await record(ctx, action, outage.id, {
        revision,
        factsHash,
        from: outage.state,
        to: state,
        changed: changes.map(({ field }) => field),
        agreementVoided: outage.agreedBy !== null,
      });
      return true;
    },

    async move(
      ctx: ActionContext,
      outage: Outage,
      to: OutageState,
      action: string,
      change: OutageChange = {},
    ): Promise<void> {
      assertTransition(outageLifecycle, outage.state, to);
      await store.update(outage, { ...change, state: to });
      const { state: from, revision } = outage;
      await record(ctx, action, outage.id, { from, to, revision });
    },

    async estimated(
      ctx: ActionContext,
      outage: Outage,
      estimate: { estimatedAt: number | null; note: string | null },
    ): Promise<void> {
      await store.update(outage, { estimatedEndAt: estimate.estimatedAt });
      await store.addEstimate(outage.id, estimate, ctx.actor);
      await record(ctx, 'estimated', outage.id, {
        from: outage.estimatedEndAt,
        to: estimate.estimatedAt,
      });
    },

    async agreed(ctx: ActionContext, outage: Outage, at: number): Promise<void> {
      await store.update(outage, { agreedBy: ctx.actor.id, agreedAt: at });
      const { revision, facts } = outage;
      await record(ctx, 'agreed', outage.id, { revision, responsibility: facts.responsibility });
    },
  };
}

export type OutageWriter = ReturnType<typeof createOutageWriter>;
