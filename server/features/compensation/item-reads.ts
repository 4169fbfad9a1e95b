import type { Knex } from 'knex';
import { z } from 'zod';
import {
  batchItemStates,
  exclusionReasons,
  type BatchExclusionRecord,
  type BatchItemRecord,
  type ExplanationStep,
  type ItemExplanation,
} from '#contract/compensation.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import {
  benefits,
  benefitUnits,
  type Benefit,
  type LineKind,
  type LineStatus,
  type PaymentType,
  type PlanType,
} from '#domain/policy-types.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import { pinnedFactsOf, type StoredPins } from './batch-pins.ts';
import { isApproved, pinsOf, type BatchRow } from './batch-rows.ts';
import { valuer } from './chunk-sums.ts';
import { dataTermsOf, monthCapOfItem, ownSteps, type ClassTexts } from './item-own.ts';

const id = z.string().max(48);

export const itemList = {
  filters: {
    id: oneOrMany(id),
    batchId: id,
    state: oneOrMany(z.enum(batchItemStates)),
    benefit: oneOrMany(z.enum(benefits)),
    classNo: oneOrMany(z.int()),
    lineId: oneOrMany(id),
    adjusted: z.literal(true),
  },
  sorts: { id: 'i.id', amount: 'i.amount' },
  defaultSort: ['id', 'ASC'],
} as const satisfies ListSpec;

export const exclusionList = {
  filters: {
    id: oneOrMany(z.string().max(60)),
    batchId: id,
    reason: oneOrMany(z.enum(exclusionReasons)),
    lineId: oneOrMany(id),
  },
  sorts: { lineId: 'e.line_id', reason: 'e.reason', id: 'e.line_id' },
  defaultSort: ['lineId', 'ASC'],
} as const satisfies ListSpec;

