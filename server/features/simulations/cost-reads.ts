import type { OutageCost } from '#contract/simulations.ts';
import { canonicalJson, type Canonical } from '#domain/batch-arithmetic.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { sha256Hex } from '#domain/sha256.ts';
import type { StoredPins } from '../compensation/batch-pins.ts';
import type { OutageSource } from '../compensation/batch-sources.ts';
import type { LineGroup } from '../compensation/line-groups.ts';
import type { ValuedSide, Valuation } from '../compensation/valuation.ts';
import { asOf } from './asked-sides.ts';
import type { CostCounts, CostStore } from './cost-store.ts';
import { createRunningCost } from './running-cost.ts';
import { noSums } from './sums.ts';

export interface CostNeeds {
  valuation: Pick<
    Valuation,
    'outage' | 'policyInForceAt' | 'pins' | 'side' | 'lines' | 'outcomesOf'
  >;
  store: CostStore;
  now(): number;
}

/** So many lines are counted whenever somebody asks; more are counted by a job and kept. */
export const COUNTED_WHEN_ASKED = 5_000;
/** Credits of other batches may have changed since: counted again after that. */
export const RECOUNT_MS = 10 * 60_000;
/** How far the calendar is needed beyond the present. */
const AHEAD_MS = 73 * 3_600_000;

type Open = OutageSource & { estimatedEndAt?: number | null };

/** The running cost of an open outage under the policy in force at its start. */
export function createCostReads({ valuation, store, now }: CostNeeds) {
  /** The pins as if it ended at `at`, with the calendar for some days more. */
  async function pinsAt(outage: Open, at: number): Promise<StoredPins> {
    const { facts } = outage;
    const policy = await valuation.policyInForceAt(facts.startedAt);
    const until = Math.max(at, outage.estimatedEndAt ?? 0) + AHEAD_MS;
    const long = await valuation.pins({ ...outage, facts: { ...facts, endedAt: until } }, policy);
    return { ...long, outage: { ...long.outage, facts: { ...facts, endedAt: at } } };
  }

  async function sideOf(outage: Open, at: number): Promise<ValuedSide> {
    return valuation.side(await pinsAt(outage, asOf(outage, at).facts.endedAt ?? at));
  }

  /** The counts stand as long as nothing of this changes. */
  function basisHash({ pins, others }: ValuedSide): string {
    const { outage, policy, snapshot, companions = [] } = pins;
    const around = companions.map((one) => [one.id, one.revision]);
    const basis = [outage.revision, policy.rules, snapshot.id, around, [...others]];
    return sha256Hex(canonicalJson(JSON.parse(JSON.stringify(basis)) as Canonical));
  }

  async function countsFor(side: ValuedSide): Promise<CostCounts | undefined> {
    const few = await valuation.lines.countUpTo(side.pins, COUNTED_WHEN_ASKED + 1);
    if (few <= COUNTED_WHEN_ASKED)
      return {
        basisHash: '',
        groups: merged(await valuation.lines.groups([side])),
        countedAt: now(),
      };
    const kept = await store.counts(side.pins.outage.id);
    return kept?.basisHash === basisHash(side) ? kept : undefined;
  }

  function blank(state: OutageCost['state'], at: number, fault: string | null): OutageCost {
    const { lines: _, ...nothing } = noSums();
    return {
      ...{ state, fault, asOfAt: at, currency: 'CNY', exponent: 2, policyName: '' },
      ...{ countedAt: null, affectedLines: 0, now: noSums() },
      ...{ perMinute: nothing, perHour: nothing, atEstimate: null, next: null },
    };
  }

  async function work(outage: Open, at: number): Promise<OutageCost> {
    const side = await sideOf(outage, at);
    const { pins } = side;
    const { currency, exponent } = pins.policy.rules;
    const named = { currency, exponent, policyName: pins.policy.name };
    const counts = await countsFor(side);
    if (counts === undefined) return { ...blank('counting', at, null), ...named };
    const { groups, countedAt } = counts;
    const costAt = createRunningCost({ side, groups, outcomesOf: valuation.outcomesOf });
    return {
      ...{ state: 'known', fault: null, asOfAt: at, countedAt, ...named },
      affectedLines: groups.reduce((n, { lines }) => n + lines, 0),
      ...costAt(pins.outage.facts.endedAt ?? at, outage.estimatedEndAt ?? null),
    };
  }

  return {
    sideOf,
    basisHash,

    /** Throws for an outage that is over; says why where there is no cost. */
    async cost(ctx: ActionContext, id: string): Promise<OutageCost> {
      const outage: Open = await valuation.outage(ctx, id);
      if (outage.facts.endedAt !== null || outage.state !== 'open')
        throw new DomainError('conflict', 'errors.simulations.notOpen');
      const at = now();
      try {
        return await work(outage, at);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return blank('blocked', at, error.key);
      }
    },
  };
}

export type CostReads = ReturnType<typeof createCostReads>;

/** One group for lines that agree, wherever they live; what was taken away again is gone. */
export function merged(groups: readonly LineGroup[]): LineGroup[] {
  const found = new Map<string, LineGroup>();
  for (const { keys, lines } of groups) {
    const text = JSON.stringify(keys);
    const one = found.get(text) ?? { areaCode: '', keys, lines: 0 };
    found.set(text, { ...one, lines: one.lines + lines });
  }
  return [...found.values()].filter(({ lines }) => lines !== 0);
}
