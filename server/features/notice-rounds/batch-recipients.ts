import type { Knex } from 'knex';
import type { MessageLanguage } from '#domain/message-text.ts';
import type { BenefitAmounts } from '#domain/message-words.ts';
import type { Benefit } from '#domain/policy-types.ts';

/** Whose lines: those of a batch, with what is known of them since. */
export interface BatchScope {
  batchId: string;
  snapshotId: string;
  latestSnapshotId: string;
  /** Before crediting, what would arrive counts as if it had. */
  expected: boolean;
}

export interface CreditedLine {
  lineId: string;
  msisdnMasked: string;
  areaCode: string;
  language: MessageLanguage;
  demo: boolean;
  amounts: BenefitAmounts;
  /** The class of its data: some classes' data is good for another time. */
  dataClassNo: number | null;
}

export interface BatchCounts {
  ready: number;
  open: number;
  lineEnded: number;
  optedOut: number;
  /** Nothing arrived: it was parked, or taken back. */
  nothing: number;
}

/** Lines of one step. */
const TAKE = 1_000;
const FIELDS = {
  area_code: 'coalesce(nw.area_code, lf.area_code)',
  language: 'coalesce(nw.language, lf.language)',
  ended: "case when coalesce(nw.status, lf.status) in ('ported', 'closed') then 1 else 0 end",
  opted: 'coalesce(c.opted_out, 0)',
} as const;

type Row = Record<string, unknown>;

/** Lines of a batch whose credits have arrived: all of a line's items have their end, and something came of one. */
export function createBatchRecipients(db: Knex) {
  const isReady = (expected: boolean) =>
    expected ? "i.state <> 'reversed'" : "i.state = 'accepted'";
  const isOpen = (expected: boolean) =>
    expected ? '1 = 0' : "i.state in ('fixed', 'sent', 'unknown')";

  async function linesOf(scope: BatchScope, ids: readonly string[]): Promise<CreditedLine[]> {
    if (ids.length === 0) return [];
    const rows: Row[] = await db
      .from(
        db.raw(
          `batch_items i
          join \`lines\` l on l.id = i.line_id
          left join line_facts lf on lf.snapshot_id = ? and lf.line_id = i.line_id
          left join line_facts nw on nw.snapshot_id = ? and nw.line_id = i.line_id
          left join line_contacts c on c.line_id = i.line_id`,
          [scope.snapshotId, scope.latestSnapshotId],
        ),
      )
      .where('i.batch_id', scope.batchId)
      .whereIn('i.line_id', [...ids])
      .where('i.amount', '>', 0)
      .orderBy('i.line_id')
      .select('i.line_id', 'i.benefit', 'i.amount', 'i.class_no', 'l.msisdn_masked', 'l.demo', {
        ready: db.raw(`case when ${isReady(scope.expected)} then 1 else 0 end`),
        open: db.raw(`case when ${isOpen(scope.expected)} then 1 else 0 end`),
        area_code: db.raw(FIELDS.area_code),
        language: db.raw(FIELDS.language),
        ended: db.raw(FIELDS.ended),
        opted: db.raw(FIELDS.opted),
      });
    const byLine = new Map<string, Row[]>();
    for (const row of rows) {
      const lineId = String(row['line_id']);
      byLine.set(lineId, [...(byLine.get(lineId) ?? []), row]);
    }
    return [...byLine.values()].flatMap((items) => creditedLineOf(items) ?? []);
  }

  async function idsAfter(batchId: string, after: string): Promise<string[]> {
    return (await db('batch_items')
      .where({ batch_id: batchId })
      .where('line_id', '>', after)
      .distinct('line_id')
      .orderBy('line_id')
      .limit(TAKE)
      .pluck('line_id')) as string[];
  }

  return {
    /** The next lines behind one that are ready and may be told; `last` is where the next step goes on. */
    async next(
      scope: BatchScope,
      after: string,
    ): Promise<{ lines: CreditedLine[]; last: string | null }> {
      const ids = await idsAfter(scope.batchId, after);
      const lines = await linesOf(scope, ids);
      return { lines, last: ids.length < TAKE ? null : (ids.at(-1) ?? null) };
    },

    /** Lines by what becomes of them; those told already, by the key of their message, count nowhere. */
    async count(scope: BatchScope, toldKey: string | null): Promise<BatchCounts> {
      const perLine: Knex.QueryBuilder = db
        .from(
          db.raw(
            `batch_items i
            left join line_facts lf on lf.snapshot_id = ? and lf.line_id = i.line_id
            left join line_facts nw on nw.snapshot_id = ? and nw.line_id = i.line_id
            left join line_contacts c on c.line_id = i.line_id`,
            [scope.snapshotId, scope.latestSnapshotId],
          ),
        )
        .where('i.batch_id', scope.batchId)
        .where('i.amount', '>', 0)
        .groupBy('i.line_id')
        .select('i.line_id', {
          ready: db.raw(`max(case when ${isReady(scope.expected)} then 1 else 0 end)`),
          open: db.raw(`max(case when ${isOpen(scope.expected)} then 1 else 0 end)`),
          ended: db.raw(`max(${FIELDS.ended})`),
          opted: db.raw(`max(${FIELDS.opted})`),
        })
        .as('per_line');
      const query = db.from(perLine);
      if (toldKey !== null)
        void query.whereRaw(
          'not exists (select 1 from notices n where n.event_key = concat(?, per_line.line_id))',
          [toldKey],
        );
      const rows = (await query
        .groupBy('ready', 'open', 'ended', 'opted')
        .select('ready', 'open', 'ended', 'opted')
        .count({ n: '*' })) as unknown as Row[];
      const counts: BatchCounts = {
        ...{ ready: 0, open: 0, nothing: 0 },
        ...{ lineEnded: 0, optedOut: 0 },
      };
      for (const row of rows) counts[partOf(row)] += Number(row['n']);
      return counts;
    },

    /** Lines with the largest, a middling and the smallest amount. */
    async samples(scope: BatchScope): Promise<CreditedLine[]> {
      const items = () =>
        db('batch_items').where({ batch_id: scope.batchId }).where('amount', '>', 0);
      const [counted] = (await items().count({ n: '*' })) as unknown as { n: number }[];
      const middle = Math.floor(Number(counted?.n ?? 0) / 2);
      const found: string[] = [];
      for (const [order, offset] of [
        ['desc', 0],
        ['asc', middle],
        ['asc', 0],
      ] as const) {
        const row: { line_id: string } | undefined = await items()
          .orderBy([
            { column: 'amount', order },
            { column: 'id', order },
          ])
          .offset(offset)
          .first('line_id');
        if (row !== undefined) found.push(row.line_id);
      }
      const lines = await linesOf({ ...scope, expected: true }, [...new Set(found)]);
      return [...new Set(found)].flatMap((id) => lines.find(({ lineId }) => lineId === id) ?? []);
    },

    /** Of these lines, those of which the batch took something back. */
    async takenBack(batchId: string, lineIds: readonly string[]): Promise<Set<string>> {
      if (lineIds.length === 0) return new Set();
      return new Set(
        (await db('batch_items')
          .where({ batch_id: batchId, state: 'reversed' })
          .whereIn('line_id', [...lineIds])
          .pluck('line_id')) as string[],
      );
    },
  };
}

