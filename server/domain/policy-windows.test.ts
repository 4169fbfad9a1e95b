import { describe, expect, it } from 'vitest';
import type { FactoredImpact } from './exposure.ts';
import { episodesOf } from './exposure.ts';
import { collected } from './policy.ts';
import { at, zone } from './policy-test-case.ts';
import { rulesWith } from './policy-vocabulary-case.ts';
import type { Collection } from './policy-types.ts';
import { insideWindow, secondsByDate, secondsWithin, union, without } from './policy-windows.ts';
import { createZone, parseLocal } from './time.ts';

const span = (startAt: number, endAt: number) => ({ startAt, endAt });

describe('stretches of time', () => {
  it('are joined where they overlap or touch, in any order', () => {
    expect(union([span(5, 9), span(0, 3), span(3, 4), span(6, 7)])).toEqual([
      span(0, 4),
      span(5, 9),
    ]);
  });

  it.each([
    [[], [span(0, 10)]],
    [[span(2, 4)], [span(0, 2), span(4, 10)]],
    [[span(-5, 3), span(8, 20)], [span(3, 8)]],
    [[span(0, 10)], []],
    [
      [span(4, 6), span(1, 5)],
      [span(0, 1), span(6, 10)],
    ],
    [[span(10, 12)], [span(0, 10)]],
    [[span(12, 14)], [span(0, 10)]],
    [[span(-5, 0)], [span(0, 10)]],
  ])('without %j leave %j', (others, left) => {
    expect(without(span(0, 10), others)).toEqual(left);
  });

  it('count whole seconds inside a period', () => {
    const period = span(1000, 5000);
    expect(secondsWithin([span(0, 2500), span(4000, 9000), span(6000, 7000)], period)).toBe(2);
  });

  it('fall into a daily window by the local clock, over midnight and changes of clocks', () => {
    const madrid = createZone('Europe/Madrid');
    const day = span(
      parseLocal(madrid, '2025-10-26 00:00'),
      parseLocal(madrid, '2025-10-27 00:00'),
    );
    const hours = (fromMinute: number, toMinute: number) =>
      secondsWithin(insideWindow(madrid, day, { fromMinute, toMinute }), day) / 3600;
    expect([hours(0, 1440), hours(120, 180), hours(1320, 120), hours(60, 60)]).toEqual([
      25, 2, 4, 25,
    ]);
    expect([...secondsByDate(madrid, [day])]).toEqual([['2025-10-26', 25 * 3600]]);
  });
});

describe('episodes that are counted together', () => {
  const impact = (
    from: string,
    to: string,
    service: 'data' | 'voice' = 'data',
  ): FactoredImpact => ({
    outageId: from,
    service,
    severity: 'full',
    responsibility: 'own',
    announcedAt: null,
    causeCode: 'own',
    startAt: at(from),
    endAt: at(to),
    severityPerMille: 1000,
    responsibilityPerMille: 1000,
  });
  const impacts = [
    impact('2026-10-02 10:00', '2026-10-02 11:00'),
    impact('2026-10-02 20:00', '2026-10-02 22:00'),
    impact('2026-10-09 20:00', '2026-10-09 21:00'),
    impact('2026-11-04 20:00', '2026-11-04 21:00'),
  ];
  const seconds = (collect: Collection | undefined, billDay: number | null = null) =>
    collected(
      rulesWith({ count: collect === undefined ? {} : { collect } }),
      episodesOf(impacts, 'line'),
      zone,
      billDay,
    ).map((episode) => episode.seconds / 3600);

  it('are those of a local day, a month or a billing period, or each alone', () => {
    expect(seconds(undefined)).toEqual([1, 2, 1, 1]);
    expect(seconds('episode')).toEqual([1, 2, 1, 1]);
    expect(seconds('local_day')).toEqual([3, 1, 1]);
    expect(seconds('month')).toEqual([4, 1]);
    expect(seconds('billing_period', 5)).toEqual([3, 2]);
    expect(seconds('billing_period')).toEqual([4, 1]);
  });

  it('keep their gaps, their outages and their service', () => {
    const rules = rulesWith({ count: { collect: 'month' } });
    const mixed = [...impacts, impact('2026-10-02 10:30', '2026-10-02 12:00', 'voice')];
    const [voice, data] = collected(rules, episodesOf(mixed, 'service'), zone, null);
    expect([voice?.service, voice?.seconds]).toEqual(['voice', 5400]);
    expect(data).toMatchObject({
      service: 'data',
      startAt: at('2026-10-02 10:00'),
      endAt: at('2026-10-09 21:00'),
      outageIds: ['2026-10-02 10:00', '2026-10-02 20:00', '2026-10-09 20:00'],
    });
    expect(data?.pieces).toHaveLength(3);
  });
});
