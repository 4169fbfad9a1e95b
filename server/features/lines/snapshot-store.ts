import type { Knex } from 'knex';
import type { LineKind, LineStatus, PaymentType, PlanType } from '#domain/policy-types.ts';
import { insertIgnore } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { LineStore } from './line-store.ts';

/** What a snapshot says of one line on its day. Money in fen, data in MB. */
export interface SnapshotLine {
  /** E.164 */
  msisdn: string;
  planCode: string;
  planName: string;
  planType: PlanType;
  monthlyFeeFen: number;
  dataQuotaMb: number;
  dataRemainingMb: number;
  areaCode: string;
  province: string | null;
  city: string | null;
  district: string | null;
  siteCode: string;
  status: LineStatus;
  /** 'YYYY-MM-DD' */
  joinedOn: string;
  paymentType: PaymentType;
  billDay: number;
  language: 'zh' | 'en';
  /** Has the operator's app; null or absent where nothing is known. */
  appPush?: boolean | null;
  accountId: string;
  lineKind: LineKind;
}

interface AreaSource {
  areaCode: string;
  province: string | null;
  city: string | null;
  district: string | null;
}

interface Needs {
  lines: Pick<LineStore, 'findOrCreate'>;
  ensureAreas(sources: readonly AreaSource[]): Promise<void>;
  /** Notes which lines have the operator's app. */
  noteApps(lines: readonly { lineId: string; appPush: boolean }[]): Promise<void>;
}

const INSERT_CHUNK = 200;
const READ_CHUNK = 500;
const DELETE_CHUNK = 2_000;

/**
 * Snapshots of lines. One is `loading` until all of its lines are there, then `complete` and never changed:
 * what was calculated from it must be found again. A later one of the same day stands in its stead.
 */
export function createSnapshotStore(db: Knex, world: World, needs: Needs) {
  async function sameDay(id: string, asOfAt: number): Promise<string | undefined> {
    const row = (await db('snapshots')
      .where({ as_of_at: asOfAt, state: 'complete' })
      .whereNot({ id })
      .orderBy('id', 'desc')
      .select('id')
      .first()) as { id: string } | undefined;
    return row?.id;
  }

  async function factsOf(
    snapshotId: string | undefined,
    lineIds: readonly string[],
  ): Promise<Map<string, Fact>> {
    const found = new Map<string, Fact>();
    if (snapshotId === undefined) return found;
    for (let start = 0; start < lineIds.length; start += READ_CHUNK) {
      const rows = (await db('line_facts')
        .where({ snapshot_id: snapshotId })
        .whereIn('line_id', lineIds.slice(start, start + READ_CHUNK))) as Fact[];
      for (const row of rows) found.set(String(row['line_id']), row);
    }
    return found;
  }

  async function asOfOf(id: string): Promise<number> {
    const row = (await db('snapshots').where({ id }).select('as_of_at').first()) as
      { as_of_at: number } | undefined;
    return Number(row?.as_of_at ?? 0);
  }

  return {
    /** Opens a snapshot, unless it is open already. Its lines follow with `add`. */
    async begin(id: string, asOfAt: number, options: { demo?: boolean } = {}): Promise<void> {
      await insertIgnore(db, 'snapshots', [
        {
          id,
          as_of_at: asOfAt,
          state: 'loading',
          line_count: 0,
          demo: options.demo ?? false,
          created_at: world.now(),
        },
      ]);
    },

    /**
     * Adds lines, each once, with the areas they name. Answers how many of them say something that no
     * complete snapshot of the same day says.
     */
    async add(
      id: string,
      rows: readonly SnapshotLine[],
      options: { demo?: boolean } = {},
    ): Promise<number> {
      await needs.ensureAreas(distinctAreas(rows));
      const lines = await needs.lines.findOrCreate(
        rows.map((row) => row.msisdn),
        { demo: options.demo ?? false },
      );
      const facts = rows.flatMap((row) => {
        const line = lines.get(row.msisdn);
        return line === undefined ? [] : [factOf(id, line.id, row)];
      });
      await needs.noteApps(
        rows.flatMap(({ msisdn, appPush }) => {
          const lineId = lines.get(msisdn)?.id;
          return lineId === undefined || appPush == null ? [] : [{ lineId, appPush }];
        }),
      );
      const before = await factsOf(
        await sameDay(id, await asOfOf(id)),
        facts.map((fact) => String(fact['line_id'])),
      );
      for (let start = 0; start < facts.length; start += INSERT_CHUNK)
        await insertIgnore(db, 'line_facts', facts.slice(start, start + INSERT_CHUNK));
      return facts.filter((fact) => !sameFact(fact, before.get(String(fact['line_id'])))).length;
    },

    /** For a dry run: how many of the lines would say something new of that day. */
    async countNew(asOfAt: number, rows: readonly SnapshotLine[], hashOf: HashOf): Promise<number> {
      const latest = await sameDay('', asOfAt);
      if (latest === undefined) return rows.length;
      const ids = await idsByHash(
        db,
        rows.map((row) => hashOf(row.msisdn)),
      );
      const before = await factsOf(latest, [...ids.values()]);
      return rows.filter((row) => {
        const lineId = ids.get(hashOf(row.msisdn));
        return lineId === undefined || !sameFact(factOf(latest, lineId, row), before.get(lineId));
      }).length;
    },

    /**
     * Makes the snapshot valid. `unchanged` when it brought nothing new and has as many lines as the one of
     * the same day: then it stays aside and is to be discarded.
     */
    async complete(id: string, newRows: number): Promise<'complete' | 'unchanged'> {
      const [counted] = await db('line_facts')
        .where({ snapshot_id: id })
        .count<{ n: number }[]>({ n: '*' });
      const lineCount = Number(counted?.n ?? 0);
      const latest = await sameDay(id, await asOfOf(id));
      if (newRows === 0 && latest !== undefined) {
        const row = (await db('snapshots').where({ id: latest }).select('line_count').first()) as
          { line_count: number } | undefined;
        if (Number(row?.line_count) === lineCount) return 'unchanged';
      }
      await db('snapshots')
        .where({ id, state: 'loading' })
        .update({ state: 'complete', line_count: lineCount });
      return 'complete';
    },

    /** Throws an unfinished snapshot away, in short writes; a complete one stays. */
    async discard(id: string): Promise<void> {
      const open = (await db('snapshots').where({ id, state: 'loading' }).first()) as unknown;
      if (open === undefined) return;
      for (;;) {
        const rows = await db('line_facts')
          .where({ snapshot_id: id })
          .orderBy('line_id')
          .limit(DELETE_CHUNK)
          .select<{ line_id: string }[]>('line_id');
        const last = rows.at(-1);
        if (last === undefined) break;
        await db('line_facts')
          .where({ snapshot_id: id })
          .where('line_id', '<=', last.line_id)
          .delete();
      }
      await db('snapshots').where({ id, state: 'loading' }).delete();
    },
  };
}

