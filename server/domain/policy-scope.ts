import { areaPrefix } from './area-scope.ts';
import type { Scope } from './policy-types.ts';

const byDigits: Readonly<Record<number, Scope>> = { 2: 'province', 4: 'city', 6: 'district' };

/** How far an outage reaches, by its widest area; sites narrow it to sites. */
export function scopeOf(outage: {
  areaCodes: readonly string[];
  siteCodes: readonly string[];
}): Scope {
  if (outage.siteCodes.length > 0 || outage.areaCodes.length === 0) return 'site';
  const digits = Math.min(...outage.areaCodes.map((code) => areaPrefix(code).length));
  return byDigits[digits] ?? 'district';
}
