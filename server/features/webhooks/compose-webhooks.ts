import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createDeliveryStore } from './delivery-store.ts';
import { createWebhookCollector } from './webhook-collector.ts';
import { createWebhookReads } from './webhook-reads.ts';
import { createWebhookService } from './webhook-service.ts';
import { createWebhookStore } from './webhook-store.ts';

export function composeWebhooks(
  db: Knex,
  world: World,
  needs: {
    audit: AuditTrail;
    hosts: readonly string[];
    seal(secret: string): string;
    open(sealed: string): string;
    enqueue(request: { kind: string; subjectId: string }): Promise<string>;
  },
) {
  const store = createWebhookStore(db, world);
  const deliveries = createDeliveryStore(db, world);
  const reads = createWebhookReads(db, deliveries);
  return {
    webhookStore: store,
    webhookDeliveries: deliveries,
    webhookReads: reads,
    webhookHosts: needs.hosts,
    openWebhookSecret: needs.open,
    sealWebhookSecret: needs.seal,
    webhooks: createWebhookService({ ...needs, store, deliveries, reads, world }),
    webhookCollector: createWebhookCollector(db, { world, deliveries, enqueue: needs.enqueue }),
  };
}
