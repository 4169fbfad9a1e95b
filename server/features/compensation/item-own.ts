import type { BatchItemRecord, ExplanationStep, ItemExplanation } from '#contract/compensation.ts';
import { dataValidUntilAt } from '#domain/data-validity.ts';
import type { BenefitResult, LineClass, PolicyRules } from '#domain/policy-types.ts';
import { monthCapOf } from '#domain/policy.ts';
import { createZone } from '#domain/time.ts';
import type { StoredPins } from './batch-pins.ts';

/** What only concerns one item of its class. */

/** A class as it is stored. */
export interface ClassTexts {
  steps: string;
  facts: string;
  benefits: string;
}

/** The cap of the item's month: absolute, or in the fees of its class. */
export function monthCapOfItem(
  rules: PolicyRules,
  { benefit }: BatchItemRecord,
  found: ClassTexts | undefined,
): number | null {
  const facts = found === undefined ? undefined : (JSON.parse(found.facts) as LineClass);
  return monthCapOf(rules, benefit, facts?.monthlyFeeFen ?? null);
}

/** How data may be used, and until when once it is approved; null for other benefits. */
export function dataTermsOf(
  { policy, zone }: StoredPins,
  { benefit }: BatchItemRecord,
  found: ClassTexts | undefined,
  approvedAt: number | null,
): ItemExplanation['dataTerms'] {
  if (benefit !== 'data') return null;
  const { validity, ...use } = policy.rules.rate.dataTerms;
  const results = found === undefined ? [] : (JSON.parse(found.benefits) as BenefitResult[]);
  const own = results.find((one) => one.benefit === 'data')?.validity ?? validity;
  return {
    ...use,
    validity: own,
    validUntilAt: approvedAt === null ? null : dataValidUntilAt(own, createZone(zone), approvedAt),
  };
}

/** The month's cap, earlier credits and the adjustment: what is this item's own. */
export function ownSteps(
  item: BatchItemRecord,
  { monthCap: cap, creditedBy }: { monthCap: number | null; creditedBy: readonly string[] },
): ExplanationStep[] {
  const { benefit, unit, computedAmount, creditedBefore, monthUsed, adjustedAmount, amount } = item;
  const steps: ExplanationStep[] = [];
  let left = computedAmount;
  if (cap !== null) {
    left = Math.max(0, Math.min(computedAmount, cap - monthUsed));
    steps.push({
      key: 'explain.cap.month',
      args: { cap: String(cap), used: String(monthUsed) },
      expression: `min(${computedAmount}, ${cap} − ${monthUsed})`,
      result: String(left),
      unit,
      benefit,
    });
  }
  if (creditedBefore > 0)
    steps.push({
      key: 'explain.credited',
      args: { before: String(creditedBefore), batches: creditedBy.join(', ') },
      expression: `max(0, ${left} − ${creditedBefore})`,
      result: String(Math.max(0, left - creditedBefore)),
      unit,
      benefit,
    });
  if (adjustedAmount !== null) {
    steps.push({
      key: 'explain.adjusted',
      args: { asked: String(adjustedAmount), reason: item.adjustReason ?? '' },
      expression: String(adjustedAmount),
      result: String(amount),
      unit,
      benefit,
    });
  }
  return steps;
}
