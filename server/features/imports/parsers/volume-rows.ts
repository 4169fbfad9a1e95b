import { channelOf } from '#domain/channels.ts';
import type { Channel } from '#domain/channels.ts';
import { createRowReader } from '#domain/row-reader.ts';
import type { RowRecord } from '#domain/row-reader.ts';
import { localDateAt, minuteOfDayAt } from '#domain/time.ts';
import type { RowContext, RowRead } from './row-outcome.ts';

/** Unsubscribe requests of one hour, channel, product and area: the denominators. */
export interface VolumeRow {
  /** First instant of the hour, epoch ms. */
  hourAt: number;
  /** Its local date, 'YYYY-MM-DD'. */
  hourOn: string;
  channel: Channel;
  productCode: string;
  areaCode: string;
  requests: number;
  /** One request may fan out to several orders, so that this may exceed `requests`. */
  orders: number;
  successes: number;
}

/** A row of volumes. The hour is local to the row's zone, or to the import's where it names none. */
export function readVolumeRow(
  record: RowRecord,
  { zone: fallback, zones }: RowContext,
): RowRead<VolumeRow> {
  const row = createRowReader(record);
  const zone = row.zone('zone', fallback, zones);
  const hourAt = row.time('hourStart', zone);
  if (hourAt % 60_000 !== 0 || minuteOfDayAt(zone, hourAt) % 60 !== 0) {
    row.reject('hourStart', 'rejects.notAnHour');
  }
  const value: VolumeRow = {
    hourAt,
    hourOn: localDateAt(zone, hourAt),
    channel: row.word<Channel>('channel', channelOf, 'unknown'),
    productCode: row.code('productCode', 20),
    areaCode: row.areaCode('areaCode'),
    requests: row.integer('requests'),
    orders: row.integer('orders'),
    successes: row.integer('successes'),
  };
  if (value.successes > value.orders) {
    row.reject('successes', 'rejects.aboveOther', { other: 'orders' });
  }
  return row.rejects.length === 0 ? { ok: true, value } : { ok: false, rejects: row.rejects };
}
