import type { z } from 'zod';
import type { createTaskBody } from '#contract/tasks.ts';
import { inAreas } from '#domain/area-range.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { assertTransition, taskLifecycle, type TaskState } from '#domain/lifecycles.ts';
import { queuesOf, visibleQueuesOf } from '#domain/task-queues.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import type { TaskChange, TaskRow, TaskStore } from './task-store.ts';

interface Needs {
  store: TaskStore;
  cases: Pick<CaseStore, 'find' | 'move'>;
  /** The case as the actor may see it, at the version its reader saw. */
  seen(ctx: ActionContext, id: string, version?: number): Promise<CaseRow>;
  /** Whether the actor may work this case. */
  mayWork(actor: Actor, caseId: string): Promise<boolean>;
  /** Whether there is such a group or outage. */
  exists(what: 'group' | 'outage', id: string): Promise<boolean>;
  dueAt(
    createdAt: number,
    facts: { category: string; productCode: string; areaCode: string },
  ): Promise<number | null>;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
}

type NewTaskInput = z.output<typeof createTaskBody>;

/** Nowhere in particular: a task without a case. */
const NO_FACTS = { category: '', productCode: '', areaCode: '' };

/** Work handed to a team queue: taken, answered there, closed by whoever asked. */
export function createTaskService(needs: Needs) {
  const { store, cases, audit } = needs;

  async function find(ctx: ActionContext, id: string, version?: number): Promise<TaskRow> {
    const task = await store.find(id);
    if (task === undefined || !mayRead(ctx, task))
      throw new DomainError('not_found', 'errors.notFound');
    if (version !== undefined && task.version !== version)
      throw new DomainError('conflict', 'errors.stale');
    return task;
  }

  const recordOnCase = async (
    ctx: ActionContext,
    task: Pick<TaskRow, 'id' | 'caseId' | 'queue' | 'title'>,
    action: string,
    detail: object = {},
  ) => {
    if (task.caseId === null) return;
    await audit.record(ctx, {
      action: `case.task_${action}`,
      subjectType: 'case',
      subjectId: task.caseId,
      detail: { taskId: task.id, queue: task.queue, title: task.title, ...detail },
    });
  };

  async function record(ctx: ActionContext, task: TaskRow, action: string, detail: object = {}) {
    await audit.record(ctx, {
      action: `task.${action}`,
      subjectType: 'task',
      subjectId: task.id,
      detail: { queue: task.queue, ...detail },
    });
    await recordOnCase(ctx, task, action, detail);
  }

  async function move(
    ctx: ActionContext,
    task: TaskRow,
    to: TaskState,
    action: string,
    change: TaskChange = {},
    detail: object = {},
  ): Promise<void> {
    assertTransition(taskLifecycle, task.state, to);
    await store.update(task, { ...change, state: to });
    await record(ctx, task, action, { from: task.state, to, ...detail });
  }

  /** The answer is here, or none will come: what waited for it goes on, unless another task still holds it. */
  async function releaseCase(ctx: ActionContext, task: TaskRow, detail: object): Promise<void> {
    if (!task.holdsCase || task.caseId === null) return;
    const row = await cases.find(task.caseId);
    if (row?.state !== 'held') return;
    const others = (await store.ofCase(task.caseId)).some(
      (other) =>
        other.id !== task.id &&
        other.holdsCase &&
        (other.state === 'open' || other.state === 'taken'),
    );
    if (others) return;
    await cases.move(ctx, row, 'open', { notBeforeAt: null }, { taskId: task.id, ...detail });
  }

  async function holdCase(ctx: ActionContext, task: TaskRow): Promise<void> {
    if (!task.holdsCase || task.caseId === null) return;
    const row = await cases.find(task.caseId);
    if (row?.state !== 'open') return;
    await cases.move({ ...ctx, reason: task.title }, row, 'held', {}, { taskId: task.id });
  }

  function assertWorks(ctx: ActionContext, task: TaskRow): void {
    if (!queuesOf(ctx.actor.role).includes(task.queue))
      throw new DomainError('forbidden', 'errors.tasks.otherQueue');
  }

  /** What somebody else has taken is theirs until they give it back; a supervisor may step in. */
  function assertTaker(ctx: ActionContext, task: TaskRow): void {
    assertWorks(ctx, task);
    if (task.takenBy === null || task.takenBy === ctx.actor.id) return;
    if (ctx.actor.role !== 'supervisor')
      throw new DomainError('forbidden', 'errors.tasks.takenByOther');
  }

  async function caseFor(ctx: ActionContext, input: NewTaskInput): Promise<CaseRow | null> {
    if (input.caseId === undefined) {
      if (input.holdCase) throw invalidField('holdCase', 'errors.tasks.holdWithoutCase');
      return null;
    }
    if (!input.holdCase) return needs.seen(ctx, input.caseId);
    if (!(await needs.mayWork(ctx.actor, input.caseId)))
      throw new DomainError('forbidden', 'errors.cases.notYourTask');
    if (input.caseVersion === undefined) throw invalidField('caseVersion', 'errors.field.required');
    return needs.seen(ctx, input.caseId, input.caseVersion);
  }

  async function assertLinks(input: NewTaskInput): Promise<void> {
    const { groupId, outageId } = input;
    if (groupId !== undefined && !(await needs.exists('group', groupId)))
      throw invalidField('groupId', 'errors.notFound');
    if (outageId !== undefined && !(await needs.exists('outage', outageId)))
      throw invalidField('outageId', 'errors.notFound');
  }

  return {
    find,

    /** With `holdCase` the case is held with the task as its reason. */
    async create(ctx: ActionContext, input: NewTaskInput): Promise<string> {
      const row = await caseFor(ctx, input);
      await assertLinks(input);
      const facts = row ?? NO_FACTS;
      const id = await store.insert(ctx.actor, {
        queue: input.queue,
        title: input.title,
        body: input.body,
        caseId: row?.id ?? null,
        groupId: input.groupId ?? row?.groupId ?? null,
        outageId: input.outageId ?? null,
        areaCode: row?.areaCode ?? null,
        holdsCase: input.holdCase,
        dueAt: await needs.dueAt(needs.now(), facts),
        demo: row?.demo ?? false,
      });
      const task = await store.find(id);
      if (task === undefined) throw new Error('a task was not stored');
      await record(ctx, task, 'made', { title: input.title });
      if (row !== null && input.holdCase)
        await cases.move({ ...ctx, reason: input.title }, row, 'held', {}, { taskId: id });
      return id;
    },

    async take(ctx: ActionContext, id: string, version: number): Promise<void> {
      const task = await find(ctx, id, version);
      assertWorks(ctx, task);
      await move(ctx, task, 'taken', 'taken', {
        takenBy: ctx.actor.id,
        takenByName: ctx.actor.name,
        takenAt: needs.now(),
      });
    },

    /** Back to the queue for somebody else. */
    async giveBack(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string },
    ): Promise<void> {
      const task = await find(ctx, id, input.version);
      assertTaker(ctx, task);
      if (task.state !== 'taken') throw new DomainError('conflict', 'errors.tasks.notTaken');
      const none = { takenBy: null, takenByName: null, takenAt: null };
      await move({ ...ctx, reason: input.reason }, task, 'open', 'given_back', none);
    },

    async answer(
      ctx: ActionContext,
      id: string,
      input: { version: number; answer: string },
    ): Promise<void> {
      const task = await find(ctx, id, input.version);
      assertTaker(ctx, task);
      const by = {
        answer: input.answer,
        answeredBy: ctx.actor.id,
        answeredByName: ctx.actor.name,
        answeredAt: needs.now(),
      };
      await move(ctx, task, 'answered', 'answered', by, { answer: input.answer });
      await releaseCase(ctx, task, { answer: input.answer });
    },

    /** The answer was read, or the task is not needed any more. */
    async close(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason?: string | undefined },
    ): Promise<void> {
      const task = await find(ctx, id, input.version);
      if (task.state !== 'answered' && input.reason === undefined)
        throw invalidField('reason', 'errors.field.required');
      if (task.madeBy !== ctx.actor.id) assertTaker(ctx, task);
      const audited = input.reason === undefined ? ctx : { ...ctx, reason: input.reason };
      await move(audited, task, 'closed', 'closed', { closedAt: needs.now() });
      await releaseCase(audited, task, {});
    },

    /** The answer did not help: back to the queue with what is missing, the case held again where it was. */
    async reopen(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string },
    ): Promise<void> {
      const task = await find(ctx, id, input.version);
      if (task.state !== 'answered') throw new DomainError('conflict', 'errors.tasks.notAnswered');
      if (task.madeBy !== ctx.actor.id) assertWorks(ctx, task);
      const row = task.caseId === null ? undefined : await cases.find(task.caseId);
      const none = { takenBy: null, takenByName: null, takenAt: null };
      const audited = { ...ctx, reason: input.reason };
      await move(audited, task, 'open', 'reopened', {
        ...none,
        dueAt: await needs.dueAt(needs.now(), row ?? NO_FACTS),
      });
      await holdCase(ctx, task);
    },

    async note(ctx: ActionContext, id: string, body: string): Promise<void> {
      const task = await find(ctx, id);
      if (task.madeBy !== ctx.actor.id) assertWorks(ctx, task);
      await store.addNote(ctx.actor, id, body);
      await audit.record(ctx, { action: 'task.noted', subjectType: 'task', subjectId: id });
    },

    mayWork: (ctx: ActionContext, task: TaskRow): boolean =>
      queuesOf(ctx.actor.role).includes(task.queue),
  };
}

export type TaskService = ReturnType<typeof createTaskService>;

/** A task is read by its queue's people, by whoever made it, within their areas. */
function mayRead({ actor }: ActionContext, task: TaskRow): boolean {
  const own = task.madeBy === actor.id || task.takenBy === actor.id;
  if (!own && !visibleQueuesOf(actor.role).includes(task.queue)) return false;
  return task.areaCode === null || inAreas(task.areaCode, actor.areaCodes);
}
