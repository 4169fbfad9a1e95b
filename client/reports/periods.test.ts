import { describe, expect, it } from 'vitest';
import { daysIn, spanOf } from './periods.ts';
import { niceTicks } from './plots/parts.tsx';
import { plotMarks } from './time-marks.tsx';

describe('the period of the dashboard', () => {
  const today = '2026-03-01';

  it('counts today in, and last month from its first to its last day', () => {
    expect(spanOf('7d', today, '', '')).toEqual({ from: '2026-02-23', until: '2026-03-02' });
    expect(spanOf('month', today, '', '')).toEqual({ from: '2026-03-01', until: '2026-03-02' });
    expect(spanOf('lastMonth', today, '', '')).toEqual({ from: '2026-02-01', until: '2026-03-01' });
  });

  it('holds the last day that was chosen', () => {
    expect(spanOf('custom', today, '2026-01-30', '2026-02-02')).toEqual({
      from: '2026-01-30',
      until: '2026-02-03',
    });
  });

  it.each([
    ['2026-02-30', '2026-03-01'],
    ['2026-03-02', '2026-03-01'],
    ['', ''],
  ])('falls back to four weeks when the address says %s to %s', (from, to) => {
    expect(daysIn(spanOf('custom', today, from, to))).toBe(28);
  });
});

describe('the axes of a plot', () => {
  it.each([
    [332, 4, [0, 100, 200, 300, 400]],
    [8, 4, [0, 2, 4, 6, 8]],
    [0.7, 0.4, [0, 0.2, 0.4, 0.6, 0.8]],
    [0, 4, [0, 1]],
  ])('reach %s in round steps from zero', (max, least, ticks) => {
    expect(niceTicks(max, least)).toEqual(ticks);
  });

  it('give one letter per moment and one line per bucket', () => {
    const points = [
      { from: '2026-11-02', until: '2026-11-09' },
      { from: '2026-11-09', until: '2026-11-16' },
    ];
    const note = (id: string, on: string) => ({ id, at: 0, on, labelZh: '', labelEn: '' });
    const outage = (id: string, startedOn: string, endedOn: string | null) => ({
      id,
      number: id,
      title: '',
      startedOn,
      endedOn,
      affectedLines: 1,
    });
    const marks = plotMarks(
      {
        period: { from: '2026-11-02', until: '2026-11-16', zone: 'Asia/Shanghai', asOf: 0 },
        annotations: [note('1', '2026-11-03'), note('2', '2026-11-10'), note('3', '2026-11-13')],
        outages: [outage('o1', '2026-10-30', '2026-11-04'), outage('o2', '2026-11-08', null)],
      },
      points,
    );
    expect(marks.moments).toEqual([
      { at: '2026-11-02', letter: 'A' },
      { at: '2026-11-09', letter: 'BC' },
    ]);
    expect(marks.bands).toEqual([
      { id: 'o1', from: '2026-11-02', to: '2026-11-02' },
      { id: 'o2', from: '2026-11-02', to: '2026-11-09' },
    ]);
  });
});
