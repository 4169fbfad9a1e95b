import { DomainError } from './errors.ts';

/** Which states may follow which. A state without an entry is an end. */
export type Lifecycle<State extends string> = Readonly<Partial<Record<State, readonly State[]>>>;

export const caseStates = [
  'open',
  'queued',
  'sent',
  'unknown',
  'confirmed',
  'verified',
  'waiting_customer',
  'waiting_date',
  'held',
  'failed_final',
  'withdrawn',
  'duplicate',
] as const;
export type CaseState = (typeof caseStates)[number];

const CASE_ENDS = ['withdrawn', 'duplicate', 'failed_final'] as const;

export const caseLifecycle: Lifecycle<CaseState> = {
  open: ['queued', 'waiting_customer', 'waiting_date', 'held', ...CASE_ENDS],
  queued: ['sent', 'open', 'waiting_customer', 'waiting_date', 'held', ...CASE_ENDS],
  sent: ['confirmed', 'unknown', 'queued', 'open', ...CASE_ENDS],
  unknown: ['confirmed', 'queued', ...CASE_ENDS],
  confirmed: ['verified', 'queued', ...CASE_ENDS],
  waiting_customer: ['open', 'queued', ...CASE_ENDS],
  waiting_date: ['open', 'queued', ...CASE_ENDS],
  held: ['open', 'queued', ...CASE_ENDS],
};

export const caseEndStates = ['verified', ...CASE_ENDS] as const;
/** States in which a call is under way or its outcome is not known. */
export const caseInFlightStates = ['queued', 'sent', 'unknown', 'confirmed'] as const;

export function isCaseEnded(state: CaseState): boolean {
  return (caseEndStates as readonly string[]).includes(state);
}

export const outageStates = ['open', 'restored', 'confirmed', 'closed', 'cancelled'] as const;
export type OutageState = (typeof outageStates)[number];

export const outageLifecycle: Lifecycle<OutageState> = {
  open: ['restored', 'cancelled'],
  restored: ['open', 'confirmed', 'cancelled'],
  // A correction is a new revision, and a new revision is confirmed again.
  confirmed: ['closed', 'restored'],
  closed: ['restored'],
};

export const batchStates = [
  'draft',
  'calculating',
  'calculated',
  'submitted',
  'approved',
  'crediting',
  'credited',
  'partly_credited',
  'rejected',
  'expired',
  'cancelled',
  'reversed',
] as const;
export type BatchState = (typeof batchStates)[number];

export const batchLifecycle: Lifecycle<BatchState> = {
  draft: ['calculating', 'cancelled'],
  calculating: ['calculated', 'draft', 'cancelled'],
  calculated: ['calculating', 'submitted', 'cancelled'],
  submitted: ['calculated', 'approved', 'rejected', 'expired'],
  approved: ['crediting', 'cancelled'],
  crediting: ['credited', 'partly_credited'],
  partly_credited: ['crediting', 'credited', 'reversed'],
  credited: ['reversed'],
};

/** Batches whose items still owe or have paid something: they use up caps and forbid a second batch. */
export const batchLiveStates = [
  'draft',
  'calculating',
  'calculated',
  'submitted',
  'approved',
  'crediting',
  'credited',
  'partly_credited',
] as const;

export const itemStates = ['fixed', 'sent', 'accepted', 'unknown', 'parked', 'reversed'] as const;
export type ItemState = (typeof itemStates)[number];

export const itemLifecycle: Lifecycle<ItemState> = {
  fixed: ['sent'],
  sent: ['accepted', 'unknown', 'parked', 'fixed'],
  unknown: ['accepted', 'parked', 'fixed'],
  parked: ['fixed'],
  accepted: ['reversed'],
};

export const versionStates = ['draft', 'submitted', 'published', 'retired'] as const;
export type VersionState = (typeof versionStates)[number];

/** Versions of policies, profiles, mappings, catalogues and calendars. */
export const versionLifecycle: Lifecycle<VersionState> = {
  draft: ['submitted'],
  submitted: ['draft', 'published'],
  published: ['retired'],
};

export const planStates = [
  'frozen',
  'awaiting_approval',
  'ready',
  'run',
  'rejected',
  'expired',
] as const;
export type PlanState = (typeof planStates)[number];

/** A frozen set of cases; above the second limit another person approves before it may run. */
export const planLifecycle: Lifecycle<PlanState> = {
  frozen: ['awaiting_approval', 'ready', 'expired'],
  awaiting_approval: ['ready', 'rejected', 'expired'],
  ready: ['run', 'expired'],
};

/** Work over many rows that people can pause: a bulk plan that runs, one event told to many lines. */
export const longJobStates = ['running', 'paused', 'done', 'cancelled'] as const;
export type LongJobState = (typeof longJobStates)[number];

export const longJobLifecycle: Lifecycle<LongJobState> = {
  running: ['paused', 'done', 'cancelled'],
  paused: ['running', 'cancelled'],
};

export const noticeStates = [
  'queued',
  'held',
  'sent',
  'delivered',
  'failed',
  'unknown',
  'expired',
] as const;
export type NoticeState = (typeof noticeStates)[number];

/** A message to a customer. */
export const noticeLifecycle: Lifecycle<NoticeState> = {
  queued: ['held', 'sent', 'failed', 'unknown', 'expired'],
  held: ['queued', 'expired'],
  sent: ['delivered', 'failed', 'unknown'],
  unknown: ['sent', 'delivered', 'failed', 'queued'],
  // A person lets it go again.
  failed: ['queued'],
};

export const taskStates = ['open', 'taken', 'answered', 'closed'] as const;
export type TaskState = (typeof taskStates)[number];

/** Work handed to a team queue. An answer that does not help is given back. */
export const taskLifecycle: Lifecycle<TaskState> = {
  open: ['taken', 'answered', 'closed'],
  taken: ['open', 'answered', 'closed'],
  answered: ['closed', 'open'],
};

export const groupStates = [
  'new',
  'ongoing',
  'escalating',
  'resolved',
  'regressed',
  'muted',
] as const;
export type GroupState = (typeof groupStates)[number];

/** A cause group: what comes back after it was resolved is regressed. */
export const groupLifecycle: Lifecycle<GroupState> = {
  new: ['ongoing', 'escalating', 'resolved', 'muted'],
  ongoing: ['escalating', 'resolved', 'muted'],
  escalating: ['ongoing', 'resolved', 'muted'],
  regressed: ['ongoing', 'escalating', 'resolved', 'muted'],
  resolved: ['regressed'],
  muted: ['new', 'ongoing', 'escalating', 'resolved', 'regressed'],
};

/** Refuses a move the table does not list: `errors.transition` with both states. */
export function assertTransition<State extends string>(
  lifecycle: Lifecycle<State>,
  from: State,
  to: State,
): void {
  if (lifecycle[from]?.includes(to) === true) return;
  throw new DomainError('conflict', 'errors.transition', { args: { from, to } });
}
