import type { Knex } from 'knex';
import { toldOf } from '#domain/webhook-events.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { DeliveryStore, NewDelivery } from './delivery-store.ts';
import type { WebhookRow } from './webhook-store.ts';

export const DELIVER_JOB = 'webhook.deliver';

/** Events looked at in one transaction. */
const WINDOW = 1_000;

interface SealedEvent {
  seq: number;
  id: string;
  at: number;
  action: string;
  subject_type: string;
  subject_id: string;
  detail: string;
}

interface Needs {
  world: World;
  deliveries: DeliveryStore;
  enqueue(request: { kind: string; subjectId: string }): Promise<string>;
}

/**
 * Takes what happened from the sealed trail: its numbers have no gap and follow the commits, so that a place in it is
 * all a webhook has to remember, and nothing is told that was not committed.
 */
export function createWebhookCollector(db: Knex, { world, deliveries, enqueue }: Needs) {
  async function sealed(after: number): Promise<SealedEvent[]> {
    const rows: SealedEvent[] = await db('audit_seals')
      .join('audit_events', 'audit_events.id', 'audit_seals.event_id')
      .where('audit_seals.seq', '>', after)
      .orderBy('audit_seals.seq')
      .limit(WINDOW)
      .select(
        'audit_seals.seq',
        'audit_events.id',
        'audit_events.at',
        'action',
        'subject_type',
        'subject_id',
        'detail',
      );
    return rows;
  }

  return {
    /** Moves one webhook's place on, in the caller's transaction; true while there is more to look at. */
    async collect(webhook: WebhookRow): Promise<boolean> {
      const id = String(webhook['id']);
      const cursor = Number(webhook['cursor_seq']);
      const events = await sealed(cursor);
      const last = events.at(-1);
      if (last === undefined) return false;
      const moved = affected(
        await db('webhooks')
          .where({ id, cursor_seq: cursor, state: 'active' })
          .update({ cursor_seq: Number(last.seq) }),
      );
      // Another node, or a pause, was there first.
      if (moved !== 1) return false;
      const wanted = String(webhook['event_types']).split(' ');
      await deliveries.insert(
        events
          .filter(({ action }) => wanted.includes(action))
          .map((event) => deliveryOf(id, event)),
      );
      return events.length === WINDOW;
    },

    /** Gives every webhook with something due a job, unless it has one. */
    async callOut(): Promise<number> {
      const waiting: { id: string }[] = await db('webhooks')
        .where('state', 'active')
        .whereExists((due) =>
          due
            .select(db.raw('1'))
            .from('webhook_deliveries')
            .whereRaw('webhook_deliveries.webhook_id = webhooks.id')
            .where('webhook_deliveries.state', 'waiting')
            .where('webhook_deliveries.next_at', '<=', world.now()),
        )
        .whereNotExists((jobs) =>
          jobs
            .select(db.raw('1'))
            .from('jobs')
            .whereRaw('jobs.subject_id = webhooks.id')
            .where('jobs.kind', DELIVER_JOB)
            .whereIn('jobs.state', ['ready', 'leased']),
        )
        .select('id');
      for (const { id } of waiting) await enqueue({ kind: DELIVER_JOB, subjectId: id });
      return waiting.length;
    },
  };
}

export type WebhookCollector = ReturnType<typeof createWebhookCollector>;

function deliveryOf(webhookId: string, event: SealedEvent): NewDelivery {
  const detail = JSON.parse(event.detail) as Record<string, unknown>;
  return {
    webhookId,
    eventId: event.id,
    eventType: event.action,
    bodyOf: (deliveryId) =>
      JSON.stringify({
        id: deliveryId,
        type: event.action,
        at: new Date(Number(event.at)).toISOString(),
        subject: { type: event.subject_type, id: event.subject_id },
        ...toldOf(detail),
      }),
  };
}
