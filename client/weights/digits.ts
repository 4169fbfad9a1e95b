/** Exact text with thousands grouped: `1237.5` → `1,237.5`; fractions such as `3 1/3` stay. */
export const groupDigits = (text: string): string =>
  text.replaceAll(/(?<![.\d/])\d{4,}/gu, (digits) => digits.replaceAll(/\B(?=(\d{3})+$)/gu, ','));
