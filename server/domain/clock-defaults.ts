import type { ClockKind, ClockSubject, ClockTerms, EscalationLevel } from './clocks.ts';

export interface ShippedClockRule extends ClockTerms {
  /** Fixed, so that two servers starting at once install a row once. */
  id: string;
  subject: ClockSubject;
  kind: ClockKind;
  nameZh: string;
  nameEn: string;
  ruleKind: 'internal_target' | 'rule';
  startEvent: string;
  levels: EscalationLevel[];
  /** `close`: a case whose customer never answered ends; `escalate`: only people hear of it. */
  onBreach: 'escalate' | 'close';
  /** No clock of this kind runs yet: the row stands here for a later part of the console. */
  later: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const base = {
  basis: 'duration',
  warnFrom: 'start',
  days: 'calendar',
  pauses: true,
  ruleKind: 'internal_target',
  onBreach: 'escalate',
  later: false,
} as const;

const standard: EscalationLevel[] = [
  { on: 'warn', afterMs: 0, to: 'assignee', priority: 0 },
  { on: 'breach', afterMs: 0, to: 'supervisors', priority: 1 },
  { on: 'breach', afterMs: 4 * HOUR, to: 'managers', priority: 2 },
];

const idOf = (n: number) => `0000000000000000000000C${String(n).padStart(3, '0')}`;

const later = { ...base, later: true, pauses: false, levels: [] as EscalationLevel[] };

/** Technical completion; it also holds before any row is installed. */
export const technicalDefault: ShippedClockRule = {
  ...base,
  id: idOf(2),
  subject: 'case',
  kind: 'technical',
  nameZh: '技术完成',
  nameEn: 'Technical completion',
  startEvent: 'wanted_from',
  dueMs: DAY,
  warnMs: 2 * HOUR,
  warnFrom: 'due',
  levels: standard,
};

/** The rows every installation starts from: internal targets, except where a regulator's rule is named. */
export const shippedClockRules: readonly ShippedClockRule[] = [
  {
    ...base,
    id: idOf(1),
    subject: 'case',
    kind: 'acknowledge',
    nameZh: '受理确认',
    nameEn: 'Acknowledge',
    startEvent: 'received',
    dueMs: MINUTE,
    warnMs: null,
    levels: [],
  },
  technicalDefault,
  {
    ...base,
    id: idOf(3),
    subject: 'case',
    kind: 'next_charge',
    nameZh: '下次扣费前',
    nameEn: 'Before the next charge',
    startEvent: 'requested',
    basis: 'event',
    pauses: false,
    dueMs: null,
    warnMs: DAY,
    warnFrom: 'due',
    levels: [
      { on: 'warn', afterMs: 0, to: 'assignee', priority: 1 },
      { on: 'breach', afterMs: 0, to: 'supervisors', priority: 1 },
    ],
  },
  {
    ...base,
    id: idOf(4),
    subject: 'case',
    kind: 'jurisdiction',
    nameZh: '法规时限',
    nameEn: 'Jurisdiction limit',
    ruleKind: 'rule',
    startEvent: 'requested',
    dueMs: null,
    warnMs: null,
    levels: standard,
  },
  {
    ...base,
    id: idOf(5),
    subject: 'case',
    kind: 'complaint',
    nameZh: '投诉答复',
    nameEn: 'Complaint reply',
    ruleKind: 'rule',
    startEvent: 'complained',
    dueMs: 15 * DAY,
    warnMs: 10 * DAY,
    levels: [
      { on: 'warn', afterMs: 0, to: 'assignee', priority: 1 },
      { on: 'breach', afterMs: 0, to: 'supervisors', priority: 2 },
      { on: 'breach', afterMs: DAY, to: 'managers', priority: 2 },
    ],
  },
  {
    ...base,
    id: idOf(6),
    subject: 'case',
    kind: 'customer',
    nameZh: '等待用户',
    nameEn: 'Waiting for the customer',
    startEvent: 'waiting_customer',
    pauses: false,
    dueMs: 7 * DAY,
    warnMs: 3 * DAY,
    onBreach: 'close',
    levels: [{ on: 'warn', afterMs: 0, to: 'assignee', priority: 0 }],
  },
  {
    ...base,
    id: idOf(7),
    subject: 'task',
    kind: 'task',
    nameZh: '协办答复',
    nameEn: 'Answer to a task',
    startEvent: 'task_made',
    pauses: false,
    dueMs: 4 * HOUR,
    warnMs: HOUR,
    warnFrom: 'due',
    levels: [],
  },
  {
    ...later,
    id: idOf(8),
    subject: 'claim',
    kind: 'claim_reply',
    nameZh: '补偿申请答复',
    nameEn: 'Reply to a claim',
    startEvent: 'claim_received',
    dueMs: 15 * DAY,
    warnMs: 10 * DAY,
  },
  {
    ...later,
    id: idOf(9),
    subject: 'claim',
    kind: 'claim_filing',
    nameZh: '补偿申请期限',
    nameEn: 'Filing window of a claim',
    startEvent: 'outage_restored',
    dueMs: 90 * DAY,
    warnMs: null,
  },
  {
    ...later,
    id: idOf(10),
    subject: 'outage',
    kind: 'outage_estimate',
    nameZh: '预计恢复时间已过',
    nameEn: 'Estimate passed',
    startEvent: 'estimate_given',
    basis: 'event',
    dueMs: null,
    warnMs: 15 * MINUTE,
    warnFrom: 'due',
  },
  {
    ...later,
    id: idOf(11),
    subject: 'outage',
    kind: 'outage_confirm',
    nameZh: '中断确认',
    nameEn: 'Confirm the outage',
    startEvent: 'outage_restored',
    dueMs: DAY,
    warnMs: 4 * HOUR,
    warnFrom: 'due',
  },
  {
    ...later,
    id: idOf(12),
    subject: 'outage',
    kind: 'outage_batch',
    nameZh: '补偿批次生成',
    nameEn: 'Batch made',
    startEvent: 'outage_confirmed',
    days: 'working',
    dueMs: 2 * DAY,
    warnMs: DAY,
  },
  {
    ...later,
    id: idOf(13),
    subject: 'batch',
    kind: 'batch_approval',
    nameZh: '批次审批',
    nameEn: 'Approval of a batch',
    startEvent: 'batch_submitted',
    days: 'working',
    dueMs: 2 * DAY,
    warnMs: DAY,
  },
  {
    ...later,
    id: idOf(14),
    subject: 'recovery',
    kind: 'recovery_limitation',
    later: false,
    nameZh: '追偿时效',
    nameEn: 'Limitation of a recovery',
    ruleKind: 'rule',
    startEvent: 'damage_known',
    dueMs: 1095 * DAY,
    warnMs: 180 * DAY,
    warnFrom: 'due',
  },
];
