import { inAreas } from './area-range.ts';
import type { Calendar } from './calendar.ts';
import { dayKindOf, hasYear, usualWeekend } from './calendar.ts';
import { addDays, weekdayOf, type CivilDate } from './civil-date.ts';
import { localDateAt, startOfDay, type Zone } from './time.ts';

/**
 * Deadlines. A clock counts time from its start: real time, or only the time of working days; a pause does not
 * count. A day is 24 counted hours, so that what starts on Friday at 15:00 with one working day ends on Monday at
 * 15:00, and what starts on a Saturday begins to count on Monday at 00:00. Instants are epoch milliseconds.
 */

export const caseClockKinds = [
  'acknowledge',
  'technical',
  'next_charge',
  'jurisdiction',
  'complaint',
  'customer',
] as const;
export type CaseClockKind = (typeof caseClockKinds)[number];

export const clockKinds = [
  ...caseClockKinds,
  'task',
  'claim_reply',
  'claim_filing',
  'outage_estimate',
  'outage_confirm',
  'outage_batch',
  'batch_approval',
  'recovery_limitation',
] as const;
export type ClockKind = (typeof clockKinds)[number];

export const clockSubjects = ['case', 'task', 'claim', 'outage', 'batch', 'recovery'] as const;
export type ClockSubject = (typeof clockSubjects)[number];

export const clockStates = ['running', 'paused', 'warned', 'breached', 'stopped'] as const;
export type ClockState = (typeof clockStates)[number];

/** What a policy row says about time. */
export interface ClockTerms {
  /** `duration` counts from the start; `event` ends at an instant that is a fact of the subject. */
  basis: 'duration' | 'event';
  /** Null: nothing is set, no clock runs. */
  dueMs: number | null;
  warnMs: number | null;
  /** The warning is counted from the start, or back from the end. */
  warnFrom: 'start' | 'due';
  days: 'calendar' | 'working';
  /** Waiting for the customer stops it for as long as that lasts. */
  pauses: boolean;
}

/** Half-open. */
export interface PauseSpan {
  from: number;
  until: number;
}

export interface ClockTimes {
  startedAt: number;
  /** The end of a clock whose basis is an event. */
  eventAt: number | null;
  /** In their order, none overlapping. */
  pauses: readonly PauseSpan[];
}

export interface ClockPlan {
  warnAt: number | null;
  dueAt: number | null;
  /** A date outside the calendar was counted by its weekday. */
  provisional: boolean;
}

/** Which local dates are worked, with the calendar where the terms need one. */
export interface DayBook {
  zone: Zone;
  calendar: Calendar | null;
}

interface WorkDay {
  working: boolean;
  provisional: boolean;
}

function workDayOf(book: DayBook, date: CivilDate): WorkDay {
  const { calendar } = book;
  if (calendar === null || !hasYear(calendar, Number(date.slice(0, 4))))
    return {
      working: !(calendar?.weekend ?? usualWeekend).includes(weekdayOf(date)),
      provisional: calendar !== null,
    };
  const kind = dayKindOf(calendar, date);
  return { working: kind === 'workday' || kind === 'makeup_workday', provisional: false };
}

interface Reached {
  at: number;
  provisional: boolean;
}

/** Nobody's deadline is longer; it keeps a calendar without working days from being walked for ever. */
const MAX_DAYS = 5_000;

/** The instant at which `ms` of counted time have passed since `from`. */
export function advance(
  days: ClockTerms['days'],
  book: DayBook,
  from: number,
  ms: number,
): Reached {
  if (days === 'calendar' || ms <= 0) return { at: from + ms, provisional: false };
  let left = ms;
  let at = from;
  let provisional = false;
  let date = localDateAt(book.zone, from);
  for (let n = 0; n < MAX_DAYS; n += 1) {
    const next = addDays(date, 1);
    const end = startOfDay(book.zone, next);
    const day = workDayOf(book, date);
    provisional ||= day.provisional;
    if (day.working) {
      if (left <= end - at) return { at: at + left, provisional };
      left -= end - at;
    }
    at = end;
    date = next;
  }
  return { at: at + left, provisional };
}

