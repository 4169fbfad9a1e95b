import { compileProfile } from '#domain/compiled-profile.ts';
import {
  linkedEpisodes,
  reachOf,
  type LinkedEpisodes,
  type Reach,
} from '#domain/episode-lineage.ts';
import { episodesOf, type Episode } from '#domain/exposure.ts';
import { impactsOf } from '#domain/outage-facts.ts';
import { collected, impactFactors } from '#domain/policy.ts';
import { createZone, monthKeyAt } from '#domain/time.ts';
import type { BatchPins } from './batch-pins.ts';

/**
 * What the lines of a batch lost, by what covers a line. `coverage` has one bit for each pinned companion, in their
 * order; the batch's own outage covers every line that is asked about.
 */
export interface Exposure extends LinkedEpisodes {
  startedAt: number;
  endedAt: number;
  /** Month in the pinned zone in which the first episode starts. */
  monthKey: string;
  reach: Reach[];
}

export interface LineExposures {
  /** What the batch pays for: all that hangs on its own outage. */
  mine: Exposure;
  /** Other episodes of such a line among the pinned outages, those that go before it first. */
  others: readonly Exposure[];
  /** How many of the others start before it. */
  earlier: number;
  /** The union of everything, before entitlements are made of it. */
  episodes: readonly Episode[];
}

export function createExposures(pins: BatchPins) {
  const { outage, policy, companions = [] } = pins;
  const { rules } = policy;
  const zone = createZone(pins.zone);
  const own = impactFactors(impactsOf(outage.id, outage.facts), rules);
  const theirs = companions.map(({ id, facts }) => impactFactors(impactsOf(id, facts), rules));
  const known = new Map<string, LineExposures>();

  function exposureOf(group: LinkedEpisodes, billDay: number | null): Exposure {
    const startedAt = Math.min(...group.episodes.map(({ startAt }) => startAt));
    return {
      ...group,
      startedAt,
      endedAt: Math.max(...group.episodes.map(({ endAt }) => endAt)),
      monthKey: monthKeyAt(zone, startedAt),
      reach: group.episodes.map((one) => reachOf(one, rules.counting.collect, zone, billDay)),
    };
  }

  function nothing(): Exposure {
    const at = outage.facts.startedAt;
    const monthKey = monthKeyAt(zone, at);
    return {
      ...{ outageIds: [outage.id], episodes: [], reach: [], monthKey },
      startedAt: at,
      endedAt: at,
    };
  }

  function work(coverage: number, billDay: number | null, ownCovers: boolean): LineExposures {
    const covering = theirs.filter((_, index) => covers(coverage, index));
    const impacts = [...(ownCovers ? own : []), ...covering.flat()];
    const episodes = episodesOf(impacts, rules.counting.basis);
    const groups = linkedEpisodes(collected(rules, episodes, zone, billDay));
    const at = groups.findIndex(({ outageIds }) => outageIds.includes(outage.id));
    const all = groups.map((group) => exposureOf(group, billDay));
    const mine = all[at];
    if (mine === undefined) return { mine: nothing(), others: all, earlier: all.length, episodes };
    return { mine, others: all.filter((one) => one !== mine), earlier: at, episodes };
  }

  return {
    /** Of lines that the batch's own outage covers, and these companions. */
    of(coverage: number, billDay: number | null = null): LineExposures {
      const key = `${coverage} ${rules.counting.collect === 'billing_period' ? billDay : ''}`;
      const found = known.get(key) ?? work(coverage, billDay, true);
      known.set(key, found);
      return found;
    },
    /** Of lines that are no longer in its scope: everything there is goes before it. */
    without: (coverage: number, billDay: number | null = null) => work(coverage, billDay, false),
    zone,
    profile: () =>
      compileProfile(pins.weightProfile.bands, pins.calendar, createZone(outage.facts.zone)),
  };
}

export type Exposures = ReturnType<typeof createExposures>;

/** Bits are powers of two beyond the 32 that operators know. */
export const bitOf = (index: number): number => 2 ** index;
export const covers = (coverage: number, index: number): boolean =>
  Math.floor(coverage / bitOf(index)) % 2 === 1;

/** From the first to the last moment that any line of the batch can have lost, and its month. */
export function widestExposure(pins: BatchPins): Exposure {
  const all = (pins.companions ?? []).reduce((sum, _, index) => sum + bitOf(index), 0);
  const exposures = createExposures(pins);
  const { startedAt, endedAt } = exposures.of(all).mine;
  return { ...exposures.of(0).mine, startedAt, endedAt };
}
