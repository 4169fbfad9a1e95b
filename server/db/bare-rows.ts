import type { Knex } from 'knex';
import { engineOf } from './dialect.ts';

/** Values in the order of the columns asked for, `coded` ones first. Missing ones are null or an empty text. */
export type BareRow = readonly (string | number | null)[];

export interface BareColumns {
  /**
   * Columns whose characters the code chose: codes, ids and numbers. Several in a list come as one text, which
   * `codesOf` takes apart: where few rows differ in it, it is looked at once for each of its values.
   */
  coded: readonly (string | readonly string[])[];
  /** Columns of texts from outside. */
  free: readonly string[];
}

/** Never part of a code, an id or a number. */
const WITHIN = '\u001f';
const BETWEEN = '\u001e';

/** The values of a list of columns, as texts. */
export const codesOf = (text: unknown): string[] => String(text).split(WITHIN);

/**
 * The rows of a query for a file of a million of them, each in the way that costs its driver least: MySQL's reads
 * arrays off the wire; SQLite's pays for each value, so that all `coded` columns come packed into one text.
 */
export async function bareRows(
  db: Knex,
  query: Knex.QueryBuilder,
  { coded, free }: BareColumns,
): Promise<BareRow[]> {
  if (engineOf(db) === 'mysql') {
    const values = coded.map((one) => (typeof one === 'string' ? one : joinedInMysql(db, one)));
    return query.select<BareRow[]>(...values, ...free).options({ rowsAsArray: true });
  }
  const rows = await query.select<Record<string, string | number | null>[]>(
    joinedInSqlite(db, coded),
    ...free,
  );
  return rows.map((row) => {
    const values: (string | number | null)[] = String(row['packed']).split(BETWEEN);
    for (const name of free) values.push(row[name] ?? null);
    return values;
  });
}

function joinedInMysql(db: Knex, names: readonly string[]): Knex.Raw {
  const texts = names.map(() => "coalesce(??, '')").join(', ');
  return db.raw(`concat_ws(?, ${texts})`, [WITHIN, ...names]);
}

/** Not concat_ws, which leaves out empty texts with their divider. */
function joinedInSqlite(db: Knex, coded: BareColumns['coded']): Knex.Raw {
  const texts = coded.map((one) =>
    [one]
      .flat()
      .map(() => "coalesce(??, '')")
      .join(' || char(31) || '),
  );
  return db.raw(`${texts.join(' || char(30) || ')} as packed`, coded.flat());
}
