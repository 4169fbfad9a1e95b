import { expect } from 'vitest';
import { episodesOf } from '#domain/exposure.ts';
import type { Episode, Responsibility, Severity } from '#domain/exposure.ts';
import { classFacts, defaultPolicyRules, evaluatePolicy, impactFactors } from '#domain/policy.ts';
import type { LineFacts, PolicyResult, PolicyRules } from '#domain/policy.ts';
import { canonicalText, recordEvaluation, replay } from '#domain/policy-replay.ts';
import { plainRules, plainTerm } from '#domain/policy-template-base.ts';
import { weightedTotal } from '#domain/weights.ts';
import {
  countSeconds,
  monthOf,
  passes,
  roundFraction,
  times,
  walkSeconds,
} from './policy-oracle.ts';
import type { Fraction, OracleEpisode } from './policy-oracle.ts';
import { profileOf, timesOf } from './policy-oracle-cases.ts';
import type { OracleCase } from './policy-oracle-cases.ts';

/** Random cases, evaluated by the engine and by the oracle. */

const severityPerMille: Record<Severity, number> = { full: 1000, degraded: 500 };
const responsibilityPerMille: Record<Responsibility, number> = {
  own: 1000,
  third_party: 700,
  force_majeure: 450,
  planned: 0,
  customer_equipment: 0,
};
export const rulesOf = (one: OracleCase): PolicyRules => {
  const base = plainRules('CNY', 2);
  return {
    ...base,
    eligibility: { ...base.eligibility, minimumDuration: one.threshold },
    counting: { ...base.counting, method: one.method },
    rate: {
      ...base.rate,
      terms: [
        plainTerm({ benefit: 'money', rate: one.rate, factors: ['responsibility', 'severity'] }),
      ],
    },
    factors: { ...base.factors, responsibilityPerMille },
    multiplier: { ...base.multiplier, severityPerMille },
    rounding: { ...base.rounding, money: one.mode },
    caps: {
      ...base.caps,
      floor: { ...base.caps.floor, money: one.floor },
      perEpisode: { ...base.caps.perEpisode, money: one.cap },
    },
  };
};

const line = (monthlyFeeFen: number): LineFacts => ({
  planType: 'data',
  paymentType: 'postpaid',
  lineKind: 'normal',
  status: 'active',
  monthlyFeeFen,
  dataQuotaMb: 1024,
  dataRemainingMb: 1024,
  billDay: 1,
});
/** What the engine says: episodes and the result of each. */
export function engineOf(one: OracleCase): { episodes: Episode[]; results: PolicyResult[] } {
  const rules = rulesOf(one);
  const impacts = timesOf(one).map(({ start, end }, index) => ({
    outageId: `O${index}`,
    service: 'data' as const,
    severity: one.outages[index]?.severity ?? 'full',
    responsibility: one.outages[index]?.responsibility ?? 'own',
    announcedAt: start * 1000 - 1,
    causeCode: 'own',
    startAt: start * 1000,
    endAt: end * 1000,
  }));
  const episodes = episodesOf(impactFactors(impacts, rules), 'line');
  const facts = classFacts(line(one.monthlyFeeFen), rules);
  const profile = profileOf(one);
  const results = episodes.map((episode) =>
    evaluatePolicy(rules, { line: facts, episode, profile, zone: profile.zone }),
  );
  return { episodes, results };
}

function baseOf(
  one: OracleCase,
  counted: { hours: Fraction; units: Fraction },
  start: number,
): Fraction {
  const { rate, monthlyFeeFen, zone } = one;
  const fee: Fraction = [BigInt(monthlyFeeFen), 1n];
  const month = monthOf(zone, start);
  if (rate.kind === 'fee_pro_rata') {
    const seconds = { month_hours: month.seconds, month_days: month.days * 86_400 }[
      rate.divisor as 'month_hours' | 'month_days'
    ];
    return times(fee, counted.hours, [3600n, BigInt(seconds ?? 30 * 86_400)]);
  }
  if (rate.kind === 'daily_fee') {
    const days = rate.divisor === 'month_days' ? month.days : 30;
    return times(fee, counted.units, [BigInt(rate.timesPerMille), BigInt(days * 1000)]);
  }
  const amount: Fraction = [BigInt('amount' in rate ? rate.amount : 0), 1n];
  return times(amount, rate.kind === 'per_hour' ? counted.hours : counted.units);
}

