import { channelOf } from './channels.ts';
import type { Channel } from './channels.ts';
import { actualStateOf } from './lamps.ts';
import type { ActualState, ActualStates } from './lamps.ts';
import type { Reject } from './rejects.ts';
import { createRowReader } from './row-reader.ts';
import type { RowReader, RowRecord } from './row-reader.ts';
import { stageOf } from './stages.ts';
import type { Stage } from './stages.ts';
import type { Zone } from './time.ts';

/** The columns of a failed unsubscribe, and the longest text each may hold. */
export const unsubscribeLimits = {
  ticketNo: 40,
  productCode: 20,
  productName: 80,
  partnerCode: 20,
  sourceSystem: 20,
  rawCode: 64,
  rawText: 1_000,
  province: 60,
  city: 60,
} as const;

/** What one row says about one failed unsubscribe, before it is classified. */
export interface UnsubscribeFacts {
  ticketNo: string;
  /** E.164 */
  msisdn: string;
  productCode: string;
  productName: string | null;
  partnerCode: string;
  channel: Channel;
  /** epoch ms */
  requestedAt: number;
  stage: Stage;
  sourceSystem: string;
  /** As sent, '' when the system gave none; numbers in it are masked. */
  rawCode: string;
  /** As sent, word for word; numbers in it are masked. */
  rawText: string;
  /** Names, where the source gives them; otherwise the line's snapshot decides. */
  province: string | null;
  city: string | null;
  monthlyFeeFen: number;
  actual: ActualStates;
}

export type UnsubscribeOutcome =
  { ok: true; facts: UnsubscribeFacts } | { ok: false; rejects: Reject[] };

/**
 * Turns a row's cells (named by field, times in `zone`, money in yuan) into facts, or into all of its faults.
 * Nothing is guessed: an impossible date, a fee that is a word or an unknown channel refuses the row.
 */
export function readUnsubscribeRow(record: RowRecord, zone: Zone): UnsubscribeOutcome {
  const row = createRowReader(record);
  const facts: UnsubscribeFacts = {
    ticketNo: row.text('ticketNo', unsubscribeLimits.ticketNo),
    msisdn: row.msisdn('msisdn'),
    productCode: row.code('productCode', unsubscribeLimits.productCode),
    productName: row.optionalText('productName', unsubscribeLimits.productName),
    partnerCode: row.code('partnerCode', unsubscribeLimits.partnerCode),
    channel: row.word<Channel>('channel', channelOf, 'unknown'),
    requestedAt: row.time('requestedAt', zone),
    stage: row.word<Stage>('stage', stageOf, 'received'),
    sourceSystem: row.text('sourceSystem', unsubscribeLimits.sourceSystem),
    rawCode: row.rawText('rawCode', unsubscribeLimits.rawCode).trim(),
    rawText: row.rawText('rawText', unsubscribeLimits.rawText),
    province: row.optionalText('province', unsubscribeLimits.province),
    city: row.optionalText('city', unsubscribeLimits.city),
    monthlyFeeFen: row.feeFen('monthlyFee'),
    actual: {
      crm: lamp(row, record, 'crmState'),
      platform: lamp(row, record, 'platformState'),
      network: lamp(row, record, 'networkState'),
      billing: lamp(row, record, 'billingState'),
    },
  };
  return row.rejects.length === 0 ? { ok: true, facts } : { ok: false, rejects: row.rejects };
}

/** An empty or missing cell says nothing about the system; a word that means nothing refuses the row. */
function lamp(row: RowReader, record: RowRecord, column: string): ActualState {
  if ((record[column] ?? '').trim() === '') return 'unknown';
  return row.word<ActualState>(column, actualStateOf, 'unknown');
}
