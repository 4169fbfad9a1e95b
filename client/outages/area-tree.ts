import type { OutageAreas } from '#contract/outage-work.ts';

type Area = OutageAreas['areas'][number];

export interface AreaRow {
  area: Area;
  depth: number;
}

/** Areas under those that hold them, whatever order they came in. */
export function inTreeOrder(areas: readonly Area[]): AreaRow[] {
  const known = new Set(areas.map(({ code }) => code));
  const below = (parent: string | null, depth: number): AreaRow[] =>
    areas
      .filter(({ parentCode }) =>
        parent === null ? parentCode === null || !known.has(parentCode) : parentCode === parent,
      )
      .flatMap((area) => [{ area, depth }, ...below(area.code, depth + 1)]);
  return below(null, 0);
}
