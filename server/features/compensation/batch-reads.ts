import type { Knex } from 'knex';
import { z } from 'zod';
import type {
  BatchAdjustment,
  BatchApproval,
  BatchClass,
  BatchRecord,
  BatchShow,
  BatchTotalsRecord,
  CreditSummary,
  ExclusionReason,
  PreviousLook,
} from '#contract/compensation.ts';
import {
  approvalsNeeded,
  approvalTierOf,
  type ApprovalLimits,
  type ApprovalTier,
} from '#domain/batch-arithmetic.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { batchStates, type BatchState, type ItemState } from '#domain/lifecycles.ts';
import { roleMay, type Role } from '#domain/permissions.ts';
import { benefits, benefitUnits, type Benefit, type PlanType } from '#domain/policy-types.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import { roleMayApprove } from './approval-service.ts';
import { pinnedFactsOf } from './batch-pins.ts';
import {
  BATCH_COLUMNS,
  batchRecordOf,
  isApproved,
  pinsOf,
  TOTAL_COLUMN,
  totalsOfRow,
  type BatchRow,
} from './batch-rows.ts';
import { classWire } from './class-wire.ts';
import { UNCAPPED, valuer } from './calculation-store.ts';

export const batchList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    state: oneOrMany(z.enum(batchStates)),
    outageId: oneOrMany(z.string().max(26)),
    number: z.string().max(40),
    createdBy: oneOrMany(z.string().max(26)),
    createdFrom: z.int(),
    createdUntil: z.int(),
    waitingForMe: z.literal(true),
  },
  sorts: {
    createdAt: 'batches.created_at',
    number: 'batches.number',
    state: 'batches.state',
    valueFen: 'batches.value_fen',
    lineCount: 'batches.line_count',
    totalMb: 'batches.total_mb',
    id: 'batches.id',
  },
  defaultSort: ['createdAt', 'DESC'],
} as const satisfies ListSpec;

const ADJUSTMENTS = 500;
const UNDER_WAY = [
  'draft',
  'calculating',
  'calculated',
  'submitted',
  'approved',
  'crediting',
] as const satisfies readonly BatchState[];

