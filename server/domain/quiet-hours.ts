import { addDays } from './civil-date.ts';
import { localDateAt, minuteOfDayAt, parseLocal, type Zone } from './time.ts';

/** Local times between which customers are left alone; the second may lie on the next day. Equal: never. */
export interface QuietHours {
  /** 'HH:mm' */
  from: string;
  until: string;
}

const minuteOf = (time: string): number => {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
};

/**
 * When the quiet hours around an instant end, or null when it lies in none. On a day whose clocks skip the end,
 * it is the first instant after the gap; where the end happens twice, the second: nobody is woken.
 */
export function quietUntilAt(zone: Zone, at: number, quiet: QuietHours): number | null {
  const from = minuteOf(quiet.from);
  const until = minuteOf(quiet.until);
  const minute = minuteOfDayAt(zone, at);
  const today = localDateAt(zone, at);
  const end = (date: string) =>
    parseLocal(zone, `${date} ${quiet.until}`, { ambiguous: 'later', skipped: 'later' });
  if (from === until) return null;
  if (from < until) return minute >= from && minute < until ? end(today) : null;
  if (minute >= from) return end(addDays(today, 1));
  return minute < until ? later(end(today), at) : null;
}

/** The end lies ahead, whatever the clocks did. */
const later = (endAt: number, at: number): number | null => (endAt > at ? endAt : null);
