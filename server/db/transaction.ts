import type { Knex } from 'knex';
import { isRetryable } from './driver-errors.ts';

const TRIES = 5;

/**
 * Runs `work` in one transaction and tries the whole of it again when the engine asks for that
 * (deadlock, lost certification, also at COMMIT). `work` must therefore have no effect outside the database.
 */
export async function runTransaction<T>(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt >= TRIES || !isRetryable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt));
    }
  }
}
