import { expect, it } from 'vitest';
import { DEFAULT_BILL_RUN_TIMES, expectedRun } from './bill-run-times.ts';
import { createZone, formatLocal } from './time.ts';

const local = (zoneName: string, month: string, times = DEFAULT_BILL_RUN_TIMES) => {
  const zone = createZone(zoneName);
  const { startsAt, endsAt } = expectedRun(zone, month, times);
  return [formatLocal(zone, startsAt), formatLocal(zone, endsAt), (endsAt - startsAt) / 3_600_000];
};

it('expects a run at the day and times that were set, over midnight where they say so', () => {
  expect(local('Asia/Shanghai', '2026-12')).toEqual([
    '2026-12-01 00:00:00',
    '2026-12-01 06:00:00',
    6,
  ]);
  const night = { day: 28, from: '22:30', until: '04:00' };
  expect(local('Asia/Shanghai', '2027-02', night)).toEqual([
    '2027-02-28 22:30:00',
    '2027-03-01 04:00:00',
    5.5,
  ]);
  const whole = { day: 5, from: '01:00', until: '01:00' };
  expect(local('Asia/Shanghai', '2026-12', whole)[2]).toBe(24);
});

it('lives with a night in which the clocks change', () => {
  const spring = { day: 14, from: '02:30', until: '05:00' };
  expect(local('America/New_York', '2027-03', spring)).toEqual([
    '2027-03-14 03:30:00',
    '2027-03-14 05:00:00',
    1.5,
  ]);
});
