import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import {
  assertTransition,
  batchLifecycle,
  batchLiveStates,
  type BatchState,
} from '#domain/lifecycles.ts';
import { SYSTEM_ACTOR, type Actor } from '#domain/context.ts';
import { affected, insertIgnore, lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import { COUNTED_STATES, type BatchRow } from './batch-rows.ts';

export type MakerAct = 'created' | 'calculated' | 'adjusted' | 'submitted' | 'logged' | 'confirmed';

export type BatchChange = Partial<Omit<BatchRow, 'id' | 'number' | 'version' | 'created_at'>>;

export interface ApprovalRow {
  id: string;
  batch_id: string;
  content_hash: string;
  act: 'approved' | 'rejected';
  approver_id: string;
  approver_name: string;
  approver_role: string;
  reason: string | null;
  void: boolean | number;
  created_at: number;
}

const DECISIONS = 'lock.batches';
const UNDECIDED_STATES = ['draft', 'calculating', 'calculated', 'submitted'] as const;

/** Writes of batches and what hangs on them; every change of state is a compare-and-set. */
export function createBatchStore(db: Knex, world: World) {
  const batches = () => db<BatchRow>('batches');

  return {
    async byId(id: string): Promise<BatchRow | undefined> {
      return await batches().where({ id }).first<BatchRow>();
    },

    /** The row, locked until the transaction ends. */
    async lock(id: string): Promise<BatchRow> {
      const [row] = (await lockRows(db, db('batches').where({ id }).select('*'))) as BatchRow[];
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      return row;
    },

    /** Batches are made and decided one at a time, so that two of them never count each other half. */
    async serialise(): Promise<void> {
      await insertIgnore(db, 'settings', [{ name: DECISIONS, value: '', updated_at: world.now() }]);
      await lockRows(db, db('settings').where({ name: DECISIONS }).select('name'));
    },

    async insert(row: BatchRow): Promise<void> {
      await db('batches').insert(row);
    },

    /** Numbers of a day: B-261121-01, -02 … */
    async nextNumber(dayPrefix: string): Promise<string> {
      const [last] = await db('batches')
        .where('number', '>', dayPrefix)
        .where('number', '<', `${dayPrefix}~`)
        .orderByRaw('length(number) desc, number desc')
        .limit(1)
        .select<{ number: string }[]>('number');
      const n = last === undefined ? 1 : Number(last.number.slice(dayPrefix.length)) + 1;
      return `${dayPrefix}${String(n).padStart(2, '0')}`;
    },

    /**
     * The number of a batch of this revision and family that keeps another one from being made: one that still owes or
     * pays something; where lines are paid as they answer, only one that is not decided yet.
     */
    async liveOfOutage(
      { id, revision }: { id: string; revision: number },
      family: string,
      again = false,
    ): Promise<string | undefined> {
      const [row] = await db('batches')
        .where({ outage_id: id, outage_revision: revision, family })
        .whereIn('state', [...(again ? UNDECIDED_STATES : batchLiveStates)])
        .limit(1)
        .select<{ number: string }[]>('number');
      return row?.number;
    },

    /** Whether a batch of the outage and family was submitted, approved or credited: another one supplements it. */
    async countedOfOutage(outageId: string, family: string): Promise<boolean> {
      const row: unknown = await db('batches')
        .where({ outage_id: outageId, family })
        .whereIn('state', [...COUNTED_STATES])
        .first('id');
      return row !== undefined;
    },

    /** Moves a batch by its table of transitions; a stale version or another state is a conflict. */
    async move(row: BatchRow, to: BatchState, change: BatchChange = {}): Promise<void> {
      assertTransition(batchLifecycle, row.state, to);
      const result = await db('batches')
        .where({ id: row.id, state: row.state, version: row.version })
        .update({ ...change, state: to, version: row.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Changes a batch without moving it. */
    async change(row: BatchRow, change: BatchChange): Promise<void> {
      const result = await db('batches')
        .where({ id: row.id, state: row.state, version: row.version })
        .update({ ...change, version: row.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Progress is no decision: it leaves the version alone. */
    async progress(id: string, done: number, total?: number): Promise<void> {
      await db('batches')
        .where({ id })
        .update({ progress_done: done, ...(total === undefined ? {} : { progress_total: total }) });
    },

    /** The system makes nothing by itself: behind an automatic batch stand those who logged and confirmed the outage. */
    async addMaker(
      batchId: string,
      actor: Pick<Actor, 'id' | 'name'>,
      act: MakerAct,
    ): Promise<void> {
      if (actor.id === SYSTEM_ACTOR.id) return;
      await insertIgnore(db, 'batch_makers', [
        { batch_id: batchId, staff_id: actor.id, name: actor.name, act, at: world.now() },
      ]);
    },

    async isMaker(batchId: string, staffId: string): Promise<boolean> {
      const row: unknown = await db('batch_makers')
        .where({ batch_id: batchId, staff_id: staffId })
        .first('staff_id');
      return row !== undefined;
    },

    async makerIds(batchId: string): Promise<string[]> {
      return db('batch_makers').where({ batch_id: batchId }).distinct().pluck<string[]>('staff_id');
    },

    /** What people have done to it. */
    async actsOf(batchId: string): Promise<MakerAct[]> {
      return db('batch_makers').where({ batch_id: batchId }).distinct().pluck<MakerAct[]>('act');
    },

    async addApproval(
      row: BatchRow,
      actor: Pick<Actor, 'id' | 'name'> & { role: string },
      approval: { act: 'approved' | 'rejected'; reason: string | null; rule?: object },
    ): Promise<void> {
      await db('batch_approvals').insert({
        id: world.nextId(),
        batch_id: row.id,
        content_hash: row.content_hash ?? '',
        act: approval.act,
        approver_id: actor.id,
        approver_name: actor.name,
        approver_role: actor.role,
        reason: approval.reason,
        rule: approval.rule === undefined ? null : JSON.stringify(approval.rule),
        void: false,
        created_at: world.now(),
      });
    },

    /** Approvals that hold for this content, oldest first. */
    async validApprovals(row: BatchRow): Promise<ApprovalRow[]> {
      return (await db('batch_approvals')
        .where({ batch_id: row.id, act: 'approved', void: false })
        .where('content_hash', row.content_hash ?? '')
        .orderBy('id')) as ApprovalRow[];
    },

    async voidApprovals(batchId: string): Promise<number> {
      return affected(
        await db('batch_approvals')
          .where({ batch_id: batchId, void: false, act: 'approved' })
          .update({ void: true }),
      );
    },

    async addAdjustments(
      row: BatchRow,
      actor: Actor,
      reason: string,
      changes: readonly { itemId: string | null; field: string; from: number; to: number }[],
    ): Promise<void> {
      const rows = changes.map((change) => ({
        id: world.nextId(),
        batch_id: row.id,
        item_id: change.itemId,
        field: change.field,
        from_value: change.from,
        to_value: change.to,
        reason,
        author_id: actor.id,
        author_name: actor.name,
        created_at: world.now(),
      }));
      await db('batch_adjustments').insert(rows);
    },

    async noteLook(
      batchId: string,
      staffId: string,
      look: { contentHash: string | null; totals: string },
    ) {
      await db('batch_looks').where({ batch_id: batchId, staff_id: staffId }).delete();
      await db('batch_looks').insert({
        batch_id: batchId,
        staff_id: staffId,
        at: world.now(),
        content_hash: look.contentHash,
        totals: look.totals,
      });
    },

    async dueToExpire(now: number): Promise<BatchRow[]> {
      return (await db('batches')
        .where({ state: 'submitted' })
        .where('expires_at', '<=', now)
        .limit(50)) as BatchRow[];
    },

    async snapshotLines(id: string): Promise<number> {
      const row = await db('snapshots').where({ id }).first<{ line_count: number }>('line_count');
      return Number(row?.line_count ?? 0);
    },

    /** Whether a job about the batch is waiting or running. */
    async hasJob(id: string): Promise<boolean> {
      const row: unknown = await db('jobs')
        .where({ subject_id: id })
        .whereIn('state', ['ready', 'leased'])
        .first('id');
      return row !== undefined;
    },

    /** Batches in a state that a job should be working on, and no such job is ready or running. */
    async orphans(): Promise<{ id: string; state: BatchState }[]> {
      return await db('batches')
        .where((q) => {
          void q.where('state', 'calculating').orWhere((credit) => {
            void credit
              .whereIn('state', ['approved', 'crediting'])
              .where('crediting_paused', false);
          });
        })
        .whereNotExists(
          db('jobs')
            .whereRaw('jobs.subject_id = batches.id')
            .whereIn('jobs.state', ['ready', 'leased'])
            .select('jobs.id'),
        )
        .limit(50)
        .select<{ id: string; state: BatchState }[]>('id', 'state');
    },
  };
}

export type BatchStore = ReturnType<typeof createBatchStore>;
