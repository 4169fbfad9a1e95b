import { localDateAt, type Zone } from '#domain/time.ts';

const DAY_MS = 86_400_000;
const DAY_S = 86_400;

const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const timeOfDay = (second: number): string =>
  `${two[Math.floor(second / 3600)] ?? ''}:${two[Math.floor(second / 60) % 60] ?? ''}:${two[second % 60] ?? ''}`;

/** What holds of the instants of a day in UTC. */
interface UtcDay {
  /** How far local clocks are ahead; null on a day on which they are put forward or back. */
  aheadS: number | null;
  /** The local date when it begins, and the date after that. */
  dates: readonly [string, string];
}

/** 'YYYY-MM-DD HH:mm:ss' of instants in a zone; a file has a million of them, on few days. */
export function createTimeWriter(zone: Zone): (at: number) => string {
  const days = new Map<number, UtcDay>();
  const times = new Array<string>(DAY_S);
  const dateAt = (at: number) => `${localDateAt(zone, at)} `;

  function dayOf(number: number): UtcDay {
    const from = number * DAY_MS;
    const ahead = zone.offsetMsAt(from);
    return {
      aheadS: ahead === zone.offsetMsAt(from + DAY_MS) ? ahead / 1000 : null,
      dates: [dateAt(from), dateAt(from + DAY_MS)],
    };
  }

  return (at) => {
    const number = Math.floor(at / DAY_MS);
    let day = days.get(number);
    if (day === undefined) {
      day = dayOf(number);
      days.set(number, day);
    }
    const second = Math.floor(at / 1000) - number * DAY_S;
    if (day.aheadS === null)
      return dateAt(at) + timeOfDay((second + zone.offsetMsAt(at) / 1000 + DAY_S) % DAY_S);
    const begun = (day.aheadS + DAY_S) % DAY_S;
    const local = begun + second;
    const ofDay = local % DAY_S;
    return (local < DAY_S ? day.dates[0] : day.dates[1]) + (times[ofDay] ??= timeOfDay(ofDay));
  };
}
