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
import type { BatchStore } from './batch-store.ts';
import { exposureOf, type Exposure } from './class-evaluation.ts';
import { classOfCode } from './class-sql.ts';
import { createLineGroups, type Side } from './line-groups.ts';
import { createOutcomes } from './line-outcome.ts';
import type { PlanStore } from './plan-store.ts';
import { touching } from './rivals.ts';

interface Needs {
  store: Pick<BatchStore, 'counted'>;
  plans: Pick<PlanStore, 'countSites'>;
  sources: BatchSources;
  /** The zone of months, local days and daily windows. */
  zone: string;
}

/** An outage under a policy, ready to be valued. */
export interface ValuedSide extends Side {
  exposure: Exposure;
  sites: number;
  /** Numbers of the outage's own batches, which are left aside: they would be what is valued here. */
  ownBatches: string[];
}

/**
 * What an outage would cost under a policy, worked out by the code that calculates batches and written nowhere:
 * pins, classes of lines counted set-wise, what a line of each gets.
 */
export function createValuation(db: Knex, needs: Needs) {
  const { store, plans, sources, zone } = needs;
  const lines = createLineGroups(db);

  return {
    outage: sources.outage,
    policyInForceAt: (at: number) => sources.policyInForceAt(FAMILY, at),

    pins: (
      outage: Omit<OutageSource, 'state' | 'demo'>,
      policy: PolicySource,
    ): Promise<StoredPins> => pinsOfPolicy(sources, outage, policy, zone),

    /** Adds the other batches that count against it, and the sites where the rules ask for them. */
    async side(pins: StoredPins): Promise<ValuedSide> {
      const exposure = exposureOf(pins);
      const row = {
        id: '',
        family: pins.policy.family,
        month_key: exposure.monthKey,
        started_at: exposure.startedAt,
        ended_at: exposure.endedAt,
      };
      const all = await store.counted(row, null);
      const own = all.filter((batch) => batch.outage_id === pins.outage.id);
      const others = all.filter((batch) => batch.outage_id !== pins.outage.id);
      const { minimumSites } = pins.policy.rules.eligibility;
      return {
        pins,
        exposure,
        monthKey: exposure.monthKey,
        sameMonth: others.filter((b) => b.month_key === exposure.monthKey).map(({ id }) => id),
        touching: others.filter((b) => touching(row, b)).map(({ id }) => id),
        sites: minimumSites > 0 ? await plans.countSites(pins) : 0,
        ownBatches: own.map(({ number }) => number),
      };
    },

    lines,
    outcomesOf: ({ pins, sites }: Pick<ValuedSide, 'pins' | 'sites'>) =>
      createOutcomes(pins, sites),
    assertCalculable,
    classOfCode,
  };
}

export type Valuation = ReturnType<typeof createValuation>;
