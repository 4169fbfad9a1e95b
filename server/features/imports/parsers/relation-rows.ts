import { actualStateOf, type ActualState } from '#domain/lamps.ts';
import type { RelationStates } from '#domain/reconciliation.ts';
import { createRowReader, type RowReader, type RowRecord } from '#domain/row-reader.ts';
import { unsubscribeLimits } from '#domain/unsubscribe-row.ts';
import type { RowContext, RowRead } from './row-outcome.ts';

/** One product of one line, as the platform's list and the CRM's have it. */
export interface RelationRow {
  /** E.164 */
  msisdn: string;
  productCode: string;
  productName: string | null;
  partnerCode: string;
  monthlyFeeFen: number;
  states: RelationStates;
  /** Since when the lists have it so, epoch ms: another time is another difference. */
  sinceAt: number;
}

/**
 * A row of both lists side by side. An empty cell of the platform or the CRM says that the list does not have the
 * relation; a row that neither has says nothing. Network and billing may be left out.
 */
export function readRelationRow(
  record: RowRecord,
  { zone }: Pick<RowContext, 'zone'>,
): RowRead<RelationRow> {
  const row = createRowReader(record);
  const fee = (record['monthlyFee'] ?? '').trim();
  const value: RelationRow = {
    msisdn: row.msisdn('msisdn'),
    productCode: row.code('productCode', unsubscribeLimits.productCode),
    productName: row.optionalText('productName', unsubscribeLimits.productName),
    partnerCode: row.code('partnerCode', unsubscribeLimits.partnerCode),
    monthlyFeeFen: fee === '' ? 0 : row.feeFen('monthlyFee'),
    states: {
      platform: stateOf(row, record, 'platformState', 'absent'),
      crm: stateOf(row, record, 'crmState', 'absent'),
      network: stateOf(row, record, 'networkState', 'unknown'),
      billing: stateOf(row, record, 'billingState', 'unknown'),
    },
    sinceAt: row.time('sinceAt', zone),
  };
  const nowhere = ['platformState', 'crmState'].every((name) => (record[name] ?? '').trim() === '');
  if (nowhere) row.reject('platformState', 'rejects.noRelation');
  return row.rejects.length === 0 ? { ok: true, value } : { ok: false, rejects: row.rejects };
}

/** One product of one line, as one of two lists has it. */
export interface ListedRelation {
  /** E.164 */
  msisdn: string;
  productCode: string;
  productName: string | null;
  partnerCode: string;
  monthlyFeeFen: number | null;
  state: ActualState;
  /** What this list also tells: the network's state beside the platform's, that of billing beside the CRM's. */
  beside: ActualState;
  sinceAt: number;
}

export const readPlatformRelation = listReader('platformState', 'networkState');
export const readCrmRelation = listReader('crmState', 'billingState');

function listReader(stateColumn: string, besideColumn: string) {
  return (record: RowRecord, { zone }: Pick<RowContext, 'zone'>): RowRead<ListedRelation> => {
    const row = createRowReader(record);
    const fee = (record['monthlyFee'] ?? '').trim();
    const value: ListedRelation = {
      msisdn: row.msisdn('msisdn'),
      productCode: row.code('productCode', unsubscribeLimits.productCode),
      productName: row.optionalText('productName', unsubscribeLimits.productName),
      partnerCode: row.code('partnerCode', unsubscribeLimits.partnerCode),
      monthlyFeeFen: fee === '' ? null : row.feeFen('monthlyFee'),
      state: row.word<ActualState>(stateColumn, actualStateOf, 'unknown'),
      beside: stateOf(row, record, besideColumn, 'unknown'),
      sinceAt: row.time('sinceAt', zone),
    };
    return row.rejects.length === 0 ? { ok: true, value } : { ok: false, rejects: row.rejects };
  };
}

/**
 * What both lists say of one relation. One of them may not have it; since when it is so, the later of the two says.
 * The CRM knows best what a customer pays.
 */
export function joinRelation(platform: ListedRelation, crm: ListedRelation | null): RelationRow;
export function joinRelation(platform: null, crm: ListedRelation): RelationRow;
export function joinRelation(
  platform: ListedRelation | null,
  crm: ListedRelation | null,
): RelationRow {
  const { msisdn, productCode, partnerCode, sinceAt } = (platform ?? crm) as ListedRelation;
  return {
    msisdn,
    productCode,
    productName: platform?.productName ?? crm?.productName ?? null,
    partnerCode,
    monthlyFeeFen: crm?.monthlyFeeFen ?? platform?.monthlyFeeFen ?? 0,
    states: {
      platform: platform?.state ?? 'absent',
      crm: crm?.state ?? 'absent',
      network: platform?.beside ?? 'unknown',
      billing: crm?.beside ?? 'unknown',
    },
    sinceAt: Math.max(sinceAt, crm?.sinceAt ?? sinceAt),
  };
}

function stateOf(
  row: RowReader,
  record: RowRecord,
  column: string,
  empty: ActualState,
): ActualState {
  if ((record[column] ?? '').trim() === '') return empty;
  return row.word<ActualState>(column, actualStateOf, 'unknown');
}
