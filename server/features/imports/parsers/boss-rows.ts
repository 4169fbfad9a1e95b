import type { RowRecord } from '#domain/row-reader.ts';
import { readUnsubscribeRow } from '#domain/unsubscribe-row.ts';
import type { UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import type { RowContext, RowRead } from './row-outcome.ts';

/** A row of a BOSS export: local times of the import's zone, money in yuan, the four systems' states. */
export function readBossRow(
  record: RowRecord,
  { zone }: Pick<RowContext, 'zone'>,
): RowRead<UnsubscribeFacts> {
  const read = readUnsubscribeRow(record, zone);
  return read.ok ? { ok: true, value: read.facts } : read;
}
