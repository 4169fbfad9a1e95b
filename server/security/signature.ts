import { createHmac, timingSafeEqual } from 'node:crypto';

/** `t=<epoch seconds>,v1=<hex>`: HMAC-SHA-256 over `<t>.<body>`, of callbacks in and of webhooks out. */
export const SIGNATURE_HEADER = 'Redress-Signature';

/** What is older is a replay, what is newer a wrong clock. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;

const SHAPE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

function digestOf(secret: string, seconds: number, body: string | Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}

export function signatureOf(secret: string, at: number, body: string | Uint8Array): string {
  const seconds = Math.floor(at / 1000);
  return `t=${seconds},v1=${digestOf(secret, seconds, body).toString('hex')}`;
}

/** Whether the header signs these bytes with this secret, at about this time. */
export function isSigned(
  secret: string,
  header: string | undefined,
  body: Uint8Array,
  now: number,
): boolean {
  const parts = SHAPE.exec(header ?? '');
  if (parts === null) return false;
  const seconds = Number(parts[1]);
  if (Math.abs(now - seconds * 1000) > SIGNATURE_WINDOW_MS) return false;
  return timingSafeEqual(digestOf(secret, seconds, body), Buffer.from(parts[2] ?? '', 'hex'));
}
