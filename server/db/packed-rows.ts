import type { Knex } from 'knex';
import { engineOf } from './dialect.ts';

/**
 * A column of packed rows: `coded` where the code chose its characters (codes, ids, numbers), `free` for a text from
 * outside, in which any character may stand.
 */
export type PackedColumn = { coded: string } | { free: string };

/** Ends every cell, and never stands in a coded one. */
export const CELL_END = 0x1f;

/**
 * Rows as bytes: of each row its columns one behind the other, every one ended by `CELL_END`; before the bytes of a
 * free one stands how many they are, likewise ended. What is missing is empty.
 */
export interface PackedPage {
  rows: number;
  /** The key of the last row, behind which the next page begins. */
  last: string;
  /** Together all rows; none is cut. */
  pieces: readonly Uint8Array[];
}

/**
 * The first rows of a query in the order of a key, for a file of a million of them. A value that a driver hands over
 * costs it more than the database needs to read it: so MySQL's hands over one a row, SQLite's one a page.
 */
export async function packedPage(
  db: Knex,
  query: Knex.QueryBuilder,
  columns: readonly PackedColumn[],
  { key, limit }: { key: string; limit: number },
): Promise<PackedPage> {
  const rows = query
    .select({ packed: packed(db, columns), packed_key: key })
    .orderBy(key)
    .limit(limit);
  return engineOf(db) === 'mysql' ? oneARow(rows) : oneAPage(db, rows);
}

function packed(db: Knex, columns: readonly PackedColumn[]): Knex.Raw {
  // SQLite's concat leaves out what is missing by itself.
  const text = engineOf(db) === 'mysql' ? "coalesce(??, '')" : '??';
  const end = `char(${CELL_END})`;
  const parts: string[] = [];
  const names: string[] = [];
  for (const column of columns) {
    const name = 'free' in column ? column.free : column.coded;
    if ('free' in column) {
      parts.push(`coalesce(octet_length(??), 0), ${end}`);
      names.push(name);
    }
    parts.push(`${text}, ${end}`);
    names.push(name);
  }
  return db.raw(`concat(${parts.join(', ')})`, names);
}

async function oneARow(rows: Knex.QueryBuilder): Promise<PackedPage> {
  const read = await rows.options({ rowsAsArray: true, typeCast: false });
  const pairs = read as unknown as readonly (readonly [packed: Buffer, key: Buffer])[];
  return {
    rows: pairs.length,
    last: pairs.at(-1)?.[1].toString() ?? '',
    pieces: pairs.map(([bytes]) => bytes),
  };
}

/** The rows' own limit keeps their order for the aggregate. */
async function oneAPage(db: Knex, rows: Knex.QueryBuilder): Promise<PackedPage> {
  const [page] = await db
    .from(rows.as('page'))
    .select<{ n: number; last: string | number | null; bytes: ArrayBuffer | null }[]>(
      db.raw(
        "count(*) as n, max(packed_key) as last, cast(group_concat(packed, '') as blob) as bytes",
      ),
    );
  return {
    rows: page?.n ?? 0,
    last: String(page?.last ?? ''),
    // This driver answers a bare ArrayBuffer.
    pieces: page?.bytes ? [new Uint8Array(page.bytes)] : [],
  };
}
