import type { Calendar } from './calendar.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Canonical } from './canonical-json.ts';
import { compileProfile } from './compiled-profile.ts';
import { evaluatePolicy } from './policy.ts';
import type { PolicyInput, PolicyResult, PolicyRules } from './policy-types.ts';
import { sha256Hex } from './sha256.ts';
import { createZone, localDateAt } from './time.ts';
import type { WeightProfileBands } from './weight-bands.ts';

/**
 * An evaluation as it is kept: facts, rules and result as canonical text, each under its hash. Whoever
 * has facts and rules by their hashes gets the result's bytes again, anywhere.
 */

/** All that an evaluation looks at besides the rules, as plain data. */
export interface EvaluationFacts extends Omit<PolicyInput, 'profile' | 'zone'> {
  zone: string;
  profile: { bands: WeightProfileBands; calendar: Calendar; zone: string };
}

/** Local years around an episode that its weights or working days can touch. */
const yearsAround = 1;

/** The calendar without the years that do not matter. */
function calendarOf({ episode, profile, reportedAt }: PolicyInput): Calendar {
  const yearAt = (at: number): number => Number(localDateAt(profile.zone, at).slice(0, 4));
  const first = yearAt(Math.min(episode.startAt, reportedAt ?? episode.startAt)) - yearsAround;
  const last = yearAt(episode.endAt) + yearsAround;
  const { id, years, weekend } = profile.calendar;
  const near = Object.entries(years).filter(
    ([year]) => Number(year) >= first && Number(year) <= last,
  );
  // Left out where it is the usual one, so that hashes of older facts stand.
  return { id, years: Object.fromEntries(near), ...(weekend === undefined ? {} : { weekend }) };
}

/** The facts of an input as plain data. */
export function factsOf(input: PolicyInput): EvaluationFacts {
  const { profile, zone, ...plain } = input;
  const calendar = calendarOf(input);
  const { bands } = profile;
  return { ...plain, zone: zone.name, profile: { bands, calendar, zone: profile.zone.name } };
}

/** The input that facts stand for. */
export function inputOf({ zone, profile, ...plain }: EvaluationFacts): PolicyInput {
  const { bands, calendar } = profile;
  return {
    ...plain,
    zone: createZone(zone),
    profile: compileProfile(bands, calendar, profile.zone),
  };
}

/** Plain data of the domain as canonical text. */
export const canonicalText = (value: EvaluationFacts | PolicyRules | PolicyResult): string =>
  canonicalJson(value as unknown as Canonical);

export interface EvaluationRecord {
  factsHash: string;
  rulesHash: string;
  resultHash: string;
  /** Canonical text, to be stored under its hash. */
  facts: string;
  rules: string;
  result: string;
}

/** Evaluates and keeps everything that is needed to do it again. */
export function recordEvaluation(rules: PolicyRules, input: PolicyInput): EvaluationRecord {
  const texts = {
    facts: canonicalText(factsOf(input)),
    rules: canonicalText(rules),
    result: canonicalText(evaluatePolicy(rules, input)),
  };
  return {
    ...texts,
    factsHash: sha256Hex(texts.facts),
    rulesHash: sha256Hex(texts.rules),
    resultHash: sha256Hex(texts.result),
  };
}

/** Does it again from the kept texts alone: the same bytes. */
export function replay(facts: string, rules: string): string {
  const input = inputOf(JSON.parse(facts) as EvaluationFacts);
  return canonicalText(evaluatePolicy(JSON.parse(rules) as PolicyRules, input));
}
