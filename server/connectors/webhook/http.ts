import { webhookUrlFault } from '#domain/webhook-events.ts';
import { SIGNATURE_HEADER, signatureOf } from '../../security/signature.ts';
import type { WebhookMessage, WebhookOutcome, WebhookPort } from './port.ts';

interface Options {
  /** The only hosts it goes to, whatever is stored. */
  hosts: readonly string[];
  timeoutMs: number;
  world: { now(): number };
}

/** Sends over HTTP: to allowed hosts only, without following a redirect, without reading what comes back. */
export function createWebhookSender({ hosts, timeoutMs, world }: Options): WebhookPort {
  return {
    async send(message) {
      if (webhookUrlFault(message.url, hosts) !== null)
        return { ok: false, status: null, fault: 'host_not_allowed' };
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(message.url, {
          method: 'POST',
          redirect: 'manual',
          signal,
          body: message.body,
          headers: headersOf(message, world.now()),
        });
        await response.body?.cancel();
        return outcomeOf(response.status);
      } catch {
        return { ok: false, status: null, fault: signal.aborted ? 'timeout' : 'unreachable' };
      }
    },
  };
}

function headersOf(message: WebhookMessage, now: number): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Redress',
    'redress-delivery': message.deliveryId,
    'redress-event': message.eventType,
    [SIGNATURE_HEADER]: signatureOf(message.secret, now, message.body),
  };
}

function outcomeOf(status: number): WebhookOutcome {
  if (status >= 200 && status < 300) return { ok: true, status };
  if (status >= 300 && status < 400) return { ok: false, status, fault: 'redirected' };
  return { ok: false, status, fault: status < 500 ? 'refused' : 'failed' };
}
