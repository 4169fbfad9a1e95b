import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from './calendar.ts';
import { shippedClockRules } from './clock-defaults.ts';
import {
  advance,
  alarmsDue,
  clockStateAt,
  countedMs,
  dueOfCase,
  fitOf,
  nextAlarmAt,
  planClock,
  ruleFor,
  type AlarmState,
  type ClockTerms,
  type DayBook,
  type EscalationLevel,
  type PauseSpan,
} from './clocks.ts';
import { createZone, parseLocal } from './time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const zone = createZone('Asia/Shanghai');
const at = (text: string) => parseLocal(zone, text);

/** National Day of 2026 with its make-up Saturday; nothing is known of 2027. */
const calendar: Calendar = {
  id: 'CN',
  years: {
    '2026': {
      holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
      makeupWorkdays: ['2026-10-10'],
    },
  },
};
const book: DayBook = { zone, calendar };

const terms = (changes: Partial<ClockTerms> = {}): ClockTerms => ({
  basis: 'duration',
  dueMs: DAY,
  warnMs: null,
  warnFrom: 'start',
  days: 'calendar',
  pauses: true,
  ...changes,
});

const started = (startedAt: number, pauses: readonly PauseSpan[] = []) => ({
  startedAt,
  eventAt: null,
  pauses,
});

describe('A clock', () => {
  it('counts real time from its start', () => {
    expect(planClock(terms(), book, started(at('2026-10-10 17:30')))).toEqual({
      warnAt: null,
      dueAt: at('2026-10-11 17:30'),
      provisional: false,
    });
  });

  it('warns from its start, or back from its end', () => {
    const start = at('2026-11-01 09:00');
    const fromStart = terms({ dueMs: 15 * DAY, warnMs: 10 * DAY });
    expect(planClock(fromStart, book, started(start)).warnAt).toBe(at('2026-11-11 09:00'));
    const fromEnd = terms({ warnMs: 2 * HOUR, warnFrom: 'due' });
    expect(planClock(fromEnd, book, started(start)).warnAt).toBe(at('2026-11-02 07:00'));
  });

  it('counts only working days where the row says so, over holidays and make-up days', () => {
    const working = terms({ days: 'working' });
    // Wednesday before the holiday: nine hours that day, the rest on Thursday the 8th.
    expect(planClock(working, book, started(at('2026-09-30 15:00'))).dueAt).toBe(
      at('2026-10-08 15:00'),
    );
    // Friday to the make-up Saturday, which is worked.
    expect(planClock(working, book, started(at('2026-10-09 15:00'))).dueAt).toBe(
      at('2026-10-10 15:00'),
    );
    // A start on a day off begins to count with the next working day.
    expect(planClock(working, book, started(at('2026-10-11 10:00'))).dueAt).toBe(
      at('2026-10-13 00:00'),
    );
  });

  it('counts a date outside the calendar by its weekday and says that it is provisional', () => {
    const plan = planClock(
      terms({ days: 'working', dueMs: 2 * DAY }),
      book,
      started(at('2026-12-31 12:00')),
    );
    // Thursday afternoon, Friday the 1st of January, Monday morning.
    expect(plan).toEqual({
      warnAt: null,
      dueAt: at('2027-01-04 12:00'),
      provisional: true,
    });
    expect(planClock(terms(), book, started(at('2026-12-31 12:00'))).provisional).toBe(false);
  });

  it('is later by what a pause took, and by nothing where the row has no pauses', () => {
    const start = at('2026-11-02 09:00');
    const pauses = [{ from: start + HOUR, until: start + 5 * HOUR }];
    expect(planClock(terms(), book, started(start, pauses)).dueAt).toBe(start + DAY + 4 * HOUR);
    const stubborn = terms({ pauses: false });
    expect(planClock(stubborn, book, started(start, pauses)).dueAt).toBe(start + DAY);
  });

  it('loses nothing by a pause on days that do not count, nor by one after its end', () => {
    const friday = at('2026-11-06 12:00');
    const weekend = [{ from: at('2026-11-07 00:00'), until: at('2026-11-08 20:00') }];
    const working = terms({ days: 'working' });
    const plain = planClock(working, book, started(friday)).dueAt;
    expect(planClock(working, book, started(friday, weekend)).dueAt).toBe(plain);
    const after = [{ from: friday + 2 * DAY, until: friday + 3 * DAY }];
    expect(planClock(terms(), book, started(friday, after)).dueAt).toBe(friday + DAY);
  });

  it('ends at its event and warns before it, not before its start', () => {
    const event = terms({ basis: 'event', dueMs: null, warnMs: DAY, warnFrom: 'due' });
    const startedAt = at('2026-11-30 18:00');
    const eventAt = at('2026-12-01 00:00');
    expect(planClock(event, book, { startedAt, eventAt, pauses: [] })).toEqual({
      warnAt: startedAt,
      dueAt: eventAt,
      provisional: false,
    });
    expect(planClock(event, book, { startedAt, eventAt: null, pauses: [] }).dueAt).toBeNull();
  });

  it('does not run where no limit is set', () => {
    expect(planClock(terms({ dueMs: null }), book, started(0)).dueAt).toBeNull();
  });

  it('counts as an oracle does that walks every quarter of an hour', () => {
    const quarter = HOUR / 4;
    const works = (instant: number) => {
      const date = new Date(instant + 8 * HOUR).toISOString().slice(0, 10);
      const weekday = new Date(instant + 8 * HOUR).getUTCDay();
      const year = calendar.years[date.slice(0, 4)];
      if (year?.holidays.includes(date)) return false;
      return year?.makeupWorkdays.includes(date) === true || (weekday !== 0 && weekday !== 6);
    };
    const paused = (instant: number, pauses: readonly PauseSpan[]) =>
      pauses.some(({ from, until }) => instant >= from && instant < until);
    const oracle = (rule: ClockTerms, start: number, pauses: readonly PauseSpan[]) => {
      let left = rule.dueMs ?? 0;
      let instant = start;
      while (left > 0) {
        const counts =
          (rule.days === 'calendar' || works(instant)) && !(rule.pauses && paused(instant, pauses));
        if (counts) left -= quarter;
        instant += quarter;
      }
      return instant;
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 * 96 }),
        fc.integer({ min: 1, max: 6 * 96 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 300 })), {
          maxLength: 4,
        }),
        fc.constantFrom('calendar' as const, 'working' as const),
        fc.boolean(),
        (offset, quarters, gaps, days, pauses) => {
          const start = at('2026-09-20 00:00') + offset * quarter;
          const spans: PauseSpan[] = [];
          let cursor = start;
          for (const [gap, length] of gaps) {
            const from = cursor + gap * quarter;
            cursor = from + length * quarter;
            spans.push({ from, until: cursor });
          }
          const rule = terms({ dueMs: quarters * quarter, days, pauses });
          expect(planClock(rule, book, started(start, spans)).dueAt).toBe(
            oracle(rule, start, spans),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts back what it advanced by, in a zone with summer time too', () => {
    const newYork = { zone: createZone('America/New_York'), calendar: null };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 366 * 24 }),
        fc.integer({ min: 0, max: 30 * 24 }),
        fc.constantFrom('calendar' as const, 'working' as const),
        (offset, hours, days) => {
          const from = Date.UTC(2026, 0, 1) + offset * HOUR;
          const { at: until } = advance(days, newYork, from, hours * HOUR);
          expect(countedMs(days, newYork, from, until)).toBe(hours * HOUR);
        },
      ),
    );
  });
});

