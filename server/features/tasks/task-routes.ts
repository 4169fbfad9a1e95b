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

const { route, list, record } = endpointsFor<Needs>();
const tag = 'tasks';
const task = record({
  tag,
  response: taskShow,
  show: (f, ctx, id) => show(f, ctx, id),
});

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
  task.get('/tasks/:id', {
    permission: 'tasks.read',
    summary: 'One task with its notes',
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
    method: 'get',
    path: '/cause-groups/:id/tasks',
    tag,
    summary: 'The tasks of a cause group',
    permission: 'tasks.read',
    params: idParams,
    response: taskList,
    run: async ({ f, params }) => ({ items: await f.taskReads.ofGroup(params.id) }),
  }),
  task.make('/tasks', {
    permission: 'tasks.work',
    summary: 'Hand a piece of work to a team queue; a case may be held until it is answered',
    body: createTaskBody,
    run: (f, ...act) => f.tasks.create(...act),
  }),
  task.post('/tasks/:id/take', {
    permission: 'tasks.work',
    summary: 'Take a task of your queue',
    body: taskVersionBody,
    run: (f, ctx, id, body) => f.tasks.take(ctx, id, body.version),
  }),
  task.post('/tasks/:id/give-back', {
    permission: 'tasks.work',
    summary: 'Give a task back to its queue',
    body: giveBackTaskBody,
    run: (f, ...act) => f.tasks.giveBack(...act),
  }),
  task.post('/tasks/:id/answer', {
    permission: 'tasks.work',
    summary: 'Answer a task; a case that waited for it is released',
    body: answerTaskBody,
    run: (f, ...act) => f.tasks.answer(...act),
  }),
  task.post('/tasks/:id/close', {
    permission: 'tasks.work',
    summary: 'Close a task: its answer was read, or it is not needed',
    body: closeTaskBody,
    run: (f, ...act) => f.tasks.close(...act),
  }),
  task.post('/tasks/:id/reopen', {
    permission: 'tasks.work',
    summary: 'The answer did not help: back to the queue',
    body: reopenTaskBody,
    run: (f, ...act) => f.tasks.reopen(...act),
  }),
  task.post('/tasks/:id/notes', {
    permission: 'tasks.work',
    summary: 'Write a note on a task',
    body: taskNoteBody,
    run: (f, ctx, id, body) => f.tasks.note(ctx, id, body.body),
  }),
];
