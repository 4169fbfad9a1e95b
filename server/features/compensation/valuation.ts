import type { Knex } from 'knex';
import type { StoredPins } from './batch-pins.ts';
import {
  assertCalculable,
  FAMILY,
  pinsOfPolicy,
  type BatchSources,
  type OutageSource,
  type PolicySource,
} from './batch-sources.ts';
import { classOfCode } from './class-sql.ts';
import type { CountedBatch } from './counted-batches.ts';
import { widestExposure, type Exposure } from './exposures.ts';
import { createLineGroups, type Side } from './line-groups.ts';
import { createOutcomes, type OutcomeNeeds } from './line-outcome.ts';
import type { Lineage } from './lineage.ts';
import type { PlanStore } from './plan-store.ts';

interface Needs {
  lineage: Pick<Lineage, 'counted' | 'rivalsAmong'>;
  plans: Pick<PlanStore, 'countSites'>;
  sources: BatchSources;
  /** The zone of months, local days and daily windows. */
  zone: string;
}

/** An outage under a policy, ready to be valued. */
export interface ValuedSide extends Side {
  exposure: Exposure;
  /** Numbers of the outage's own batches, which are left aside: they would be what is valued here. */
  ownBatches: string[];
}

/**
 * What an outage would cost under a policy, worked out by the code that calculates batches and written nowhere:
 * pins, classes of lines counted set-wise, what a line of each gets.
 */
export function createValuation(db: Knex, needs: Needs) {
  const { lineage, plans, sources, zone } = needs;
  const lines = createLineGroups(db);

  async function sideOf(
    pins: StoredPins,
    which: (batch: CountedBatch) => boolean,
  ): Promise<ValuedSide> {
    const row = { id: '', family: pins.policy.family };
    const all = await lineage.counted(row, pins);
    const own = all.filter((batch) => batch.outage_id === pins.outage.id);
    const others = all.filter(which);
    const { minimumSites } = pins.policy.rules.eligibility;
    return {
      pins,
      exposure: widestExposure(pins),
      others: others.map(({ id }) => id),
      rivalsFor: await lineage.rivalsAmong(row, pins, others),
      sites: minimumSites > 0 ? await plans.countSites(pins) : 0,
      ownBatches: own.map(({ number }) => number),
    };
  }

  return {
    outage: sources.outage,
    policyInForceAt: (at: number) => sources.policyInForceAt(FAMILY, at),

    pins: (
      outage: Omit<OutageSource, 'state' | 'demo'>,
      policy: PolicySource,
    ): Promise<StoredPins> => pinsOfPolicy(sources, outage, policy, zone),

    /** Adds the other batches that count against it, and the sites where the rules ask for them. */
    side: (pins: StoredPins): Promise<ValuedSide> =>
      sideOf(pins, (batch) => batch.outage_id !== pins.outage.id),

    /** The same with the outage's own batches among those that count, but for one: as that one would see it. */
    restatedSide: (pins: StoredPins, besides: string | null): Promise<ValuedSide> =>
      sideOf(pins, (batch) => batch.id !== besides),

    lines,
    outcomesOf: (side: OutcomeNeeds) => createOutcomes(side),
    assertCalculable,
    classOfCode,
  };
}

export type Valuation = ReturnType<typeof createValuation>;