describe('The state of a clock', () => {
  const clock = { warnAt: 50, dueAt: 100, pausedSince: null, stoppedAt: null };

  it('is told by its instants, each of which is reached at its first millisecond', () => {
    expect(clockStateAt(clock, 49)).toBe('running');
    expect(clockStateAt(clock, 50)).toBe('warned');
    expect(clockStateAt(clock, 100)).toBe('breached');
    expect(clockStateAt({ ...clock, stoppedAt: 90 }, 200)).toBe('stopped');
  });

  it('does not become worse in a pause, and is not healed by one', () => {
    expect(clockStateAt({ ...clock, pausedSince: 60 }, 200)).toBe('paused');
    expect(clockStateAt({ ...clock, pausedSince: 120 }, 200)).toBe('breached');
  });
});

describe('Alarms', () => {
  const levels: EscalationLevel[] = [
    { on: 'warn', afterMs: 0, to: 'assignee', priority: 0 },
    { on: 'breach', afterMs: 10, to: 'managers', priority: 2 },
    { on: 'breach', afterMs: 0, to: 'supervisors', priority: 1 },
  ];
  const fresh: AlarmState = {
    warnAt: 50,
    dueAt: 100,
    provisional: false,
    pausedSince: null,
    stoppedAt: null,
    warnedAt: null,
    breachedAt: null,
    levelsDone: 0,
  };

  it('fall due at their instants and wait for the next one in between', () => {
    expect(nextAlarmAt(fresh, levels)).toBe(50);
    const warned = { ...fresh, warnedAt: 50, levelsDone: 0b001 };
    expect(nextAlarmAt(warned, levels)).toBe(100);
    const over = { ...warned, breachedAt: 100, levelsDone: 0b101 };
    expect(nextAlarmAt(over, levels)).toBe(110);
    expect(nextAlarmAt({ ...over, levelsDone: 0b111 }, levels)).toBeNull();
  });

  it('are each carried out once, whenever somebody looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 12 }), (looks) => {
        let state = fresh;
        const told: string[] = [];
        for (const now of [...looks, 200].sort((a, b) => a - b)) {
          const alarms = alarmsDue(state, levels, now);
          if (alarms.warned) told.push('warned');
          if (alarms.breached) told.push('breached');
          told.push(...alarms.levels.map(({ to }) => to));
          state = {
            ...state,
            warnedAt: alarms.warned ? now : state.warnedAt,
            breachedAt: alarms.breached ? now : state.breachedAt,
            levelsDone: alarms.levelsDone,
          };
        }
        expect(told.sort()).toEqual(
          ['assignee', 'breached', 'managers', 'supervisors', 'warned'].sort(),
        );
      }),
    );
  });

  it('are each one’s own: without levels, warning and end are told, and without these nothing is', () => {
    expect(nextAlarmAt(fresh, [])).toBe(50);
    expect(nextAlarmAt({ ...fresh, warnedAt: 50 }, [])).toBe(100);
    expect(nextAlarmAt({ ...fresh, warnedAt: 50, breachedAt: 100 }, [])).toBeNull();
    const endless = { ...fresh, warnAt: null, dueAt: null };
    expect(nextAlarmAt(endless, levels)).toBeNull();
    expect(alarmsDue(endless, levels, 999)).toEqual({
      ...{ warned: false, breached: false },
      ...{ levels: [], levelsDone: 0 },
    });
    const late = [{ on: 'warn', afterMs: 5, to: 'managers', priority: 0 }] as const;
    expect(nextAlarmAt({ ...fresh, warnedAt: 50, breachedAt: 100 }, late)).toBe(55);
    expect(alarmsDue(fresh, late, 54).levels).toEqual([]);
    expect(alarmsDue(fresh, late, 55).levels).toEqual(late);
  });

  it('are silent while paused and once stopped', () => {
    expect(alarmsDue({ ...fresh, stoppedAt: 40 }, levels, 500).levels).toEqual([]);
    expect(nextAlarmAt({ ...fresh, pausedSince: 40 }, levels)).toBeNull();
    expect(alarmsDue({ ...fresh, pausedSince: 40 }, levels, 500)).toMatchObject({
      warned: false,
      breached: false,
      levels: [],
    });
    expect(nextAlarmAt({ ...fresh, stoppedAt: 40 }, levels)).toBeNull();
  });
});

