import { noCredits, remainderOf, type EarlierCredits } from '#domain/set-off.ts';
import { monthCapOf } from '#domain/policy.ts';
import { benefits, type Benefit } from '#domain/policy-types.ts';
import type { StoredPins } from './batch-pins.ts';
import { valuer } from './chunk-sums.ts';
import { createClassEvaluator, type ClassResult } from './class-evaluation.ts';
import { coverageOf } from './class-signature.ts';
import { classOfCode } from './class-sql.ts';
import type { NumberedExposure, Rivals } from './rivals.ts';

export type LineCredits = Readonly<Record<Benefit, EarlierCredits>>;

/** What the rules look at in a line, its other credits included: lines that agree in it get the same. */
export interface LineKey {
  code: number;
  /** Which of the pinned companions hit it, and what is known of it: its signature. */
  coverage: number;
  /** It has claimed or accepted, where the rules ask for that; too late counts as well. */
  answered: boolean;
  /** Its status or the rule that leaves it out; null when none does. */
  excluded: string | null;
  /** A batch of another family pays it for the same time and leaves nothing to this one. */
  exclusive: boolean;
  /** What other batches credit it; null: nothing. */
  credits: LineCredits | null;
}

export interface OutcomeItem {
  benefit: Benefit;
  /** By the policy alone. */
  computed: number;
  /** Of that, what earlier batches credited for the same episodes. */
  before: number;
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

export interface OutcomeNeeds {
  pins: StoredPins;
  sites: number;
  /** What other batches credit for an exposure, as a calculation would count it. */
  rivalsFor(exposures: readonly NumberedExposure[]): Rivals;
}

interface Rate {
  result: ClassResult;
  ahead: ReadonlyMap<Benefit, number>;
  monthCap(benefit: Benefit): number | null;
}

const leftOut = (reason: string): LineOutcome => ({ reason, items: [], valueFen: 0 });

/**
 * Says of lines what a batch with these pins would write for them: the same evaluation of classes, and exclusions, the
 * cap of the month and earlier credits in the same order as the set-wise writes of `chunk-sql.ts`.
 */
export function createOutcomes({ pins, sites, rivalsFor }: OutcomeNeeds) {
  const { rules } = pins.policy;
  const { evaluate, worthOf, exposures } = createClassEvaluator(pins, sites);
  const worth = valuer(rules);
  const rates = new Map<string, Rate>();

  function work({ code, coverage }: LineKey): Rate {
    const line = classOfCode(code, rules);
    const covered = coverageOf(pins, coverage);
    const found = exposures.of(covered, line.billDay);
    const chosen = found.earlier === 0 ? [] : rivalsFor([{ no: 0, found }]).sharing.get(0);
    const ahead =
      chosen === undefined || chosen.length === 0
        ? []
        : worthOf(line, 1000, covered, { found, chosen });
    return {
      result: evaluate(line, 1000, coverage),
      ahead: new Map(ahead.map(({ benefit, amount }) => [benefit, amount])),
      monthCap: (benefit) => monthCapOf(rules, benefit, line.monthlyFeeFen),
    };
  }

  function rateOf(key: LineKey): Rate {
    const text = `${key.code} ${key.coverage}`;
    const known = rates.get(text) ?? work(key);
    rates.set(text, known);
    return known;
  }

  function itemOf(key: LineKey, rate: Rate, one: ClassResult['benefits'][number]): OutcomeItem {
    const { benefit, amount: computed, capped } = one;
    const monthCap = rate.monthCap(benefit);
    const aheadAmount = rate.ahead.get(benefit) ?? 0;
    const { before, monthUsed, amount } = remainderOf(
      { amount: computed, aheadAmount, monthCap },
      key.credits?.[benefit] ?? noCredits,
    );
    const monthCapped = monthCap !== null && computed > monthCap - monthUsed;
    const valueFen = worth(benefit, amount);
    return { benefit, computed, before, amount, valueFen, episodeCapped: capped, monthCapped };
  }

  function outcome(key: LineKey): LineOutcome {
    if (key.excluded !== null) return leftOut(key.excluded);
    const rate = rateOf(key);
    if (!rate.result.eligible) return leftOut(rate.result.reason ?? 'no_benefit');
    const { answer } = rate.result;
    if (answer !== undefined && !key.answered)
      return leftOut(answer.kind === 'claimed' ? 'not_claimed' : 'not_accepted');
    if (key.exclusive) return leftOut('already_compensated');
    const items = rate.result.benefits.map((one) => itemOf(key, rate, one));
    const paid = key.credits !== null && items.every(({ computed, before }) => computed <= before);
    if (paid) return leftOut('already_compensated');
    return { reason: null, items, valueFen: items.reduce((sum, item) => sum + item.valueFen, 0) };
  }

  /** What a line that the outage no longer hits had credited for it, less what its other exposures take of that. */
  function leftOver(key: LineKey): LineDifference {
    const line = classOfCode(key.code, rules);
    const covered = coverageOf(pins, key.coverage);
    const found = exposures.without(covered, line.billDay);
    const chosen = rivalsFor([{ no: 0, found }]).sharing.get(0) ?? [];
    const ahead = chosen.length === 0 ? [] : worthOf(line, 1000, covered, { found, chosen });
    return differenceOf(key, (benefit) => ({
      computed: 0,
      aheadAmount: ahead.find((one) => one.benefit === benefit)?.amount ?? 0,
      monthCap: null,
    }));
  }

  /** What a line is owed by now, against what was credited before. */
  function difference(key: LineKey): LineDifference {
    const rate = rateOf(key);
    const paid = key.excluded === null && rate.result.eligible && !key.exclusive;
    const owed = paid ? rate.result.benefits : [];
    return differenceOf(key, (benefit) => ({
      computed: owed.find((one) => one.benefit === benefit)?.amount ?? 0,
      aheadAmount: rate.ahead.get(benefit) ?? 0,
      monthCap: rate.monthCap(benefit),
    }));
  }

  return { outcome, exposures, difference, leftOver, worth };
}

export type LineDifference = readonly {
  benefit: Benefit;
  /** Credited before and not taken back. */
  before: number;
  more: number;
  less: number;
}[];

function differenceOf(
  key: LineKey,
  owedOf: (benefit: Benefit) => { computed: number; aheadAmount: number; monthCap: number | null },
): LineDifference {
  return benefits.map((benefit) => {
    const { computed, aheadAmount, monthCap } = owedOf(benefit);
    const credits = key.credits?.[benefit] ?? noCredits;
    const rest = remainderOf({ amount: computed, aheadAmount, monthCap }, credits);
    const less = Math.max(0, rest.before - computed);
    return { benefit, before: rest.before, more: rest.amount, less };
  });
}

export type Outcomes = ReturnType<typeof createOutcomes>;
