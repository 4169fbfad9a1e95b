import type { Knex } from 'knex';
import type { OverchargeRecord } from '#contract/money.ts';
import type { Charge } from '#domain/charges.ts';
import { isCorrection, SET_OFF, type LedgerEntry, type NewEntry } from '#domain/charge-ledger.ts';
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
        entry_key: charge.period,
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

    /** Adds entries of one case; a key that stands is left as it is. */
    async add(
      of: Pick<ChargedCase, 'id' | 'lineId' | 'productCode' | 'demo'>,
      entries: readonly NewEntry[],
    ): Promise<void> {
      const now = world.now();
      const rows = entries.map(({ key, period, fen, postedAt, source }) => ({
        id: world.nextId(),
        case_id: of.id,
        period,
        entry_key: key,
        line_id: of.lineId,
        product_code: of.productCode,
        fen,
        posted_at: postedAt,
        source,
        state: 'open',
        batch_id: null,
        demo: of.demo,
        created_at: now,
        updated_at: now,
      }));
      for (let start = 0; start < rows.length; start += CHUNK)
        await insertIgnore(db, 'overcharges', rows.slice(start, start + CHUNK));
    },

    /** The whole ledger of a case. */
    async entries(caseId: string): Promise<LedgerEntry[]> {
      const rows = (await db('overcharges').where({ case_id: caseId }).orderBy('id')) as Record<
        string,
        unknown
      >[];
      return rows.map((row) => ({
        ...recordOf(row),
        key: String(row['entry_key']),
      }));
    },

    /** Estimates up to an instant that billing has now spoken about; those in a batch stay. */
    async replaceEstimates(caseId: string, throughAt: number): Promise<number> {
      return affected(
        await db('overcharges')
          .where({ case_id: caseId, state: 'open', source: 'derived' })
          .where('posted_at', '<=', throughAt)
          .whereNot('entry_key', 'like', `${SET_OFF}%`)
          .update({ state: 'replaced', updated_at: world.now() }),
      );
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

    /** Nothing is owed after all: the request was taken back, or rightly refused. */
    async withdraw(caseId: string): Promise<number> {
      return affected(
        await db('overcharges')
          .where({ case_id: caseId, state: 'open' })
          .update({ state: 'void', updated_at: world.now() }),
      );
    },

    /** Estimates from the instant on at which billing had stopped; what billing posted, it posted. */
    async withdrawEstimates(caseId: string, sinceAt: number): Promise<number> {
      return affected(
        await db('overcharges')
          .where({ case_id: caseId, state: 'open', source: 'derived' })
          .where('posted_at', '>=', sinceAt)
          .whereNot('entry_key', 'like', `${SET_OFF}%`)
          .update({ state: 'void', updated_at: world.now() }),
      );
    },

    /** The case's column follows its ledger. */
    async settleCase(caseId: string): Promise<void> {
      const [row]: { fen: unknown }[] = await db('overcharges')
        .where({ case_id: caseId })
        .whereNotIn('state', ['void', 'replaced'])
        .sum({ fen: 'fen' });
      await db('cases')
        .where({ id: caseId })
        // What billing gave back by itself may be more than it took since.
        .update({ overcharge_fen: Math.max(0, Number(row?.fen ?? 0)) });
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

    /** One case, locked until the transaction ends; undefined when it is gone. */
    async lockCase(id: string): Promise<(ChargedCase & { endedAt: number | null }) | undefined> {
      const rows = (await lockRows(db, db('cases').where({ id }))) as Record<string, unknown>[];
      const [row] = rows;
      if (row === undefined) return undefined;
      const endedAt = row['ended_at'] == null ? null : Number(row['ended_at']);
      return { ...chargedCaseOf(row), endedAt };
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
    correction: isCorrection(String(row['entry_key'])),
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
    nextChargeAt: Number(row['next_charge_at'] ?? 0),
    demo: Boolean(row['demo']),
  };
}
