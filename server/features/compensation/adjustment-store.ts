import type { Knex } from 'knex';
import type { Benefit, LineClass } from '#domain/policy-types.ts';
import type { World } from '../../world.ts';
import type { StoredPins } from './batch-pins.ts';
import { classFees } from './class-fees.ts';

export interface ItemRow {
  id: string;
  batch_id: string;
  line_id: string;
  benefit: Benefit;
  class_no: number;
  computed_amount: number;
  month_used: number;
  credited_before: number;
  amount: number;
  /** Of its class, where caps are in fees. */
  monthlyFeeFen: number | null;
}

/** Items of one class and benefit that share what was credited before and their adjustment. */
export interface ItemGroup {
  classNo: number;
  benefit: Benefit;
  monthUsed: number;
  creditedBefore: number;
  adjusted: boolean;
  amount: number;
  items: number;
}

export function createAdjustmentStore(
  db: Knex,
  world: World,
  countSites: (pins: StoredPins) => Promise<number>,
) {
  return {
    async items(batchId: string, ids: readonly string[]): Promise<ItemRow[]> {
      const rows = await db('batch_items')
        .where({ batch_id: batchId })
        .whereIn('id', [...ids])
        .select<Omit<ItemRow, 'monthlyFeeFen'>[]>(
          'id',
          'batch_id',
          'line_id',
          'benefit',
          'class_no',
          'computed_amount',
          'month_used',
          'credited_before',
          'amount',
        );
      const fees = await classFees(
        db,
        batchId,
        rows.map((row) => Number(row.class_no)),
      );
      return rows.map((row) => ({
        ...row,
        monthlyFeeFen: fees.get(Number(row.class_no)) ?? null,
      }));
    },

    async setAmount(id: string, amount: number, reason: string): Promise<void> {
      await db('batch_items').where({ id }).update({
        adjusted_amount: amount,
        adjust_reason: reason,
        amount,
        updated_at: world.now(),
      });
    },

    /** By how many the lines that get something would change. */
    async paidLinesChange(
      batchId: string,
      changes: readonly { id: string; lineId: string; amount: number }[],
    ): Promise<number> {
      const lineIds = [...new Set(changes.map((one) => one.lineId))];
      const rows = await db('batch_items')
        .where({ batch_id: batchId })
        .whereIn('line_id', lineIds)
        .select<{ id: string; line_id: string; amount: number }[]>('id', 'line_id', 'amount');
      const wanted = new Map(changes.map((one) => [one.id, one.amount]));
      const paid = (amountOf: (row: (typeof rows)[number]) => number) =>
        new Set(rows.filter((row) => amountOf(row) > 0).map((row) => row.line_id)).size;
      return (
        paid((row) => wanted.get(row.id) ?? Number(row.amount)) - paid((row) => Number(row.amount))
      );
    },

    async classes(
      batchId: string,
    ): Promise<{ classNo: number; coverage: number; facts: LineClass }[]> {
      const rows = await db('batch_classes')
        .where({ batch_id: batchId })
        .select<{ class_no: number; coverage: number; facts: string }[]>(
          'class_no',
          'coverage',
          'facts',
        );
      return rows.map((row) => ({
        classNo: Number(row.class_no),
        coverage: Number(row.coverage),
        facts: JSON.parse(row.facts) as LineClass,
      }));
    },

    async groups(batchId: string): Promise<ItemGroup[]> {
      const keys = [
        ...['class_no', 'benefit', 'month_used', 'credited_before', 'adjusted_amount', 'amount'],
      ];
      const rows = (await db('batch_items')
        .where({ batch_id: batchId })
        .groupBy(keys)
        .select(keys)
        .count({ n: '*' })) as unknown as {
        class_no: number;
        benefit: Benefit;
        month_used: number;
        credited_before: number;
        adjusted_amount: number | null;
        amount: number;
        n: number;
      }[];
      return rows.map((row) => ({
        classNo: Number(row.class_no),
        benefit: row.benefit,
        monthUsed: Number(row.month_used),
        creditedBefore: Number(row.credited_before),
        adjusted: row.adjusted_amount !== null,
        amount: Number(row.amount),
        items: Number(row.n),
      }));
    },

    /** Sites the lines of the batch hang on, where the policy asks for a minimum. */
    sites: (_batchId: string, pins: StoredPins): Promise<number> =>
      pins.policy.rules.eligibility.minimumSites > 0 ? countSites(pins) : Promise.resolve(0),
  };
}

export type AdjustmentStore = ReturnType<typeof createAdjustmentStore>;
