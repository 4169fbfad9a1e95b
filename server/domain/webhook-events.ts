import type { Lifecycle } from './lifecycles.ts';

/** What other systems may be told of, by the audit trail's names. */
export const webhookEvents = [
  'case.opened',
  'case.moved',
  'cause_group.moved',
  'bulk_job.done',
  'system.breaker_opened',
  'system.breaker_closed',
  'outage.logged',
  'outage.restored',
  'outage.confirmed',
  'outage.corrected',
  'batch.submitted',
  'batch.approved',
  'batch.rejected',
  'batch.credited',
  'import.committed',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const deliveryStates = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A delivery: dead ones, and those that arrived, can be sent again by hand. */
export const deliveryLifecycle: Lifecycle<DeliveryState> = {
  waiting: ['delivered', 'dead'],
  delivered: ['waiting'],
  dead: ['waiting'],
};

/** Facts of an event that may leave: states and codes, never a number, a name or a text someone wrote. */
const TOLD = ['state', 'from', 'to', 'failureCode', 'kind'] as const;
const CODE = /^[\w.-]{1,40}$/;

export function toldOf(detail: Readonly<Record<string, unknown>>): Record<string, string> {
  const told: Record<string, string> = {};
  for (const name of TOLD) {
    const value = detail[name];
    if (typeof value === 'string' && CODE.test(value)) told[name] = value;
  }
  return told;
}

/** Tries before a delivery is dead: over about two days. */
export const DELIVERY_TRIES = 10;
export const DELIVERY_BACKOFF = { baseMs: 15_000, capMs: 12 * 3_600_000 };

/** Whether a webhook may go there: an allowed host, by https, or by http on this machine itself. */
export function webhookUrlFault(
  text: string,
  hosts: readonly string[],
): 'errors.webhooks.url' | 'errors.webhooks.host' | 'errors.webhooks.https' | null {
  const parts = /^(https?):\/\/([a-z0-9.-]+(?::\d{1,5})?)(\/[^\s#]*)?$/i.exec(text);
  if (parts === null) return 'errors.webhooks.url';
  const [, scheme = '', host = ''] = parts.map((part) => part?.toLowerCase());
  if (!hosts.includes(host)) return 'errors.webhooks.host';
  const name = host.split(':')[0] ?? '';
  const local = name === 'localhost' || name === '127.0.0.1';
  return scheme === 'https' || local ? null : 'errors.webhooks.https';
}
