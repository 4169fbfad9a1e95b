import type { Knex } from 'knex';
import { z } from 'zod';
import type { BatchRecord } from '#contract/compensation.ts';
import type { ApprovalLimits } from '#domain/batch-arithmetic.ts';
import type { Actor } from '#domain/context.ts';
import { batchStates, type BatchState } from '#domain/lifecycles.ts';
import { roleMay, type Role } from '#domain/permissions.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import { BATCH_COLUMNS, batchRecordOf, type BatchRow } from './batch-rows.ts';

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

const UNDER_WAY = [
  'draft',
  'calculating',
  'calculated',
  'submitted',
  'approved',
  'crediting',
] as const satisfies readonly BatchState[];

/** Lists of batches, and what of them waits for a person. */
export function createBatchList(db: Knex, world: World, limits: () => Promise<ApprovalLimits>) {
  /** Families whose batches are a manager's, whatever they are worth. */
  const goodwill = () => db('policy_families').where({ purpose: 'goodwill' }).select('id');

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
    if (actor.role === 'supervisor')
      void query
        .where('batches.value_fen', '<=', bounds.firstFen)
        .whereNotIn('batches.family', goodwill());
    return query;
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
  };
}

export type BatchList = ReturnType<typeof createBatchList>;
