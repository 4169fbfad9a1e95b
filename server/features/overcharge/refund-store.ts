import type { Knex } from 'knex';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

/** What a compensation batch can pay: all that is owed on one case, corrections set off. */
export interface RefundItem {
  caseId: string;
  lineId: string;
  productCode: string;
  fen: number;
  /** The entries of the ledger that make it up; a batch takes all of them. */
  entryIds: string[];
}

const CHUNK = 200;

/** What compensation batches do with the ledger. */
export function createRefundStore(db: Knex, world: World) {
  return {
    /** What is owed on ended cases and in no batch, in the order of the cases; for compensation batches. */
    async refundable(limit: number, afterCaseId = ''): Promise<RefundItem[]> {
      const cases: { case_id: string }[] = await db('overcharges')
        .join('cases', 'cases.id', 'overcharges.case_id')
        .where('overcharges.state', 'open')
        .where('overcharges.case_id', '>', afterCaseId)
        .whereNotNull('cases.ended_at')
        .groupBy('overcharges.case_id')
        .having(db.raw('sum(overcharges.fen) > 0'))
        .orderBy('overcharges.case_id')
        .limit(limit)
        .select('overcharges.case_id');
      const items = new Map<string, RefundItem>();
      const ids = cases.map((row) => row.case_id);
      for (let start = 0; start < ids.length; start += CHUNK) {
        const rows: Record<string, unknown>[] = await db('overcharges')
          .whereIn('case_id', ids.slice(start, start + CHUNK))
          .where({ state: 'open' })
          .orderBy(['case_id', 'id']);
        for (const row of rows) addTo(items, row);
      }
      return [...items.values()];
    },

    /** Takes postings into a batch; answers how many were still free. A batch takes all of its items or none. */
    async claim(ids: readonly string[], batchId: string): Promise<number> {
      let taken = 0;
      for (let start = 0; start < ids.length; start += CHUNK)
        taken += affected(
          await db('overcharges')
            .whereIn('id', ids.slice(start, start + CHUNK))
            .where({ state: 'open' })
            .update({ state: 'claimed', batch_id: batchId, updated_at: world.now() }),
        );
      return taken;
    },

    /** A batch that will not pay gives its postings back; one that paid marks them. */
    async settleBatch(batchId: string, state: 'open' | 'refunded'): Promise<void> {
      await db('overcharges')
        .where({ batch_id: batchId, state: 'claimed' })
        .update({
          state,
          ...(state === 'open' ? { batch_id: null } : {}),
          updated_at: world.now(),
        });
    },
  };
}

function addTo(items: Map<string, RefundItem>, row: Record<string, unknown>): void {
  const caseId = String(row['case_id']);
  const item = items.get(caseId) ?? {
    caseId,
    lineId: String(row['line_id']),
    productCode: String(row['product_code']),
    fen: 0,
    entryIds: [],
  };
  item.fen += Number(row['fen']);
  item.entryIds.push(String(row['id']));
  items.set(caseId, item);
}
