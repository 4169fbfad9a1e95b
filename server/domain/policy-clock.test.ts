import { describe, expect, it } from 'vitest';
import { episodesOf } from './exposure.ts';
import { impactFactors } from './policy-class.ts';
import { collected } from './policy-clock.ts';
import { at, outage, zone } from './policy-test-case.ts';
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

  it('is the outage itself where the rules say so, or say nothing', () => {
    const clock = { kind: 'outage_start' } as const;
    const late = { reportedAt: at('2026-10-12 12:00') };
    for (const rules of [rulesWith({ count: { clock } }), rulesWith()]) {
      const result = pay(rules, from, to, late);
      expect(money(result)).toBe(1200);
      expect(keys(result).filter((key) => key.startsWith('explain.clock'))).toEqual([]);
    }
  });

  it('never starts on a report that nobody made, unless the outage may start it', () => {
    const rules = (kind: 'report' | 'first_of_both') => rulesWith({ count: { clock: { kind } } });
    expect(pay(rules('report'), from, to).reason).toBe('nothing_counts');
    const both = pay(rules('first_of_both'), from, to);
    expect(money(both)).toBe(1200);
    expect(step(both, 'explain.clock.first_of_both')).toEqual({
      key: 'explain.clock.first_of_both',
      args: { reported: '' },
      expression: '2026-10-12 08:00:00',
      result: '12',
      unit: 'hour',
    });
  });

  it('is explained by the working days of a deadline', () => {
    const clock = { kind: 'report_deadline', workingDays: 1 } as const;
    const reportedAt = at('2026-10-12 10:00');
    const result = pay(rulesWith({ count: { clock } }), from, '2026-10-14 02:00', { reportedAt });
    expect(step(result, 'explain.clock.report_deadline')).toMatchObject({
      args: { reported: '2026-10-12 10:00:00', days: '1' },
      expression: '2026-10-14 00:00:00',
      result: '2',
    });
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
    expect(money(stop({ kind: 'recorded', reason: 'strike' }))).toBe(1200);
  });

  it('says what it left out, and nothing where it left nothing out', () => {
    const window = { startAt: at('2026-10-12 10:00'), endAt: at('2026-10-12 13:00') };
    const result = stop({ kind: 'dated', reason: 'war', ...window });
    expect(step(result, 'explain.suspension')).toMatchObject({
      args: { reason: 'war' },
      expression: '12 - 3',
      result: '9',
      unit: 'hour',
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

describe('episodes counted together', () => {
  const two = (collect: CountingRules['collect'], first: string, second: string) => {
    const rules = rulesWith({ count: { collect: collect ?? 'episode' } });
    const hour = 3_600_000;
    const outages = [first, second].map((start, index) =>
      outage({ outageId: `O${index}`, startAt: at(start), endAt: at(start) + hour }),
    );
    const union = episodesOf(impactFactors(outages, rules), 'line');
    return collected(rules, union, zone, 15);
  };

  it.each([
    ['episode', '2026-10-12 08:00', '2026-10-12 12:00', 2],
    ['local_day', '2026-10-12 08:00', '2026-10-12 12:00', 1],
    ['local_day', '2026-10-12 22:00', '2026-10-13 00:00', 2],
    ['month', '2026-10-01 08:00', '2026-10-31 12:00', 1],
    ['month', '2026-10-31 22:00', '2026-11-01 12:00', 2],
    ['billing_period', '2026-10-15 00:00', '2026-11-14 12:00', 1],
    ['billing_period', '2026-10-14 08:00', '2026-10-15 12:00', 2],
    ['billing_period', '2026-10-31 08:00', '2026-11-01 12:00', 1],
  ] as const)('by %s: those of %s and %s are %i', (collect, first, second, entitlements) => {
    expect(two(collect, first, second)).toHaveLength(entitlements);
  });

  it('keep their gaps, their order and all their outages', () => {
    const [together] = two('month', '2026-10-20 08:00', '2026-10-02 08:00');
    expect(together).toMatchObject({
      startAt: at('2026-10-02 08:00'),
      endAt: at('2026-10-20 09:00'),
      seconds: 7200,
      outageIds: ['O0', 'O1'],
    });
    expect(together?.pieces.map(({ startAt }) => startAt)).toEqual([
      at('2026-10-02 08:00'),
      at('2026-10-20 08:00'),
    ]);
  });

  it('of one service are not counted with those of another', () => {
    const rules = rulesWith({ count: { collect: 'month', basis: 'service' } });
    const outages = [outage(), outage({ service: 'voice' }), outage({ service: 'sms' })];
    const union = episodesOf(impactFactors(outages, rules), 'service');
    expect(collected(rules, union, zone, null)).toHaveLength(3);
  });
});
