import type { Calendar } from '#domain/calendar.ts';
import { technicalDefault } from '#domain/clock-defaults.ts';
import {
  nextAlarmAt,
  planClock,
  ruleFor,
  type AlarmState,
  type ClockFacts,
  type ClockKind,
  type ClockPlan,
  type ClockTimes,
  type DayBook,
} from '#domain/clocks.ts';
import type { Zone } from '#domain/time.ts';
import type { ClockPolicy, ClockPolicyStore } from './clock-policy-store.ts';

interface Needs {
  policies: Pick<ClockPolicyStore, 'published' | 'byIds'>;
  calendar(id: string): Promise<Calendar>;
  zone: Zone;
}

/** The rows in force with their calendars, read once for one act. */
export interface ClockBook {
  ruleFor(kind: ClockKind, facts: ClockFacts): ClockPolicy | undefined;
  /** Rules of clocks that were started under an older version. */
  rulesOf(ids: readonly string[]): Promise<ReadonlyMap<string, ClockPolicy>>;
  plan(policy: ClockPolicy, times: ClockTimes): ClockPlan;
  dayBook(policy: ClockPolicy): DayBook;
}

export type OpenClockBook = () => Promise<ClockBook>;

export function createClockBook({ policies, calendar, zone }: Needs): OpenClockBook {
  async function calendarsOf(rules: readonly ClockPolicy[], known: Map<string, Calendar>) {
    for (const { days, calendarId } of rules)
      if (days === 'working' && !known.has(calendarId))
        known.set(calendarId, await calendar(calendarId));
  }

  async function open(): Promise<ClockBook> {
    const published = await policies.published();
    const calendars = new Map<string, Calendar>();
    await calendarsOf(published, calendars);
    const byId = new Map(published.map((policy) => [policy.id, policy]));
    const dayBook = (policy: ClockPolicy): DayBook => ({
      zone,
      calendar: calendars.get(policy.calendarId) ?? null,
    });
    return {
      ruleFor: (kind, facts) => ruleFor(published, kind, facts),
      async rulesOf(ids) {
        const missing = ids.filter((id) => !byId.has(id));
        if (missing.length > 0) {
          const older = await policies.byIds(missing);
          await calendarsOf(older, calendars);
          for (const policy of older) byId.set(policy.id, policy);
        }
        return byId;
      },
      plan: (policy, times) => planClock(policy, dayBook(policy), times),
      dayBook,
    };
  }

  return open;
}

/**
 * When the watch has to look at a clock. A row that tells nobody and closes nothing needs no watch, so that the
 * acknowledge clocks of a large import cost no more than their rows: whether they were kept is read from their times.
 */
export function watchAt(policy: ClockPolicy, clock: AlarmState): number | null {
  const silent = policy.levels.length === 0 && policy.onBreach === 'escalate';
  return silent ? null : nextAlarmAt(clock, policy.levels);
}

/** When technical completion is due, by the row that fits; as shipped before any row is installed. */
export function technicalDueIn(book: ClockBook, facts: ClockFacts, from: number): number | null {
  const times = { startedAt: from, eventAt: null, pauses: [] };
  const rule = book.ruleFor('technical', facts);
  if (rule !== undefined) return book.plan(rule, times).dueAt;
  return from + (technicalDefault.dueMs ?? 0);
}
