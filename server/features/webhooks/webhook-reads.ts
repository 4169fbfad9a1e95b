import type { Knex } from 'knex';
import { z } from 'zod';
import { webhookState, type DeliveryRecord, type WebhookRecord } from '#contract/integration.ts';
import { deliveryStates } from '#domain/webhook-events.ts';
import { pageOf, type Page } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import { deliveryOf, type DeliveryStore } from './delivery-store.ts';
import { webhookOf, type WebhookRow } from './webhook-store.ts';

const id = oneOrMany(z.string().max(26));

export const webhookList = {
  filters: { id, state: webhookState },
  sorts: { id: 'id', name: 'name', createdAt: 'created_at', deliveredAt: 'delivered_at' },
  defaultSort: ['createdAt', 'DESC'],
} as const satisfies ListSpec;

export const deliveryList = {
  filters: { id, webhookId: z.string().max(26), state: oneOrMany(z.enum(deliveryStates)) },
  sorts: { id: 'id', createdAt: 'id' },
  defaultSort: ['id', 'DESC'],
} as const satisfies ListSpec;

export function createWebhookReads(db: Knex, deliveries: DeliveryStore) {
  async function counted(rows: readonly WebhookRow[]): Promise<WebhookRecord[]> {
    const counts = await deliveries.counts(rows.map((row) => String(row['id'])));
    return rows.map((row) => ({
      ...webhookOf(row),
      ...(counts.get(String(row['id'])) ?? { waiting: 0, dead: 0 }),
    }));
  }

  return {
    async list(query: ListQuery<FilterOf<typeof webhookList>>): Promise<Page<WebhookRecord>> {
      const { filter } = query;
      const rows = db('webhooks').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
        if (filter.state) void q.where('state', filter.state);
      });
      const page = await pageOf(rows, query, {
        id: 'id',
        page: (q) => q.select('*'),
        toWire: (row) => row as WebhookRow,
      });
      return { ...page, rows: await counted(page.rows) };
    },

    async show(webhookId: string): Promise<WebhookRecord | undefined> {
      const row = (await db('webhooks').where({ id: webhookId }).first()) as WebhookRow | undefined;
      return row === undefined ? undefined : (await counted([row]))[0];
    },

    deliveries(query: ListQuery<FilterOf<typeof deliveryList>>): Promise<Page<DeliveryRecord>> {
      const { filter } = query;
      const rows = db('webhook_deliveries').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
        if (filter.webhookId !== undefined) void q.where('webhook_id', filter.webhookId);
        if (filter.state) void q.whereIn('state', filter.state);
      });
      return pageOf(rows, query, { id: 'id', page: (q) => q.select('*'), toWire: deliveryOf });
    },
  };
}

export type WebhookReads = ReturnType<typeof createWebhookReads>;
