import type { Knex } from 'knex';
import { affected } from './dialect.ts';

type Row = { id: string; change: Readonly<Record<string, unknown>> };

/**
 * Updates many rows by one statement, each with its own values; all of them change the same columns. `where` is what
 * they must be for that. Answers how many were: a caller who compares and sets expects as many as it gave.
 */
export async function updateEach(
  db: Knex,
  table: string,
  rows: readonly Row[],
  where: (query: Knex.QueryBuilder) => void,
): Promise<number> {
  const change: Record<string, unknown> = {};
  for (const column of Object.keys(rows[0]?.change ?? {})) {
    const values = rows.map((row) => row.change[column]);
    change[column] = values.every((value) => value === values[0])
      ? values[0]
      : byId(db, rows, values);
  }
  const ids = rows.map(({ id }) => id);
  return affected(await db(table).whereIn('id', ids).modify(where).update(change));
}

function byId(db: Knex, rows: readonly Row[], values: readonly unknown[]): Knex.Raw {
  const branches = rows.map(() => 'when ? then ?').join(' ');
  const bindings = rows.flatMap(({ id }, index) => [id, values[index]]) as Knex.RawBinding[];
  return db.raw(`case id ${branches} end`, bindings);
}
