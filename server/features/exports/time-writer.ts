import { localDateAt, type Zone } from '#domain/time.ts';

const DAY_MS = 86_400_000;
const DAY_S = 86_400;
const NOUGHT = 0x30;
const COLON = 0x3a;

/** What holds of the instants of a day in UTC. */
interface UtcDay {
  /** How far local clocks are ahead; null on a day on which they are put forward or back. */
  aheadS: number | null;
  /** The local date when it begins, and the date after that. */
  dates: readonly [Uint8Array, Uint8Array];
}

/** Writes an instant as 'YYYY-MM-DD HH:mm:ss' from a place on; answers the place behind it. */
export type TimeWriter = (at: number, paper: Uint8Array, place: number) => number;

/** Longer than any instant is written. */
export const TIME_ROOM = 32;

/** Instants in a zone as local text; a file has a million of them, on few days. */
export function createTimeWriter(zone: Zone): TimeWriter {
  const days = new Map<number, UtcDay>();
  const encoder = new TextEncoder();
  const dateAt = (at: number) => encoder.encode(`${localDateAt(zone, at)} `);

  function dayOf(number: number): UtcDay {
    const from = number * DAY_MS;
    const ahead = zone.offsetMsAt(from);
    return {
      aheadS: ahead === zone.offsetMsAt(from + DAY_MS) ? ahead / 1000 : null,
      dates: [dateAt(from), dateAt(from + DAY_MS)],
    };
  }

  return (at, paper, place) => {
    const number = Math.floor(at / DAY_MS);
    let day = days.get(number);
    if (day === undefined) {
      day = dayOf(number);
      days.set(number, day);
    }
    const second = Math.floor(at / 1000) - number * DAY_S;
    if (day.aheadS === null) {
      const local = (second + zone.offsetMsAt(at) / 1000 + DAY_S) % DAY_S;
      return writeTime(local, paper, writeDate(dateAt(at), paper, place));
    }
    const local = ((day.aheadS + DAY_S) % DAY_S) + second;
    const date = local < DAY_S ? day.dates[0] : day.dates[1];
    return writeTime(local % DAY_S, paper, writeDate(date, paper, place));
  };
}

function writeDate(date: Uint8Array, paper: Uint8Array, place: number): number {
  for (let i = 0; i < date.length; i += 1) paper[place + i] = date[i] as number;
  return place + date.length;
}

function writeTime(second: number, paper: Uint8Array, place: number): number {
  const minute = Math.floor(second / 60);
  const hour = Math.floor(minute / 60);
  writeTwo(hour, paper, place);
  paper[place + 2] = COLON;
  writeTwo(minute - hour * 60, paper, place + 3);
  paper[place + 5] = COLON;
  writeTwo(second - minute * 60, paper, place + 6);
  return place + 8;
}

function writeTwo(n: number, paper: Uint8Array, place: number): void {
  const tens = Math.floor(n / 10);
  paper[place] = NOUGHT + tens;
  paper[place + 1] = NOUGHT + n - tens * 10;
}
