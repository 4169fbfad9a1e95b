import { areaRange } from '#domain/area-range.ts';
import { outermostAreas } from '#domain/area-scope.ts';
import type { StoredPins } from './batch-pins.ts';

/** Affected lines of the snapshot; the `+` keeps SQLite on the primary key, along which chunks are cut. */
export function scoped(
  pins: StoredPins,
  chunk?: { after_line_id: string; last_line_id: string },
): { sql: string; binds: string[] } {
  const { areaCodes, siteCodes } = pins.outage.facts;
  const areas = outermostAreas(areaCodes).map(areaRange);
  const marks = (list: readonly string[]) => list.map(() => '?').join(', ');
  const parts = ['lf.snapshot_id = ?'];
  const binds: string[] = [pins.snapshot.id];
  if (chunk !== undefined) {
    parts.push('lf.line_id > ?', 'lf.line_id <= ?');
    binds.push(chunk.after_line_id, chunk.last_line_id);
  }
  const column = (name: string) => (chunk === undefined ? name : `+${name}`);
  const area = column('lf.area_code');
  const within = areas.map(() => `(${area} >= ? and ${area} < ?)`).join(' or ');
  parts.push(within === '' ? '1 = 0' : `(${within})`);
  binds.push(...areas.flatMap(({ from, until }) => [from, until]));
  if (siteCodes.length > 0) {
    parts.push(`${column('lf.site_code')} in (${marks(siteCodes)})`);
    binds.push(...siteCodes);
  }
  return { sql: parts.join(' and '), binds };
}
