import type { WebhookCollector } from './webhook-collector.ts';
import type { WebhookStore } from './webhook-store.ts';

interface UpkeepFeatures {
  webhookStore: WebhookStore;
  webhookCollector: WebhookCollector;
  inTransaction<T>(work: (f: { webhookCollector: WebhookCollector }) => Promise<T>): Promise<T>;
}

/** Windows one webhook may take in one turn. */
const ROUNDS = 10;

/** Puts in line what was sealed since the last turn, and calls the senders; a schedule calls it. */
export async function collectForWebhooks(f: UpkeepFeatures): Promise<void> {
  for (const { id } of await f.webhookStore.active()) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const webhook = await f.webhookStore.byId(String(id));
      if (webhook === undefined) break;
      if (!(await f.inTransaction((t) => t.webhookCollector.collect(webhook)))) break;
    }
  }
  await f.inTransaction((t) => t.webhookCollector.callOut());
}
