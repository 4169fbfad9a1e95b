import { createHash } from 'node:crypto';
import type { OrderEventBody, OrderEventOutcome } from '#contract/integration.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, type FieldFault } from '#domain/errors.ts';
import type { Reject } from '#domain/rejects.ts';
import type { UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import type { World } from '../../world.ts';
import type { LandingResult } from '../unsubscribes/case-landing.ts';
import type { OrderEvent, OrderEventStore } from './order-event-store.ts';

interface Needs {
  store: OrderEventStore;
  world: Pick<World, 'now'>;
  /** The failed delete items of a service order, as an import reads them. */
  readOrder(
    order: unknown,
  ): ({ ok: true; value: UnsubscribeFacts } | { ok: false; rejects: readonly Reject[] })[];
  landCases(
    ctx: ActionContext,
    facts: readonly (UnsubscribeFacts & { orderRef: string | null })[],
  ): Promise<LandingResult>;
  /** Has the state of our own order read soon; false when nothing waits for it. */
  orderStateSeen(caseId: string, generation: number): Promise<boolean>;
}

type Order = OrderEventBody['event']['serviceOrder'];

interface Outcome {
  outcome: OrderEventOutcome;
  caseId: string | null;
}

/** The key under which we send an order: the case, the operation, its generation. */
const OURS = /^([0-9A-HJKMNP-TV-Z]{26})-cancel-(\d{1,9})$/;
const FAILED = ['failed', 'partial', 'rejected'];
const SETTLED = ['completed', 'cancelled'];

/**
 * What gateways tell about orders. It is never believed about our own: it only makes the state be read now instead of
 * later, so that late, repeated, disordered and forged words do no harm. A failed order of others becomes a case.
 */
export function createOrderEventService(needs: Needs) {
  const { store } = needs;

  async function ofOurs(caseId: string, generation: number): Promise<Outcome> {
    const asked = await needs.orderStateSeen(caseId, generation);
    return { outcome: asked ? 'asked' : 'noted', caseId };
  }

  async function ofOthers(ctx: ActionContext, order: Order, event: OrderEvent): Promise<Outcome> {
    if (!FAILED.includes(event.orderState)) return { outcome: 'noted', caseId: null };
    if (await store.hasLater(event, SETTLED)) return { outcome: 'late', caseId: null };
    const { cases } = await needs.landCases(ctx, factsOf(order));
    const first = cases.find(({ outcome }) => outcome !== 'repeated') ?? cases[0];
    if (first === undefined) return { outcome: 'noted', caseId: null };
    const outcome = first.outcome === 'repeated' ? 'known' : first.outcome;
    return { outcome, caseId: first.caseId };
  }

  function factsOf(order: Order) {
    const read = needs.readOrder(order);
    const faults = read.flatMap((one) => (one.ok ? [] : one.rejects));
    if (faults.length > 0)
      throw new DomainError('invalid', 'errors.callbacks.order', { fields: fieldsOf(faults) });
    const orderRef = order.id?.slice(0, 64) ?? null;
    return read.flatMap((one) => (one.ok ? [{ ...one.value, orderRef }] : []));
  }

  return {
    /** In the caller's transaction. Throws `errors.callbacks.order` for a failed order that cannot be read. */
    async take(ctx: ActionContext, body: OrderEventBody): Promise<OrderEventOutcome> {
      const order = body.event.serviceOrder;
      const event = eventOf(body, needs.world.now());
      if (await store.isKnown(event.eventHash)) return 'repeated';
      const ours = OURS.exec(order.externalId ?? '');
      const { outcome, caseId } =
        ours === null
          ? await ofOthers(ctx, order, event)
          : await ofOurs(ours[1] ?? '', Number(ours[2]));
      await store.insert(event, outcome, caseId);
      return outcome;
    },

    sweep: () => store.sweep(),
  };
}

export type OrderEventService = ReturnType<typeof createOrderEventService>;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Senders reuse ids across kinds of events: the kind and the state belong to what makes it the same. */
function eventOf(body: OrderEventBody, now: number): OrderEvent {
  const { id, externalId, state } = body.event.serviceOrder;
  const at = body.eventTime === undefined ? now : Date.parse(body.eventTime);
  return {
    eventHash: sha256(JSON.stringify([body.eventId, body.eventType ?? '', id ?? externalId ?? ''])),
    orderKey: sha256(JSON.stringify([externalId ?? null, id ?? null])),
    orderState: state ?? '',
    // A sender whose clock runs ahead must not outrank every later word.
    eventAt: Math.min(Math.max(at, 0), now),
  };
}

function fieldsOf(faults: readonly Reject[]): Record<string, FieldFault> {
  return Object.fromEntries(
    faults.map(({ column, reasonKey, args }) => [column, { message: reasonKey, args }]),
  );
}
