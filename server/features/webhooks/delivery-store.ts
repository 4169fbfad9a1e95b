import type { Knex } from 'knex';
import type { DeliveryRecord } from '#contract/integration.ts';
import { assertTransition } from '#domain/lifecycles.ts';
import { DomainError } from '#domain/errors.ts';
import { deliveryLifecycle, type DeliveryState } from '#domain/webhook-events.ts';
import { affected, insertIgnore } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface NewDelivery {
  webhookId: string;
  eventId: string;
  eventType: string;
  /** The body once the delivery's id is known. */
  bodyOf(deliveryId: string): string;
}

/** How one try went. */
export interface TryEnd {
  state: DeliveryState;
  nextAt: number;
  status: number | null;
  error: string | null;
}

const CHUNK = 200;
const KEEP_MS = 30 * 86_400_000;
const SWEEP_AT_ONCE = 2_000;

/** What is to be told to whom: written with the cursor that moved past it, and kept until it arrived. */
export function createDeliveryStore(db: Knex, world: World) {
  return {
    /** An event reaches a webhook once, however often it is collected. */
    async insert(deliveries: readonly NewDelivery[]): Promise<void> {
      const now = world.now();
      for (let start = 0; start < deliveries.length; start += CHUNK)
        await insertIgnore(
          db,
          'webhook_deliveries',
          deliveries.slice(start, start + CHUNK).map((delivery) => {
            const id = world.nextId();
            return {
              id,
              webhook_id: delivery.webhookId,
              event_id: delivery.eventId,
              event_type: delivery.eventType,
              body: delivery.bodyOf(id),
              state: 'waiting',
              tries: 0,
              next_at: now,
              created_at: now,
            };
          }),
        );
    },

    async byId(id: string): Promise<DeliveryRecord | undefined> {
      const row = (await db('webhook_deliveries').where({ id }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : deliveryOf(row);
    },

    async due(webhookId: string, limit: number): Promise<DeliveryRecord[]> {
      const rows = (await db('webhook_deliveries')
        .where({ webhook_id: webhookId, state: 'waiting' })
        .where('next_at', '<=', world.now())
        .orderBy([{ column: 'next_at' }, { column: 'id' }])
        .limit(limit)) as Record<string, unknown>[];
      return rows.map(deliveryOf);
    },

    /** When the next waiting one is due, or null when none waits. */
    async nextAt(webhookId: string): Promise<number | null> {
      const row = (await db('webhook_deliveries')
        .where({ webhook_id: webhookId, state: 'waiting' })
        .orderBy('next_at')
        .select('next_at')
        .first()) as { next_at: number } | undefined;
      return row === undefined ? null : Number(row.next_at);
    },

    async counts(
      webhookIds: readonly string[],
    ): Promise<Map<string, { waiting: number; dead: number }>> {
      const counts = new Map(webhookIds.map((id) => [id, { waiting: 0, dead: 0 }]));
      const rows = (await db('webhook_deliveries')
        .whereIn('webhook_id', webhookIds)
        .whereIn('state', ['waiting', 'dead'])
        .groupBy('webhook_id', 'state')
        .select('webhook_id', 'state')
        .count({ n: '*' })) as unknown as { webhook_id: string; state: string; n: number }[];
      for (const row of rows) {
        const count = counts.get(row.webhook_id);
        if (count !== undefined) count[row.state === 'dead' ? 'dead' : 'waiting'] = Number(row.n);
      }
      return counts;
    },

    async settle(delivery: DeliveryRecord, end: TryEnd): Promise<void> {
      if (end.state !== delivery.state)
        assertTransition(deliveryLifecycle, delivery.state, end.state);
      const now = world.now();
      await db('webhook_deliveries')
        .where({ id: delivery.id, state: delivery.state })
        .update({
          state: end.state,
          tries: delivery.tries + 1,
          next_at: end.nextAt,
          last_status: end.status,
          last_error: end.error,
          ended_at: end.state === 'waiting' ? null : now,
        });
    },

    async revive(delivery: DeliveryRecord): Promise<void> {
      assertTransition(deliveryLifecycle, delivery.state, 'waiting');
      const touched = affected(
        await db('webhook_deliveries')
          .where({ id: delivery.id, state: delivery.state })
          .update({ state: 'waiting', tries: 0, next_at: world.now(), ended_at: null }),
      );
      if (touched !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Forgets what arrived or died a month ago, a little at a time. */
    async sweep(): Promise<number> {
      const old: { id: string }[] = await db('webhook_deliveries')
        .whereIn('state', ['delivered', 'dead'])
        .where('ended_at', '<', world.now() - KEEP_MS)
        .select('id')
        .limit(SWEEP_AT_ONCE);
      const ids = old.map((row) => row.id);
      return ids.length === 0
        ? 0
        : affected(await db('webhook_deliveries').whereIn('id', ids).delete());
    },
  };
}

export type DeliveryStore = ReturnType<typeof createDeliveryStore>;

export function deliveryOf(row: Record<string, unknown>): DeliveryRecord {
  const maybe = (name: string) => (row[name] == null ? null : Number(row[name]));
  const state = row['state'] as DeliveryState;
  return {
    id: String(row['id']),
    webhookId: String(row['webhook_id']),
    eventId: String(row['event_id']),
    eventType: String(row['event_type']),
    body: String(row['body']),
    state,
    tries: Number(row['tries']),
    nextAt: state === 'waiting' ? maybe('next_at') : null,
    lastStatus: maybe('last_status'),
    lastError: row['last_error'] == null ? null : String(row['last_error']),
    createdAt: Number(row['created_at']),
    endedAt: maybe('ended_at'),
  };
}