export function createItemReads(db: Knex) {
  async function batchOf(batchId: string): Promise<BatchRow> {
    const row = (await db('batches').where({ id: batchId }).first()) as BatchRow | undefined;
    if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
    return row;
  }

  /** The batch of items that were asked for by their ids alone. */
  async function batchOfItems(ids: readonly string[] | undefined): Promise<string | null> {
    if (ids === undefined) return onlyOne(undefined);
    const rows = await db('batch_items')
      .whereIn('id', [...ids])
      .distinct<{ batch_id: string }[]>('batch_id');
    return onlyOne(rows.map((row) => row.batch_id));
  }

  /** The number's mask and the facts of the pinned snapshot, joined for the rows of a page only. */
  const withLine = (query: Knex.QueryBuilder, alias: string, snapshotId: string) =>
    query
      .leftJoin('lines as l', 'l.id', `${alias}.line_id`)
      .leftJoin('line_facts as f', (on) => {
        on.on('f.line_id', `${alias}.line_id`).andOnVal('f.snapshot_id', snapshotId);
      })
      .select(`${alias}.*`, 'l.msisdn_masked', 'f.plan_name', 'f.area_code');

  /** What the item's class says, then what is its own; with how its data may be used. */
  async function toldOf(
    batch: BatchRow,
    item: BatchItemRecord,
    pins: StoredPins,
  ): Promise<Pick<ItemExplanation, 'steps' | 'dataTerms'>> {
    const row = await db('batch_classes')
      .where({ batch_id: batch.id, class_no: item.classNo })
      .first<ClassTexts | undefined>('steps', 'facts', 'benefits');
    const all = row === undefined ? [] : (JSON.parse(row.steps) as ExplanationStep[]);
    const steps = all.filter((step) => step.benefit === undefined || step.benefit === item.benefit);
    const creditedBy = item.creditedBefore === 0 ? [] : await creditsBefore(item);
    const monthCap = monthCapOfItem(pins.policy.rules, item, row);
    const approvedAt = isApproved(batch.state) ? await approvalOf(db, batch.id) : null;
    return {
      steps: [...steps, ...ownSteps(item, { monthCap, creditedBy })],
      dataTerms: dataTermsOf(pins, item, row, approvedAt),
    };
  }

  /** The batches that credited the line for the same episodes, as they stand now. */
  async function creditsBefore(item: BatchItemRecord): Promise<string[]> {
    const query = db('batch_items as mine')
      .join('batch_rivals as v', (on) => {
        on.on('v.batch_id', 'mine.batch_id').andOn('v.exposure_no', 'mine.exposure_no');
      })
      .join('batch_items as theirs', (on) => {
        on.on('theirs.batch_id', 'v.rival_id')
          .andOn('theirs.exposure_no', 'v.rival_exposure')
          .andOn('theirs.line_id', 'mine.line_id')
          .andOn('theirs.benefit', 'mine.benefit');
      })
      .where('mine.id', item.id)
      .whereIn('v.role', ['own', 'shared'])
      .where('theirs.amount', '>', 0)
      .whereNot('theirs.state', 'reversed')
      .distinct('v.rival_number')
      .orderBy('v.rival_number');
    return (await query.pluck('v.rival_number')) as string[];
  }

  return {
    async list(query: ListQuery<FilterOf<typeof itemList>>) {
      const { filter } = query;
      const batchId = filter.batchId ?? (await batchOfItems(filter.id));
      if (batchId === null) return NOTHING;
      const batch = await batchOf(batchId);
      const shown = isApproved(batch.state);
      const worth = valuer(pinsOf(batch).policy.rules);
      const rows = db('batch_items as i')
        .where('i.batch_id', batch.id)
        .modify((q: Knex.QueryBuilder) => {
          if (filter.id) void q.whereIn('i.id', filter.id);
          if (filter.benefit) void q.whereIn('i.benefit', filter.benefit);
          if (filter.classNo) void q.whereIn('i.class_no', filter.classNo);
          if (filter.lineId) void q.whereIn('i.line_id', filter.lineId);
          if (filter.adjusted) void q.whereNotNull('i.adjusted_amount');
          if (filter.state === undefined) return;
          const states = filter.state.filter((state) => state !== 'calculated');
          if (shown) void q.whereIn('i.state', states);
          else if (!filter.state.includes('calculated')) void q.whereRaw('1 = 0');
        });
      // Ids are made of line and benefit: in that order they come straight from the unique key.
      const byId = query.sort.column === 'i.id' && filter.state === undefined;
      const sort = byId ? { ...query.sort, column: 'i.line_id' } : query.sort;
      const whole = filter.batchId !== undefined && Object.keys(filter).length === 1;
      return pageOf<BatchItemRecord>(
        rows,
        { ...query, sort },
        {
          id: byId ? 'i.benefit' : 'i.id',
          page: (q) => withLine(q, 'i', batch.snapshot_id),
          toWire: (row) => itemRecordOf(row, shown, worth),
          exactTotal: whole ? () => Promise.resolve(Number(batch.item_count)) : undefined,
        },
      );
    },

    /** Why an item is what it is: the steps of its class, then what only concerns this line. */
    async explanation(itemId: string): Promise<ItemExplanation> {
      const found = await db('batch_items')
        .where({ id: itemId })
        .first<{ batch_id: string }>('batch_id');
      if (found === undefined) throw new DomainError('not_found', 'errors.notFound');
      const batch = await batchOf(found.batch_id);
      const pins = pinsOf(batch);
      const { rules } = pins.policy;
      const [row] = await withLine(
        db('batch_items as i').where('i.id', itemId),
        'i',
        batch.snapshot_id,
      ).select<Record<string, unknown>[]>(
        'f.plan_type',
        'f.payment_type',
        'f.line_kind',
        'f.status',
        'f.monthly_fee_fen',
        'f.data_quota_mb',
        'f.data_remaining_mb',
        'f.site_code',
      );
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      const item = itemRecordOf(row, isApproved(batch.state), valuer(rules));
      return {
        item,
        line: {
          msisdnMasked: item.msisdnMasked,
          planName: item.planName,
          planType: row['plan_type'] as PlanType,
          paymentType: row['payment_type'] as PaymentType,
          lineKind: row['line_kind'] as LineKind,
          status: row['status'] as LineStatus,
          monthlyFeeFen: Number(row['monthly_fee_fen']),
          dataQuotaMb: Number(row['data_quota_mb']),
          dataRemainingMb: Number(row['data_remaining_mb']),
          areaCode: item.areaCode,
          siteCode: String(row['site_code']),
        },
        ...(await toldOf(batch, item, pins)),
        pinned: pinnedFactsOf(pins),
        attempts: await attemptsOf(db, itemId),
      };
    },

    async exclusions(query: ListQuery<FilterOf<typeof exclusionList>>) {
      const { filter } = query;
      const batchId = filter.batchId ?? onlyOne(filter.id?.map(batchOfExclusion));
      if (batchId === null) return NOTHING;
      const batch = await batchOf(batchId);
      const rows = db('batch_exclusions as e')
        .where('e.batch_id', batch.id)
        .modify((q: Knex.QueryBuilder) => {
          if (filter.reason) void q.whereIn('e.reason', filter.reason);
          if (filter.lineId) void q.whereIn('e.line_id', filter.lineId);
          if (filter.id) void q.whereIn('e.line_id', filter.id.map(lineOfExclusion));
        });
      const whole = filter.batchId !== undefined && Object.keys(filter).length === 1;
      return pageOf<BatchExclusionRecord>(rows, query, {
        id: 'e.line_id',
        page: (q) => withLine(q, 'e', batch.snapshot_id),
        toWire: exclusionRecordOf,
        exactTotal: whole ? () => Promise.resolve(Number(batch.excluded_count)) : undefined,
      });
    },
  };
}

