import type { Knex } from 'knex';
import type { BatchTotalsRecord } from '#contract/compensation.ts';
import { COUNTED_STATES, type BatchRow } from './batch-rows.ts';
import { UNCAPPED } from './calculation-store.ts';

/** Questions an approval asks of the items; each stops at the first line that answers it. */
export function createApprovalChecks(db: Knex) {
  return {
    /** The number of another batch that pays a line of this one, or null. */
    async overlap(batchId: string, others: readonly string[]): Promise<string | null> {
      if (others.length === 0) return null;
      const [row] = await db('batch_items as theirs')
        .join('batch_items as mine', (on) => {
          on.on('mine.line_id', 'theirs.line_id').andOnVal('mine.batch_id', batchId);
        })
        .join('batches', 'batches.id', 'theirs.batch_id')
        .whereIn('theirs.batch_id', [...others])
        .where('theirs.amount', '>', 0)
        .where('mine.amount', '>', 0)
        .whereNot('theirs.state', 'reversed')
        .limit(1)
        .select<{ number: string }[]>('batches.number');
      return row?.number ?? null;
    },

    /** The number of a batch whose credits were counted and that no longer stands, or null. */
    async creditsGone(batchId: string): Promise<string | null> {
      const [row] = await db('batch_rivals as v')
        .join('batches as b', 'b.id', 'v.rival_id')
        .where('v.batch_id', batchId)
        .whereIn('v.role', ['own', 'shared', 'exclusive'])
        .whereNotIn('b.state', [...COUNTED_STATES])
        .orderBy('b.number')
        .limit(1)
        .select<{ number: string }[]>('b.number');
      return row?.number ?? null;
    },

    /** Whether an item, with what the others use of the month, would go above the month's cap. */
    async exceedsMonth(batchId: string, others: readonly string[]): Promise<boolean> {
      if (others.length === 0) return false;
      const marks = others.map(() => '?').join(', ');
      const [row] = await db('batch_items as mine')
        .join('batch_class_rates as r', (on) => {
          on.on('r.batch_id', 'mine.batch_id')
            .andOn('r.class_no', 'mine.class_no')
            .andOn('r.benefit', 'mine.benefit');
        })
        .where('mine.batch_id', batchId)
        .where('mine.amount', '>', 0)
        .whereNotNull('r.month_cap')
        .whereRaw(
          `mine.amount + coalesce((select sum(o.amount) from batch_items o where o.line_id = mine.line_id
              and o.benefit = mine.benefit and o.month_key = mine.month_key and o.batch_id in (${marks})
              and o.state <> 'reversed'), 0) > r.month_cap`,
          [...others],
        )
        .whereNotExists(
          db('batch_adjustments as a')
            .whereRaw('a.item_id = mine.id')
            .where('a.field', UNCAPPED)
            .select('a.id'),
        )
        .limit(1)
        .select<{ id: string }[]>('mine.id');
      return row !== undefined;
    },

    /** What was changed since a person last looked; from the beginning when they never did. */
    async changeSince(row: BatchRow, staffId: string) {
      const look = (await db('batch_looks')
        .where({ batch_id: row.id, staff_id: staffId })
        .first()) as { at: number; totals: string } | undefined;
      const seen = look === undefined ? undefined : (JSON.parse(look.totals) as BatchTotalsRecord);
      const made = await db('batch_adjustments')
        .where({ batch_id: row.id })
        .where('created_at', '>=', look?.at ?? 0)
        .select<{ author_name: string }[]>('author_name');
      return {
        adjustments: made.length,
        by: [...new Set(made.map((one) => one.author_name))].join(', '),
        fromValueFen: seen?.valueFen ?? 0,
        fromLines: seen?.lineCount ?? 0,
      };
    },
  };
}

export type ApprovalChecks = ReturnType<typeof createApprovalChecks>;
