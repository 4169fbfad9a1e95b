import type { Knex } from 'knex';
import type { Commitment } from './policy-service.ts';

/** Ended without ever having paid. */
const UNPAID = ['rejected', 'expired', 'cancelled'];

/** The latest start that a batch of a family pays for, or has paid for. */
export const createCommitments =
  (db: Knex) =>
  async (family: string): Promise<Commitment | null> => {
    const [row] = await db('batches')
      .where({ family })
      .whereNotIn('state', UNPAID)
      .orderBy([{ column: 'started_at', order: 'desc' }, { column: 'id' }])
      .limit(1)
      .select<{ number: string; started_at: number }[]>('number', 'started_at');
    return row === undefined ? null : { at: Number(row.started_at), number: row.number };
  };
