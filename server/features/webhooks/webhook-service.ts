import { randomBytes } from 'node:crypto';
import type {
  CreateWebhookBody,
  DeliveryRecord,
  UpdateWebhookBody,
  WebhookRecord,
  WebhookSecret,
} from '#contract/integration.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { webhookUrlFault } from '#domain/webhook-events.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { WebhookReads } from './webhook-reads.ts';
import type { WebhookChange, WebhookStore } from './webhook-store.ts';

export interface WebhookServiceNeeds {
  store: WebhookStore;
  deliveries: DeliveryStore;
  reads: Pick<WebhookReads, 'show'>;
  audit: AuditTrail;
  world: Pick<World, 'now' | 'nextId'>;
  /** Hosts of the configuration; none means that webhooks are off. */
  hosts: readonly string[];
  /** Encrypts with the installation's keys: the secret is needed again to sign. */
  seal(secret: string): string;
}

/** Where other systems are told of what happens here. */
export function createWebhookService(needs: WebhookServiceNeeds) {
  const { store, deliveries, audit, world } = needs;

  async function find(id: string): Promise<WebhookRecord> {
    const record = await needs.reads.show(id);
    if (record === undefined) throw new DomainError('not_found', 'errors.notFound');
    return record;
  }

  function assertAllowed(url: string): void {
    const fault = webhookUrlFault(url, needs.hosts);
    if (fault !== null) throw invalidField('url', fault, { hosts: needs.hosts.join(', ') });
  }

  const note = (ctx: ActionContext, what: string, id: string, detail: Record<string, unknown>) =>
    audit.record(ctx, {
      action: `webhook.${what}`,
      subjectType: 'webhook',
      subjectId: id,
      detail,
    });

  async function change(
    ctx: ActionContext,
    seen: { id: string; version: number },
    what: string,
    changes: WebhookChange,
    detail: Record<string, unknown> = {},
  ): Promise<WebhookRecord> {
    await store.change(seen.id, seen.version, changes);
    await note(ctx, what, seen.id, detail);
    return find(seen.id);
  }

  const newSecret = () => `rws_${randomBytes(32).toString('base64url')}`;

  return {
    find,

    async create(ctx: ActionContext, body: CreateWebhookBody): Promise<WebhookSecret> {
      assertAllowed(body.url);
      const secret = newSecret();
      const createdByName = ctx.actor.name;
      const id = await store.insert({ ...body, secretSealed: needs.seal(secret), createdByName });
      const { name, url, eventTypes } = body;
      await note(ctx, 'created', id, { name, url, eventTypes });
      return { ...(await find(id)), secret };
    },

    async update(ctx: ActionContext, id: string, body: UpdateWebhookBody): Promise<WebhookRecord> {
      await find(id);
      assertAllowed(body.url);
      const { version, ...facts } = body;
      return change(ctx, { id, version }, 'changed', { ...facts, failures: 0 }, facts);
    },

    async pause(ctx: ActionContext, id: string, version: number): Promise<WebhookRecord> {
      const record = await find(id);
      if (record.state === 'paused') throw new DomainError('conflict', 'errors.stale');
      const pausedReason = ctx.reason ?? '';
      return change(ctx, { id, version }, 'paused', { state: 'paused', pausedReason });
    },

    /** Goes on where it stopped, or with what happens from now on. */
    async resume(
      ctx: ActionContext,
      id: string,
      { version, skip }: { version: number; skip: boolean },
    ): Promise<WebhookRecord> {
      const record = await find(id);
      if (record.state === 'active') throw new DomainError('conflict', 'errors.stale');
      const place = skip ? { cursorSeq: await store.lastSeq() } : {};
      const changes = { state: 'active', pausedReason: null, failures: 0, ...place } as const;
      return change(ctx, { id, version }, 'resumed', changes, { skip });
    },

    /** A new secret signs from now on, the old one no longer. */
    async rollSecret(ctx: ActionContext, id: string, version: number): Promise<WebhookSecret> {
      await find(id);
      const secret = newSecret();
      const seen = { id, version };
      const record = await change(ctx, seen, 'secret_rolled', { secretSealed: needs.seal(secret) });
      return { ...record, secret };
    },

    /** Puts a test message in line. */
    async ping(ctx: ActionContext, id: string, version: number): Promise<WebhookRecord> {
      const record = await find(id);
      if (record.version !== version) throw new DomainError('conflict', 'errors.stale');
      const at = new Date(world.now()).toISOString();
      await deliveries.insert([
        {
          webhookId: id,
          eventId: world.nextId(),
          eventType: 'ping',
          bodyOf: (deliveryId) => JSON.stringify({ id: deliveryId, type: 'ping', at }),
        },
      ]);
      await note(ctx, 'pinged', id, {});
      return find(id);
    },

    /** A dead one, or one that arrived and was lost there, goes out once more under its own id. */
    async sendAgain(ctx: ActionContext, deliveryId: string): Promise<DeliveryRecord> {
      const delivery = await deliveries.byId(deliveryId);
      if (delivery === undefined) throw new DomainError('not_found', 'errors.notFound');
      await deliveries.revive(delivery);
      await note(ctx, 'sent_again', delivery.webhookId, { deliveryId });
      return (await deliveries.byId(deliveryId)) ?? delivery;
    },
  };
}

export type WebhookService = ReturnType<typeof createWebhookService>;