/** What the oracle says an episode owes. */
function owedBy(one: OracleCase, episode: OracleEpisode): bigint {
  if (!passes(episode, one.threshold)) return 0n;
  const counted = countSeconds(episode, one.method);
  const exact = times(baseOf(one, counted, episode.start), counted.factor);
  if (exact[0] === 0n) return 0n;
  const rounded = roundFraction(exact, one.mode);
  const raised = one.floor !== null && rounded < BigInt(one.floor) ? BigInt(one.floor) : rounded;
  return one.cap !== null && raised > BigInt(one.cap) ? BigInt(one.cap) : raised;
}

const amountOf = (result: PolicyResult | undefined): number => result?.benefits[0]?.amount ?? 0;

/** Holds the engine to the oracle for one case. */
export function holdToOracle(one: OracleCase): void {
  const { episodes, results } = engineOf(one);
  const profile = profileOf(one);
  const outages = timesOf(one).map((when, index) => {
    const { severity, responsibility } = one.outages[index] ?? {
      severity: 'full',
      responsibility: 'own',
    };
    const factorPerMillion = severityPerMille[severity] * responsibilityPerMille[responsibility];
    return { ...when, factorPerMillion };
  });
  const { zone, method, threshold } = one;
  const walked = walkSeconds({
    ...{ zone, outages, method, threshold },
    calendar: profile.calendar,
    bands: profile.bands,
  });

  expect(
    episodes.map(({ startAt, endAt, seconds }) => [startAt / 1000, endAt / 1000, seconds]),
  ).toEqual(walked.map(({ start, end, seconds }) => [start, end, seconds]));
  expect(episodes.map(({ startAt, endAt }) => weightedTotal(profile, startAt, endAt))).toEqual(
    walked.map(({ weighted }) => weighted),
  );
  const sum = outages.reduce((all, { start, end }) => all + end - start, 0);
  expect(episodes.reduce((all, { seconds }) => all + seconds, 0)).toBeLessThanOrEqual(sum);
  expect(results.map((result) => BigInt(amountOf(result)))).toEqual(
    walked.map((episode) => owedBy(one, episode)),
  );
  for (const result of results) {
    if (one.cap !== null) expect(amountOf(result)).toBeLessThanOrEqual(one.cap);
  }
  expect(engineOf(one).results.map(canonicalText)).toEqual(results.map(canonicalText));
}

/** A longer outage never owes less where time is counted. */
export function holdMonotone(one: OracleCase, longer: number): void {
  const [outage] = one.outages;
  if (outage === undefined) return;
  const single = { ...one, outages: [{ ...outage, after: 0 }] };
  const stretched = { ...one, outages: [{ ...outage, after: 0, length: outage.length + longer }] };
  expect(amountOf(engineOf(stretched).results[0])).toBeGreaterThanOrEqual(
    amountOf(engineOf(single).results[0]),
  );
}

/** The kept texts of a case under the shipped policy, replayed. */
export function holdReplay(one: OracleCase): string[] {
  const [episode] = engineOf(one).episodes;
  if (episode === undefined) return [];
  const profile = profileOf(one);
  return [rulesOf(one), defaultPolicyRules].map((rules) => {
    const input = {
      line: classFacts(line(one.monthlyFeeFen), rules),
      episode,
      profile,
      zone: profile.zone,
    };
    const kept = recordEvaluation(rules, input);
    expect(replay(kept.facts, kept.rules)).toBe(kept.result);
    return kept.resultHash;
  });
}
