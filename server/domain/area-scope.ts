/**
 * Administrative area codes (GB/T 2260): two digits of the province, two of the city, two of the
 * district; trailing zeros mean the whole of the level above. '320100' holds '320102'.
 */

/** The significant digits of a code: '32', '3201' or '320102'. */
export function areaPrefix(code: string): string {
  if (code.endsWith('0000')) return code.slice(0, 2);
  return code.endsWith('00') ? code.slice(0, 4) : code;
}

/** The codes that a code holds, as a half-open range of texts: an index can walk it. */
export function areaRange(code: string): { from: string; until: string } {
  const prefix = areaPrefix(code);
  const next = String(Number(prefix) + 1).padStart(prefix.length, '0');
  return { from: prefix.padEnd(6, '0'), until: next.padEnd(6, '0') };
}

/** Whether `inner` is `outer` itself or lies in it. */
export const areaHolds = (outer: string, inner: string): boolean =>
  inner.startsWith(areaPrefix(outer));

/** The code itself and those of the levels above it, widest first. */
export function areaLineage(code: string): string[] {
  const levels = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code];
  return [...new Set(levels)];
}

/** Drops codes that another of the list holds, so that no line is counted twice. */
export function outermostAreas(codes: readonly string[]): string[] {
  const distinct = [...new Set(codes)].sort();
  return distinct.filter(
    (code) => !distinct.some((other) => other !== code && areaHolds(other, code)),
  );
}
