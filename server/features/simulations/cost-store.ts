import type { Knex } from 'knex';
import type { LineGroup } from '../compensation/line-groups.ts';

/** The affected lines of an outage by class, and what they were counted from. */
export interface CostCounts {
  basisHash: string;
  groups: LineGroup[];
  countedAt: number;
}

const OPEN_AT_ONCE = 200;

export function createCostStore(db: Knex) {
  return {
    async counts(outageId: string): Promise<CostCounts | undefined> {
      const row = (await db('outage_cost_counts').where({ outage_id: outageId }).first()) as
        Record<string, unknown> | undefined;
      if (row === undefined) return undefined;
      return {
        basisHash: String(row['basis_hash']),
        groups: JSON.parse(String(row['counts'])) as LineGroup[],
        countedAt: Number(row['counted_at']),
      };
    },

    async save(outageId: string, { basisHash, groups, countedAt }: CostCounts): Promise<void> {
      await db('outage_cost_counts').where({ outage_id: outageId }).delete();
      await db('outage_cost_counts').insert({
        outage_id: outageId,
        basis_hash: basisHash,
        counts: JSON.stringify(groups),
        counted_at: countedAt,
      });
    },

    /** Outages that are going on, the latest first. */
    async openOutages(): Promise<string[]> {
      const rows = await db('outages')
        .where({ state: 'open' })
        .orderBy('started_at', 'desc')
        .limit(OPEN_AT_ONCE)
        .select<{ id: string }[]>('id');
      return rows.map(({ id }) => id);
    },

    /** Forgets the counts of outages that are over. */
    async forgetEnded(): Promise<void> {
      await db('outage_cost_counts')
        .whereNotIn('outage_id', db('outages').where({ state: 'open' }).select('id'))
        .delete();
    },

    async hasJob(kind: string): Promise<boolean> {
      const row: unknown = await db('jobs')
        .where({ kind })
        .whereIn('state', ['ready', 'leased'])
        .first('id');
      return row !== undefined;
    },
  };
}

export type CostStore = ReturnType<typeof createCostStore>;
