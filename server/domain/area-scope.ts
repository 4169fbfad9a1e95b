import { areaRange } from './area-range.ts';

/** How area codes (GB/T 2260: province, city, district) hold each other. */

/** The significant digits of a code: '32', '3201' or '320102'. */
export const areaPrefix = (code: string): string => areaRange(code).from;

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
