import type { BatchClass, ExplanationStep } from '#contract/compensation.ts';
import type { BenefitResult, LineClass, PolicyRules } from '#domain/policy-types.ts';

interface ClassRow {
  class_no: number;
  class_key: string;
  facts: string;
  benefits: string;
  steps: string;
  line_count: number;
}

type Sums = readonly { benefit: BenefitResult['benefit']; items: number; amount: number }[];

function feeBandOf(index: number, rules: PolicyRules): BatchClass['feeBand'] {
  const bands = rules.factors.feeBands;
  return {
    index,
    fromFen: bands[index]?.fromFen ?? 0,
    toFen: bands[index + 1]?.fromFen ?? null,
  };
}

function remainingBandOf(
  band: LineClass['remainingBand'],
  rules: PolicyRules,
): BatchClass['remainingBand'] {
  if (typeof band !== 'number') return { special: band };
  const bands = rules.factors.remainingBands;
  return {
    index: band,
    fromPerMille: bands[band]?.fromPerMille ?? 0,
    toPerMille: bands[band + 1]?.fromPerMille ?? null,
  };
}

/** A stored class as the wire tells it, with what its items really come to. */
export function classWire(row: ClassRow, rules: PolicyRules, sums: Sums): BatchClass {
  const facts = JSON.parse(row.facts) as LineClass & { eligible: boolean; reason: string | null };
  return {
    classNo: Number(row.class_no),
    classKey: row.class_key,
    planType: facts.planType,
    paymentType: facts.paymentType,
    feeBand: feeBandOf(facts.feeBand, rules),
    remainingBand: remainingBandOf(facts.remainingBand, rules),
    lineCount: Number(row.line_count),
    eligible: facts.eligible,
    reason: facts.reason,
    benefits: (JSON.parse(row.benefits) as BenefitResult[]).map(
      ({ benefit, unit, amount, capped, valueFen }) => ({
        benefit,
        unit,
        amount,
        capped,
        valueFen,
      }),
    ),
    credited: sums.map(({ benefit, items, amount }) => ({ benefit, items, amount })),
    steps: JSON.parse(row.steps) as ExplanationStep[],
  };
}
