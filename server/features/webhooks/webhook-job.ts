import type { DeliveryRecord } from '#contract/integration.ts';
import { backoffMs } from '#domain/backoff.ts';
import { DELIVERY_BACKOFF, DELIVERY_TRIES } from '#domain/webhook-events.ts';
import type { WebhookOutcome, WebhookPort } from '../../connectors/webhook/port.ts';
import type { Job } from '../../jobs/queue.ts';
import type { JobEnd, JobTools } from '../../jobs/runner.ts';
import type { DeliveryStore, TryEnd } from './delivery-store.ts';
import type { WebhookRow, WebhookStore } from './webhook-store.ts';

export interface WebhookJobFeatures {
  webhookStore: WebhookStore;
  webhookDeliveries: DeliveryStore;
}

interface Needs {
  outside: WebhookJobFeatures;
  port: WebhookPort;
  open(sealed: string): string;
  now(): number;
}

const AT_ONCE = 20;
/** A receiver that fails so often in a row is left alone for a while. */
const GIVE_UP_AFTER = 3;
const EXTEND_AFTER_MS = 10_000;

/**
 * Sends what is due of one webhook, one after the other. What the process did not live to record is sent again under
 * the same delivery id: at least once, and the receiver can tell.
 */
export function deliverWebhook({ outside, port, open, now }: Needs) {
  return async (job: Job, tools: JobTools<WebhookJobFeatures>): Promise<JobEnd> => {
    let extendedAt = now();
    let failures = 0;
    let inARow: number | null = null;
    for (;;) {
      const webhook = await outside.webhookStore.byId(job.subjectId);
      if (webhook?.['state'] !== 'active') return undefined;
      inARow ??= Number(webhook['failures']);
      const due = await outside.webhookDeliveries.due(job.subjectId, AT_ONCE);
      if (due.length === 0) return undefined;
      for (const delivery of due) {
        if (tools.stopping()) return { again: now() };
        if (now() - extendedAt > EXTEND_AFTER_MS) {
          await tools.extendLease();
          extendedAt = now();
        }
        const outcome = await port.send(messageOf(webhook, delivery, open));
        failures = outcome.ok ? 0 : failures + 1;
        inARow = outcome.ok ? 0 : inARow + 1;
        const soFar = inARow;
        await tools.fenced(async (f) => {
          await f.webhookDeliveries.settle(delivery, endOf(delivery, outcome, now()));
          await f.webhookStore.noteTries(job.subjectId, soFar, outcome.ok ? now() : null);
        });
        if (failures >= GIVE_UP_AFTER)
          return {
            again: now() + backoffMs(Math.floor(inARow / GIVE_UP_AFTER), job.id, DELIVERY_BACKOFF),
          };
      }
    }
  };
}

function messageOf(webhook: WebhookRow, delivery: DeliveryRecord, open: Needs['open']) {
  return {
    url: String(webhook['url']),
    secret: open(String(webhook['secret_sealed'])),
    deliveryId: delivery.id,
    eventType: delivery.eventType,
    body: delivery.body,
  };
}

function endOf(delivery: DeliveryRecord, outcome: WebhookOutcome, now: number): TryEnd {
  if (outcome.ok) return { state: 'delivered', nextAt: now, status: outcome.status, error: null };
  const { status, fault: error } = outcome;
  if (delivery.tries + 1 >= DELIVERY_TRIES) return { state: 'dead', nextAt: now, status, error };
  const wait = backoffMs(delivery.tries, delivery.id, DELIVERY_BACKOFF);
  return { state: 'waiting', nextAt: now + wait, status, error };
}
