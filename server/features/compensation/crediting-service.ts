import type { ActionContext } from '#domain/context.ts';
import { dataValidUntilAt } from '#domain/data-validity.ts';
import { DomainError } from '#domain/errors.ts';
import { createZone } from '#domain/time.ts';
import type { DataUse } from '../../connectors/balance/port.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { CREDIT_JOB } from './approval-service.ts';
import { sha256 } from './batch-pins.ts';
import { pinsOf, type BatchRow } from './batch-rows.ts';
import type { BatchStore } from './batch-store.ts';
import { MAX_TRIES } from './credit-outcome.ts';
import type { ClaimedItem, CreditItem, CreditResult, CreditingStore } from './crediting-store.ts';

interface Needs {
  store: BatchStore;
  crediting: CreditingStore;
  audit: AuditTrail;
  now(): number;
  enqueue(job: {
    kind: string;
    subjectId: string;
    payload?: Record<string, unknown>;
  }): Promise<unknown>;
  openNumber(sealed: string): string;
}

/** What a worker needs to know of the batch whose credits it sends. */
export interface CreditingRun {
  number: string;
  paused: boolean;
  data: {
    use: DataUse;
    /** Until when a class's data is valid, exclusive; the same for every try. */
    validUntilAt(classNo: number): number;
  };
}

/** What is left after a round. */
export interface RoundEnd {
  /** Items to send or to ask about again. */
  open: number;
  tries: number;
}

/** Writes one stretch in one statement each; the gateway is called between two transactions. */
export const CLAIM_ITEMS = 200;
const REOPEN_ROWS = 200;