export type ItemReads = ReturnType<typeof createItemReads>;

const text = (value: unknown): string => (value == null ? '' : String(value));
const optional = (value: unknown): string | null => (value == null ? null : String(value));
const NOTHING = { rows: [], total: { count: 0, bounded: false } };

/** Items are read batch by batch: without one, or with several, it must be named. Null: no such rows. */
function onlyOne(batchIds: readonly string[] | undefined): string | null {
  const distinct = [...new Set(batchIds)];
  if (batchIds === undefined || distinct.length > 1)
    throw invalidField('filter.batchId', 'errors.field.required');
  return distinct[0] ?? null;
}

const batchOfExclusion = (wireId: string): string => wireId.slice(0, wireId.indexOf('.'));
const lineOfExclusion = (wireId: string): string => wireId.slice(wireId.indexOf('.') + 1);

function itemRecordOf(
  row: Record<string, unknown>,
  shown: boolean,
  worth: (benefit: Benefit, amount: number) => number,
): BatchItemRecord {
  const benefit = row['benefit'] as Benefit;
  const amount = Number(row['amount']);
  return {
    id: String(row['id']),
    batchId: String(row['batch_id']),
    lineId: String(row['line_id']),
    msisdnMasked: text(row['msisdn_masked']),
    planName: text(row['plan_name']),
    areaCode: text(row['area_code']),
    benefit,
    unit: benefitUnits[benefit],
    classNo: Number(row['class_no']),
    computedAmount: Number(row['computed_amount']),
    creditedBefore: Number(row['credited_before']),
    monthUsed: Number(row['month_used']),
    adjustedAmount: row['adjusted_amount'] == null ? null : Number(row['adjusted_amount']),
    adjustReason: optional(row['adjust_reason']),
    amount,
    valueFen: worth(benefit, amount),
    state: shown ? (row['state'] as BatchItemRecord['state']) : 'calculated',
    creditId: optional(row['credit_id']),
    gatewayRef: optional(row['gateway_ref']),
    parkedReason: optional(row['parked_reason']),
    tries: Number(row['tries']),
    updatedAt: Number(row['updated_at']),
  };
}

function exclusionRecordOf(row: Record<string, unknown>): BatchExclusionRecord {
  return {
    id: `${String(row['batch_id'])}.${String(row['line_id'])}`,
    batchId: String(row['batch_id']),
    lineId: String(row['line_id']),
    msisdnMasked: text(row['msisdn_masked']),
    planName: text(row['plan_name']),
    areaCode: text(row['area_code']),
    reason: row['reason'] as BatchExclusionRecord['reason'],
    detail: optional(row['detail']),
  };
}

async function attemptsOf(db: Knex, itemId: string): Promise<ItemExplanation['attempts']> {
  const rows = (await db('credit_attempts')
    .where({ item_id: itemId })
    .orderBy('id')
    .limit(100)) as Record<string, unknown>[];
  return rows.map((row) => ({
    id: String(row['id']),
    creditId: String(row['credit_id']),
    kind: row['kind'] === 'query' ? 'query' : 'post',
    startedAt: Number(row['started_at']),
    durationMs: Number(row['duration_ms']),
    outcome: String(row['outcome']),
    rawCode: optional(row['raw_code']),
    rawText: optional(row['raw_text']),
  }));
}

/** When the last approval that holds was given: the validity of credits begins there. */
async function approvalOf(db: Knex, batchId: string): Promise<number | null> {
  const [row] = await db('batch_approvals')
    .where({ batch_id: batchId, act: 'approved', void: false })
    .max<{ at: number | null }[]>({ at: 'created_at' });
  return row?.at == null ? null : Number(row.at);
}
