import { createHash } from 'node:crypto';
import type { CaseMoney, OverchargeRecord } from '#contract/money.ts';
import {
  DEFAULT_BILL_DAY,
  effectOf,
  moneyOf,
  moneyVerdict,
  nextCharge,
  type Charge,
  type ChargeMode,
  type ChargeRule,
  type MoneyFacts,
} from '#domain/charges.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import type { Zone } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CodeRule } from '../catalogue/catalogue-store.ts';
import type { CaseListener } from '../unsubscribes/case-listener.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { ChargedCase, NewOvercharge, OverchargeStore } from './overcharge-store.ts';
import type { ReadingStore } from './reading-store.ts';

export interface OverchargeNeeds {
  store: OverchargeStore;
  readings: Pick<ReadingStore, 'of' | 'throughOf'>;
  audit: AuditTrail;
  zone: Zone;
  now(): number;
  codes(): Promise<ReadonlyMap<string, CodeRule>>;
  /** The charge modes of products, by code. */
  chargeModes(codes: readonly string[]): Promise<ReadonlyMap<string, ChargeMode>>;
  /** The bill days of lines, where a snapshot tells them. */
  billDays(lineIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** A case within the caller's areas. */
  seen(ctx: ActionContext, caseId: string): Promise<CaseRow>;
}

const BATCH = 200;

export function createOverchargeService(needs: OverchargeNeeds) {
  const { store, audit, zone, now } = needs;

  const listener: CaseListener = {
    /** A request that was taken back, or rightly refused, was charged for rightly. */
    async moved(_ctx, { id, to, resolution }) {
      const taken = to === 'withdrawn' || (to === 'failed_final' && resolution === 'refused');
      if (!taken || (await store.withdraw(id)) === 0) return;
      await store.settleCase(id);
    },
  };

  return {
    listener,

    /** What a case's late end cost, and what comes next. */
    async show(ctx: ActionContext, caseId: string): Promise<CaseMoney> {
      const row = await needs.seen(ctx, caseId);
      const [codes, modes, billDays, charges, sums, reading] = await Promise.all([
        needs.codes(),
        needs.chargeModes([row.productCode]),
        needs.billDays([row.lineId]),
        store.ofCase(caseId),
        store.sumsOf(caseId),
        needs.readings.of(caseId),
      ]);
      const code = codes.get(row.failureCode);
      const facts = factsOf(
        { ...row, billing: row.actual.billing, ended: isCaseEnded(row.state) },
        code,
      );
      const rule: ChargeRule = {
        mode: modes.get(row.productCode) ?? 'full_month',
        feeFen: row.monthlyFeeFen,
        billDay: billDays.get(row.lineId) ?? DEFAULT_BILL_DAY,
        zone,
      };
      const { nextChargeAt } = moneyOf(facts, rule, now(), now());
      const next = nextChargeAt === null ? null : nextCharge(rule, effectOf(facts), now());
      const owed = (sums.get('open') ?? 0) + (sums.get('claimed') ?? 0);
      const refundedFen = sums.get('refunded') ?? 0;
      return {
        chargeMode: rule.mode,
        feeFen: rule.feeFen,
        billDay: rule.billDay,
        billDayKnown: billDays.has(row.lineId),
        effectAt: row.wanted === 'active' ? null : effectOf(facts),
        verdict: moneyVerdict(facts),
        billing: row.actual.billing,
        billingSeenAt: row.seenAt.billing,
        nextCharge:
          next === null
            ? null
            : { at: next.postedAt, fen: next.fen, overchargeFen: next.overchargeFen },
        basis: basisOf(charges, reading.throughAt),
        readThroughAt: reading.throughAt,
        readFailed: reading.fault !== null,
        overchargeFen: Math.max(0, owed + refundedFen),
        refundedFen,
        dueFen: Math.max(0, owed),
        charges,
      };
    },

    /** Posts what fell due on one batch of cases and moves them on; answers how many. A scheduled job repeats it. */
    async accrue(requestId: string): Promise<number> {
      const due = await store.fallenDue(BATCH);
      if (due.length === 0) return 0;
      const codes = await needs.codes();
      const modes = await needs.chargeModes([...new Set(due.map((one) => one.productCode))]);
      const billDays = await needs.billDays([...new Set(due.map((one) => one.lineId))]);
      const through = await needs.readings.throughOf(due.map((one) => one.id));
      const posted: NewOvercharge[] = [];
      const groups = new Map<string, { change: Change; ids: string[] }>();
      for (const one of due) {
        const rule: ChargeRule = {
          mode: modes.get(one.productCode) ?? 'full_month',
          feeFen: one.monthlyFeeFen,
          billDay: billDays.get(one.lineId) ?? DEFAULT_BILL_DAY,
          zone,
        };
        const facts = factsOf({ ...one, ended: false }, codes.get(one.failureCode));
        // What lies before the last reading is told, whether anything was posted or not.
        const fromAt = Math.max(one.nextChargeAt, (through.get(one.id) ?? -1) + 1);
        const money = moneyOf(facts, rule, fromAt, now());
        posted.push(...money.charges.map((charge) => overchargeOf(one, charge)));
        const change = {
          from: one.nextChargeAt,
          to: money.nextChargeAt,
          addFen: money.charges.reduce((sum, charge) => sum + charge.overchargeFen, 0),
        };
        const key = `${change.from} ${change.to} ${change.addFen}`;
        const group = groups.get(key) ?? { change, ids: [] };
        group.ids.push(one.id);
        groups.set(key, group);
      }
      await store.post(posted);
      for (const { change, ids } of groups.values()) await store.moveOn(ids, change);
      await recordPosted({ actor: SYSTEM_ACTOR, requestId }, posted);
      return due.length;
    },

    /** When billing charges next for a case, as it would be after a change. */
    async nextChargeAt(row: CaseRow): Promise<number | null> {
      const code = (await needs.codes()).get(row.failureCode);
      const rule: ChargeRule = {
        mode: (await needs.chargeModes([row.productCode])).get(row.productCode) ?? 'full_month',
        feeFen: row.monthlyFeeFen,
        billDay: (await needs.billDays([row.lineId])).get(row.lineId) ?? DEFAULT_BILL_DAY,
        zone,
      };
      const facts = factsOf({ ...row, billing: row.actual.billing, ended: false }, code);
      return moneyOf(facts, rule, now(), now()).nextChargeAt;
    },

    /** Estimates after the instant since which billing says it has been stopped were none. */
    async billingStopped(caseId: string, sinceAt: number): Promise<void> {
      if ((await store.withdrawEstimates(caseId, sinceAt)) > 0) await store.settleCase(caseId);
    },
  };

  /** One event for a chunk of postings, with its count and hash: each is in the ledger under its case. */
  async function recordPosted(ctx: ActionContext, posted: readonly NewOvercharge[]): Promise<void> {
    if (posted.length === 0) return;
    const hash = createHash('sha256');
    for (const { caseId, charge } of posted)
      hash.update(`${caseId} ${charge.period} ${charge.overchargeFen}\n`);
    await audit.record(ctx, {
      action: 'overcharge.posted',
      subjectType: 'overcharge',
      subjectId: posted[0]?.caseId ?? '',
      detail: {
        count: posted.length,
        fen: posted.reduce((sum, { charge }) => sum + charge.overchargeFen, 0),
        sha256: hash.digest('hex'),
      },
    });
  }
}

export type OverchargeService = ReturnType<typeof createOverchargeService>;

/** Whether the sum is what billing told, an estimate, or the one up to a reading and the other since. */
function basisOf(
  charges: readonly OverchargeRecord[],
  throughAt: number | null,
): CaseMoney['basis'] {
  if (throughAt === null) return 'estimated';
  const estimated = charges.some(
    ({ source, state, correction, postedAt }) =>
      source === 'derived' &&
      !correction &&
      (state === 'open' || state === 'claimed' || state === 'refunded') &&
      postedAt > throughAt,
  );
  return estimated ? 'mixed' : 'read';
}

interface Change {
  from: number;
  to: number | null;
  addFen: number;
}

const factsOf = (
  row: Pick<ChargedCase, 'wanted' | 'wantedFromAt' | 'requestedAt' | 'billing'> & {
    ended: boolean;
  },
  code: CodeRule | undefined,
): MoneyFacts => ({
  wanted: row.wanted,
  wantedFromAt: row.wantedFromAt,
  requestedAt: row.requestedAt,
  billing: row.billing,
  ended: row.ended,
  countsAsFailure: code?.countsAsFailure ?? true,
  policyRefusal: code?.policyRefusal ?? false,
});

const overchargeOf = (one: ChargedCase, charge: Charge): NewOvercharge => ({
  caseId: one.id,
  lineId: one.lineId,
  productCode: one.productCode,
  demo: one.demo,
  charge,
});
