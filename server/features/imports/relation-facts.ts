import { differenceOf, differenceTexts, RECONCILIATION } from '#domain/reconciliation.ts';
import type { UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import type { RelationRow } from './parsers/relation-rows.ts';

/** A keyed digest, so that a ticket neither shows nor lets guess a number. */
type Digest = (text: string) => string;

/**
 * The case that a difference becomes, or null where the systems agree. Its ticket follows from what differs and since
 * when: the same difference in a later file is the same ticket, one that came back is another.
 */
export function factsOfRelation(row: RelationRow, digest: Digest): UnsubscribeFacts | null {
  const kind = differenceOf(row.states);
  if (kind === null) return null;
  const key = `${row.msisdn} ${row.productCode} ${kind} ${row.sinceAt}`;
  return {
    ticketNo: `RC-${digest(key).slice(0, 20)}`,
    msisdn: row.msisdn,
    productCode: row.productCode,
    productName: row.productName,
    partnerCode: row.partnerCode,
    channel: 'unknown',
    requestedAt: row.sinceAt,
    stage:
      kind === 'BILLING_ONLY'
        ? 'billing_stopped'
        : kind === 'NETWORK_ONLY'
          ? 'network'
          : 'platform',
    sourceSystem: RECONCILIATION,
    rawCode: kind,
    rawText: differenceTexts[kind],
    province: null,
    city: null,
    monthlyFeeFen: row.monthlyFeeFen,
    actual: row.states,
  };
}
