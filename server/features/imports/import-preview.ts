import type { Knex } from 'knex';
import type { ImportValues } from './parsers/open-import.ts';
import type { SubscriberRow } from './parsers/subscriber-rows.ts';
import type { VolumeRow } from './parsers/volume-rows.ts';

type CaseFacts = ImportValues['unsubscribes'];
type HashOf = (msisdn: string) => string;

export interface ImportPreviewNeeds {
  hashOf: HashOf;
  countNewLines(asOfAt: number, rows: readonly SubscriberRow[], hashOf: HashOf): Promise<number>;
}

const CHUNK = 500;

/** What stands here already, compared with rows of a file. Reads only. */
export function createImportPreview(db: Knex, needs: ImportPreviewNeeds) {
  async function textsIn(
    table: string,
    column: string,
    texts: readonly string[],
  ): Promise<Set<string>> {
    const found = new Set<string>();
    for (let start = 0; start < texts.length; start += CHUNK) {
      const rows = await db(table)
        .whereIn(column, texts.slice(start, start + CHUNK))
        .select<{ text: string }[]>(`${column} as text`);
      for (const row of rows) found.add(row.text);
    }
    return found;
  }

  /** Number's hash and product of the open cases of these numbers. */
  async function openPairs(hashes: readonly string[]): Promise<Set<string>> {
    const pairs = new Set<string>();
    for (let start = 0; start < hashes.length; start += CHUNK) {
      const rows = await db('lines')
        .join('cases', 'cases.line_id', 'lines.id')
        .whereIn('lines.msisdn_hash', hashes.slice(start, start + CHUNK))
        .whereNull('cases.ended_at')
        .select<{ hash: string; product: string }[]>(
          'lines.msisdn_hash as hash',
          'cases.product_code as product',
        );
      for (const row of rows) pairs.add(`${row.hash} ${row.product}`);
    }
    return pairs;
  }

  return {
    async cases(
      rows: readonly { value: CaseFacts; pairSeen: boolean }[],
    ): Promise<{ landed: number; joined: number }> {
      const known = await textsIn(
        'cases',
        'ticket_no',
        rows.map(({ value }) => value.ticketNo),
      );
      const fresh = rows.filter(({ value }) => !known.has(value.ticketNo));
      const pairOf = ({ msisdn, productCode }: CaseFacts) =>
        `${needs.hashOf(msisdn)} ${productCode}`;
      const open = await openPairs(fresh.map(({ value }) => needs.hashOf(value.msisdn)));
      const joined = fresh.filter((row) => row.pairSeen || open.has(pairOf(row.value)));
      return { landed: fresh.length, joined: joined.length };
    },

    newLines: (asOfAt: number, rows: readonly SubscriberRow[]): Promise<number> =>
      needs.countNewLines(asOfAt, rows, needs.hashOf),

    /** Those whose counts are new or differ from what stands here. */
    async changedVolumes(rows: readonly VolumeRow[]): Promise<VolumeRow[]> {
      const stored = new Map<string, string>();
      for (let start = 0; start < rows.length; start += CHUNK) {
        const part = rows.slice(start, start + CHUNK);
        const distinct = (name: 'hourAt' | 'productCode' | 'areaCode') => [
          ...new Set(part.map((row) => row[name])),
        ];
        const found = (await db('unsubscribe_volumes')
          .whereIn('hour_at', distinct('hourAt'))
          .whereIn('product_code', distinct('productCode'))
          .whereIn('area_code', distinct('areaCode'))) as Record<string, unknown>[];
        for (const row of found) stored.set(keyOf(volumeOf(row)), countsOf(volumeOf(row)));
      }
      return rows.filter((row) => stored.get(keyOf(row)) !== countsOf(row));
    },
  };
}

export type ImportPreview = ReturnType<typeof createImportPreview>;

type Volume = Omit<VolumeRow, 'hourOn' | 'channel'> & { channel: string };

const keyOf = (row: Volume): string =>
  `${row.hourAt} ${row.channel} ${row.productCode} ${row.areaCode}`;
const countsOf = (row: Volume): string => `${row.requests} ${row.orders} ${row.successes}`;

const volumeOf = (row: Record<string, unknown>): Volume => ({
  hourAt: Number(row['hour_at']),
  channel: String(row['channel']),
  productCode: String(row['product_code']),
  areaCode: String(row['area_code']),
  requests: Number(row['requests']),
  orders: Number(row['orders']),
  successes: Number(row['successes']),
});
