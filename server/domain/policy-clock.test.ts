import { describe, expect, it } from 'vitest';
import { at } from './policy-test-case.ts';
import type { CountingRules } from './policy-types.ts';
import { from, keys, money, pay, rulesWith, step, to } from './policy-vocabulary-case.ts';

describe('the start of the clock', () => {
  const reported = (kind: 'report' | 'first_of_both', time: string | null) =>
    pay(rulesWith({ count: { clock: { kind } } }), from, to, {
      reportedAt: time === null ? null : at(time),
    });

  it.each([
    ['2026-10-12 12:00', 800, 800 + 400],
    ['2026-10-12 06:00', 1400, 1400],
    ['2026-10-12 21:00', 0, 1200],
    [null, 0, 1200],
  ] as const)('is the report, or whichever came first: %s', (time, report, both) => {
    expect(money(reported('report', time))).toBe(report);
    expect(money(reported('first_of_both', time))).toBe(both);
  });

  it('is explained by the time of the report', () => {
    expect(step(reported('report', '2026-10-12 12:00'), 'explain.clock.report')).toMatchObject({
      args: { reported: '2026-10-12 12:00:00' },
      expression: '2026-10-12 12:00:00',
      result: '8',
      unit: 'hour',
    });
    expect(reported('report', null).reason).toBe('nothing_counts');
  });

  it('is a deadline of working days after the report, over holidays and weekends', () => {
    const clock = { kind: 'report_deadline', workingDays: 2 } as const;
    const after = (day: string, until: string) =>
      money(pay(rulesWith({ count: { clock } }), day, until, { reportedAt: at(day) })) / 100;
    // Friday the 23rd; Monday and Tuesday are the two days; the clock starts on Wednesday.
    expect(after('2026-10-23 10:00', '2026-10-28 05:00')).toBe(5);
    // The 30th of September; the festival lasts to the 7th; 8th and 9th work, the clock starts on the 10th.
    expect(after('2026-09-30 10:00', '2026-10-10 03:00')).toBe(3);
    // Friday the 9th; Saturday the 10th is a make-up workday, Monday the second.
    expect(after('2026-10-09 10:00', '2026-10-13 04:00')).toBe(4);
    expect(after('2026-10-23 10:00', '2026-10-27 23:00')).toBe(0);
  });
});

describe('a clock that stands still', () => {
  const stop = (suspension: NonNullable<CountingRules['suspensions']>[number], input = {}) =>
    pay(rulesWith({ count: { suspensions: [suspension] } }), from, to, input);

  it('does not count a dated window, a daily one, nor recorded ones of that reason', () => {
    const window = { startAt: at('2026-10-12 10:00'), endAt: at('2026-10-12 13:00') };
    expect(money(stop({ kind: 'dated', reason: 'war', ...window }))).toBe(900);
    expect(
      money(stop({ kind: 'daily', reason: 'maintenance', fromMinute: 1140, toMinute: 540 })),
    ).toBe(1000);
    const suspensions = [
      { reason: 'strike', ...window },
      { reason: 'war', startAt: at('2026-10-12 08:00'), endAt: at('2026-10-12 09:00') },
    ];
    expect(money(stop({ kind: 'recorded', reason: 'strike' }, { suspensions }))).toBe(900);
  });

  it('says what it left out, and nothing where it left nothing out', () => {
    const window = { startAt: at('2026-10-12 10:00'), endAt: at('2026-10-12 13:00') };
    const result = stop({ kind: 'dated', reason: 'war', ...window });
    expect(step(result, 'explain.suspension')).toMatchObject({
      args: { reason: 'war' },
      expression: '12 - 3',
      result: '9',
    });
    expect(keys(stop({ kind: 'recorded', reason: 'war' }))).not.toContain('explain.suspension');
  });

  it('leaves one episode: the minimum is compared with the time that ran', () => {
    const rules = rulesWith({
      count: {
        suspensions: [
          {
            kind: 'dated',
            reason: 'war',
            startAt: at('2026-10-12 10:00'),
            endAt: at('2026-10-12 13:00'),
          },
        ],
      },
    });
    const least = (seconds: number) => ({
      ...rules,
      eligibility: {
        ...rules.eligibility,
        minimumDuration: { seconds, operator: '>=', measure: 'continuous' } as const,
      },
    });
    expect(pay(least(9 * 3600), from, to).eligible).toBe(true);
    expect(pay(least(9 * 3600 + 1), from, to).reason).toBe('too_short');
  });
});
