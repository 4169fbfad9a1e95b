import type { Knex } from 'knex';
import { z } from 'zod';
import type { TaskCounts, TaskRecord } from '#contract/tasks.ts';
import { taskQueue, taskState } from '#contract/tasks.ts';
import type { Actor } from '#domain/context.ts';
import { taskQueues, visibleQueuesOf, type TaskQueue } from '#domain/task-queues.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import { taskRowOf } from './task-store.ts';

export const taskListSpec = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    queue: oneOrMany(taskQueue),
    state: oneOrMany(taskState),
    caseId: oneOrMany(z.string().max(26)),
    groupId: oneOrMany(z.string().max(26)),
    outageId: oneOrMany(z.string().max(26)),
    /** Taken by me. */
    mine: z.boolean(),
    /** Made by me. */
    madeByMe: z.boolean(),
    /** Its end has passed. */
    overdue: z.boolean(),
  },
  sorts: { dueAt: 't.due_at', createdAt: 't.created_at', id: 't.id' },
  defaultSort: ['dueAt', 'ASC'],
} as const satisfies ListSpec;

const MAX_OF_SUBJECT = 50;

export function createTaskReads(db: Knex, world: World) {
  /** What the actor may read: their queues and what they made, within their areas. */
  const visible = (actor: Actor): Knex.QueryBuilder => {
    const queues = visibleQueuesOf(actor.role);
    const query = db('tasks as t');
    if (queues.length < taskQueues.length)
      void query.where((any) => any.whereIn('t.queue', [...queues]).orWhere('t.made_by', actor.id));
    if (actor.areaCodes.length > 0)
      void query.where((any) =>
        any
          .whereNull('t.area_code')
          .orWhere((inside) => whereInAreas(inside, 't.area_code', actor.areaCodes)),
      );
    return query;
  };

  const withTicket = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query.leftJoin('cases', 'cases.id', 't.case_id').select('t.*', 'cases.ticket_no as ticket_no');

  async function records(query: Knex.QueryBuilder): Promise<TaskRecord[]> {
    return ((await withTicket(query)) as Record<string, unknown>[]).map(taskRecordOf);
  }

  return {
    async list(actor: Actor, query: ListQuery<FilterOf<typeof taskListSpec>>) {
      const { filter } = query;
      const rows = visible(actor).modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('t.id', filter.id);
        if (filter.queue) void q.whereIn('t.queue', filter.queue);
        if (filter.state) void q.whereIn('t.state', filter.state);
        if (filter.caseId) void q.whereIn('t.case_id', filter.caseId);
        if (filter.groupId) void q.whereIn('t.group_id', filter.groupId);
        if (filter.outageId) void q.whereIn('t.outage_id', filter.outageId);
        if (filter.mine === true) void q.where('t.taken_by', actor.id);
        if (filter.mine === false)
          void q.where((any) => any.whereNull('t.taken_by').orWhereNot('t.taken_by', actor.id));
        if (filter.madeByMe === true) void q.where('t.made_by', actor.id);
        if (filter.madeByMe === false) void q.whereNot('t.made_by', actor.id);
        if (filter.overdue === true) void q.where('t.due_at', '<', world.now());
        if (filter.overdue === false) void q.where('t.due_at', '>=', world.now());
      });
      return pageOf(rows, query, { id: 't.id', page: withTicket, toWire: taskRecordOf });
    },

    async record(id: string): Promise<TaskRecord | undefined> {
      const [record] = await records(db('tasks as t').where('t.id', id).limit(1));
      return record;
    },

    /** The tasks of a case, newest first, for the case's page: also those of other queues. */
    ofCase: (caseId: string): Promise<TaskRecord[]> =>
      records(
        db('tasks as t').where('t.case_id', caseId).orderBy('t.id', 'desc').limit(MAX_OF_SUBJECT),
      ),

    /** The same of a cause group, for its page. */
    ofGroup: (groupId: string): Promise<TaskRecord[]> =>
      records(
        db('tasks as t').where('t.group_id', groupId).orderBy('t.id', 'desc').limit(MAX_OF_SUBJECT),
      ),

    async counts(actor: Actor): Promise<TaskCounts> {
      const open = visible(actor).whereIn('t.state', ['open', 'taken']);
      const rows = (await open
        .clone()
        .groupBy('t.queue', 't.state')
        .select('t.queue', 't.state')
        .count({ n: '*' })) as unknown as { queue: TaskQueue; state: string; n: number }[];
      const late = (await open
        .clone()
        .where('t.due_at', '<', world.now())
        .groupBy('t.queue')
        .select('t.queue')
        .count({ n: '*' })) as unknown as { queue: TaskQueue; n: number }[];
      const one = async (query: Knex.QueryBuilder) =>
        Number(((await query.count({ n: '*' })) as unknown as { n: number }[])[0]?.n ?? 0);
      const countOf = (queue: TaskQueue, state: string) =>
        Number(rows.find((row) => row.queue === queue && row.state === state)?.n ?? 0);
      return {
        queues: visibleQueuesOf(actor.role).map((queue) => ({
          queue,
          open: countOf(queue, 'open'),
          taken: countOf(queue, 'taken'),
          overdue: Number(late.find((row) => row.queue === queue)?.n ?? 0),
        })),
        mine: await one(db('tasks as t').where({ 't.taken_by': actor.id, 't.state': 'taken' })),
        answered: await one(
          db('tasks as t').where({ 't.made_by': actor.id, 't.state': 'answered' }),
        ),
      };
    },

    /** For the rail: what lies in the queues that the person works, not yet taken. */
    async navigation(actor: Actor): Promise<Record<string, number>> {
      const rows = (await visible(actor).where('t.state', 'open').count({ n: '*' })) as unknown as {
        n: number;
      }[];
      return { tasks: Number(rows[0]?.n ?? 0) };
    },
  };
}

export type TaskReads = ReturnType<typeof createTaskReads>;

function taskRecordOf(row: Record<string, unknown>): TaskRecord {
  const { areaCode: _area, answeredBy: _by, demo: _demo, ...task } = taskRowOf(row);
  return { ...task, ticketNo: row['ticket_no'] == null ? null : String(row['ticket_no']) };
}
