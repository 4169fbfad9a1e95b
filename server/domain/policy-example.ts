import type { Episode, OutageImpact } from './exposure.ts';
import { episodesOf } from './exposure.ts';
import type { CompiledProfile } from './compiled-profile.ts';
import { classFacts, impactFactors } from './policy-class.ts';
import { collected } from './policy-clock.ts';
import type {
  Interval,
  LineFacts,
  PolicyInput,
  PolicyRules,
  Scope,
  SuspensionReason,
} from './policy-types.ts';
import type { Zone } from './time.ts';

/** What one stretch of an outage did to a line of an example. */
export type ExampleStretch = Omit<OutageImpact, 'outageId'>;

/** One line and what happened to it: enough to try any rules on. */
export interface PolicyExample {
  line: LineFacts;
  stretches: readonly ExampleStretch[];
  sitesAffected?: number | undefined;
  scope?: Scope | undefined;
  /** When the customer reported it; null: nobody did. */
  reportedAt?: number | null | undefined;
  suspensions?: readonly (Interval & { reason: SuspensionReason })[] | undefined;
  /** 1000 when left out. */
  batchFactorPerMille?: number | undefined;
}

const nothing = (at: number): Episode => ({
  service: null,
  startAt: at,
  endAt: at,
  seconds: 0,
  outageIds: [],
  pieces: [],
});

/**
 * The inputs of every entitlement that a line of a class has from the episodes of its exposure. Thresholds that
 * accumulate over a period look at the other episodes too.
 */
export function entitlementInputs(
  rules: PolicyRules,
  exposure: readonly Episode[],
  given: Omit<PolicyInput, 'episode' | 'earlierOfLine' | 'otherExposure'>,
): PolicyInput[] {
  const episodes = collected(rules, exposure, given.zone, given.line.billDay);
  return episodes.map((episode, earlierOfLine) => {
    const others = episodes.filter((one) => one !== episode).flatMap(({ pieces }) => pieces);
    const otherExposure = others.map(({ startAt, endAt }) => ({ startAt, endAt }));
    const input = { ...given, episode, earlierOfLine };
    return otherExposure.length === 0 ? input : { ...input, otherExposure };
  });
}

/**
 * The inputs that an example stands for under some rules, one for each entitlement, as a batch would make them.
 * Where nothing counts there is one input without time, so that the explanation can say so.
 */
export function exampleInputs(
  rules: PolicyRules,
  example: PolicyExample,
  profile: CompiledProfile,
  zone: Zone,
): PolicyInput[] {
  const { line: facts, stretches, ...rest } = example;
  const outages = stretches.map((stretch, index) => ({ ...stretch, outageId: `E${index + 1}` }));
  const given = { ...rest, line: classFacts(facts, rules), profile, zone };
  const exposure = episodesOf(impactFactors(outages, rules), rules.counting.basis);
  if (exposure.length > 0) return entitlementInputs(rules, exposure, given);
  return [{ ...given, episode: nothing(stretches[0]?.startAt ?? 0) }];
}
