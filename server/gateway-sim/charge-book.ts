import { dayNumber, pad2, partsOfDayNumber } from '#domain/civil-date.ts';
import type { SimCharge, Tariff } from './charge-store.ts';
import type { Profile } from './profile.ts';

/** The operator's billing works by Chinese time, which knows no summer. */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The bill run takes its time over the lines. */
const RUN_MS = 4 * HOUR_MS;

interface Asked {
  readonly serviceId: string;
  readonly tariff: Tariff;
  readonly fromAt: number;
  readonly now: number;
  /** Since when billing has been stopped; null while it runs. */
  readonly stoppedAt: number | null;
}

/** Everything billing posted for a service between two instants; the same seed posts the same to the millisecond. */
export function chargesOf(profile: Profile, asked: Asked): SimCharge[] {
  const days = daysOf(asked);
  const charges =
    asked.tariff.mode === 'per_use'
      ? days.flatMap((day) => usesOf(profile, asked, day))
      : asked.tariff.mode === 'daily'
        ? days.map((day) => dayOf(profile, asked, day))
        : monthsOf(days).flatMap((month) => monthOf(profile, asked, month));
  return charges
    .filter(({ postedAt, fen }) => fen > 0 && postedAt >= asked.fromAt && postedAt <= asked.now)
    .sort((a, b) => a.postedAt - b.postedAt);
}

/** Local days from a month before the first instant on. */
function daysOf({ fromAt, now }: Asked): number[] {
  const last = Math.floor((now + OFFSET_MS) / DAY_MS);
  const first = Math.max(Math.floor((fromAt + OFFSET_MS) / DAY_MS) - 31, last - 1_200);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

interface Month {
  readonly key: string;
  readonly startAt: number;
  readonly endAt: number;
}

const startOf = (day: number): number => day * DAY_MS - OFFSET_MS;

function monthAt(day: number): Month {
  const { year, month } = partsOfDayNumber(day);
  return {
    key: `${year}-${pad2(month)}`,
    startAt: startOf(dayNumber(year, month, 1)),
    endAt: startOf(month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1)),
  };
}

const monthsOf = (days: readonly number[]): Month[] => [
  ...new Map(days.map((day) => [monthAt(day).key, monthAt(day)])).values(),
];

/** In advance the whole fee; in arrears the share of the days on which billing ran. */
function monthOf(profile: Profile, { serviceId, tariff, stoppedAt }: Asked, month: Month) {
  const late = Math.floor(profile.fraction('bill-run', serviceId, month.key) * RUN_MS);
  const { startAt, endAt } = month;
  const base = { id: idOf(profile, serviceId, month.key), recurring: true, fromAt: startAt };
  if (tariff.mode === 'full_month') {
    const postedAt = startAt + late;
    if (stoppedAt !== null && stoppedAt <= postedAt) return [];
    return [{ ...base, fen: tariff.feeFen, postedAt, untilAt: endAt }];
  }
  const untilAt = Math.min(endAt, stoppedAt ?? endAt);
  const days = Math.ceil((untilAt - startAt) / DAY_MS);
  if (days <= 0) return [];
  const fen = Math.floor((tariff.feeFen * days) / Math.round((endAt - startAt) / DAY_MS));
  return [{ ...base, fen, postedAt: endAt + late, untilAt }];
}

/** The days of a month add up to its fee. */
function dayOf(profile: Profile, { serviceId, tariff, stoppedAt }: Asked, day: number): SimCharge {
  const month = monthAt(day);
  const days = Math.round((month.endAt - month.startAt) / DAY_MS);
  const nth = Math.round((startOf(day) - month.startAt) / DAY_MS);
  const part = (n: number) => Math.floor((tariff.feeFen * n) / days);
  const fromAt = startOf(day);
  const stopped = stoppedAt !== null && stoppedAt <= fromAt;
  return {
    id: idOf(profile, serviceId, String(day)),
    fen: stopped ? 0 : part(nth + 1) - part(nth),
    postedAt: fromAt,
    fromAt,
    untilAt: fromAt + DAY_MS,
    recurring: true,
  };
}

/** On a third of the days a use or two, at any hour. */
function usesOf(profile: Profile, { serviceId, tariff, stoppedAt }: Asked, day: number) {
  const drawn = profile.fraction('uses', serviceId, String(day));
  const uses = drawn < 0.1 ? 2 : drawn < 0.33 ? 1 : 0;
  return Array.from({ length: uses }, (_, nth): SimCharge => {
    const name = `${day}/${nth}`;
    const usedAt = startOf(day) + Math.floor(profile.fraction('used-at', serviceId, name) * DAY_MS);
    const stopped = stoppedAt !== null && stoppedAt <= usedAt;
    return {
      id: idOf(profile, serviceId, name),
      fen: stopped ? 0 : tariff.feeFen,
      postedAt: usedAt,
      fromAt: null,
      untilAt: null,
      recurring: false,
    };
  });
}

/** Billing's own number of a posting: it names no line. */
function idOf(profile: Profile, serviceId: string, name: string): string {
  const part = (nth: string) =>
    Math.floor(profile.fraction('charge', nth, serviceId, name) * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return `CHG-${part('a')}${part('b')}`;
}
