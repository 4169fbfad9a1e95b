import { createHash } from 'node:crypto';
import { entriesOfReading, type NewEntry } from '#domain/charge-ledger.ts';
import { DEFAULT_BILL_DAY, effectOf, type ChargeMode, type ChargeRule } from '#domain/charges.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { owesRefund, type PostedCharge } from '#domain/posted-charges.ts';
import type { Zone } from '#domain/time.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import { gatherWrites } from '../../gather.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CodeRule } from '../catalogue/catalogue-store.ts';
import type { CaseListener } from '../unsubscribes/case-listener.ts';
import type { ChargedCase, OverchargeStore } from './overcharge-store.ts';
import type { ReadingStore } from './reading-store.ts';

export const READ_CHARGES_JOB = 'overcharge.read';

interface Needs {
  store: OverchargeStore;
  readings: ReadingStore;
  audit: AuditTrail;
  zone: Zone;
  now(): number;
  enqueue(request: JobRequest): Promise<string>;
  codes(): Promise<ReadonlyMap<string, CodeRule>>;
  chargeModes(codes: readonly string[]): Promise<ReadonlyMap<string, ChargeMode>>;
  billDays(lineIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

const PER_JOB = 25;
const PER_TURN = 500;
/** A gateway's history may be written a moment after the state that was read. */
const GRACE_MS = 2_000;

/** What billing says it posted: when it is asked, and what its answer changes. */
export function createReadingService(needs: Needs) {
  const { store, readings, audit, zone, now } = needs;

  const due = gatherWrites((caseIds: readonly string[]) =>
    readings.plan(caseIds.map((caseId) => ({ caseId, dueAt: now() + GRACE_MS }))),
  );

  const listener: CaseListener = {
    async moved(_ctx, { id, to, resolution }) {
      if (to === 'verified' || (to === 'failed_final' && resolution === 'forced')) await due(id);
    },
    async changed(_ctx, { id, action }) {
      if (action === 'case.read_back') await due(id);
    },
  };

  async function mayOwe(row: Pick<ChargedCase, 'wanted' | 'failureCode'>): Promise<boolean> {
    const code = (await needs.codes()).get(row.failureCode);
    return owesRefund({
      wanted: row.wanted,
      countsAsFailure: code?.countsAsFailure ?? true,
      policyRefusal: code?.policyRefusal ?? false,
    });
  }

  async function ruleOf(row: ChargedCase): Promise<Omit<ChargeRule, 'feeFen'>> {
    const modes = await needs.chargeModes([row.productCode]);
    const days = await needs.billDays([row.lineId]);
    return {
      mode: modes.get(row.productCode) ?? 'full_month',
      billDay: days.get(row.lineId) ?? DEFAULT_BILL_DAY,
      zone,
    };
  }

  return {
    readingListener: listener,
    mayOwe,
    unanswered: readings.unanswered,
    triesOf: async (caseId: string) => (await readings.of(caseId)).tries,

    /** Puts the cases that are due into jobs; answers how many. A schedule repeats it. */
    async beginReadings(): Promise<number> {
      const ids = await readings.takeDue(PER_TURN);
      for (let start = 0; start < ids.length; start += PER_JOB)
        await needs.enqueue({
          kind: READ_CHARGES_JOB,
          subjectId: ids[start] ?? '',
          payload: { ids: ids.slice(start, start + PER_JOB) },
        });
      return ids.length;
    },

    /**
     * Takes what billing posted since the effect, as read at `throughAt`, into the ledger of a case. Estimates up to
     * then give way; a reading that comes twice, or late behind a newer one, changes nothing.
     */
    async takeReading(
      caseId: string,
      reading: { postings: readonly PostedCharge[]; throughAt: number },
    ): Promise<void> {
      const row = await store.lockCase(caseId);
      if (row === undefined || !(await mayOwe(row))) return;
      const before = await readings.of(caseId);
      if (before.throughAt !== null && before.throughAt > reading.throughAt) return;
      const ledger = await store.entries(caseId);
      const rule = await ruleOf(row);
      const entries = entriesOfReading(ledger, reading, rule, effectOf(row));
      await store.add(row, entries);
      const replaced = await store.replaceEstimates(caseId, reading.throughAt);
      await readings.answered(caseId, reading.throughAt);
      if (entries.length === 0 && replaced === 0) return;
      await store.settleCase(caseId);
      await record(caseId, entries, replaced);
    },
  };

  async function record(caseId: string, entries: readonly NewEntry[], replaced: number) {
    const hash = createHash('sha256');
    for (const { key, fen } of entries) hash.update(`${key} ${fen}\n`);
    await audit.record(
      { actor: SYSTEM_ACTOR, requestId: READ_CHARGES_JOB },
      {
        action: 'overcharge.read',
        subjectType: 'case',
        subjectId: caseId,
        detail: {
          count: entries.length,
          fen: entries.reduce((sum, { fen }) => sum + fen, 0),
          replaced,
          sha256: hash.digest('hex'),
        },
      },
    );
  }
}

export type ReadingService = ReturnType<typeof createReadingService>;
