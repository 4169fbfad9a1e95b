import type { Knex } from 'knex';
import type { BatchItemFacts } from '#domain/batch-arithmetic.ts';
import { asksAnswer } from '#domain/line-notes.ts';
import type { Benefit, PolicyRules } from '#domain/policy-types.ts';
import { monthCapOf } from '#domain/policy.ts';
import type { World } from '../../world.ts';
import type { StoredPins } from './batch-pins.ts';
import type { BatchRow } from './batch-rows.ts';
import {
  alreadyPaidSql,
  exclusionsSql,
  itemsSql,
  paidElsewhereSql,
  unansweredSql,
  type ChunkSql,
} from './chunk-sql.ts';
import { sumsOf, valuer, type ChunkSums } from './chunk-sums.ts';
import { classFees } from './class-fees.ts';
import { notesRow, scoped, signatureSql } from './scope-sql.ts';

export interface Chunk {
  chunk_no: number;
  after_line_id: string;
  last_line_id: string;
  lines: number;
}

/** The set-wise half of a calculation: the same integers on both engines. */
export function createCalculationStore(db: Knex, world: World) {
  return {
    /** The next stretch that is not done yet. */
    async nextChunk(batchId: string): Promise<Chunk | undefined> {
      return await db('batch_chunks')
        .where({ batch_id: batchId, hash: '' })
        .orderBy('chunk_no')
        .first<Chunk>('chunk_no', 'after_line_id', 'last_line_id', 'lines');
    },

    async chunkOfLine(batchId: string, lineId: string): Promise<Chunk | undefined> {
      return await db('batch_chunks')
        .where({ batch_id: batchId })
        .where('last_line_id', '>=', lineId)
        .orderBy('last_line_id')
        .first<Chunk>('chunk_no', 'after_line_id', 'last_line_id', 'lines');
    },

    /** Replaces exclusions and items of one stretch; `roles` are those in which other batches count. */
    async applyChunk(
      row: BatchRow,
      pins: StoredPins,
      chunk: Chunk,
      roles: ReadonlySet<string>,
    ): Promise<void> {
      for (const table of ['batch_items', 'batch_exclusions']) {
        await db(table)
          .where({ batch_id: row.id })
          .where('line_id', '>', chunk.after_line_id)
          .where('line_id', '<=', chunk.last_line_id)
          .delete();
      }
      const asked: ChunkSql = {
        rules: pins.policy.rules,
        batch: row,
        scope: scoped(pins, chunk),
        coverage: signatureSql(pins),
        stretch: [chunk.after_line_id, chunk.last_line_id],
        now: world.now(),
      };
      const statements = [exclusionsSql(asked)];
      if (asksAnswer(asked.rules) !== null)
        statements.push(unansweredSql({ ...asked, notes: notesRow(pins) }));
      if (roles.has('exclusive')) statements.push(paidElsewhereSql(asked));
      if (roles.has('own') || roles.has('shared')) statements.push(alreadyPaidSql(asked));
      statements.push(itemsSql(asked, roles.size > 0));
      for (const { sql, binds } of statements) await db.raw(sql, binds);
    },

    /** Puts the latest adjustment of each item of the stretch back on top of what was calculated. */
    async reapplyAdjustments(row: BatchRow, rules: PolicyRules, chunk: Chunk): Promise<void> {
      const latest = await db('batch_adjustments')
        .join('batch_items', 'batch_items.id', 'batch_adjustments.item_id')
        .where('batch_adjustments.batch_id', row.id)
        .where('batch_items.line_id', '>', chunk.after_line_id)
        .where('batch_items.line_id', '<=', chunk.last_line_id)
        .orderBy('batch_adjustments.id')
        .select<AdjustedRow[]>(
          'batch_items.id',
          'batch_items.benefit',
          'batch_items.class_no',
          'batch_items.month_used',
          'batch_items.credited_before',
          'batch_adjustments.field',
          'batch_adjustments.to_value',
          'batch_adjustments.reason',
        );
      const byItem = new Map(latest.map((one) => [one.id, one]));
      const classNos = latest.map((one) => Number(one.class_no));
      const fees = await classFees(db, row.id, classNos);
      for (const one of byItem.values()) {
        const cap = monthCapOf(rules, one.benefit, fees.get(Number(one.class_no)) ?? null);
        const before = Number(one.credited_before);
        const left = cap === null ? Infinity : Math.max(0, cap - Number(one.month_used) - before);
        const asked = Number(one.to_value);
        await db('batch_items')
          .where({ id: one.id })
          .update({
            adjusted_amount: asked,
            adjust_reason: one.reason,
            amount: one.field === UNCAPPED ? asked : Math.min(asked, left),
          });
      }
    },

    /** Sums and hash of one stretch as it stands. */
    async sumChunk(row: BatchRow, rules: PolicyRules, chunk: Chunk): Promise<ChunkSums> {
      const range = (table: string) =>
        db(table)
          .where({ batch_id: row.id })
          .where('line_id', '>', chunk.after_line_id)
          .where('line_id', '<=', chunk.last_line_id);
      const items = await range('batch_items').select<
        {
          line_id: string;
          benefit: Benefit;
          amount: number;
        }[]
      >('line_id', 'benefit', 'amount');
      const [left] = (await range('batch_exclusions').count({ n: '*' })) as unknown as {
        n: number;
      }[];
      const worth = valuer(rules);
      const facts: BatchItemFacts[] = items.map((item) => ({
        lineId: item.line_id,
        benefit: item.benefit,
        amount: Number(item.amount),
        valueFen: worth(item.benefit, Number(item.amount)),
      }));
      return sumsOf(facts, Number(left?.n ?? 0));
    },

    async saveSums(batchId: string, chunkNo: number, sums: ChunkSums): Promise<void> {
      await db('batch_chunks').where({ batch_id: batchId, chunk_no: chunkNo }).update({
        paid_lines: sums.paidLines,
        items: sums.items,
        excluded: sums.excluded,
        total_mb: sums.amounts.data,
        total_minutes: sums.amounts.voice,
        total_days: sums.amounts.validity,
        total_fen: sums.amounts.money,
        value_fen: sums.valueFen,
        hash: sums.hash,
      });
    },

    /** Sums over all stretches, and their hashes in order. */
    async totals(
      batchId: string,
    ): Promise<{ sums: Omit<ChunkSums, 'hash'>; hashes: string[]; done: number }> {
      const rows = (await db('batch_chunks')
        .where({ batch_id: batchId })
        .orderBy('chunk_no')) as Record<string, unknown>[];
      const sum = (column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);
      return {
        sums: {
          paidLines: sum('paid_lines'),
          items: sum('items'),
          excluded: sum('excluded'),
          amounts: {
            data: sum('total_mb'),
            voice: sum('total_minutes'),
            validity: sum('total_days'),
            money: sum('total_fen'),
          },
          valueFen: sum('value_fen'),
        },
        hashes: rows.map((row) => String(row['hash'])),
        done: rows
          .filter((row) => row['hash'] !== '')
          .reduce((n, row) => n + Number(row['lines']), 0),
      };
    },

    /** Deletes up to `limit` items and exclusions of a batch that is not to keep any; answers what went. */
    async clear(batchId: string, limit: number): Promise<number> {
      let gone = 0;
      for (const table of ['batch_items', 'batch_exclusions']) {
        const lines = await db(table)
          .where({ batch_id: batchId })
          .orderBy('line_id')
          .limit(limit)
          .select<{ line_id: string }[]>('line_id');
        const last = lines.at(-1)?.line_id;
        if (last === undefined) continue;
        gone += lines.length;
        await db(table).where({ batch_id: batchId }).where('line_id', '<=', last).delete();
      }
      return gone;
    },
  };
}

export type CalculationStore = ReturnType<typeof createCalculationStore>;

/** `batch_adjustments.field` of an adjustment that the caps do not hold for. */
export const UNCAPPED = 'amount_uncapped';

interface AdjustedRow {
  id: string;
  benefit: Benefit;
  class_no: number;
  month_used: number;
  credited_before: number;
  field: string;
  to_value: number;
  reason: string;
}
