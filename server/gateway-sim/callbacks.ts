import { Router } from 'express';
import { z } from 'zod';
import { signatureOf } from '#server/security/signature.ts';
import { valid } from './context.ts';
import { isoOf } from './iso.ts';
import type { Document } from './store.ts';

const target = z.strictObject({ url: z.url({ protocol: /^https?$/ }), secret: z.string().min(1) });
type Target = z.infer<typeof target>;

/** Tells whoever asked for it how its orders ended: signed, once, and without waiting for an answer. */
export interface Callbacks {
  to(next: Target | null): void;
  orderChanged(order: Document): void;
  /** Waits for what is under way. */
  settled(): Promise<void>;
}

const PATH = '/api/tmf-api/serviceOrdering/v4/listener/serviceOrderStateChangeEvent';
const TIMEOUT_MS = 5_000;

export function createCallbacks(world: { now(): number; nextId(): string }): Callbacks {
  let current: Target | null = null;
  const underWay = new Set<Promise<unknown>>();

  async function send({ url, secret }: Target, order: Document): Promise<void> {
    const now = world.now();
    const body = JSON.stringify({
      eventId: world.nextId(),
      eventTime: isoOf(now),
      eventType: 'ServiceOrderStateChangeEvent',
      event: { serviceOrder: order },
    });
    const response = await fetch(new URL(PATH, url), {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'redress-signature': signatureOf(secret, now, body),
      },
    });
    await response.body?.cancel();
  }

  return {
    to(next) {
      current = next;
    },
    orderChanged(order) {
      if (current === null) return;
      // A callback that is lost costs time only: whoever waits for it asks in the end.
      const sent: Promise<unknown> = send(current, order)
        .catch(() => undefined)
        .finally(() => underWay.delete(sent));
      underWay.add(sent);
    },
    settled: async () => void (await Promise.all(underWay)),
  };
}

/** Who is to be told; DELETE for nobody. */
export function callbackRoutes(callbacks: Callbacks): Router {
  const router = Router();
  router.put('/sim/callbacks', (req, res) => {
    callbacks.to(valid(target, req.body));
    res.json({ ok: true });
  });
  router.delete('/sim/callbacks', (_req, res) => {
    callbacks.to(null);
    res.json({ ok: true });
  });
  return router;
}
