import { z } from 'zod';
import { taskStates } from '#domain/lifecycles.ts';
import { taskQueues } from '#domain/task-queues.ts';
import { epochMs, reason, text, ulid, version } from './common.ts';

export const taskQueue = z.enum(taskQueues);
export const taskState = z.enum(taskStates);

export const taskRecord = z.object({
  id: z.string(),
  queue: taskQueue,
  state: taskState,
  title: z.string(),
  body: z.string(),
  caseId: z.string().nullable(),
  /** Of the case, so that a list needs no second call. */
  ticketNo: z.string().nullable(),
  groupId: z.string().nullable(),
  outageId: z.string().nullable(),
  /** The case waits for the answer. */
  holdsCase: z.boolean(),
  madeBy: z.string(),
  madeByName: z.string(),
  takenBy: z.string().nullable(),
  takenByName: z.string().nullable(),
  takenAt: epochMs.nullable(),
  answer: z.string().nullable(),
  answeredByName: z.string().nullable(),
  answeredAt: epochMs.nullable(),
  closedAt: epochMs.nullable(),
  dueAt: epochMs.nullable(),
  version: z.int(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type TaskRecord = z.infer<typeof taskRecord>;

export const taskNote = z.object({
  id: z.string(),
  authorId: z.string(),
  authorName: z.string(),
  body: z.string(),
  createdAt: epochMs,
});
export type TaskNote = z.infer<typeof taskNote>;

export const taskShow = taskRecord.extend({
  notes: z.array(taskNote),
  /** Whether the reader may work this queue. */
  mayWork: z.boolean(),
});
export type TaskShow = z.infer<typeof taskShow>;

export const createTaskBody = z.strictObject({
  queue: taskQueue,
  title: text(120),
  body: text(2000),
  caseId: ulid.optional(),
  groupId: ulid.optional(),
  outageId: ulid.optional(),
  /** Holds the case until the answer comes; needs the case at the version its reader saw. */
  holdCase: z.boolean().default(false),
  caseVersion: version.optional(),
});

export const taskVersionBody = z.strictObject({ version });
export const giveBackTaskBody = z.strictObject({ version, reason });
export const reopenTaskBody = z.strictObject({ version, reason });
export const answerTaskBody = z.strictObject({ version, answer: text(2000) });
export const closeTaskBody = z.strictObject({ version, reason: reason.optional() });
export const taskNoteBody = z.strictObject({ body: text(2000) });

/** Open and taken tasks by queue, as far as the reader sees them. */
export const taskCounts = z.object({
  queues: z.array(z.object({ queue: taskQueue, open: z.int(), taken: z.int(), overdue: z.int() })),
  mine: z.int(),
  answered: z.int(),
});
export type TaskCounts = z.infer<typeof taskCounts>;

export const taskList = z.object({ items: z.array(taskRecord) });
