import type { ExplanationStep } from '#contract/compensation.ts';
import { compileProfile } from '#domain/compiled-profile.ts';
import { episodesOf, type Episode } from '#domain/exposure.ts';
import { impactsOf } from '#domain/outage-facts.ts';
import {
  benefits,
  collected,
  evaluatePolicy,
  impactFactors,
  type BenefitResult,
  type LineClass,
  type PolicyResult,
} from '#domain/policy.ts';
import { scopeOf } from '#domain/policy-scope.ts';
import { createZone, formatLocal, monthKeyAt } from '#domain/time.ts';
import type { BatchPins } from './batch-pins.ts';

/** What every line of a class gets, with the steps that say why. */
export interface ClassResult {
  eligible: boolean;
  reason: string | null;
  benefits: BenefitResult[];
  steps: ExplanationStep[];
}

export interface Exposure {
  episodes: Episode[];
  startedAt: number;
  endedAt: number;
  /** Month in the policy's zone in which the first episode starts. */
  monthKey: string;
}

/** The stretches of lost service that count under the pinned policy. */
export function exposureOf(pins: BatchPins): Exposure {
  const { outage, policy, zone } = pins;
  const impacts = impactFactors(impactsOf(outage.id, outage.facts), policy.rules);
  const episodes = episodesOf(impacts, policy.rules.counting.basis);
  const first = episodes[0]?.startAt ?? outage.facts.startedAt;
  return {
    episodes,
    startedAt: first,
    endedAt: Math.max(...episodes.map((e) => e.endAt), first),
    monthKey: monthKeyAt(createZone(zone), first),
  };
}

/**
 * Evaluates the pinned policy for one class at a time; the profile is compiled once. The same pins and factor
 * give the same bytes everywhere. Throws what the domain throws, e.g. `errors.calendar.yearMissing`.
 */
export function createClassEvaluator(pins: BatchPins, sitesAffected: number) {
  const { rules } = pins.policy;
  const outageZone = createZone(pins.outage.facts.zone);
  const zone = createZone(pins.zone);
  const profile = compileProfile(pins.weightProfile.bands, pins.calendar, outageZone);
  const exposure = exposureOf(pins);
  const given = { profile, zone, sitesAffected, scope: scopeOf(pins.outage.facts) };

  return (line: LineClass, batchFactorPerMille: number): ClassResult => {
    const episodes = collected(rules, exposure.episodes, zone, line.billDay);
    const results = episodes.map((episode, earlierOfLine) =>
      evaluatePolicy(rules, { ...given, line, episode, batchFactorPerMille, earlierOfLine }),
    );
    if (results.length === 1 && results[0] !== undefined) return resultOf(results[0]);
    const steps = results.flatMap((result, index) => {
      const episode = episodes[index];
      if (episode === undefined) return result.steps;
      const head: ExplanationStep = {
        key: 'explain.episode',
        args: {
          no: String(index + 1),
          from: formatLocal(outageZone, episode.startAt),
          to: formatLocal(outageZone, episode.endAt),
        },
        expression: '',
        result: String(index + 1),
        unit: '',
      };
      return [head, ...result.steps];
    });
    const eligible = results.filter((result) => result.eligible);
    const reason = results[0]?.reason ?? 'nothing_counts';
    return {
      eligible: eligible.length > 0,
      reason: eligible.length > 0 ? null : reason,
      benefits: sumBenefits(eligible),
      steps,
    };
  };
}

const resultOf = (result: PolicyResult): ClassResult => ({
  eligible: result.eligible,
  reason: result.eligible ? null : (result.reason ?? 'no_benefit'),
  benefits: result.benefits,
  steps: result.steps,
});

/** Rounded amounts of several episodes of one line add up; nothing is rounded again. */
function sumBenefits(results: readonly PolicyResult[]): BenefitResult[] {
  return benefits.flatMap((benefit) => {
    const parts = results.flatMap((r) => r.benefits.filter((one) => one.benefit === benefit));
    const [first, ...rest] = parts;
    if (first === undefined) return [];
    return [
      rest.reduce(
        (sum, part) => ({
          ...sum,
          amount: sum.amount + part.amount,
          roundedAmount: sum.roundedAmount + part.roundedAmount,
          capped: sum.capped || part.capped,
          valueFen: sum.valueFen + part.valueFen,
        }),
        first,
      ),
    ];
  });
}
