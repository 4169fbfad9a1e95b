import { compileProfile, type CompiledProfile } from '#domain/compiled-profile.ts';
import {
  owedBy,
  sharesLineage,
  type Amounts,
  type EpisodeCredit,
  type EpisodeRow,
  type ExposureRow,
} from '#domain/episode-lineage.ts';
import { episodesOf, type Episode } from '#domain/exposure.ts';
import { impactsOf, type OutageFacts } from '#domain/outage-facts.ts';
import { entitlementInputs } from '#domain/policy-example.ts';
import {
  benefits,
  classFacts,
  evaluatePolicy,
  impactFactors,
  type LineFacts,
  type PolicyRules,
} from '#domain/policy.ts';
import { createZone } from '#domain/time.ts';
import type { Calendar } from '#domain/calendar.ts';
import type { WeightProfileBands } from '#domain/weight-bands.ts';

/** An outage as it stands, with whom it hits now. */
export interface StandingOutage {
  id: string;
  facts: OutageFacts;
  hits(lineId: string): boolean;
}

interface Paid extends ExposureRow {
  id: string;
  batchId: string;
  lineId: string;
  amounts: Partial<Amounts>;
}

export interface OracleRules {
  rules: PolicyRules;
  bands: WeightProfileBands;
  calendar: Calendar;
  zone: string;
}

const rowOf = (
  id: string,
  { startAt, endAt }: Episode,
  replaces: readonly string[],
): EpisodeRow => ({
  ...{ id, service: null, startAt, endAt, replaces },
});

const lineageOf = ({ outageIds, startAt, endAt }: Episode): ExposureRow => ({
  outageIds,
  reach: [{ service: null, from: startAt, until: endAt }],
});

/**
 * What a batch owes each line, one line and one episode at a time: all that the lines ever were paid for is
 * remembered as rows, and `owedBy` of the domain sets credits off. For policies that count per line.
 */
export function createLineageOracle({ rules, bands, calendar, zone: zoneName }: OracleRules) {
  const zone = createZone(zoneName);
  const profile: CompiledProfile = compileProfile(bands, calendar, zone);
  const paid: Paid[] = [];
  let rows = 0;

  function worthOf(line: LineFacts, episodes: readonly Episode[]): Map<Episode, Partial<Amounts>> {
    const given = { line: classFacts(line, rules), profile, zone };
    const inputs = entitlementInputs(rules, episodes, given);
    return new Map(
      inputs.map((input) => {
        const result = evaluatePolicy(rules, { ...input, earlierOfLine: 0 });
        const amounts = result.benefits.map(({ benefit, amount }) => [benefit, amount]);
        return [input.episode, Object.fromEntries(amounts) as Partial<Amounts>];
      }),
    );
  }

  return {
    /** What the line is owed by a batch of an outage that hits it; null: nothing at all, and no entry. */
    owed(lineId: string, line: LineFacts, outageId: string, standing: readonly StandingOutage[]) {
      const impacts = standing
        .filter(({ hits }) => hits(lineId))
        .flatMap(({ id, facts }) => impactFactors(impactsOf(id, facts), rules));
      const episodes = episodesOf(impacts, 'line');
      const own = worthOf(line, episodes);
      const mine = paid.filter((row) => row.lineId === lineId);
      const next = [...own].map(([episode, amounts], index) => {
        const before = mine.filter((row) => sharesLineage(row, lineageOf(episode)));
        const row = rowOf(
          `new ${String(index).padStart(3, '0')}`,
          episode,
          before.map(({ id }) => id),
        );
        return { ...row, own: amounts, episode };
      });
      const target = next.find(({ episode }) => episode.outageIds.includes(outageId));
      if (target === undefined) return null;
      const credits = mine.flatMap((row) =>
        benefits.map((benefit): EpisodeCredit => ({
          ...{ episodeId: row.id, benefit, reversed: 0 },
          amount: row.amounts[benefit] ?? 0,
        })),
      );
      const owed = owedBy(next, [], credits).get(target.id);
      const named = benefits.filter((benefit) => (target.own[benefit] ?? 0) > 0);
      return {
        lineage: lineageOf(target.episode),
        amounts: Object.fromEntries(named.map((benefit) => [benefit, owed?.[benefit] ?? 0])),
      };
    },

    pay(batchId: string, lineId: string, lineage: ExposureRow, amounts: Partial<Amounts>): void {
      rows += 1;
      paid.push({ ...lineage, id: `row ${rows}`, batchId, lineId, amounts });
    },

    /** Everything that a batch paid these lines is taken back. */
    reverse(batchId: string, lineIds: readonly string[]): void {
      for (const row of paid)
        if (row.batchId === batchId && lineIds.includes(row.lineId)) row.amounts = {};
    },
  };
}
