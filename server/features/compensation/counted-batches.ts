import type { Knex } from 'knex';
import type { BatchState } from '#domain/lifecycles.ts';
import type { PinnedOutage } from './batch-pins.ts';
import { COUNTED_STATES, pinsOf, type BatchRow } from './batch-rows.ts';

/** When a batch pays for, and the outages it pinned. */
export interface BatchNear {
  id: string;
  outages: readonly PinnedOutage[];
  startAt: number;
  endAt: number;
}

export interface CountedBatch {
  id: string;
  number: string;
  family: string;
  outage_id: string | null;
  state: BatchState;
  started_at: number;
  ended_at: number | null;
  month_key: string;
  submitted_at: number | null;
  /** One of the two is goodwill, which comes on top of whatever a policy owes. */
  adding: boolean;
}

/** Batches that are submitted, approved or credited: they use up caps and take part in lineages. */
export function createCountedBatches(db: Knex) {
  return {
    /**
     * Other batches that may count against this one: with exposure between two instants, or about one of its outages.
     */
    async counted(
      row: {
        id: string;
        family: string;
        from: number;
        until: number;
        outageIds: readonly string[];
      },
      since: number | null,
    ): Promise<CountedBatch[]> {
      const query = db('batches')
        .whereNot({ id: row.id })
        .whereIn('state', [...COUNTED_STATES])
        .where((q) => {
          void q
            .whereIn(
              'id',
              db('batch_outages')
                .whereIn('outage_id', [...row.outageIds])
                .select('batch_id'),
            )
            .orWhere((near) => {
              void near.where('started_at', '<=', row.until).where('ended_at', '>=', row.from);
            });
        })
        .select(
          'id',
          'number',
          'family',
          'outage_id',
          'state',
          'started_at',
          'ended_at',
          'month_key',
          'submitted_at',
        )
        .orderBy('id');
      if (since !== null) void query.where('submitted_at', '>=', since);
      const goodwill = await db('policy_families')
        .where({ purpose: 'goodwill' })
        .pluck<string[]>('id');
      const adds = ({ family }: { family: string }): boolean => goodwill.includes(family);
      const found = (await query) as Omit<CountedBatch, 'adding'>[];
      return found.map((other) => ({ ...other, adding: adds(row) || adds(other) }));
    },

    /** Counted batches of a family that are about one of these outages, or about the same time. */
    async countedNear(
      { ids, from, until }: { ids: readonly string[]; from: number; until: number },
      family: string,
    ): Promise<BatchNear[]> {
      const rows = await db('batches')
        .where({ family })
        .whereIn('state', [...COUNTED_STATES])
        .where((q) => {
          void q
            .whereIn(
              'id',
              db('batch_outages')
                .whereIn('outage_id', [...ids])
                .select('batch_id'),
            )
            .orWhere((near) => {
              void near.where('started_at', '<=', until).where('ended_at', '>=', from);
            });
        })
        .orderBy('id')
        .select<Pick<BatchRow, 'id' | 'pinned' | 'started_at' | 'ended_at'>[]>(
          ...['id', 'pinned', 'started_at', 'ended_at'],
        );
      return rows.map((row) => {
        const { outage, companions = [] } = pinsOf(row);
        return {
          id: row.id,
          outages: [outage, ...companions],
          startAt: Number(row.started_at),
          endAt: Number(row.ended_at ?? row.started_at),
        };
      });
    },
  };
}

export type CountedBatches = ReturnType<typeof createCountedBatches>;
