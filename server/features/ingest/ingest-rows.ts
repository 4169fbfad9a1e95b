import {
  ingestFailureFields,
  ingestVolumeFields,
  MAX_INGEST_ITEM_CHARS,
} from '#contract/integration.ts';
import { createRowReader, type RowRecord } from '#domain/row-reader.ts';
import type { Reject } from '#domain/rejects.ts';
import type { Zone } from '#domain/time.ts';
import { readUnsubscribeRow, type UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import type { SentItem } from './ingest-body.ts';
import { recordOf } from './item-record.ts';

export type FailureFacts = UnsubscribeFacts & { orderRef: string | null };

/** What an item says, or its faults; `ticketNo` as far as it could be read. */
export type ItemFacts<T> =
  | { ok: true; value: T; ticketNo: string | null }
  | { ok: false; rejects: readonly Reject[]; ticketNo: string | null };

const FEN = /^[0-9]{1,9}$/u;

function refused(item: Extract<SentItem, { ok: false }>): ItemFacts<never> {
  const reject: Reject =
    item.reason === 'badJson'
      ? { column: '', reasonKey: 'rejects.badJson', args: {} }
      : { column: '', reasonKey: 'rejects.tooLong', args: { max: MAX_INGEST_ITEM_CHARS } };
  return { ok: false, rejects: [reject], ticketNo: null };
}

/** A failed unsubscribe, by the rules of an imported row. */
export function readFailure(item: SentItem, zone: Zone): ItemFacts<FailureFacts> {
  if (!item.ok) return refused(item);
  const cells = recordOf(item.value, ingestFailureFields);
  if (!cells.ok) return { ...cells, ticketNo: null };
  const ticketNo = cells.record['ticketNo']?.slice(0, 40) ?? null;
  const read = readUnsubscribeRow(withFee(cells.record), zone);
  const extra = createRowReader(cells.record);
  const orderRef = extra.optionalText('orderRef', 64);
  const rejects = [...(read.ok ? [] : read.rejects), ...extra.rejects];
  if (!read.ok || rejects.length > 0) return { ok: false, rejects, ticketNo };
  return { ok: true, value: { ...read.facts, orderRef }, ticketNo };
}

/** Fen where they are given: a whole number needs no words about yuan. */
function withFee(record: RowRecord): RowRecord {
  const fen = record['monthlyFeeFen'];
  if (fen === undefined) return record;
  const cents = fen.padStart(3, '0');
  return {
    ...record,
    monthlyFee: FEN.test(fen) ? `${cents.slice(0, -2)}.${cents.slice(-2)}` : fen,
  };
}

/** Volumes of one hour, by the rules of an imported row. */
export function readVolume<T>(
  item: SentItem,
  read: (record: RowRecord) => { ok: true; value: T } | { ok: false; rejects: readonly Reject[] },
): ItemFacts<T> {
  if (!item.ok) return refused(item);
  const cells = recordOf(item.value, ingestVolumeFields);
  if (!cells.ok) return { ...cells, ticketNo: null };
  return { ...read(cells.record), ticketNo: null };
}