export type BatchRecipients = ReturnType<typeof createBatchRecipients>;

function partOf(row: Row): keyof BatchCounts {
  if (Number(row['open']) === 1) return 'open';
  if (Number(row['ready']) === 0) return 'nothing';
  if (Number(row['ended']) === 1) return 'lineEnded';
  return Number(row['opted']) === 1 ? 'optedOut' : 'ready';
}

/** Null while an item of it is on its way, when nothing arrived, or when it is not to be told. */
function creditedLineOf(items: readonly Row[]): CreditedLine | null {
  const [first] = items;
  if (first === undefined || items.some((row) => Number(row['open']) === 1)) return null;
  if (Number(first['ended']) === 1 || Number(first['opted']) === 1) return null;
  const ready = items.filter((row) => Number(row['ready']) === 1);
  if (ready.length === 0) return null;
  const data = ready.find((row) => row['benefit'] === 'data');
  const amounts: BenefitAmounts = {};
  for (const row of ready) {
    const benefit = row['benefit'] as Benefit;
    amounts[benefit] = (amounts[benefit] ?? 0) + Number(row['amount']);
  }
  return {
    lineId: String(first['line_id']),
    msisdnMasked: String(first['msisdn_masked']),
    areaCode: String(first['area_code'] ?? ''),
    language: String(first['language'] ?? 'zh')
      .toLowerCase()
      .startsWith('en')
      ? 'en'
      : 'zh',
    demo: Boolean(first['demo']),
    amounts,
    dataClassNo: data === undefined ? null : Number(data['class_no']),
  };
}
