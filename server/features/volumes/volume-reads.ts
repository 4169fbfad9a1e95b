import type { Knex } from 'knex';
import { whereInAreas } from '../../db/area-filter.ts';

export interface VolumeFilter {
  /** Local dates, half-open. */
  from: string;
  until: string;
  /** Each list narrows; an empty one does not. */
  areas: readonly (readonly string[])[];
  channels: readonly string[];
  products: readonly string[];
}

export interface DailyVolume {
  on: string;
  requests: number;
  orders: number;
  successes: number;
}

/** Sums of volumes; a day that no file covered is not in the answer. */
export function createVolumeReads(db: Knex) {
  return {
    async daily(filter: VolumeFilter): Promise<DailyVolume[]> {
      const rows = db('unsubscribe_volumes')
        .where('hour_on', '>=', filter.from)
        .where('hour_on', '<', filter.until);
      for (const areas of filter.areas) void whereInAreas(rows, 'area_code', areas);
      if (filter.channels.length > 0) void rows.whereIn('channel', filter.channels);
      if (filter.products.length > 0) void rows.whereIn('product_code', filter.products);
      return (await rows
        .select({ on: 'hour_on' })
        .sum({ requests: 'requests', orders: 'orders', successes: 'successes' })
        .groupBy('hour_on')
        .orderBy('hour_on')) as DailyVolume[];
    },
  };
}

export type VolumeReads = ReturnType<typeof createVolumeReads>;
