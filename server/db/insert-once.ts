import type { Knex } from 'knex';
import { isUniqueViolation } from './driver-errors.ts';

/**
 * Inserts one row; false when its unique key already stands. Needed where the answer matters: MySQL's
 * driver counts matched rows, so that an upsert which changes nothing looks like an insert.
 */
export async function insertOnce(
  db: Knex,
  table: string,
  row: Record<string, unknown>,
): Promise<boolean> {
  try {
    await db(table).insert(row);
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
