import { benefits, type Benefit } from '#domain/policy-types.ts';
import type { LineOutcome } from '../compensation/line-outcome.ts';

/** What lines get: those that get something, amounts per benefit, worth in the policy's prices. */
export interface Sums {
  lines: number;
  amounts: Record<Benefit, number>;
  valueFen: number;
}

export const noSums = (): Sums => ({
  lines: 0,
  amounts: { data: 0, voice: 0, validity: 0, money: 0 },
  valueFen: 0,
});

/** Adds so many lines with the same outcome. */
export function addLines(sums: Sums, outcome: LineOutcome, lines: number): void {
  for (const { benefit, amount } of outcome.items) sums.amounts[benefit] += amount * lines;
  sums.valueFen += outcome.valueFen * lines;
  if (outcome.items.some(({ amount }) => amount > 0)) sums.lines += lines;
}

/** What `later` has more than `earlier`. */
export function moreThan(later: Sums, earlier: Sums): Omit<Sums, 'lines'> {
  const amounts = { ...later.amounts };
  for (const benefit of benefits) amounts[benefit] -= earlier.amounts[benefit];
  return { amounts, valueFen: later.valueFen - earlier.valueFen };
}

/** Adds to a count under a key. */
export function addTo<Key>(counts: Map<Key, number>, key: Key, lines: number): void {
  counts.set(key, (counts.get(key) ?? 0) + lines);
}
