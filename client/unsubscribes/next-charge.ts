import type { CaseShow } from '#contract/cases.ts';
import { addMonths } from '#domain/civil-date.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { createZone, monthDays, monthKeyAt, startOfDay } from '#domain/time.ts';

type ChargeFacts = Pick<CaseShow, 'wanted' | 'state' | 'monthlyFeeFen' | 'lamps'>;

/**
 * When billing charges next if it is not stopped: the line's bill day, next time it comes. Null when nothing is to
 * stop, billing has stopped, the product is free, or the bill day is not known.
 */
export function nextChargeAt(
  record: ChargeFacts,
  billDay: number | null,
  now: number,
  zoneName: string,
): number | null {
  const charged = record.lamps.billing.actual === 'active' && record.monthlyFeeFen > 0;
  if (record.wanted === 'active' || !charged || isCaseEnded(record.state)) return null;
  if (billDay === null) return null;
  const zone = createZone(zoneName);
  const month = monthKeyAt(zone, now);
  const inMonth = (key: string) => {
    const day = String(Math.min(billDay, monthDays(key))).padStart(2, '0');
    return startOfDay(zone, `${key}-${day}`);
  };
  const thisMonth = inMonth(month);
  return thisMonth > now ? thisMonth : inMonth(addMonths(month, 1));
}