/** Counted time of a half-open span. */
export function countedMs(
  days: ClockTerms['days'],
  book: DayBook,
  from: number,
  until: number,
): number {
  if (until <= from) return 0;
  if (days === 'calendar') return until - from;
  let total = 0;
  let at = from;
  let date = localDateAt(book.zone, from);
  while (at < until) {
    const next = addDays(date, 1);
    const end = Math.min(startOfDay(book.zone, next), until);
    if (workDayOf(book, date).working) total += end - at;
    at = end;
    date = next;
  }
  return total;
}

/** The instant at which a running clock has counted `ms`; pauses that begin later change nothing. */
function reach(terms: ClockTerms, book: DayBook, times: ClockTimes, ms: number): Reached {
  let reached = advance(terms.days, book, times.startedAt, ms);
  if (!terms.pauses) return reached;
  for (const pause of times.pauses) {
    const from = Math.max(pause.from, times.startedAt);
    if (pause.until <= from || from >= reached.at) continue;
    const lost = countedMs(terms.days, book, from, pause.until);
    const later = advance(terms.days, book, reached.at, lost);
    reached = { at: later.at, provisional: reached.provisional || later.provisional };
  }
  return reached;
}

/** When a clock warns and ends. An event's warning is counted back from it in real time. */
export function planClock(terms: ClockTerms, book: DayBook, times: ClockTimes): ClockPlan {
  const { warnMs, dueMs } = terms;
  if (terms.basis === 'event') {
    const { eventAt } = times;
    if (eventAt === null) return { warnAt: null, dueAt: null, provisional: false };
    const warnAt = warnMs === null ? null : Math.max(eventAt - warnMs, times.startedAt);
    return { warnAt, dueAt: eventAt, provisional: false };
  }
  if (dueMs === null) return { warnAt: null, dueAt: null, provisional: false };
  const due = reach(terms, book, times, dueMs);
  if (warnMs === null) return { warnAt: null, dueAt: due.at, provisional: due.provisional };
  const counted = terms.warnFrom === 'start' ? warnMs : Math.max(dueMs - warnMs, 0);
  const warn = reach(terms, book, times, Math.min(counted, dueMs));
  return { warnAt: warn.at, dueAt: due.at, provisional: due.provisional || warn.provisional };
}

export interface RunningClock extends ClockPlan {
  pausedSince: number | null;
  stoppedAt: number | null;
}

/** A clock that was over before it was paused stays over. */
export function clockStateAt(clock: Omit<RunningClock, 'provisional'>, now: number): ClockState {
  if (clock.stoppedAt !== null) return 'stopped';
  const at = clock.pausedSince ?? now;
  if (clock.dueAt !== null && clock.dueAt <= at) return 'breached';
  if (clock.pausedSince !== null) return 'paused';
  return clock.warnAt !== null && clock.warnAt <= now ? 'warned' : 'running';
}

export const escalationTargets = ['assignee', 'supervisors', 'managers'] as const;
export type EscalationTarget = (typeof escalationTargets)[number];

/** Who hears of it, how long after the warning or the end, and what the case's priority becomes at least. */
export interface EscalationLevel {
  on: 'warn' | 'breach';
  afterMs: number;
  to: EscalationTarget;
  priority: number;
}

export const MAX_LEVELS = 5;

export interface AlarmState extends RunningClock {
  warnedAt: number | null;
  breachedAt: number | null;
  /** One bit for each level that was carried out. */
  levelsDone: number;
}

const levelAt = (clock: AlarmState, level: EscalationLevel): number | null => {
  const base = level.on === 'warn' ? clock.warnAt : clock.dueAt;
  return base === null ? null : base + level.afterMs;
};

export interface Alarms {
  warned: boolean;
  breached: boolean;
  /** Levels that fall due now, in the policy's order. */
  levels: EscalationLevel[];
  levelsDone: number;
}

