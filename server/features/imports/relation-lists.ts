import type { RelationList } from '#domain/reconciliation.ts';
import type { PartStore } from './part-store.ts';
import { joinRelation, type ListedRelation, type RelationRow } from './parsers/relation-rows.ts';
import type { RowOutcome } from './parsers/row-outcome.ts';

/** What was read of each list. */
export interface ListCounts {
  rows: number;
  bad: number;
  /** Older states of a relation that the same list has a newer one of. */
  repeated: number;
}
export type ListsCounts = Record<RelationList, ListCounts>;

type ListedOutcome = RowOutcome<ListedRelation>;
type BadOutcome = Extract<RowOutcome<RelationRow>, { ok: false }>;
type Kept = ListedRelation & { rowNo: number };

/** Each holds a sixty-fourth of both lists: what is in memory while it is joined. */
const BUCKETS = 64;
const FLUSH_CHARS = 128 * 1024;
const FAULTS = 'faults';

const noCounts = (): ListCounts => ({ rows: 0, bad: 0, repeated: 0 });

/**
 * Joins two lists of relations, each larger than memory. First every row goes, by a hash of its number and product,
 * into one of 64 buckets that are stored as they fill; then both sides of a bucket are read together. The order of
 * what comes out follows from the lists alone, so that a run begun again meets the same rows at the same places.
 */
export function createListJoiner(importId: string, parts: PartStore) {
  const counts: ListsCounts = { platform: noCounts(), crm: noCounts() };
  const writers = new Map<string, { lines: string[]; chars: number; seq: number }>();

  async function flush(part: string): Promise<void> {
    const writer = writers.get(part);
    if (writer === undefined || writer.lines.length === 0) return;
    const bytes = Buffer.from(writer.lines.join(''));
    writer.lines = [];
    writer.chars = 0;
    await parts.append(importId, part, writer.seq, bytes);
    writer.seq += 1;
  }

  async function put(part: string, value: unknown): Promise<void> {
    const writer = writers.get(part) ?? { lines: [], chars: 0, seq: 0 };
    writers.set(part, writer);
    const line = `${JSON.stringify(value)}\n`;
    writer.lines.push(line);
    writer.chars += line.length;
    if (writer.chars >= FLUSH_CHARS) await flush(part);
  }

  /** The newest state of each relation of one list in one bucket, in the order of the list. */
  async function sideOf(list: RelationList, bucket: number): Promise<Map<string, Kept>> {
    const newest = new Map<string, Kept>();
    for await (const row of linesOf<Kept>(parts.read(importId, partOf(list, bucket)))) {
      const key = keyOf(row);
      const before = newest.get(key);
      if (before !== undefined) counts[list].repeated += 1;
      if (before === undefined || row.sinceAt >= before.sinceAt) newest.set(key, row);
    }
    return newest;
  }

  return {
    counts,

    /** What an earlier run left is thrown away first. */
    clear: () => parts.dropWorking(importId),

    async add(list: RelationList, outcome: ListedOutcome): Promise<void> {
      counts[list].rows += 1;
      if (outcome.ok)
        return put(partOf(list, bucketOf(keyOf(outcome.value))), {
          ...outcome.value,
          rowNo: outcome.rowNo,
        });
      counts[list].bad += 1;
      await put(FAULTS, { ...outcome, list });
    },

    async settle(): Promise<void> {
      for (const part of writers.keys()) await flush(part);
      writers.clear();
    },

    /** First the rows that could not be read, then every relation that one of the lists has. */
    async *joined(onBucket: (share: number) => void): AsyncGenerator<RowOutcome<RelationRow>> {
      yield* linesOf<BadOutcome>(parts.read(importId, FAULTS));
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        const platform = await sideOf('platform', bucket);
        const crm = await sideOf('crm', bucket);
        for (const [key, row] of platform) {
          yield outcomeOf(row, 'platform', joinRelation(row, crm.get(key) ?? null));
          crm.delete(key);
        }
        for (const row of crm.values()) yield outcomeOf(row, 'crm', joinRelation(null, row));
        onBucket((bucket + 1) / BUCKETS);
      }
    },
  };
}

const outcomeOf = (
  { rowNo }: Kept,
  list: RelationList,
  value: RelationRow,
): RowOutcome<RelationRow> => ({ rowNo, ok: true, value, list, original: () => [] });

const keyOf = ({ msisdn, productCode }: ListedRelation): string => `${msisdn} ${productCode}`;

const partOf = (list: RelationList, bucket: number): string => `${list}-${bucket}`;

/** FNV-1a: spreads, and is the same everywhere. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1)
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193) >>> 0;
  return hash % BUCKETS;
}

/** Pieces end with a whole line. */
async function* linesOf<T>(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<T> {
  for await (const piece of pieces)
    for (const line of Buffer.from(piece).toString('utf8').split('\n'))
      if (line !== '') yield JSON.parse(line) as T;
}
