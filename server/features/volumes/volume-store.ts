import type { Knex } from 'knex';
import { localDateAt, type Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';

/** Unsubscribe requests of one hour, channel, product and area: the denominators of every rate. */
export interface VolumeLanding {
  /** First instant of the hour, epoch ms. */
  hourAt: number;
  channel: string;
  productCode: string;
  areaCode: string;
  requests: number;
  orders: number;
  successes: number;
}

const CHUNK = 200;

const keyOf = (row: VolumeLanding): string =>
  `${row.hourAt} ${row.channel} ${row.productCode} ${row.areaCode}`;

/** Writes of volumes. Days are counted in the operator's zone, as those of cases are. */
export function createVolumeStore(db: Knex, world: World, zone: Zone) {
  return {
    /**
     * Lands rows by hour, channel, product and area; what a later file says replaces what an earlier
     * one said, and within one call the last row of a key counts. Answers how many keys it wrote.
     */
    async landVolumes(
      rows: readonly VolumeLanding[],
      options: { demo?: boolean } = {},
    ): Promise<number> {
      const latest = [...new Map(rows.map((row) => [keyOf(row), row])).values()];
      // In the order of the key, so that two files landing at once cannot wait for each other.
      latest.sort((a, b) => a.hourAt - b.hourAt || (keyOf(a) < keyOf(b) ? -1 : 1));
      const updatedAt = world.now();
      for (let start = 0; start < latest.length; start += CHUNK) {
        await db('unsubscribe_volumes')
          .insert(
            latest.slice(start, start + CHUNK).map((row) => ({
              hour_at: row.hourAt,
              hour_on: localDateAt(zone, row.hourAt),
              channel: row.channel,
              product_code: row.productCode,
              area_code: row.areaCode,
              requests: row.requests,
              orders: row.orders,
              successes: row.successes,
              demo: options.demo ?? false,
              updated_at: updatedAt,
            })),
          )
          .onConflict(['hour_at', 'channel', 'product_code', 'area_code'])
          .merge(['hour_on', 'requests', 'orders', 'successes', 'demo', 'updated_at']);
      }
      return latest.length;
    },
  };
}

export type VolumeStore = ReturnType<typeof createVolumeStore>;
