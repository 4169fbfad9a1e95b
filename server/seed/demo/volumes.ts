import { hourOfDayAt, type Zone } from '#domain/time.ts';
import type { VolumeLanding } from '../../features/volumes/volume-store.ts';
import type { Chance } from './chance.ts';
import { products } from './products.ts';
import { cities } from './places.ts';

const HOUR = 3_600_000;
const CHANNELS = ['app', 'sms', 'hotline', 'web'] as const;

/** Requests by hour: quiet nights, two peaks, fewer at weekends, more on the first of a month. */
export function demoVolumes(
  chance: Chance,
  zone: Zone,
  span: { fromAt: number; untilAt: number },
  shapeOf: (at: number) => number,
): VolumeLanding[] {
  const rows: VolumeLanding[] = [];
  for (let hourAt = span.fromAt; hourAt < span.untilAt; hourAt += HOUR) {
    const hour = hourOfDayAt(zone, hourAt);
    const byHour =
      hour < 7 ? 0.08 : hour < 9 ? 0.5 : hour < 12 ? 1.2 : hour < 19 ? 0.9 : hour < 22 ? 1.15 : 0.5;
    for (const channel of CHANNELS) {
      const product = chance.pick(products);
      const requests = Math.max(
        1,
        Math.round(30 * byHour * shapeOf(hourAt) * (0.8 + chance.next() * 0.4)),
      );
      const orders = Math.round(requests * 1.04);
      rows.push({
        hourAt,
        channel,
        productCode: product.code,
        areaCode: chance.pick(cities).code,
        requests,
        orders,
        successes: Math.max(0, orders - Math.round(orders * (0.02 + chance.next() * 0.04))),
      });
    }
  }
  return rows;
}
