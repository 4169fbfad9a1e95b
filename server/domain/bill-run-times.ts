import { addDays, pad2 } from './civil-date.ts';
import { parseLocal, type Zone } from './time.ts';

/** When a month's bill run is expected where nobody announced it, in the operator's local time. */
export interface BillRunTimes {
  /** Day of the month, 1 to 28, so that every month has it. */
  day: number;
  /** `00:00` */
  from: string;
  /** At or before `from`: on the next day. */
  until: string;
}

export const DEFAULT_BILL_RUN_TIMES: BillRunTimes = { day: 1, from: '00:00', until: '06:00' };

/** The run of a month (`2026-12`), half-open. A time that a change of clocks leaves out is the next that is. */
export function expectedRun(
  zone: Zone,
  monthKey: string,
  { day, from, until }: BillRunTimes,
): { startsAt: number; endsAt: number } {
  const date = `${monthKey}-${pad2(day)}`;
  const endDate = until > from ? date : addDays(date, 1);
  const at = (on: string, time: string) => parseLocal(zone, `${on} ${time}`, { skipped: 'later' });
  return { startsAt: at(date, from), endsAt: at(endDate, until) };
}
