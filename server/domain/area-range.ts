/**
 * Areas are six digits that nest: 330000 is a province, 330100 a city of it, 330106 a district of
 * that. Codes below an area are one range of text, so that an index can be used.
 */
export interface AreaRange {
  from: string;
  /** Exclusive. */
  until: string;
}

/** The codes an area holds, itself included. */
export function areaRange(code: string): AreaRange {
  const prefix = code.replace(/^(\d{2}|\d{4})(?:00)+$/, '$1');
  // ':' follows '9', so this is past every code with the prefix and before the next one.
  return { from: prefix, until: `${prefix}:` };
}

/** Whether `code` is one of the areas or lies in one of them; no areas means everywhere. */
export function inAreas(code: string, areas: readonly string[]): boolean {
  if (areas.length === 0) return true;
  return areas.some((area) => {
    const { from, until } = areaRange(area);
    return code >= from && code < until;
  });
}
