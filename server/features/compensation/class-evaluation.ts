import type { ExplanationStep } from '#contract/compensation.ts';
import type { Episode } from '#domain/exposure.ts';
import { benefits, evaluatePolicy, type BenefitResult } from '#domain/policy.ts';
import type { LineClass, PolicyInput, PolicyResult } from '#domain/policy.ts';
import { entitlementInputs } from '#domain/policy-example.ts';
import { scopeOf } from '#domain/policy-scope.ts';
import { scopes } from '#domain/policy-types.ts';
import type { AnswerKind } from '#domain/line-notes.ts';
import { createZone, formatLocal } from '#domain/time.ts';
import { coverageOf, factsOf } from './class-signature.ts';
import type { BatchPins } from './batch-pins.ts';
import { covers, createExposures, type Exposure, type LineExposures } from './exposures.ts';

/** What every line of a class gets, with the steps that say why. */
export interface ClassResult {
  eligible: boolean;
  reason: string | null;
  benefits: BenefitResult[];
  steps: ExplanationStep[];
  /** Where the policy pays only who claims or accepts. */
  answer?: AnswerNeeded;
}

export interface AnswerNeeded {
  kind: AnswerKind;
  /** The answer must come before; null: at any time. */
  untilAt: number | null;
}

/**
 * Evaluates the pinned policy for one class at a time; the profile is compiled once. The same pins and factor
 * give the same bytes everywhere. Throws what the domain throws, e.g. `errors.calendar.yearMissing`.
 */
export function createClassEvaluator(pins: BatchPins, sitesAffected: number) {
  const { rules } = pins.policy;
  const outageZone = createZone(pins.outage.facts.zone);
  const exposures = createExposures(pins);
  const profile = exposures.profile();

  function inputsOf(line: LineClass, found: LineExposures, signature: number, factor: number) {
    return entitlementInputs(rules, found.episodes, {
      ...{ profile, zone: exposures.zone, sitesAffected, line },
      scope: widestScope(pins, coverageOf(pins, signature)),
      batchFactorPerMille: factor,
      ...factsOf(pins, signature),
    });
  }

  /** The entitlements of one exposure; those of the same outages are counted from its first. */
  const resultsOf = (inputs: readonly PolicyInput[], { outageIds }: Exposure) =>
    inputs
      .filter(({ episode }) => episode.outageIds.some((id) => outageIds.includes(id)))
      .map((input, earlierOfLine) => ({
        episode: input.episode,
        result: evaluatePolicy(rules, { ...input, earlierOfLine }),
      }));

  function evaluate(line: LineClass, batchFactorPerMille: number, signature = 0): ClassResult {
    const found = exposures.of(coverageOf(pins, signature), line.billDay);
    const inputs = inputsOf(line, found, signature, batchFactorPerMille);
    const worked = resultsOf(inputs, found.mine);
    const results = worked.map(({ result }) => result);
    const joined = joinedStep(pins, found.mine);
    const eligible = results.filter((result) => result.eligible);
    const [only] = results;
    const answer = answerNeeded(eligible);
    if (results.length === 1 && only !== undefined)
      return { ...resultOf(only), steps: [...joined, ...only.steps], ...answer };
    return {
      ...answer,
      eligible: eligible.length > 0,
      reason: eligible.length > 0 ? null : (only?.reason ?? 'nothing_counts'),
      benefits: sumBenefits(eligible),
      steps: [
        ...joined,
        ...worked.flatMap(({ result, episode }, index) => [head(episode, index), ...result.steps]),
      ],
    };
  }

  const head = (episode: Episode, index: number): ExplanationStep => ({
    key: 'explain.episode',
    args: {
      no: String(index + 1),
      from: formatLocal(outageZone, episode.startAt),
      to: formatLocal(outageZone, episode.endAt),
    },
    ...{ expression: '', result: String(index + 1), unit: '' },
  });

  /** Names the outages that share the line's episodes with the batch's own. */
  function joinedStep({ companions = [] }: BatchPins, mine: Exposure): ExplanationStep[] {
    const joined = companions.filter(({ id }) => mine.outageIds.includes(id));
    if (joined.length === 0) return [];
    const outages = joined.map(({ number }) => number).join(', ');
    const from = formatLocal(outageZone, mine.startedAt);
    const to = formatLocal(outageZone, mine.endedAt);
    const args = { outages, from, to };
    return [
      { key: 'explain.joined', args, expression: '', result: String(joined.length), unit: '' },
    ];
  }

  return {
    evaluate,
    exposures,
    /** What other exposures of the same lines are worth by themselves, per benefit, added up. */
    worthOf(
      line: LineClass,
      batchFactorPerMille: number,
      coverage: number,
      of: { found: LineExposures; chosen: readonly Exposure[] },
    ): BenefitResult[] {
      const inputs = inputsOf(line, of.found, coverage, batchFactorPerMille);
      const results = of.chosen.flatMap((exposure) => resultsOf(inputs, exposure));
      return sumBenefits(results.map(({ result }) => result).filter(({ eligible }) => eligible));
    },
  };
}

/** An episode reaches as far as the widest of the outages that cover the line. */
function widestScope({ outage, companions = [] }: BatchPins, coverage: number) {
  const all = [outage, ...companions.filter((_, index) => covers(coverage, index))];
  const widths = all.map(({ facts }) => scopes.indexOf(scopeOf(facts)));
  return scopes[Math.max(...widths)] ?? 'site';
}

/** Where a line has several entitlements it answers once for all of them, and the last end holds. */
function answerNeeded(eligible: readonly PolicyResult[]): { answer?: AnswerNeeded } {
  const needed = eligible.flatMap(({ delivery }): AnswerNeeded[] => {
    if (delivery === undefined || delivery.kind === 'automatic') return [];
    const kind = delivery.kind === 'on_claim' ? 'claimed' : 'accepted';
    return [{ kind, untilAt: delivery.untilAt }];
  });
  const [first] = needed;
  if (first === undefined) return {};
  const ends = needed.map(({ untilAt }) => untilAt);
  const untilAt = ends.includes(null) ? null : Math.max(...ends.map(Number));
  return { answer: { kind: first.kind, untilAt } };
}

const resultOf = (result: PolicyResult): Omit<ClassResult, 'steps'> => ({
  eligible: result.eligible,
  reason: result.eligible ? null : (result.reason ?? 'no_benefit'),
  benefits: result.benefits,
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