describe('The row for a case', () => {
  const all = { categories: [], productCodes: [], areaCodes: [] };
  const facts = { category: 'sync', productCode: '601204', areaCode: '320506' };

  it('is the one that fits most narrowly', () => {
    const rules = [
      { kind: 'technical' as const, applies: all, name: 'all' },
      { kind: 'technical' as const, applies: { ...all, areaCodes: ['320500'] }, name: 'area' },
      {
        kind: 'technical' as const,
        applies: { ...all, categories: ['sync'], areaCodes: ['320000'] },
        name: 'both',
      },
      { kind: 'complaint' as const, applies: all, name: 'complaint' },
    ];
    expect(ruleFor(rules, 'technical', facts)?.name).toBe('both');
    expect(ruleFor(rules, 'technical', { ...facts, category: 'policy' })?.name).toBe('area');
    expect(ruleFor(rules, 'technical', { ...facts, areaCode: '440100' })?.name).toBe('all');
    expect(ruleFor(rules, 'jurisdiction', facts)).toBeUndefined();
  });

  it('does not fit where one of its conditions fails', () => {
    expect(fitOf({ ...all, productCodes: ['1'] }, facts)).toBeNull();
    expect(fitOf(all, facts)).toBe(0);
  });
});

describe('The due date of a case', () => {
  const clock = (kind: string, dueAt: number, changes = {}) => ({
    ...{ kind, dueAt, pausedSince: null, stoppedAt: null },
    ...changes,
  });

  it('is the soonest clock that runs and asks for work here', () => {
    const clocks = [
      clock('acknowledge', 1),
      clock('customer', 2),
      clock('technical', 50, { pausedSince: 3 }),
      clock('complaint', 40, { stoppedAt: 3 }),
      clock('complaint', 90),
      clock('next_charge', 70),
    ];
    expect(dueOfCase(clocks, 'open')).toEqual({ dueAt: 70, dueKind: 'next_charge' });
    expect(dueOfCase(clocks, 'waiting_date')).toEqual({ dueAt: 90, dueKind: 'complaint' });
    expect(dueOfCase([], 'open')).toEqual({ dueAt: null, dueKind: null });
  });
});

describe('The shipped rows', () => {
  it('have ids of their own, one general row for each kind', () => {
    expect(new Set(shippedClockRules.map(({ id }) => id)).size).toBe(shippedClockRules.length);
    expect(new Set(shippedClockRules.map(({ kind }) => kind)).size).toBe(shippedClockRules.length);
    for (const { id } of shippedClockRules) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });
});
