import { describe, expect, it } from 'vitest';
import { dayKinds } from '#domain/calendar.ts';
import { defaultBands, validateBands } from '#domain/weights.ts';
import {
  differencesOf,
  follows,
  moveEdge,
  paintRows,
  parseMinute,
  parseWeight,
  setOwn,
  withRow,
} from './bands.ts';

describe('painting a profile', () => {
  it('makes a row that followed the workday independent, with the rest of the workday kept', () => {
    const painted = paintRows(defaultBands, 'default', ['makeup_workday'], 480, 540, 1200);
    expect(follows(defaultBands, 'default', 'makeup_workday')).toBe(true);
    expect(follows(painted, 'default', 'makeup_workday')).toBe(false);
    expect(painted.default.makeup_workday?.map((band) => band.weightPerMille)).toEqual([
      500, 1000, 1200, 1500, 1200, 500,
    ]);
    expect(painted.default.workday).toEqual(defaultBands.default.workday);
  });

  it('never leaves a gap, whatever rows and hours are painted', () => {
    const painted = paintRows(defaultBands, 'sms', dayKinds, 0, 1440, 800);
    const again = paintRows(painted, 'default', ['holiday', 'weekend'], 61, 62, 10_000);
    expect(validateBands(again)).toEqual([]);
  });

  it('lets a service follow again', () => {
    const own = setOwn(defaultBands, 'voice', true);
    expect(follows(own, 'voice', 'workday')).toBe(false);
    expect(setOwn(own, 'voice', false)).toEqual(defaultBands);
    expect(withRow(own, 'voice', 'makeup_workday', null).byService?.voice?.makeup_workday).toBe(
      null,
    );
  });
});

describe('moving the end of a band', () => {
  const { workday } = defaultBands.default;
  it('gives the minutes to the neighbour in either direction', () => {
    expect(moveEdge(workday, 1, 510)?.slice(0, 3)).toEqual([
      { from: 0, to: 420, weightPerMille: 500 },
      { from: 420, to: 510, weightPerMille: 1000 },
      { from: 510, to: 1080, weightPerMille: 1500 },
    ]);
    expect(moveEdge(workday, 1, 601)?.[2]).toEqual({ from: 601, to: 1080, weightPerMille: 1500 });
  });
  it('refuses an end at or before the start, and the end of the day', () => {
    expect(moveEdge(workday, 1, 420)).toBeNull();
    expect(moveEdge(workday, 4, 1430)).toBeNull();
  });
});

describe('what is typed', () => {
  it('reads times in the ways people write them', () => {
    expect(['8:30', '08：30', '0830', '24:00', '8'].map(parseMinute)).toEqual([
      510, 510, 510, 1440, 480,
    ]);
    expect(['24:01', '8:60', 'noon', ''].map(parseMinute)).toEqual([null, null, null, null]);
  });
  it('reads weights up to ten with three decimals', () => {
    expect(['1.25', '×0.5', '10', '0'].map(parseWeight)).toEqual([1250, 500, 10_000, 0]);
    expect(['10.001', '-1', '1.2345', 'x'].map(parseWeight)).toEqual([null, null, null, null]);
  });
});

describe('differences', () => {
  it('names the stretches that weigh differently, a following makeup day included', () => {
    const painted = paintRows(defaultBands, 'default', ['workday'], 540, 600, 1200);
    expect(differencesOf(defaultBands, painted)).toEqual([
      { scope: 'default', kind: 'workday', from: 540, to: 600, before: 1500, after: 1200 },
      { scope: 'default', kind: 'makeup_workday', from: 540, to: 600, before: 1500, after: 1200 },
    ]);
    expect(differencesOf(painted, painted)).toEqual([]);
  });
});