export function createBatchReads(db: Knex, world: World, limits: () => Promise<ApprovalLimits>) {
  async function rowOf(id: string): Promise<BatchRow> {
    const row = (await db('batches').where({ id }).first()) as BatchRow | undefined;
    if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
    return row;
  }

  /** Submitted batches this person may still decide: none they made, within their tier, not yet approved by them. */
  function waitingFor(actor: Actor, bounds: ApprovalLimits): Knex.QueryBuilder {
    const query = db('batches')
      .where('batches.state', 'submitted')
      .where('batches.expires_at', '>', world.now())
      .whereNotExists(
        db('batch_makers')
          .whereRaw('batch_makers.batch_id = batches.id')
          .where('batch_makers.staff_id', actor.id)
          .select('batch_makers.batch_id'),
      )
      .whereNotExists(
        db('batch_approvals')
          .whereRaw('batch_approvals.batch_id = batches.id')
          .where({ approver_id: actor.id, act: 'approved', void: false })
          .select('batch_approvals.batch_id'),
      );
    if (!roleMay(actor.role as Role, 'batches.approve')) return query.whereRaw('1 = 0');
    if (actor.role === 'supervisor') void query.where('batches.value_fen', '<=', bounds.firstFen);
    return query;
  }

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
      void: Boolean(row['void']),
      createdAt: Number(row['created_at']),
    }));
  }

  async function adjustmentsOf(id: string, since = 0): Promise<BatchAdjustment[]> {
    const rows = (await db('batch_adjustments as a')
      .leftJoin('batch_items as i', 'i.id', 'a.item_id')
      .leftJoin('lines as l', 'l.id', 'i.line_id')
      .where('a.batch_id', id)
      .where('a.created_at', '>=', since)
      .orderBy('a.id', 'desc')
      .limit(ADJUSTMENTS)
      .select('a.*', 'i.line_id', 'i.benefit', 'l.msisdn_masked')) as Record<string, unknown>[];
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
    async list(actor: Actor, query: ListQuery<FilterOf<typeof batchList>>) {
      const { filter } = query;
      const bounds = await limits();
      const base = filter.waitingForMe === true ? waitingFor(actor, bounds) : db('batches');
      const rows = base.modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('batches.id', filter.id);
        if (filter.state) void q.whereIn('batches.state', filter.state);
        if (filter.outageId) void q.whereIn('batches.outage_id', filter.outageId);
        if (filter.number !== undefined) void q.where('batches.number', filter.number);
        if (filter.createdBy) void q.whereIn('batches.created_by', filter.createdBy);
        if (filter.createdFrom !== undefined)
          void q.where('batches.created_at', '>=', filter.createdFrom);
        if (filter.createdUntil !== undefined)
          void q.where('batches.created_at', '<', filter.createdUntil);
      });
      return pageOf<BatchRecord>(rows, query, {
        id: 'batches.id',
        page: (q) => q.select(BATCH_COLUMNS.map((column) => `batches.${column}`)),
        toWire: (row) => batchRecordOf(row as unknown as BatchRow),
      });
    },

    /** Batches under way, and those that wait for this person's decision. */
    async navigation(actor: Actor): Promise<Record<string, number>> {
      const [row] = (await waitingFor(actor, await limits()).count({ n: '*' })) as unknown as {
        n: number;
      }[];
      const [live] = (await db('batches')
        .whereIn('state', [...UNDER_WAY])
        .count({ n: '*' })) as unknown as { n: number }[];
      return { batches: Number(live?.n ?? 0), batchesToApprove: Number(row?.n ?? 0) };
    },

    async show(actor: Actor, id: string): Promise<BatchShow> {
      const row = await rowOf(id);
      const pins = pinsOf(row);
      const { rules } = pins.policy;
      const [approvals, makers, look, sums, classes] = [
        await approvalsOf(id),
        await makersOf(id),
        await previousLook(row, actor),
        await sumsByClass(id),
        await classRows(id),
      ];
      const tier = approvalTierOf(Number(row.value_fen), await limits());
      const valid = approvals.filter(
        (one) => one.act === 'approved' && !one.void && one.contentHash === row.content_hash,
      );
      const [count] = (await db('batch_adjustments')
        .where({ batch_id: id })
        .count({ n: '*' })) as unknown as { n: number }[];
      const worth = valuer(rules);
      return {
        ...batchRecordOf(row),
        pinned: pinnedFactsOf(pins),
        makers,
        approvals,
        approvalsNeeded: approvalsNeeded(tier),
        approvalsGiven: valid.length,
        byBenefit: benefits.flatMap((benefit) => {
          const own = sums.filter((one) => one.benefit === benefit);
          const amount = Number(row[TOTAL_COLUMN[benefit]]);
          const lines = own.reduce((n, one) => n + one.items, 0);
          if (lines === 0) return [];
          return [
            {
              benefit,
              unit: benefitUnits[benefit],
              lines,
              amount,
              valueFen: worth(benefit, amount),
            },
          ];
        }),
        byPlanType: byPlanType(classes, sums, worth),
        exclusions: await exclusionsOf(id),
        classCount: classes.length,
        adjustmentCount: Number(count?.n ?? 0),
        credits: await credits(row),
        previousLook: look,
        may: verbsOf(row, actor),
        approvalBlock: approvalBlock(row, actor, tier, {
          maker: makers.some((one) => one.staffId === actor.id),
          given: valid.some((one) => one.approverId === actor.id),
          now: world.now(),
        }),
        dataTerms: rules.rate.dataTerms,
        prices: rules.prices,
        caps: { perEpisode: rules.caps.perEpisode, perMonth: rules.caps.perMonth },
      };
    },

    async record(id: string): Promise<BatchRecord> {
      return batchRecordOf(await rowOf(id));
    },

    async classes(id: string): Promise<BatchClass[]> {
      const row = await rowOf(id);
      const { rules } = pinsOf(row).policy;
      const sums = await sumsByClass(id);
      return (await classRows(id)).map((one) =>
        classWire(
          one,
          rules,
          sums.filter((sum) => sum.classNo === Number(one.class_no)),
        ),
      );
    },

    async adjustments(id: string): Promise<BatchAdjustment[]> {
      await rowOf(id);
      return adjustmentsOf(id);
    },

    async approvals(id: string): Promise<BatchApproval[]> {
      await rowOf(id);
      return approvalsOf(id);
    },

    totals: async (id: string): Promise<BatchTotalsRecord> => totalsOfRow(await rowOf(id)),
  };
}

