import { describe, expect, it } from 'vitest';
import { noCalendar } from '#domain/calendar.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import { defaultBands, flatBands } from '#domain/weights.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import {
  feeFenOf,
  firstExample,
  lineOf,
  matchedOf,
  sharePerMilleOf,
  workExample,
} from './example.ts';
import type { ExampleInput, ExampleNeeds } from './example.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => parseLocal(createZone(zone), text);
const needs: ExampleNeeds = {
  rules: defaultPolicyRules,
  bands: defaultBands,
  // A make-up workday follows the workday; the tests need no almanac for one date.
  calendar: { id: 'test', years: { '2026': { holidays: [], makeupWorkdays: ['2026-10-10'] } } },
  zone,
  startAt: at('2026-10-10 17:30'),
  endAt: at('2026-10-10 23:15'),
};

function dataMb(change: Partial<ExampleInput>, over: Partial<ExampleNeeds> = {}) {
  const input = { ...firstExample, ...change };
  const line = lineOf(input);
  if (line === null) throw new Error('not a line');
  return workExample(input, line, { ...needs, ...over }).benefits.find(
    ({ benefit }) => benefit === 'data',
  )?.amount;
}

describe('the worked example in the browser', () => {
  it('owes what the documentation says, also under force majeure and on a flat weekend', () => {
    expect(dataMb({})).toBe(1238);
    expect(dataMb({ responsibility: 'force_majeure' })).toBe(619);
    expect(dataMb({}, { bands: flatBands(), calendar: noCalendar })).toBe(1035);
  });

  it('owes nothing for planned work announced in time, and counts late notice as own', () => {
    expect(dataMb({ responsibility: 'planned' })).toBeUndefined();
    expect(dataMb({ responsibility: 'planned', announced: false })).toBe(1238);
  });

  it('names the bands the line falls into', () => {
    const input = { ...firstExample, remaining: '10', fee: '99.99' };
    const line = lineOf(input);
    if (line === null) throw new Error('not a line');
    expect(matchedOf(input, line, needs)).toMatchObject({ feeBand: 1, remainingBand: 1 });
  });

  it('refuses what is no fee and no share', () => {
    expect([feeFenOf('129'), feeFenOf('99.9'), feeFenOf('1e3'), feeFenOf('')]).toEqual([
      12_900,
      9990,
      null,
      null,
    ]);
    expect([sharePerMilleOf('8'), sharePerMilleOf('8.5%'), sharePerMilleOf('101')]).toEqual([
      80,
      85,
      null,
    ]);
  });
});
