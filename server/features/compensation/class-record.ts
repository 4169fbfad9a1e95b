import type { Canonical } from '#domain/batch-arithmetic.ts';
import { canonicalJson } from '#domain/batch-arithmetic.ts';
import { canonicalText } from '#domain/policy-replay.ts';
import type { LineClass, PolicyRules } from '#domain/policy-types.ts';
import { sha256 } from './batch-pins.ts';
import type { ClassResult } from './class-evaluation.ts';

/**
 * The evaluation of a class as it is kept: facts, rules and result as canonical text, each under its hash. The
 * pins of the batch are stored once and stand in the facts by their own hash.
 */

/** All that a class's result depends on besides the rules. */
export interface ClassFacts {
  /** Of outage revision, weight profile, calendar, snapshot and zone, as the batch pinned them. */
  pinsHash: string;
  line: LineClass;
  sitesAffected: number;
  batchFactorPerMille: number;
  /** Which pinned companions hit the lines; left out where none did. */
  coverage?: number;
}

export interface ClassHashes {
  factsHash: string;
  rulesHash: string;
  resultHash: string;
}

const text = (value: ClassFacts | ClassResult): string =>
  canonicalJson(value as unknown as Canonical);

export const factsText = ({ pinsHash, line, ...around }: ClassFacts): string => {
  const { excluded, planType, paymentType, feeBand, remainingBand, monthlyFeeFen, billDay } = line;
  const plain = { excluded, planType, paymentType, feeBand, remainingBand, monthlyFeeFen, billDay };
  return text({ pinsHash, line: plain, ...around });
};

/** The same text, and so the same hash, as that of the policy itself. */
export const rulesText = (rules: PolicyRules): string => canonicalText(rules);

export const resultText = ({ eligible, reason, benefits, steps }: ClassResult): string =>
  text({ eligible, reason, benefits, steps });

/** Names what a class was worked out from and what came of it. */
export const hashesOf = (
  facts: ClassFacts,
  rulesHash: string,
  result: ClassResult,
): ClassHashes => ({
  factsHash: sha256(factsText(facts)),
  rulesHash,
  resultHash: sha256(resultText(result)),
});
