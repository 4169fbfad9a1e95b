/** What earlier credits leave of an amount; see `rolesOf` for the roles in which they count. */

/** What other batches credit a line for one benefit, by role and in the month of the exposure. */
export interface EarlierCredits {
  own: number;
  shared: number;
  ahead: number;
  /** Of `own` and `shared`, what lies in the month. */
  inMonth: number;
  /** Everything in the month. */
  month: number;
}

export const noCredits: EarlierCredits = { own: 0, shared: 0, ahead: 0, inMonth: 0, month: 0 };

/**
 * What is left of an amount: the cap of the month first, where credits of the same lineage do not count against
 * it, then what those had paid already. `aheadAmount` is what the earlier parts of a split lineage are worth. The
 * set-wise writes of a batch say the same in SQL.
 */
export function remainderOf(
  {
    amount,
    aheadAmount,
    monthCap,
  }: { amount: number; aheadAmount: number; monthCap: number | null },
  { own, shared, ahead, inMonth, month }: EarlierCredits,
): { before: number; monthUsed: number; amount: number } {
  const before = own + Math.max(0, shared - Math.max(0, aheadAmount - ahead));
  const monthUsed = month - Math.min(before, inMonth);
  const capped = monthCap === null ? amount : Math.max(0, Math.min(amount, monthCap - monthUsed));
  return { before, monthUsed, amount: Math.max(0, capped - before) };
}
