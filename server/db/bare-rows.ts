import type { Knex } from 'knex';
import { engineOf } from './dialect.ts';

/** Values in the order of the columns asked for, `free` ones first. Missing ones are null or an empty text. */
export type BareRow = readonly (string | number | null)[];

/** Columns of texts from outside, and those whose characters the code chose: codes, ids and numbers. */
export interface BareColumns {
  free: readonly string[];
  coded: readonly string[];
}

/** Never part of a code, an id or a number. */
const DIVIDER = '\u001f';
/** Stands for what is missing: SQLite's concat_ws leaves out empty texts with their divider. */
const NOTHING = '\u001e';

/**
 * The rows of a query for a file of a million of them, each in the way that costs its driver least: MySQL's reads
 * arrays off the wire faster than the server could join texts; SQLite's pays for each value, so that `coded`
 * columns come packed into one text, and their numbers as digits.
 */
export async function bareRows(
  db: Knex,
  query: Knex.QueryBuilder,
  { free, coded }: BareColumns,
): Promise<BareRow[]> {
  if (engineOf(db) === 'mysql')
    return query.select<BareRow[]>(...free, ...coded).options({ rowsAsArray: true });
  const texts = coded.map(() => "coalesce(nullif(??, ''), ?)").join(', ');
  const rows = await query.select<Record<string, string | number | null>[]>(
    ...free,
    db.raw(`concat_ws(?, ${texts}) as packed`, [
      DIVIDER,
      ...coded.flatMap((name) => [name, NOTHING]),
    ]),
  );
  return rows.map((row) => {
    const values = free.map((name) => row[name] ?? null);
    for (const text of String(row['packed']).split(DIVIDER))
      values.push(text === NOTHING ? null : text);
    return values;
  });
}
