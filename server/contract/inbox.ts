import { z } from 'zod';
import { epochMs } from './common.ts';

/** What can wait for a person; the page groups by it, in this order. */
export const inboxKinds = [
  'batch_approval',
  'plan_approval',
  'outage_decision',
  'publication',
  'countersign',
  'clock_breached',
  'clock_warned',
  'task_open',
  'task_taken',
  'task_answered',
  'mention',
  'handover',
  'case_due',
] as const;
export const inboxKind = z.enum(inboxKinds);
export type InboxKind = z.infer<typeof inboxKind>;

export const inboxItem = z.object({
  /** Unique within its kind. */
  id: z.string(),
  /** Where the act is: a path of the console. */
  to: z.string(),
  /** What it is about, in the words of the data: a name, a ticket, the first words of a note. */
  title: z.string(),
  /** In English, where the data has both. */
  titleEn: z.string().nullable(),
  /** A second line: a key of `inbox.detail` with its values, or null. */
  detailKey: z.string().nullable(),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Who it comes from, where a person does. */
  from: z.string().nullable(),
  /** Since when it waits. */
  at: epochMs,
  dueAt: epochMs.nullable(),
});
export type InboxItem = z.infer<typeof inboxItem>;

export const inboxGroup = z.object({
  kind: inboxKind,
  /** All that wait; the items are the first of them. */
  count: z.int(),
  bounded: z.boolean(),
  /** Where all of them are. */
  to: z.string().nullable(),
  items: z.array(inboxItem),
});
export type InboxGroup = z.infer<typeof inboxGroup>;

/** What is only for the eye: seen once, it is gone from the inbox. */
export const seenKinds = ['mention', 'handover'] as const;
export const inboxSeenBody = z.strictObject({ kind: z.enum(seenKinds) });

export const inbox = z.object({ groups: z.array(inboxGroup), total: z.int() });
export type Inbox = z.infer<typeof inbox>;
