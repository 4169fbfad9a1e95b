import type { Knex } from 'knex';
import type {
  ApprovalRule,
  BatchAdjustment,
  BatchApproval,
  BatchShow,
  BatchTotalsRecord,
  CreditSummary,
  ExclusionReason,
  PreviousLook,
} from '#contract/compensation.ts';
import type { Actor } from '#domain/context.ts';
import type { ItemState } from '#domain/lifecycles.ts';
import type { Benefit } from '#domain/policy-types.ts';
import { isApproved, type BatchRow } from './batch-rows.ts';
import { UNCAPPED } from './calculation-store.ts';

const ADJUSTMENTS = 500;
export interface ClassSum {
  classNo: number;
  benefit: Benefit;
  amount: number;
  items: number;
}

/** What hangs on a batch, as its page shows it. */
export function createBatchParts(db: Knex) {
  async function approvalsOf(id: string): Promise<BatchApproval[]> {
    const rows = (await db('batch_approvals')
      .where({ batch_id: id })
      .orderBy('id', 'desc')) as Record<string, unknown>[];
    return rows.map((row) => ({
      id: String(row['id']),
      contentHash: String(row['content_hash']),
      act: row['act'] as BatchApproval['act'],
      approverId: String(row['approver_id']),
      approverName: String(row['approver_name']),
      approverRole: String(row['approver_role']),
      reason: row['reason'] == null ? null : String(row['reason']),
      rule: row['rule'] == null ? null : (JSON.parse(String(row['rule'])) as ApprovalRule),
      void: Boolean(row['void']),
      createdAt: Number(row['created_at']),
    }));
  }

  async function adjustmentsOf(id: string, since = 0): Promise<BatchAdjustment[]> {
    const rows = await db('batch_adjustments as a')
      .leftJoin('batch_items as i', 'i.id', 'a.item_id')
      .leftJoin('lines as l', 'l.id', 'i.line_id')
      .where('a.batch_id', id)
      .where('a.created_at', '>=', since)
      .orderBy('a.id', 'desc')
      .limit(ADJUSTMENTS)
      .select<Record<string, unknown>[]>('a.*', 'i.line_id', 'i.benefit', 'l.msisdn_masked');
    return rows.map((row) => ({
      id: String(row['id']),
      itemId: row['item_id'] == null ? null : String(row['item_id']),
      lineId: row['line_id'] == null ? null : String(row['line_id']),
      msisdnMasked: row['msisdn_masked'] == null ? null : String(row['msisdn_masked']),
      benefit: (row['benefit'] ?? null) as Benefit | null,
      field: row['field'] === 'factor' ? 'factor' : 'amount',
      capWaived: row['field'] === UNCAPPED,
      fromValue: Number(row['from_value']),
      toValue: Number(row['to_value']),
      reason: String(row['reason']),
      authorId: String(row['author_id']),
      authorName: String(row['author_name']),
      createdAt: Number(row['created_at']),
    }));
  }

  async function previousLook(row: BatchRow, actor: Actor): Promise<PreviousLook | null> {
    const look = (await db('batch_looks')
      .where({ batch_id: row.id, staff_id: actor.id })
      .first()) as { at: number; content_hash: string | null; totals: string } | undefined;
    if (look === undefined) return null;
    return {
      ...(JSON.parse(look.totals) as BatchTotalsRecord),
      at: Number(look.at),
      contentHash: look.content_hash,
      changed: look.content_hash !== row.content_hash,
      changesSince: await adjustmentsOf(row.id, Number(look.at)),
    };
  }

  /** Sums of the items by class and benefit. */
  async function sumsByClass(id: string): Promise<ClassSum[]> {
    const rows = (await db('batch_items')
      .where({ batch_id: id })
      .groupBy('class_no', 'benefit')
      .orderBy(['class_no', 'benefit'])
      .select('class_no', 'benefit')
      .sum({ amount: 'amount' })
      .select(db.raw('sum(case when amount > 0 then 1 else 0 end) as n'))) as unknown as {
      class_no: number;
      benefit: Benefit;
      amount: number;
      n: number;
    }[];
    return rows.map((row) => ({
      classNo: Number(row.class_no),
      benefit: row.benefit,
      amount: Number(row.amount),
      items: Number(row.n),
    }));
  }

  async function classRows(id: string) {
    return (await db('batch_classes').where({ batch_id: id }).orderBy('class_no')) as {
      class_no: number;
      class_key: string;
      facts: string;
      benefits: string;
      steps: string;
      line_count: number;
    }[];
  }

  async function credits(row: BatchRow): Promise<CreditSummary | null> {
    if (!isApproved(row.state)) return null;
    const rows = (await db('batch_items')
      .where({ batch_id: row.id })
      .where('amount', '>', 0)
      .groupBy('state')
      .select('state')
      .count({ n: '*' })) as unknown as { state: ItemState; n: number }[];
    const counts = { fixed: 0, sent: 0, accepted: 0, unknown: 0, parked: 0, reversed: 0 };
    for (const one of rows) counts[one.state] = Number(one.n);
    const parkedReasons =
      counts.parked === 0
        ? []
        : ((await db('batch_items')
            .where({ batch_id: row.id, state: 'parked' })
            .groupBy('parked_reason')
            .orderBy('n', 'desc')
            .limit(20)
            .select('parked_reason as reason')
            .count({ n: '*' })) as unknown as { reason: string | null; n: number }[]);
    return {
      ...counts,
      parkedReasons: parkedReasons.map((one) => ({
        reason: one.reason ?? '',
        items: Number(one.n),
      })),
    };
  }

  async function exclusionsOf(id: string): Promise<BatchShow['exclusions']> {
    const rows = (await db('batch_exclusions')
      .where({ batch_id: id })
      .groupBy('reason')
      .orderBy('reason')
      .select('reason')
      .count({ n: '*' })) as unknown as { reason: ExclusionReason; n: number }[];
    return rows.map((row) => ({ reason: row.reason, lines: Number(row.n) }));
  }

  async function makersOf(id: string): Promise<BatchShow['makers']> {
    const rows = (await db('batch_makers')
      .where({ batch_id: id })
      .orderBy(['at', 'act'])) as Record<string, unknown>[];
    return rows.map((row) => ({
      staffId: String(row['staff_id']),
      name: String(row['name']),
      act: row['act'] as BatchShow['makers'][number]['act'],
      at: Number(row['at']),
    }));
  }

  return {
    approvalsOf,
    adjustmentsOf,
    previousLook,
    sumsByClass,
    classRows,
    credits,
    exclusionsOf,
    makersOf,
  };
}
