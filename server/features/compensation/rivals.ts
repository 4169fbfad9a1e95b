import type { BatchRow } from './batch-rows.ts';
import type { CountedBatch } from './batch-store.ts';

/** Whether another batch pays for exposure that overlaps or touches this one's: it would be the same episode. */
export function touching(
  row: Pick<BatchRow, 'started_at' | 'ended_at'>,
  other: CountedBatch,
): boolean {
  if (other.adding) return false;
  const end = Number(row.ended_at ?? row.started_at);
  const otherEnd = Number(other.ended_at ?? other.started_at);
  return Number(other.started_at) <= end && otherEnd >= Number(row.started_at);
}

/**
 * Whether another batch goes before this one when both wait: what is approved counts; of two that are
 * submitted, the one whose episode starts earlier, then the lower id.
 */
export function goesBefore(row: Pick<BatchRow, 'id' | 'started_at'>, other: CountedBatch): boolean {
  if (other.state !== 'submitted') return true;
  const [mine, theirs] = [Number(row.started_at), Number(other.started_at)];
  return theirs === mine ? other.id < row.id : theirs < mine;
}
