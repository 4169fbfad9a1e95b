import { applyMonthCap } from '#domain/policy.ts';
import type { Benefit } from '#domain/policy-types.ts';
import type { StoredPins } from './batch-pins.ts';
import { valuer } from './chunk-sums.ts';
import { createClassEvaluator, type ClassResult } from './class-evaluation.ts';
import { classOfCode } from './class-sql.ts';

/** What the rules look at in a line, its other credits included: lines that agree in it get the same. */
export interface LineKey {
  code: number;
  /** Its status or the rule that leaves it out; null when none does. */
  excluded: string | null;
  /** Another batch pays it for the same time. */
  paid: boolean;
  /** What other batches credit it in the month; null: nothing. */
  used: Readonly<Record<Benefit, number>> | null;
}

export interface OutcomeItem {
  benefit: Benefit;
  amount: number;
  valueFen: number;
  episodeCapped: boolean;
  monthCapped: boolean;
}

/** What a batch would write for a line: entries, or the reason why it is left out. */
export interface LineOutcome {
  reason: string | null;
  items: readonly OutcomeItem[];
  valueFen: number;
}

const leftOut = (reason: string): LineOutcome => ({ reason, items: [], valueFen: 0 });

/**
 * Says of lines what a batch with these pins would write for them: the same evaluation of classes, and exclusions and
 * the cap of the month in the same order as the set-wise writes of `chunk-sql.ts`.
 */
export function createOutcomes(pins: StoredPins, sites: number) {
  const { rules } = pins.policy;
  const evaluate = createClassEvaluator(pins, sites);
  const worth = valuer(rules);
  const classes = new Map<number, ClassResult>();

  function classResult(code: number): ClassResult {
    const known = classes.get(code) ?? evaluate(classOfCode(code, rules), 1000);
    classes.set(code, known);
    return known;
  }

  function outcome({ code, excluded, paid, used }: LineKey): LineOutcome {
    if (excluded !== null) return leftOut(excluded);
    const result = classResult(code);
    if (!result.eligible) return leftOut(result.reason ?? 'no_benefit');
    if (paid) return leftOut('already_compensated');
    const items = result.benefits.map(({ benefit, amount: computed, capped }) => {
      const cap = rules.caps.perMonth[benefit];
      const amount = applyMonthCap(computed, cap, used?.[benefit] ?? 0);
      return {
        benefit,
        amount,
        valueFen: worth(benefit, amount),
        episodeCapped: capped,
        monthCapped: amount < computed,
      };
    });
    return { reason: null, items, valueFen: items.reduce((sum, item) => sum + item.valueFen, 0) };
  }

  return { outcome, classResult };
}

export type Outcomes = ReturnType<typeof createOutcomes>;
