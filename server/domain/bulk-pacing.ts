import { maskHas } from './bulk-rules.ts';
import { lampSystems, type LampSystem } from './lamps.ts';

export type PaceKey = LampSystem | 'items';
export type Budget = Partial<Record<PaceKey, number>>;
export type Rates = Readonly<Record<PaceKey, number>>;

/** Unused pace is kept for so long: after a rest a job does not make up for hours at once. */
const KEPT_S = 2;

/** What may be spent at `now`, by what was left at `at` and the rates since; a new budget holds one second's worth. */
export function refilled(
  before: { at: number; budget: Budget },
  rates: Rates,
  now: number,
): Budget {
  const seconds = Math.max(0, now - before.at) / 1000;
  const budget: Budget = {};
  for (const key of [...lampSystems, 'items'] as const) {
    const rate = rates[key];
    const left = before.budget[key] ?? rate;
    budget[key] = Math.min(left + rate * seconds, Math.max(rate * KEPT_S, 1));
  }
  return budget;
}

const keysOf = (mask: number): PaceKey[] =>
  mask === 0 ? ['items'] : lampSystems.filter((system) => maskHas(mask, system));

/** How many items that call these systems the budget pays for. */
export const affordable = (budget: Budget, mask: number): number =>
  Math.floor(Math.min(...keysOf(mask).map((key) => budget[key] ?? 0)));

/** The budget after so many items that call these systems. */
export function spent(budget: Budget, mask: number, items: number): Budget {
  const left = { ...budget };
  for (const key of keysOf(mask)) left[key] = (left[key] ?? 0) - items;
  return left;
}
