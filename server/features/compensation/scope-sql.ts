import { areaRange } from '#domain/area-range.ts';
import { outermostAreas } from '#domain/area-scope.ts';
import type { OutageFacts } from '#domain/outage-facts.ts';
import type { BatchPins, Companion } from './batch-pins.ts';
import { asksAccounts, asksAnswer } from '#domain/line-notes.ts';
import { ACCOUNT_UNIT, MOST_OF_ACCOUNT, tellsNotes, unitsOf } from './class-signature.ts';
import { excludedSql } from './class-sql.ts';
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

/** Lines of a stretch that batches credit and that are in the scope no longer. The `+` keeps SQLite on the line's index. */
export function leftScope(pins: Pinned, batchIds: readonly string[], chunk: Stretch): Sql {
  const now = scoped(pins, chunk);
  const { after_line_id: after, last_line_id: last } = chunk;
  return {
    sql: `lf.snapshot_id = ? and lf.line_id > ? and lf.line_id <= ? and exists (
      select 1 from batch_items paid where paid.line_id = lf.line_id and +paid.batch_id in (${marks(batchIds)})
        and paid.amount > 0 and paid.state <> 'reversed') and not (${now.sql})`,
    binds: [pins.snapshot.id, after, last, ...batchIds, ...now.binds],
  };
}

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

/** The row of what is known of the line of `lf`, as far as the batch has pinned it. Binds: outage, round, round. */
const NOTES_ROW = `n.outage_id = ? and n.line_id = lf.line_id and n.from_round <= ?
    and (n.until_round is null or n.until_round > ?)`;

export const notesRow = ({ outage, notes }: Pick<BatchPins, 'outage' | 'notes'>): Sql => ({
  sql: NOTES_ROW,
  binds: [outage.id, notes?.upTo ?? 0, notes?.upTo ?? 0],
});

/** 1 where the line of `lf` has claimed or accepted, as the rules ask; 0 where they ask for nothing. */
export function answerSql(pins: Pick<BatchPins, 'outage' | 'notes' | 'policy'>): Sql {
  const kind = asksAnswer(pins.policy.rules);
  if (kind === null) return { sql: '0', binds: [] };
  const row = notesRow(pins);
  return {
    sql: `case when exists (
      select 1 from outage_line_facts n where ${row.sql} and n.${kind}_at is not null) then 1 else 0 end`,
    binds: row.binds,
  };
}

/** Lines of the account of `lf` that are in the scope and not left out; `which` narrows them. */
function accountCount(pins: Pinned & Pick<BatchPins, 'policy'>, which: string): Sql {
  const scope = scoped(pins);
  const { rules } = pins.policy;
  // The `+` keeps SQLite on the index of accounts.
  const among = `${scope.sql} and not ${excludedSql(rules)}`
    .replaceAll(/lf\.(area_code|site_code)/gu, '+ac.$1')
    .replaceAll('lf.', 'ac.');
  return {
    sql: `(select case when count(*) > ${MOST_OF_ACCOUNT} then ${MOST_OF_ACCOUNT} else count(*) end
      from line_facts ac where ac.account_id = lf.account_id and ${among} ${which})`,
    binds: scope.binds,
  };
}

/** How many lines of the account are owed and which of them this is; 0 for the only one. */
function accountSql(pins: Pinned & Pick<BatchPins, 'policy'>): Sql {
  const lines = accountCount(pins, '');
  const position = accountCount(pins, 'and ac.line_id < lf.line_id');
  return {
    sql: `case when lf.account_id = '' or ${lines.sql} < 2 then 0
      else ${ACCOUNT_UNIT} * ${lines.sql} + ${position.sql} end`,
    binds: [...lines.binds, ...lines.binds, ...position.binds],
  };
}

/** The signature of the line of `lf`: see `class-signature.ts`. */
export function signatureSql(pins: Pinned & Pick<BatchPins, 'policy' | 'notes'>): Sql {
  const parts: Sql[] = [coverageSql(pins)];
  const units = unitsOf(pins);
  if (tellsNotes(pins)) {
    const row = notesRow(pins);
    parts.push({
      sql: `${units.notes} * coalesce((select n.set_no from outage_line_facts n where ${row.sql}), 0)`,
      binds: row.binds,
    });
  }
  if (asksAccounts(pins.policy.rules)) {
    const account = accountSql(pins);
    parts.push({ sql: `${units.accounts} * (${account.sql})`, binds: account.binds });
  }
  return {
    sql:
      parts.length === 1 ? (parts[0]?.sql ?? '0') : `(${parts.map(({ sql }) => sql).join(' + ')})`,
    binds: parts.flatMap(({ binds }) => binds),
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
