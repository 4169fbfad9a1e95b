import { MAX_POINTS, type BucketSize } from '#contract/reports.ts';
import { addDays, addMonths, dayNumberOf, weekdayOf } from '#domain/civil-date.ts';

export interface Bucket {
  /** Local dates, half-open, cut to the period. */
  from: string;
  until: string;
  unfinished: boolean;
}

interface Span {
  from: string;
  until: string;
}

/** Where the bucket that holds a date begins. Weeks start on Monday. */
export function bucketStart(date: string, size: BucketSize): string {
  if (size === 'day') return date;
  return size === 'week' ? addDays(date, 1 - weekdayOf(date)) : `${date.slice(0, 7)}-01`;
}

function bucketEnd(start: string, size: BucketSize): string {
  if (size === 'month') return `${addMonths(start.slice(0, 7), 1)}-01`;
  return addDays(start, size === 'week' ? 7 : 1);
}

function cut(span: Span, size: BucketSize, today: string): Bucket[] {
  const found: Bucket[] = [];
  for (let start = bucketStart(span.from, size); start < span.until;) {
    const end = bucketEnd(start, size);
    const from = start < span.from ? span.from : start;
    const until = end > span.until ? span.until : end;
    found.push({ from, until, unfinished: until > today });
    start = end;
  }
  return found;
}

/**
 * Cuts a period into buckets at least as wide as asked, and wide enough that `series` marks in each
 * stay within what a chart may receive.
 */
export function bucketsOf(
  span: Span,
  least: BucketSize,
  series: number,
  today: string,
): { size: BucketSize; buckets: Bucket[] } {
  const sizes: BucketSize[] = ['day', 'week', 'month'];
  for (const size of sizes.slice(sizes.indexOf(least))) {
    const found = cut(span, size, today);
    if (found.length * series <= MAX_POINTS || size === 'month') return { size, buckets: found };
  }
  return { size: 'month', buckets: cut(span, 'month', today) };
}

/** Every local date of a period. */
export function daysOf(span: Span): string[] {
  const days = dayNumberOf(span.until) - dayNumberOf(span.from);
  return Array.from({ length: Math.max(0, days) }, (_, index) => addDays(span.from, index));
}

/** The value below which `perMille` of the sorted values lie, between neighbours in proportion. */
export function quantile(sorted: readonly number[], perMille: number): number {
  const position = ((sorted.length - 1) * perMille) / 1000;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return Math.round(below + (above - below) * (position - Math.floor(position)));
}

/** Rows by a key, in the order in which the keys first come. (Node 20 has no Map.groupBy.) */
export function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
