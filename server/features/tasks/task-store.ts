import type { Knex } from 'knex';
import type { TaskNote } from '#contract/tasks.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { TaskState } from '#domain/lifecycles.ts';
import type { TaskQueue } from '#domain/task-queues.ts';
import { given, numberOrNull, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface TaskRow {
  id: string;
  queue: TaskQueue;
  state: TaskState;
  title: string;
  body: string;
  caseId: string | null;
  groupId: string | null;
  outageId: string | null;
  /** Of its case; null where it has none, which is everybody's. */
  areaCode: string | null;
  holdsCase: boolean;
  madeBy: string;
  madeByName: string;
  takenBy: string | null;
  takenByName: string | null;
  takenAt: number | null;
  answer: string | null;
  answeredBy: string | null;
  answeredByName: string | null;
  answeredAt: number | null;
  closedAt: number | null;
  dueAt: number | null;
  demo: boolean;
  version: number;
  createdAt: number;
  updatedAt: number;
}

export type NewTask = Pick<
  TaskRow,
  | 'queue'
  | 'title'
  | 'body'
  | 'caseId'
  | 'groupId'
  | 'outageId'
  | 'areaCode'
  | 'holdsCase'
  | 'dueAt'
  | 'demo'
>;

export type TaskChange = Partial<
  Pick<
    TaskRow,
    | 'state'
    | 'takenBy'
    | 'takenByName'
    | 'takenAt'
    | 'answer'
    | 'answeredBy'
    | 'answeredByName'
    | 'answeredAt'
    | 'closedAt'
    | 'dueAt'
  >
>;

const MAX_NOTES = 100;
const MAX_OF_CASE = 50;

export function createTaskStore(db: Knex, world: World) {
  return {
    async insert(actor: Actor, task: NewTask): Promise<string> {
      const id = world.nextId();
      const now = world.now();
      await db('tasks').insert({
        id,
        queue: task.queue,
        state: 'open',
        title: task.title,
        body: task.body,
        case_id: task.caseId,
        group_id: task.groupId,
        outage_id: task.outageId,
        area_code: task.areaCode,
        holds_case: task.holdsCase,
        made_by: actor.id,
        made_by_name: actor.name,
        due_at: task.dueAt,
        demo: task.demo,
        version: 1,
        created_at: now,
        updated_at: now,
      });
      return id;
    },

    async find(id: string): Promise<TaskRow | undefined> {
      const row = (await db('tasks').where({ id }).first()) as Record<string, unknown> | undefined;
      return row === undefined ? undefined : taskRowOf(row);
    },

    async ofCase(caseId: string): Promise<TaskRow[]> {
      const rows = (await db('tasks')
        .where({ case_id: caseId })
        .orderBy('id', 'desc')
        .limit(MAX_OF_CASE)) as Record<string, unknown>[];
      return rows.map(taskRowOf);
    },

    /** Compare-and-set on state and version. */
    async update(
      seen: Pick<TaskRow, 'id' | 'state' | 'version'>,
      change: TaskChange,
    ): Promise<void> {
      const result = await db('tasks')
        .where({ id: seen.id, state: seen.state, version: seen.version })
        .update({ ...columnsOf(change), version: seen.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    async addNote(actor: Actor, taskId: string, body: string): Promise<void> {
      await db('task_notes').insert({
        id: world.nextId(),
        task_id: taskId,
        author_id: actor.id,
        author_name: actor.name,
        body,
        created_at: world.now(),
      });
    },

    async notesOf(taskId: string): Promise<TaskNote[]> {
      const rows = (await db('task_notes')
        .where({ task_id: taskId })
        .orderBy('id')
        .limit(MAX_NOTES)) as Record<string, unknown>[];
      return rows.map((row) => ({
        id: String(row['id']),
        authorId: String(row['author_id']),
        authorName: String(row['author_name']),
        body: String(row['body']),
        createdAt: Number(row['created_at']),
      }));
    },
  };
}

export type TaskStore = ReturnType<typeof createTaskStore>;

function columnsOf(change: TaskChange): Record<string, unknown> {
  const columns = {
    state: change.state,
    taken_by: change.takenBy,
    taken_by_name: change.takenByName,
    taken_at: change.takenAt,
    answer: change.answer,
    answered_by: change.answeredBy,
    answered_by_name: change.answeredByName,
    answered_at: change.answeredAt,
    closed_at: change.closedAt,
    due_at: change.dueAt,
  };
  return given(columns);
}

export function taskRowOf(row: Record<string, unknown>): TaskRow {
  return {
    id: String(row['id']),
    queue: String(row['queue']) as TaskQueue,
    state: String(row['state']) as TaskState,
    title: String(row['title']),
    body: String(row['body']),
    caseId: textOrNull(row['case_id']),
    groupId: textOrNull(row['group_id']),
    outageId: textOrNull(row['outage_id']),
    areaCode: textOrNull(row['area_code']),
    holdsCase: Boolean(row['holds_case']),
    madeBy: String(row['made_by']),
    madeByName: String(row['made_by_name']),
    takenBy: textOrNull(row['taken_by']),
    takenByName: textOrNull(row['taken_by_name']),
    takenAt: numberOrNull(row['taken_at']),
    answer: textOrNull(row['answer']),
    answeredBy: textOrNull(row['answered_by']),
    answeredByName: textOrNull(row['answered_by_name']),
    answeredAt: numberOrNull(row['answered_at']),
    closedAt: numberOrNull(row['closed_at']),
    dueAt: numberOrNull(row['due_at']),
    demo: Boolean(row['demo']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
