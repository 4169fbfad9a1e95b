import type { Benefit, PlanType } from '#domain/policy-types.ts';
import { planTypes } from '#domain/policy-types.ts';
import type { LineGroup } from '../compensation/line-groups.ts';
import type { LineKey, LineOutcome, Outcomes } from '../compensation/line-outcome.ts';
import { addLines, addTo, noSums, type Sums } from './sums.ts';

/** One side's totals: the same numbers that a batch would have. */
interface SideTally {
  sums: Sums;
  items: number;
  excluded: Map<string, number>;
  episodeCaps: Map<Benefit, number>;
  monthCaps: Map<Benefit, number>;
}

/** Lines that are of one class under each side. */
export interface ClassTally {
  keys: readonly LineKey[];
  lines: number;
  valueFen: number[];
  gains: number;
  loses: number;
}

type Split<Key> = Map<Key, { lines: number; sides: Sums[] }>;

const keyText = (key: LineKey): string =>
  `${classText(key)} ${key.exclusive} ${key.credits === null ? '' : JSON.stringify(key.credits)}`;

const classText = ({ code, coverage, answered, excluded }: LineKey): string =>
  `${code} ${coverage} ${answered} ${excluded ?? ''}`;

/** Adds up groups of lines under one side or two. Groups may take lines away that another one brought. */
export function createTally(outcomesOf: readonly Outcomes[]) {
  const known = outcomesOf.map(() => new Map<string, LineOutcome>());
  const sides: SideTally[] = outcomesOf.map(() => ({
    sums: noSums(),
    items: 0,
    excluded: new Map(),
    episodeCaps: new Map(),
    monthCaps: new Map(),
  }));
  const byPlanType: Split<PlanType> = new Map();
  const byArea: Split<string> = new Map();
  const classes = new Map<string, ClassTally>();
  /** Per line: what B gives more than A; without B what A gives. */
  const shifts = new Map<number, number>();
  let lines = 0;

  function outcomeOf(index: number, key: LineKey): LineOutcome {
    const text = keyText(key);
    const mine = known[index];
    const found = mine?.get(text) ?? outcomesOf[index]?.outcome(key);
    if (found === undefined) throw new TypeError('a side too many');
    mine?.set(text, found);
    return found;
  }

  function addSide(side: SideTally, outcome: LineOutcome, count: number): void {
    addLines(side.sums, outcome, count);
    side.items += outcome.items.length * count;
    if (outcome.reason !== null) addTo(side.excluded, outcome.reason, count);
    for (const { benefit, episodeCapped, monthCapped } of outcome.items) {
      if (episodeCapped) addTo(side.episodeCaps, benefit, count);
      if (monthCapped) addTo(side.monthCaps, benefit, count);
    }
  }

  function split<Key>(parts: Split<Key>, key: Key, outcomes: LineOutcome[], count: number) {
    const part = parts.get(key) ?? { lines: 0, sides: outcomesOf.map(noSums) };
    parts.set(key, part);
    part.lines += count;
    for (const [index, sums] of part.sides.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined) addLines(sums, outcome, count);
    }
  }

  function addClass(keys: readonly LineKey[], outcomes: LineOutcome[], count: number): void {
    if (keys.every(({ excluded }) => excluded !== null)) return;
    const text = keys.map(classText).join(' | ');
    const one = classes.get(text) ?? {
      keys: keys.map((key) => ({ ...key, exclusive: false, credits: null })),
      ...{ lines: 0, gains: 0, loses: 0 },
      valueFen: outcomesOf.map(() => 0),
    };
    classes.set(text, one);
    one.lines += count;
    one.valueFen = one.valueFen.map((sum, i) => sum + (outcomes[i]?.valueFen ?? 0) * count);
    const shift = shiftOf(outcomes);
    if (outcomes.length > 1 && shift > 0) one.gains += count;
    if (outcomes.length > 1 && shift < 0) one.loses += count;
  }

  return {
    add(group: LineGroup): void {
      const outcomes = group.keys.map((key, index) => outcomeOf(index, key));
      lines += group.lines;
      for (const [index, side] of sides.entries()) {
        const outcome = outcomes[index];
        if (outcome !== undefined) addSide(side, outcome, group.lines);
      }
      const planType = planTypes[(group.keys[0]?.code ?? 0) % 4] ?? 'data';
      split(byPlanType, planType, outcomes, group.lines);
      split(byArea, group.areaCode, outcomes, group.lines);
      addClass(group.keys, outcomes, group.lines);
      const shift = shiftOf(outcomes);
      if (outcomes.length > 1 || shift > 0) addTo(shifts, shift, group.lines);
    },
    outcomeOf,
    totals: () => ({ lines, sides, byPlanType, byArea, classes: [...classes.values()], shifts }),
  };
}

export type Tally = ReturnType<typeof createTally>;

function shiftOf([a, b]: readonly LineOutcome[]): number {
  return b === undefined ? (a?.valueFen ?? 0) : b.valueFen - (a?.valueFen ?? 0);
}
