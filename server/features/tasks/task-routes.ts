import { idParams } from '#contract/common.ts';
import {
  answerTaskBody,
  closeTaskBody,
  createTaskBody,
  giveBackTaskBody,
  reopenTaskBody,
  taskCounts,
  taskList,
  taskNoteBody,
  taskRecord,
  taskShow,
  taskVersionBody,
  type TaskShow,
} from '#contract/tasks.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import { taskListSpec, type TaskReads } from './task-reads.ts';
import type { TaskService } from './task-service.ts';
import type { TaskStore } from './task-store.ts';

interface Needs {
  tasks: TaskService;
  taskReads: TaskReads;
  taskStore: Pick<TaskStore, 'notesOf'>;
  cases: { seen(ctx: ActionContext, id: string): Promise<CaseRow> };
}

const { route, list } = endpointsFor<Needs>();
const tag = 'tasks';

async function show(f: Needs, ctx: ActionContext, id: string): Promise<TaskShow> {
  const task = await f.tasks.find(ctx, id);
  const record = await f.taskReads.record(id);
  if (record === undefined) throw new DomainError('not_found', 'errors.notFound');
  return {
    ...record,
    notes: await f.taskStore.notesOf(id),
    mayWork: f.tasks.mayWork(ctx, task),
  };
}

export const taskRoutes = [
  list({
    path: '/tasks',
    tag,
    summary: 'Tasks of team queues',
    permission: 'tasks.read',
    list: taskListSpec,
    response: taskRecord,
    run: ({ f, ctx, list: query }) => f.taskReads.list(ctx.actor, query),
  }),
  route({
    method: 'get',
    path: '/tasks/counts',
    tag,
    summary: 'Open and taken tasks by queue',
    permission: 'tasks.read',
    response: taskCounts,
    run: ({ f, ctx }) => f.taskReads.counts(ctx.actor),
  }),
  route({
    method: 'get',
    path: '/tasks/:id',
    tag,
    summary: 'One task with its notes',
    permission: 'tasks.read',
    params: idParams,
    response: taskShow,
    run: ({ f, ctx, params }) => show(f, ctx, params.id),
  }),
  route({
    method: 'get',
    path: '/cases/:id/tasks',
    tag,
    summary: 'The tasks of a case',
    permission: 'tasks.read',
    params: idParams,
    response: taskList,
    run: async ({ f, ctx, params }) => {
      const row = await f.cases.seen(ctx, params.id);
      return { items: await f.taskReads.ofCase(row.id) };
    },
  }),
  route({
    method: 'post',
    path: '/tasks',
    tag,
    summary: 'Hand a piece of work to a team queue; a case may be held until it is answered',
    permission: 'tasks.work',
    body: createTaskBody,
    response: taskShow,
    status: 201,
    run: async ({ f, ctx, body }) => show(f, ctx, await f.tasks.create(ctx, body)),
  }),
  route({
    method: 'post',
    path: '/tasks/:id/take',
    tag,
    summary: 'Take a task of your queue',
    permission: 'tasks.work',
    params: idParams,
    body: taskVersionBody,
    response: taskShow,
    run: async ({ f, ctx, params, body }) => {
      await f.tasks.take(ctx, params.id, body.version);
      return show(f, ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/tasks/:id/give-back',
    tag,
    summary: 'Give a task back to its queue',
    permission: 'tasks.work',
    params: idParams,
    body: giveBackTaskBody,
    response: taskShow,
    run: async ({ f, ctx, params, body }) => {
      await f.tasks.giveBack(ctx, params.id, body);
      return show(f, ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/tasks/:id/answer',
    tag,
    summary: 'Answer a task; a case that waited for it is released',
    permission: 'tasks.work',
    params: idParams,
    body: answerTaskBody,
    response: taskShow,
    run: async ({ f, ctx, params, body }) => {
      await f.tasks.answer(ctx, params.id, body);
      return show(f, ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/tasks/:id/close',
    tag,
    summary: 'Close a task: its answer was read, or it is not needed',
    permission: 'tasks.work',
    params: idParams,
    body: closeTaskBody,
    response: taskShow,
    run: async ({ f, ctx, params, body }) => {
      await f.tasks.close(ctx, params.id, body);
      return show(f, ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/tasks/:id/reopen',
    tag,
    summary: 'The answer did not help: back to the queue',
    permission: 'tasks.work',
    params: idParams,
    body: reopenTaskBody,
    response: taskShow,
    run: async ({ f, ctx, params, body }) => {
      await f.tasks.reopen(ctx, params.id, body);
      return show(f, ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/tasks/:id/notes',
    tag,
    summary: 'Write a note on a task',
    permission: 'tasks.work',
    params: idParams,
    body: taskNoteBody,
    response: taskShow,
    run: async ({ f, ctx, params, body }) => {
      await f.tasks.note(ctx, params.id, body.body);
      return show(f, ctx, params.id);
    },
  }),
];