/** What has to be carried out at an instant and was not yet: each thing once in a clock's life. */
export function alarmsDue(
  clock: AlarmState,
  levels: readonly EscalationLevel[],
  now: number,
): Alarms {
  const silent = clock.stoppedAt !== null || clock.pausedSince !== null;
  const reached = (at: number | null) => !silent && at !== null && at <= now;
  let { levelsDone } = clock;
  const due: EscalationLevel[] = [];
  for (const [index, level] of levels.entries()) {
    const bit = 1 << index;
    if ((levelsDone & bit) !== 0 || !reached(levelAt(clock, level))) continue;
    due.push(level);
    levelsDone |= bit;
  }
  return {
    warned: clock.warnedAt === null && reached(clock.warnAt),
    breached: clock.breachedAt === null && reached(clock.dueAt),
    levels: due,
    levelsDone,
  };
}

/** When somebody has to look at the clock next; null while it is paused, and once all is carried out. */
export function nextAlarmAt(clock: AlarmState, levels: readonly EscalationLevel[]): number | null {
  if (clock.stoppedAt !== null || clock.pausedSince !== null) return null;
  const instants = levels
    .filter((_, index) => (clock.levelsDone & (1 << index)) === 0)
    .map((level) => levelAt(clock, level));
  if (clock.warnedAt === null) instants.push(clock.warnAt);
  if (clock.breachedAt === null) instants.push(clock.dueAt);
  const ahead = instants.filter((at): at is number => at !== null);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** What a policy row is for; an empty list means all. */
export interface AppliesTo {
  categories: readonly string[];
  productCodes: readonly string[];
  areaCodes: readonly string[];
}

export interface ClockFacts {
  category: string;
  productCode: string;
  areaCode: string;
}

/** How narrowly a row fits: the number of its conditions, or null when it does not fit. */
export function fitOf(applies: AppliesTo, facts: ClockFacts): number | null {
  const { categories, productCodes, areaCodes } = applies;
  if (categories.length > 0 && !categories.includes(facts.category)) return null;
  if (productCodes.length > 0 && !productCodes.includes(facts.productCode)) return null;
  if (!inAreas(facts.areaCode, areaCodes)) return null;
  return [categories, productCodes, areaCodes].filter((list) => list.length > 0).length;
}

/** The row that fits most narrowly; among equals the one published last, which stands first. */
export function ruleFor<R extends { kind: ClockKind; applies: AppliesTo }>(
  rules: readonly R[],
  kind: ClockKind,
  facts: ClockFacts,
): R | undefined {
  let best: R | undefined;
  let bestFit = -1;
  for (const rule of rules) {
    if (rule.kind !== kind) continue;
    const fit = fitOf(rule.applies, facts);
    if (fit === null || fit <= bestFit) continue;
    best = rule;
    bestFit = fit;
  }
  return best;
}

/** What the queue's due date is made of: see `dueOfCase`. */
export interface DueCandidate {
  kind: string;
  dueAt: number | null;
  pausedSince: number | null;
  stoppedAt: number | null;
}

/**
 * The deadline a case stands in the queue with: the soonest that runs and asks somebody here for work. Not
 * *acknowledge* (an import of thousands would hide every real deadline a minute later) and not the wait for the
 * customer (nothing is asked of anybody here until it ends); the next charge not while a cancel waits for its date.
 */
export function dueOfCase(
  clocks: readonly DueCandidate[],
  caseState: string,
): { dueAt: number | null; dueKind: string | null } {
  let best: { dueAt: number; dueKind: string } | null = null;
  for (const { kind, dueAt, pausedSince, stoppedAt } of clocks) {
    if (dueAt === null || pausedSince !== null || stoppedAt !== null) continue;
    if (kind === 'acknowledge' || kind === 'customer') continue;
    if (kind === 'next_charge' && caseState === 'waiting_date') continue;
    if (best === null || dueAt < best.dueAt) best = { dueAt, dueKind: kind };
  }
  return best ?? { dueAt: null, dueKind: null };
}
