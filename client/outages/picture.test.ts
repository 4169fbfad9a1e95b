import { describe, expect, it } from 'vitest';
import type { Calendar } from '#domain/calendar.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import { defaultBands } from '#domain/weights.ts';
import { readLocal, tidyLocal } from '../components/local-time.ts';
import { barsOf, ghostsOf, groupByWeight, pictureOf, sumOf, unionOf } from './picture.ts';
import type { OutageTimes } from './picture.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => parseLocal(createZone(zone), text);
const calendar: Calendar = {
  id: 'test',
  years: { '2026': { holidays: [], makeupWorkdays: ['2026-10-10'] } },
};
const needs = { zone, bands: defaultBands, calendar };

const outage: OutageTimes = {
  startedAt: at('2026-10-10 17:30'),
  endedAt: at('2026-10-10 23:15'),
  services: [
    { service: 'data', severity: 'full', startedAt: null, endedAt: null },
    { service: 'voice', severity: 'full', startedAt: null, endedAt: at('2026-10-10 21:40') },
    {
      service: 'voice',
      severity: 'degraded',
      startedAt: at('2026-10-10 21:40'),
      endedAt: at('2026-10-10 22:30'),
    },
  ],
};

describe('the time picture', () => {
  it('weighs the union of the services as the documentation does', () => {
    const picture = pictureOf(needs, barsOf(outage, 0));
    expect(picture?.pieces.map((piece) => piece.weightedPerMilleSeconds / 60_000)).toEqual([
      45, 360, 7.5,
    ]);
    expect(sumOf(picture?.pieces ?? [])).toEqual({
      seconds: 345 * 60,
      weightedPerMilleSeconds: 24_750_000,
    });
    expect(picture?.refusal).toBeNull();
  });

  it('draws bands over the whole axis, whose ticks lie on local hours', () => {
    const picture = pictureOf(needs, barsOf(outage, 0));
    expect(picture?.bands[0]?.startAt).toBe(picture?.startAt);
    expect(picture?.bands.at(-1)?.endAt).toBe(picture?.endAt);
    expect(picture?.ticks).toContain(at('2026-10-10 18:00'));
    expect(picture?.ticks.length).toBeLessThanOrEqual(10);
  });

  it('lets an open outage reach to the present and says so', () => {
    const open = { ...outage, endedAt: null };
    const bars = barsOf(open, at('2026-10-10 20:00'));
    expect(bars.map((bar) => bar.open)).toEqual([true, false, false]);
    expect(bars[0]?.endAt).toBe(at('2026-10-10 20:00'));
  });

  it('joins what touches and keeps what does not', () => {
    const bar = (startAt: number, endAt: number) => ({
      service: 'sms' as const,
      severity: 'full' as const,
      startAt,
      endAt,
      open: false,
    });
    expect(unionOf([bar(30, 40), bar(0, 10), bar(10, 20)])).toEqual([
      { startAt: 0, endAt: 20 },
      { startAt: 30, endAt: 40 },
    ]);
  });

  it('keeps as ghosts only the bars a revision changed', () => {
    const before = barsOf({ ...outage, endedAt: at('2026-10-10 22:40') }, 0);
    expect(ghostsOf(before, barsOf(outage, 0)).map((bar) => bar.service)).toEqual(['data']);
  });

  it('refuses a year without data instead of guessing, and still draws the bars', () => {
    const late = { ...outage, startedAt: at('2027-01-01 00:00'), endedAt: at('2027-01-02 00:00') };
    const picture = pictureOf(needs, barsOf({ ...late, services: outage.services.slice(0, 1) }, 0));
    expect(picture?.refusal).toEqual({
      key: 'errors.calendar.yearMissing',
      args: { year: '2027' },
    });
    expect(picture?.pieces).toEqual([]);
    expect(picture?.ticks.length).toBeGreaterThan(2);
  });

  it('groups the pieces of a long outage by weight without losing a second', () => {
    const long = { ...outage, endedAt: at('2026-10-20 23:15') };
    const picture = pictureOf(needs, barsOf(long, 0));
    const groups = groupByWeight(picture?.pieces ?? []);
    expect(groups.map((group) => group.weightPerMille)).toEqual([1500, 1200, 1000, 500]);
    expect(sumOf(groups)).toEqual(sumOf(picture?.pieces ?? []));
  });
});

describe('local times as people type them', () => {
  it('takes any separators, full-width digits, and a date left out', () => {
    const typed = [
      '2026-10-10 17:30',
      '2026/10/10 17：30',
      '2026年10月10日 17:30',
      '10-10 1730',
      '17:30',
      '2026-10-10T17:30:15',
    ];
    expect(typed.map((text) => tidyLocal(text, '2026-10-10'))).toEqual([
      ...Array.from({ length: 5 }, () => '2026-10-10T17:30'),
      '2026-10-10T17:30:15',
    ]);
    expect(['soon', '25', '2026-10-10'].map((text) => tidyLocal(text, '2026-10-10'))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('asks which one is meant where clocks go back, and refuses what never happens', () => {
    const newYork = createZone('America/New_York');
    const twice = readLocal(newYork, '2026-11-01T01:30');
    expect(twice).toEqual({
      kind: 'twice',
      earlier: '2026-11-01T01:30-04:00',
      later: '2026-11-01T01:30-05:00',
    });
    const later = readLocal(newYork, '2026-11-01T01:30-05:00');
    const earlier = readLocal(newYork, '2026-11-01T01:30-04:00');
    expect(later.kind === 'at' && earlier.kind === 'at' && later.at - earlier.at).toBe(3_600_000);
    expect(readLocal(newYork, '2026-03-08T02:30')).toEqual({
      kind: 'refused',
      refusal: { key: 'errors.time.skipped', args: { text: '2026-03-08T02:30' } },
    });
  });
});
