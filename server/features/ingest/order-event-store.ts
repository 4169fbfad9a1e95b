import type { Knex } from 'knex';
import type { OrderEventOutcome } from '#contract/integration.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface OrderEvent {
  eventHash: string;
  /** Names the order, whoever made it. */
  orderKey: string;
  orderState: string;
  eventAt: number;
}

/** Longer than any sender repeats itself, and than a signature is good for. */
const KEEP_MS = 90 * 86_400_000;
const SWEEP_AT_ONCE = 5_000;

export function createOrderEventStore(db: Knex, world: World) {
  return {
    async isKnown(eventHash: string): Promise<boolean> {
      const row: unknown = await db('order_events').where({ event_hash: eventHash }).first();
      return row !== undefined;
    },

    /** Whether something that happened later, in one of these states, was told before. */
    async hasLater(event: OrderEvent, states: readonly string[]): Promise<boolean> {
      const rows = await db('order_events')
        .where({ order_key: event.orderKey })
        .where('event_at', '>', event.eventAt)
        .whereIn('order_state', [...states])
        .select('event_hash')
        .limit(1);
      return rows.length > 0;
    },

    /** Two deliveries at once: the second violates the key, and with it its whole transaction. */
    async insert(event: OrderEvent, outcome: OrderEventOutcome, caseId: string | null) {
      await db('order_events').insert({
        event_hash: event.eventHash,
        order_key: event.orderKey,
        order_state: event.orderState,
        outcome,
        case_id: caseId,
        event_at: event.eventAt,
        received_at: world.now(),
      });
    },

    async sweep(): Promise<number> {
      const old: { event_hash: string }[] = await db('order_events')
        .where('received_at', '<', world.now() - KEEP_MS)
        .select('event_hash')
        .limit(SWEEP_AT_ONCE);
      const hashes = old.map((row) => row.event_hash);
      return hashes.length === 0
        ? 0
        : affected(await db('order_events').whereIn('event_hash', hashes).delete());
    },
  };
}

export type OrderEventStore = ReturnType<typeof createOrderEventStore>;
