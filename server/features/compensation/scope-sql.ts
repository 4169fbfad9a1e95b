import { areaRange } from '#domain/area-range.ts';
import { outermostAreas } from '#domain/area-scope.ts';
import type { StoredPins } from './batch-pins.ts';

interface Stretch {
  after_line_id: string;
  last_line_id: string;
}

/**
 * Affected lines of the snapshot: those of the outage's list, or those at home in its areas. The `+` keeps SQLite on
 * the primary key, along which chunks are cut.
 */
export function scoped(pins: StoredPins, chunk?: Stretch): { sql: string; binds: string[] } {
  const { areaCodes, siteCodes, attachedListId } = pins.outage.facts;
  const areas = outermostAreas(areaCodes).map(areaRange);
  const marks = (list: readonly string[]) => list.map(() => '?').join(', ');
  const parts = ['lf.snapshot_id = ?'];
  const binds: string[] = [pins.snapshot.id];
  if (chunk !== undefined) {
    parts.push('lf.line_id > ?', 'lf.line_id <= ?');
    binds.push(chunk.after_line_id, chunk.last_line_id);
  }
  if (attachedListId != null) {
    const listed = listedLines(attachedListId, chunk);
    return { sql: [...parts, listed.sql].join(' and '), binds: [...binds, ...listed.binds] };
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

/** Cut to the stretch on both sides, so that a short stretch does not read a long list. */
function listedLines(listId: string, chunk?: Stretch): { sql: string; binds: string[] } {
  const within = chunk === undefined ? '' : ' and al.line_id > ? and al.line_id <= ?';
  return {
    sql: `lf.line_id in (select al.line_id from attached_list_lines al where al.list_id = ?${within})`,
    binds: [listId, ...(chunk === undefined ? [] : [chunk.after_line_id, chunk.last_line_id])],
  };
}
