import { areaRange } from '#domain/area-range.ts';
import { outermostAreas } from '#domain/area-scope.ts';
import type { OutageFacts } from '#domain/outage-facts.ts';
import type { BatchPins, Companion } from './batch-pins.ts';
import { bitOf } from './exposures.ts';

interface Stretch {
  after_line_id: string;
  last_line_id: string;
}

/** A piece of SQL with what stands in the place of its question marks. */
export interface Sql {
  sql: string;
  binds: readonly (string | number)[];
}

type Place = Pick<OutageFacts, 'areaCodes' | 'siteCodes' | 'attachedListId'>;
type Pinned = Pick<BatchPins, 'outage' | 'snapshot' | 'companions'>;

const marks = (list: readonly string[]) => list.map(() => '?').join(', ');

/** Lines at home in the areas of a place; `column` names a column of the line's facts. */
function homeSql({ areaCodes, siteCodes }: Place, column: (name: string) => string): Sql {
  const areas = outermostAreas(areaCodes).map(areaRange);
  const area = column('area_code');
  const within = areas.map(() => `(${area} >= ? and ${area} < ?)`).join(' or ');
  const binds = areas.flatMap(({ from, until }) => [from, until]);
  const home = within === '' ? '1 = 0' : `(${within})`;
  if (siteCodes.length === 0) return { sql: home, binds };
  const sql = `${home} and ${column('site_code')} in (${marks(siteCodes)})`;
  return { sql, binds: [...binds, ...siteCodes] };
}

/**
 * Affected lines of the snapshot: those of the outage's list, or those at home in its areas. The `+` keeps SQLite on
 * the primary key, along which chunks are cut.
 */
export function affectedSql(place: Place, snapshotId: string, chunk?: Stretch): Sql {
  const parts = ['lf.snapshot_id = ?'];
  const binds: (string | number)[] = [snapshotId];
  if (chunk !== undefined) {
    parts.push('lf.line_id > ?', 'lf.line_id <= ?');
    binds.push(chunk.after_line_id, chunk.last_line_id);
  }
  const hit =
    place.attachedListId == null
      ? homeSql(place, (name) => (chunk === undefined ? `lf.${name}` : `+lf.${name}`))
      : listedLines(place.attachedListId, chunk);
  return { sql: [...parts, hit.sql].join(' and '), binds: [...binds, ...hit.binds] };
}

/** The same of what a batch has pinned. */
export const scoped = ({ outage, snapshot }: Pinned, chunk?: Stretch): Sql =>
  affectedSql(outage.facts, snapshot.id, chunk);

/** Cut to the stretch on both sides, so that a short stretch does not read a long list. */
function listedLines(listId: string, chunk?: Stretch): Sql {
  const within = chunk === undefined ? '' : ' and al.line_id > ? and al.line_id <= ?';
  return {
    sql: `lf.line_id in (select al.line_id from attached_list_lines al where al.list_id = ?${within})`,
    binds: [listId, ...(chunk === undefined ? [] : [chunk.after_line_id, chunk.last_line_id])],
  };
}

/** Whether a companion hit the line of `lf`: in the snapshot valid when it began. */
function hitBy(companion: Companion, snapshotId: string): Sql {
  const { attachedListId } = companion.facts;
  if (attachedListId != null)
    return {
      sql: 'exists (select 1 from attached_list_lines al where al.list_id = ? and al.line_id = lf.line_id)',
      binds: [attachedListId],
    };
  if (companion.snapshotId === snapshotId) return homeSql(companion.facts, (name) => `lf.${name}`);
  const home = homeSql(companion.facts, (name) => `cf.${name}`);
  return {
    sql: `exists (select 1 from line_facts cf where cf.snapshot_id = ? and cf.line_id = lf.line_id and ${home.sql})`,
    binds: [companion.snapshotId, ...home.binds],
  };
}

/** Which of the pinned companions hit the line of `lf`: a bit for each. */
export function coverageSql({ companions = [], snapshot }: Pinned): Sql {
  const parts = companions.map((one, index) => {
    const hit = hitBy(one, snapshot.id);
    return { ...hit, sql: `case when ${hit.sql} then ${bitOf(index)} else 0 end` };
  });
  if (parts.length === 0) return { sql: '0', binds: [] };
  return {
    sql: `(${parts.map(({ sql }) => sql).join(' + ')})`,
    binds: parts.flatMap(({ binds }) => binds),
  };
}
