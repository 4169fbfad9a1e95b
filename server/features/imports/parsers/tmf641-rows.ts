import { channelOf } from '#domain/channels.ts';
import { createRowReader } from '#domain/row-reader.ts';
import type { RowRecord } from '#domain/row-reader.ts';
import { stageOf, stageOfSource } from '#domain/stages.ts';
import { unsubscribeLimits } from '#domain/unsubscribe-row.ts';
import type { UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import type { RowContext, RowRead } from './row-outcome.ts';

type Json = Readonly<Record<string, unknown>>;

/** States of an item that leave nothing to put right. */
const SETTLED = ['completed', 'cancelled', 'pendingCancellation', 'assessingCancellation'];

/** Where each field stands in an order: what a fault names as its column. */
export const tmf641Paths: Readonly<Record<string, string>> = {
  ticketNo: 'externalId',
  msisdn: 'serviceOrderItem.service.serviceCharacteristic.msisdn',
  productCode: 'serviceOrderItem.service.serviceSpecification.id',
  productName: 'serviceOrderItem.service.serviceSpecification.name',
  partnerCode: 'serviceOrderItem.service.serviceCharacteristic.spCode',
  monthlyFeeFen: 'serviceOrderItem.service.serviceCharacteristic.monthlyFeeFen',
  channel: 'serviceOrderItem.service.serviceCharacteristic.channel',
  stage: 'serviceOrderItem.service.serviceCharacteristic.stage',
  requestedAt: 'orderDate',
  sourceSystem: 'errorMessage.reason',
  rawCode: 'errorMessage.code',
  rawText: 'errorMessage.message',
  errorMessage: 'errorMessage',
  serviceOrderItem: 'serviceOrderItem',
};

/**
 * The failed delete items of one TM Forum 641 (v4.1) service order, one read each; an order with several gives
 * each its own ticket ('…#2'). The source system is the error's `reason`. Area and plan come from the snapshot,
 * the lamps are unknown until read back. An order without such an item, or without an error, is refused.
 */
export function readTmf641Order(
  order: unknown,
  { zone }: Pick<RowContext, 'zone'>,
): RowRead<UnsubscribeFacts>[] {
  if (!isObject(order)) return [refused('', 'rejects.notObject')];
  const items = objects(order.serviceOrderItem).filter(
    (item) => item.action === 'delete' && !SETTLED.includes(String(item.state)),
  );
  if (items.length === 0) return [refused('serviceOrderItem', 'rejects.noDeleteItem')];
  return items.map((item) => {
    const error = errorOf(order, item);
    if (error === null) return refused('errorMessage', 'rejects.noError');
    return readItem(recordOf(order, item, error, items.length > 1), zone);
  });
}

const refused = (
  column: string,
  reasonKey: 'rejects.notObject' | 'rejects.noDeleteItem' | 'rejects.noError',
): RowRead<never> => ({ ok: false, rejects: [{ column, reasonKey, args: {} }] });

function readItem(record: RowRecord, zone: RowContext['zone']): RowRead<UnsubscribeFacts> {
  const row = createRowReader(record);
  const sourceSystem = row.text('sourceSystem', unsubscribeLimits.sourceSystem);
  const value: UnsubscribeFacts = {
    ticketNo: row.text('ticketNo', unsubscribeLimits.ticketNo),
    msisdn: row.msisdn('msisdn'),
    productCode: row.code('productCode', unsubscribeLimits.productCode),
    productName: row.optionalText('productName', unsubscribeLimits.productName),
    partnerCode: row.code('partnerCode', unsubscribeLimits.partnerCode),
    channel: record.channel === undefined ? 'unknown' : row.word('channel', channelOf, 'unknown'),
    requestedAt: row.time('requestedAt', zone),
    stage:
      record.stage === undefined
        ? stageOfSource(sourceSystem)
        : row.word('stage', stageOf, 'ordered'),
    sourceSystem,
    rawCode: row.rawText('rawCode', unsubscribeLimits.rawCode).trim(),
    rawText: row.rawText('rawText', unsubscribeLimits.rawText),
    province: null,
    city: null,
    monthlyFeeFen: row.integer('monthlyFeeFen'),
    actual: { crm: 'unknown', platform: 'unknown', network: 'unknown', billing: 'unknown' },
  };
  return row.rejects.length === 0 ? { ok: true, value } : { ok: false, rejects: row.rejects };
}

function recordOf(order: Json, item: Json, error: Json, several: boolean): RowRecord {
  const service = isObject(item.service) ? item.service : {};
  const specification = isObject(service.serviceSpecification) ? service.serviceSpecification : {};
  const characteristic = (name: string): string | undefined =>
    scalar(objects(service.serviceCharacteristic).find((c) => c.name === name)?.value);
  const ticket = scalar(order.externalId) ?? scalar(order.id);
  const customer = objects(order.relatedParty).find((party) => party.role === 'customer');
  return {
    ticketNo: several && ticket !== undefined ? `${ticket}#${scalar(item.id) ?? ''}` : ticket,
    msisdn: characteristic('msisdn') ?? scalar(customer?.id),
    productCode: scalar(specification.id),
    productName: scalar(specification.name),
    partnerCode: characteristic('spCode'),
    monthlyFeeFen: characteristic('monthlyFeeFen'),
    channel: characteristic('channel'),
    stage: characteristic('stage'),
    requestedAt: scalar(order.orderDate),
    sourceSystem: scalar(error.reason),
    rawCode: scalar(error.code),
    rawText: scalar(error.message),
  };
}

/** The last error is the one that ended it: the item's own, else the order's that names the item or names none. */
function errorOf(order: Json, item: Json): Json | null {
  const own = objects(item.errorMessage).at(-1);
  if (own !== undefined) return own;
  const itemId = scalar(item.id);
  const about = objects(order.errorMessage).filter((error) => {
    const named = objects(error.serviceOrderItem);
    return (
      named.length === 0 || named.some((ref) => (scalar(ref.itemId) ?? scalar(ref.id)) === itemId)
    );
  });
  return about.at(-1) ?? null;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A JSON text or number as text. */
function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}