/** The credits of an approved batch: begun, claimed, settled, ended; each step fenced by the job's lease. */
export function createCreditingService(needs: Needs) {
  const { store, crediting, audit } = needs;

  const record = (ctx: ActionContext, action: string, id: string, detail = {}) =>
    audit.record(ctx, { action: `batch.${action}`, subjectType: 'batch', subjectId: id, detail });

  const digest = (lines: readonly string[]): string => sha256(lines.join('\n'));

  async function seen(id: string, version: number): Promise<BatchRow> {
    const row = await store.lock(id);
    if (Number(row.version) !== version) throw new DomainError('conflict', 'errors.stale');
    return row;
  }

  /** The row while its credits may be sent; undefined otherwise. */
  async function running(id: string): Promise<BatchRow | undefined> {
    const row = await store.lock(id);
    return row.state === 'crediting' ? row : undefined;
  }

  async function dataOf(row: BatchRow): Promise<CreditingRun['data']> {
    const { policy, zone: zoneName } = pinsOf(row);
    const { validity, scope, usedFirst, carriedOver } = policy.rules.rate.dataTerms;
    const zone = createZone(zoneName);
    const approvedAt = await crediting.approvedAt(row.id);
    const own = await crediting.ownValidities(row.id);
    return {
      use: { scope, usedFirst, carriedOver },
      validUntilAt: (classNo) => dataValidUntilAt(own.get(classNo) ?? validity, zone, approvedAt),
    };
  }

  async function begin(ctx: ActionContext, row: BatchRow): Promise<void> {
    const counts = await crediting.countStates(row.id);
    await store.move(row, 'crediting', {
      phase_started_at: needs.now(),
      progress_done: 0,
      progress_total: Object.values(counts).reduce((a, b) => a + b, 0),
    });
    await record(ctx, 'crediting_started', row.id, { contentHash: row.content_hash });
  }

  return {
    openNumber: needs.openNumber,

    /** Moves an approved batch to crediting, or goes on with one; null when there is nothing to do. */
    async open(ctx: ActionContext, id: string): Promise<CreditingRun | null> {
      let row = await store.lock(id);
      if (row.state === 'approved' && !row.crediting_paused) {
        await begin(ctx, row);
        row = await store.lock(id);
      }
      if (row.state !== 'crediting') return null;
      return { number: row.number, paused: Boolean(row.crediting_paused), data: await dataOf(row) };
    },

    /** Claims the next waiting items, marked as sent before anything is; none while paused. */
    async claim(ctx: ActionContext, id: string): Promise<ClaimedItem[]> {
      const row = await running(id);
      if (row === undefined || row.crediting_paused) return [];
      const claimed = await crediting.claim(id, CLAIM_ITEMS);
      if (claimed.length > 0) {
        const hash = digest(claimed.map((item) => `${item.creditId} ${item.amount}`));
        await record(ctx, 'credits_sent', id, { items: claimed.length, hash });
      }
      return claimed;
    },

    /** Items to ask about before anything is sent again. */
    async unclear(id: string, after: string): Promise<CreditItem[]> {
      const row = await running(id);
      if (row === undefined || row.crediting_paused) return [];
      return crediting.unclear(id, after, CLAIM_ITEMS, MAX_TRIES);
    },

    async settle(ctx: ActionContext, id: string, results: readonly CreditResult[]): Promise<void> {
      const row = await store.lock(id);
      await crediting.settle(id, results);
      const ended = results.filter(({ to }) => to === 'accepted' || to === 'parked').length;
      await store.progress(id, Number(row.progress_done) + ended);
      const count = (to: string) => results.filter((one) => one.to === to).length;
      await record(ctx, 'credits_settled', id, {
        items: results.length,
        accepted: count('accepted'),
        parked: count('parked'),
        unknown: count('unknown'),
        again: count('fixed'),
        hash: digest(results.map((one) => `${one.attempt.creditId} ${one.to}`)),
      });
    },

    /** Lets parked items of a retry go again, some at a time; answers how many. */
    async reopen(ctx: ActionContext, id: string, until: number): Promise<number> {
      if ((await running(id)) === undefined) return 0;
      const items = await crediting.reopen(id, until, REOPEN_ROWS);
      if (items > 0) await record(ctx, 'credits_reopened', id, { items });
      return items;
    },

    /** Ends the batch when nothing is left to send or ask; otherwise says what is. */
    async close(ctx: ActionContext, id: string): Promise<RoundEnd> {
      const row = await running(id);
      if (row === undefined) return { open: 0, tries: 0 };
      const counts = await crediting.countStates(id);
      const left = await crediting.open(id, MAX_TRIES);
      const open = counts.fixed + counts.sent + left.unknown;
      if (open > 0 || row.crediting_paused) return { open, tries: left.tries };
      const state = counts.parked + counts.unknown > 0 ? 'partly_credited' : 'credited';
      await store.move(row, state, { progress_done: counts.accepted + counts.parked });
      await record(ctx, state, id, counts);
      return { open: 0, tries: 0 };
    },

    /** No new credits leave until somebody resumes; those on their way still arrive. */
    async pause(ctx: ActionContext, id: string, input: { version: number; reason: string }) {
      const row = await seen(id, input.version);
      if (row.state !== 'approved' && row.state !== 'crediting')
        throw new DomainError('conflict', 'errors.batch.notCrediting');
      await store.change(row, { crediting_paused: true });
      await record({ ...ctx, reason: input.reason }, 'crediting_paused', id);
    },

    async resume(ctx: ActionContext, id: string, input: { version: number; reason: string }) {
      const row = await seen(id, input.version);
      if (!row.crediting_paused) throw new DomainError('conflict', 'errors.batch.notPaused');
      await store.change(row, { crediting_paused: false });
      await enqueueOnce(row.id);
      await record({ ...ctx, reason: input.reason }, 'crediting_resumed', id);
    },

    /** Sends parked items again; unknown ones are asked about first. */
    async retryParked(ctx: ActionContext, id: string, input: { version: number; reason: string }) {
      const row = await seen(id, input.version);
      const counts = await crediting.countStates(id);
      await store.move(row, 'crediting', {
        phase_started_at: needs.now(),
        progress_done: counts.accepted,
        crediting_paused: false,
      });
      await needs.enqueue({
        kind: CREDIT_JOB,
        subjectId: id,
        payload: { reopenUntil: needs.now() },
      });
      await record({ ...ctx, reason: input.reason }, 'credits_retried', id, {
        parked: counts.parked,
        unknown: counts.unknown,
      });
    },
  };

  /** One worker at a time per batch: a second job is made only when none is waiting or running. */
  async function enqueueOnce(id: string): Promise<void> {
    if (await store.hasJob(id)) return;
    await needs.enqueue({ kind: CREDIT_JOB, subjectId: id });
  }
}

export type CreditingService = ReturnType<typeof createCreditingService>;
