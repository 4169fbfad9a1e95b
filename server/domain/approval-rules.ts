import type { ApprovalLimits } from './batch-arithmetic.ts';
import type { FieldFault } from './errors.ts';
import type { PolicyPurpose } from './policy-words.ts';

/** Up to which values who approves a batch, and what a policy may approve by rule. */

/** Bounds of what is approved without a person's act, for one policy family; whole minor units. */
export interface AutomaticCeiling {
  family: string;
  /** The worth of one batch, inclusive. */
  batchFen: number;
  /** The most that one line gets in it, inclusive. */
  lineFen: number;
  /** All batches of the family approved by rule in one local day, inclusive. */
  dayFen: number;
}

export interface ApprovalRules extends ApprovalLimits {
  /** A family that is not named is never approved by rule. */
  ceilings: readonly AutomaticCeiling[];
}

/** Goodwill is always a manager's: no value is low enough for a supervisor. */
export const limitsFor = (limits: ApprovalLimits, purpose: PolicyPurpose): ApprovalLimits =>
  purpose === 'goodwill' ? { ...limits, firstFen: -1 } : limits;

/** Faults by dotted field; none when the rules can be published. */
export function approvalRuleFaults(
  rules: ApprovalRules,
  families: ReadonlyMap<string, PolicyPurpose>,
): Record<string, FieldFault> {
  const faults: Record<string, FieldFault> = {};
  if (rules.secondFen < rules.firstFen)
    faults['secondFen'] = { message: 'errors.limits.secondBelowFirst' };
  const seen = new Set<string>();
  for (const [index, ceiling] of rules.ceilings.entries()) {
    const at = (name: keyof AutomaticCeiling) => `ceilings.${index}.${name}`;
    const purpose = families.get(ceiling.family);
    if (purpose === undefined) faults[at('family')] = { message: 'errors.limits.familyUnknown' };
    else if (purpose === 'goodwill') faults[at('family')] = { message: 'errors.limits.goodwill' };
    else if (seen.has(ceiling.family))
      faults[at('family')] = { message: 'errors.limits.familyTwice' };
    seen.add(ceiling.family);
    // One manager stands behind it, so no more than one manager may approve.
    if (ceiling.batchFen > rules.secondFen)
      faults[at('batchFen')] = { message: 'errors.limits.aboveSecond' };
    if (ceiling.lineFen > ceiling.batchFen)
      faults[at('lineFen')] = { message: 'errors.limits.lineAboveBatch' };
    if (ceiling.dayFen < ceiling.batchFen)
      faults[at('dayFen')] = { message: 'errors.limits.dayBelowBatch' };
  }
  return faults;
}

/** What stands against an approval by rule; the client words it by key and args. */
export interface AutomaticObstacle {
  key: string;
  args: Readonly<Record<string, string | number>>;
}

/** The account of a person as it is at the moment of the decision. */
export interface Publisher {
  id: string;
  role: string;
  status: string;
}

export interface AutomaticFacts {
  purpose: PolicyPurpose;
  /** The family's ceiling in force; null: none was published. */
  ceiling: AutomaticCeiling | null;
  valueFen: number;
  /** The most that any line may get. */
  lineFen: number;
  /** What the family's other batches of the day were approved for by rule. */
  dayFen: number;
  /** Who published the policy version: the approver. */
  publisher: Publisher | null;
  makerIds: readonly string[];
}

/**
 * Why a batch is not approved by rule, or null: it is. Goodwill never is; the approver is the publisher of the policy
 * version, still a manager at work, who made none of it; and every bound of the ceiling holds.
 */
export function automaticObstacle(facts: AutomaticFacts): AutomaticObstacle | null {
  const { ceiling, publisher, valueFen } = facts;
  const obstacle = (key: string, args: AutomaticObstacle['args'] = {}) => ({
    key: `automatic.${key}`,
    args,
  });
  if (facts.purpose === 'goodwill') return obstacle('goodwill');
  if (ceiling === null) return obstacle('noCeiling');
  if (publisher?.role !== 'manager' || publisher.status !== 'active')
    return obstacle('noPublisher');
  if (facts.makerIds.includes(publisher.id)) return obstacle('publisherMade');
  if (valueFen > ceiling.batchFen)
    return obstacle('aboveBatch', { valueFen, limitFen: ceiling.batchFen });
  if (facts.lineFen > ceiling.lineFen)
    return obstacle('aboveLine', { valueFen: facts.lineFen, limitFen: ceiling.lineFen });
  if (facts.dayFen + valueFen > ceiling.dayFen)
    return obstacle('aboveDay', { valueFen: facts.dayFen + valueFen, limitFen: ceiling.dayFen });
  return null;
}
