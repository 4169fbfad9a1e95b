/** One signed message to a receiver. */
export interface WebhookMessage {
  url: string;
  secret: string;
  deliveryId: string;
  eventType: string;
  /** The bytes that are signed and sent. */
  body: string;
}

export type WebhookFault =
  'host_not_allowed' | 'unreachable' | 'timeout' | 'redirected' | 'refused' | 'failed';

export type WebhookOutcome =
  { ok: true; status: number } | { ok: false; status: number | null; fault: WebhookFault };

export interface WebhookPort {
  /** Never throws for what a receiver does. Anything but a 2xx did not arrive. */
  send(message: WebhookMessage): Promise<WebhookOutcome>;
}
