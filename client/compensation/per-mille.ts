/** `1.25` → 1250; null for anything else than 0.001 to 10 with at most three decimals. */
export function perMilleOf(text: string): number | null {
  if (!/^\d{1,2}(\.\d{1,3})?$/.test(text.trim())) return null;
  const [whole = '0', decimals = ''] = text.trim().split('.');
  const perMille = Number(whole) * 1000 + Number(decimals.padEnd(3, '0'));
  return perMille >= 1 && perMille <= 10_000 ? perMille : null;
}

/** `1204`, `1,204`, `1，204` → 1204; null for anything that is no whole number up to 2,000,000,000. */
export function wholeOf(text: string): number | null {
  const digits = text.trim().replaceAll(/[,，\s]/gu, '');
  if (!/^\d{1,10}$/.test(digits)) return null;
  const whole = Number(digits);
  return whole <= 2_000_000_000 ? whole : null;
}