export type BatchReads = ReturnType<typeof createBatchReads>;

export interface ClassSum {
  classNo: number;
  benefit: Benefit;
  amount: number;
  items: number;
}

/** Totals by plan type; a line belongs to one class and so to one plan type. */
function byPlanType(
  classes: readonly { class_no: number; facts: string }[],
  sums: readonly ClassSum[],
  worth: (benefit: Benefit, amount: number) => number,
): BatchShow['byPlanType'] {
  const planOf = new Map(
    classes.map((one) => [
      Number(one.class_no),
      (JSON.parse(one.facts) as { planType: PlanType }).planType,
    ]),
  );
  const found = new Map<PlanType, { lines: number; totalMb: number; valueFen: number }>();
  const linesOf = new Map<number, number>();
  for (const sum of sums) {
    const planType = planOf.get(sum.classNo);
    if (planType === undefined) continue;
    const total = found.get(planType) ?? { lines: 0, totalMb: 0, valueFen: 0 };
    const lines = Math.max(linesOf.get(sum.classNo) ?? 0, sum.items);
    total.lines += lines - (linesOf.get(sum.classNo) ?? 0);
    linesOf.set(sum.classNo, lines);
    if (sum.benefit === 'data') total.totalMb += sum.amount;
    total.valueFen += worth(sum.benefit, sum.amount);
    found.set(planType, total);
  }
  return [...found.entries()].map(([planType, total]) => ({ planType, ...total }));
}

const MAKER_VERBS: Readonly<Partial<Record<BatchState, readonly string[]>>> = {
  draft: ['calculate', 'cancel'],
  calculating: ['cancel-calculation'],
  calculated: ['calculate', 'adjust', 'submit', 'cancel'],
  submitted: ['adjust', 'withdraw'],
};

/** The verbs of this state that the person's role has; who made what is `approvalBlock`'s business. */
function verbsOf(row: BatchRow, actor: Actor): string[] {
  const role = actor.role as Role;
  const may: string[] = [];
  if (roleMay(role, 'batches.make')) may.push(...(MAKER_VERBS[row.state] ?? []));
  if (row.state === 'submitted' && roleMay(role, 'batches.approve')) may.push('approve', 'reject');
  if (!roleMay(role, 'batches.pause')) return may;
  if (row.state === 'approved') may.push('cancel');
  if (row.state === 'approved' || row.state === 'crediting')
    may.push(row.crediting_paused ? 'resume-crediting' : 'pause-crediting');
  if (row.state === 'partly_credited') may.push('retry-parked');
  return may;
}

function approvalBlock(
  row: BatchRow,
  actor: Actor,
  tier: ApprovalTier,
  facts: { maker: boolean; given: boolean; now: number },
): string | null {
  if (row.state !== 'submitted') return 'errors.batch.notSubmitted';
  if (!roleMay(actor.role as Role, 'batches.approve')) return 'errors.forbidden';
  if (facts.maker) return 'errors.batch.maker';
  if (!roleMayApprove(actor.role, tier)) return 'errors.batch.tier';
  if (facts.given) return 'errors.batch.alreadyApproved';
  if (row.expires_at !== null && Number(row.expires_at) <= facts.now) return 'errors.batch.expired';
  return null;
}