export type SnapshotStore = ReturnType<typeof createSnapshotStore>;

type Fact = Record<string, string | number>;
type HashOf = (msisdn: string) => string;

function factOf(snapshotId: string, lineId: string, row: SnapshotLine): Fact {
  return {
    snapshot_id: snapshotId,
    line_id: lineId,
    plan_code: row.planCode,
    plan_name: row.planName,
    plan_type: row.planType,
    monthly_fee_fen: row.monthlyFeeFen,
    data_quota_mb: row.dataQuotaMb,
    data_remaining_mb: row.dataRemainingMb,
    area_code: row.areaCode,
    site_code: row.siteCode,
    status: row.status,
    payment_type: row.paymentType,
    bill_day: row.billDay,
    language: row.language,
    account_id: row.accountId,
    line_kind: row.lineKind,
    joined_on: row.joinedOn,
  };
}

function sameFact(fact: Fact, stored: Fact | undefined): boolean {
  if (stored === undefined) return false;
  return Object.keys(fact).every(
    (name) => name === 'snapshot_id' || String(fact[name]) === String(stored[name]),
  );
}

function distinctAreas(rows: readonly SnapshotLine[]): AreaSource[] {
  return [...new Map(rows.map((row) => [row.areaCode, row])).values()].map(
    ({ areaCode, province, city, district }) => ({ areaCode, province, city, district }),
  );
}

async function idsByHash(db: Knex, hashes: readonly string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (let start = 0; start < hashes.length; start += READ_CHUNK) {
    const rows = await db('lines')
      .whereIn('msisdn_hash', hashes.slice(start, start + READ_CHUNK))
      .select<{ id: string; msisdn_hash: string }[]>('id', 'msisdn_hash');
    for (const row of rows) ids.set(row.msisdn_hash, row.id);
  }
  return ids;
}
