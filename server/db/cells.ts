/**
 * Values of nullable columns as the code knows them: engines answer whole numbers as numbers or as texts, and what is
 * not there as null or undefined.
 */
export const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));
export const numberOrNull = (value: unknown): number | null =>
  value == null ? null : Number(value);

/** The columns that a change gives: undefined keeps what stands, null clears it. */
export const given = (columns: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
