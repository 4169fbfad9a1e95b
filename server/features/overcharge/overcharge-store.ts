import type { Knex } from 'knex';
import type { OverchargeRecord } from '#contract/money.ts';
import type { Charge } from '#domain/charges.ts';
import { affected, insertIgnore, lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

/** A posting of billing that came too late a cancel's way. */
export interface NewOvercharge {
  caseId: string;
  lineId: string;
  productCode: string;
  demo: boolean;
  charge: Charge;
}

/** What a compensation batch can pay: its key is (case, period). */
export interface RefundItem {
  id: string;
  caseId: string;
  period: string;
  lineId: string;
  productCode: string;
  fen: number;
  postedAt: number;
}

/** The columns of a case that decide what it owes. */
export interface ChargedCase {
  id: string;
  lineId: string;
  productCode: string;
  monthlyFeeFen: number;
  failureCode: string;
  wanted: 'active' | 'cancelled';
  wantedFromAt: number | null;
  requestedAt: number;
  billing: 'active' | 'cancelled' | 'absent' | 'unknown';
  nextChargeAt: number;
  demo: boolean;
}

const CHUNK = 200;
const MAX_SHOWN = 400;

export function createOverchargeStore(db: Knex, world: World) {
  return {
    /** Adds postings; one that stands for its case and period is left as it is. */
    async post(items: readonly NewOvercharge[]): Promise<void> {
      const now = world.now();
      const rows = items.map(({ caseId, lineId, productCode, demo, charge }) => ({
        id: world.nextId(),
        case_id: caseId,
        period: charge.period,
        line_id: lineId,
        product_code: productCode,
        fen: charge.overchargeFen,
        posted_at: charge.postedAt,
        source: 'derived',
        state: 'open',
        batch_id: null,
        demo,
        created_at: now,
        updated_at: now,
      }));
      for (let start = 0; start < rows.length; start += CHUNK)
        await insertIgnore(db, 'overcharges', rows.slice(start, start + CHUNK));
    },

    async ofCase(caseId: string): Promise<OverchargeRecord[]> {
      const rows = (await db('overcharges')
        .where({ case_id: caseId })
        .orderBy('posted_at', 'desc')
        .limit(MAX_SHOWN)) as Record<string, unknown>[];
      return rows.map(recordOf);
    },

    /** Sums of a case by state. */
    async sumsOf(caseId: string): Promise<Map<string, number>> {
      const rows: { state: string; fen: unknown }[] = await db('overcharges')
        .where({ case_id: caseId })
        .groupBy('state')
        .select('state')
        .sum({ fen: 'fen' });
      return new Map(rows.map(({ state, fen }) => [state, Number(fen)]));
    },

    /** Postings that were none after all: of a request that was taken back, or after billing had stopped. */
    async withdraw(caseId: string, sinceAt: number): Promise<number> {
      return affected(
        await db('overcharges')
          .where({ case_id: caseId, state: 'open' })
          .where('posted_at', '>=', sinceAt)
          .update({ state: 'void', updated_at: world.now() }),
      );
    },

    /** The case's column follows its ledger. */
    async settleCase(caseId: string): Promise<void> {
      const [row]: { fen: unknown }[] = await db('overcharges')
        .where({ case_id: caseId })
        .whereNot('state', 'void')
        .sum({ fen: 'fen' });
      await db('cases')
        .where({ id: caseId })
        .update({ overcharge_fen: Number(row?.fen ?? 0) });
    },

    /** Cases on which a charge fell due, locked, oldest first. */
    async fallenDue(limit: number): Promise<ChargedCase[]> {
      const query = db('cases')
        .where('next_charge_at', '<=', world.now())
        .orderBy([{ column: 'next_charge_at' }, { column: 'id' }])
        .limit(limit);
      const rows = (await lockRows(db, query)) as Record<string, unknown>[];
      return rows.map(chargedCaseOf);
    },

    /** Moves cases on to their next charge, together where they agree. Their version stays: nobody edits these. */
    async moveOn(
      ids: readonly string[],
      change: { from: number; to: number | null; addFen: number },
    ): Promise<void> {
      for (let start = 0; start < ids.length; start += CHUNK)
        await db('cases')
          .whereIn('id', ids.slice(start, start + CHUNK))
          .where('next_charge_at', change.from)
          .update({
            next_charge_at: change.to,
            ...(change.addFen === 0
              ? {}
              : { overcharge_fen: db.raw('overcharge_fen + ?', [change.addFen]) }),
          });
    },

    /** Postings of ended cases that no batch has taken, in the order of their ids; for compensation batches. */
    async refundable(limit: number, afterId = ''): Promise<RefundItem[]> {
      const rows: Record<string, unknown>[] = await db('overcharges')
        .join('cases', 'cases.id', 'overcharges.case_id')
        .where('overcharges.state', 'open')
        .where('overcharges.id', '>', afterId)
        .whereNotNull('cases.ended_at')
        .orderBy('overcharges.id')
        .limit(limit)
        .select('overcharges.*');
      return rows.map((row) => ({
        id: String(row['id']),
        caseId: String(row['case_id']),
        period: String(row['period']),
        lineId: String(row['line_id']),
        productCode: String(row['product_code']),
        fen: Number(row['fen']),
        postedAt: Number(row['posted_at']),
      }));
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

export type OverchargeStore = ReturnType<typeof createOverchargeStore>;

function recordOf(row: Record<string, unknown>): OverchargeRecord {
  return {
    id: String(row['id']),
    caseId: String(row['case_id']),
    period: String(row['period']),
    fen: Number(row['fen']),
    postedAt: Number(row['posted_at']),
    source: row['source'] === 'read' ? 'read' : 'derived',
    state: String(row['state']) as OverchargeRecord['state'],
    batchId: row['batch_id'] == null ? null : String(row['batch_id']),
  };
}

function chargedCaseOf(row: Record<string, unknown>): ChargedCase {
  return {
    id: String(row['id']),
    lineId: String(row['line_id']),
    productCode: String(row['product_code']),
    monthlyFeeFen: Number(row['monthly_fee_fen']),
    failureCode: String(row['failure_code']),
    wanted: row['wanted'] === 'active' ? 'active' : 'cancelled',
    wantedFromAt: row['wanted_from_at'] == null ? null : Number(row['wanted_from_at']),
    requestedAt: Number(row['requested_at']),
    billing: String(row['billing_actual']) as ChargedCase['billing'],
    nextChargeAt: Number(row['next_charge_at']),
    demo: Boolean(row['demo']),
  };
}
