import { backoffMs } from '#domain/backoff.ts';
import { redactNumbers } from '#domain/msisdn.ts';
import type { MessageStatus } from '../../connectors/messaging/port.ts';
import type { QueryOutcome, SendOutcome } from '../../connectors/outcome.ts';
import type { Notice, NoticeChange } from './notice-store.ts';

/** Tries of one message before it is left to a person. */
export const MAX_TRIES = 8;
const BACKOFF = { baseMs: 2_000, capMs: 600_000 };
const ASK_AGAIN = { baseMs: 5_000, capMs: 1_800_000 };
/** Handsets that are off are waited for this long; then the message stays as sent. */
const DELIVERY_MS = 72 * 3_600_000;

const told = (code: string | null, text: string | null): string =>
  redactNumbers(`${code ?? ''} · ${text ?? ''}`).slice(0, 300);

const later = (notice: Notice, now: number) => now + backoffMs(notice.tries, notice.id, BACKOFF);

function handedOver(status: MessageStatus, now: number): NoticeChange {
  return { to: 'sent', gatewayId: status.gatewayId, sentAt: now, nextAt: now + 5_000, tries: 0 };
}

/** What a message becomes after the gateway was asked to send it. */
export function afterSend(
  notice: Notice,
  outcome: SendOutcome<MessageStatus>,
  now: number,
): NoticeChange {
  const tries = notice.tries + 1;
  switch (outcome.kind) {
    case 'accepted':
      return handedOver(outcome.value, now);
    case 'refused':
      return failed('refused', told(outcome.rawCode, outcome.rawText));
    case 'not_sent':
      return tries < MAX_TRIES
        ? { to: 'queued', tries, nextAt: later(notice, now) }
        : failed('not_reached', told(outcome.rawCode, outcome.rawText));
    default:
      return { to: 'unknown', tries, nextAt: later(notice, now) };
  }
}

/**
 * What a message becomes after its id was looked up. Only a definite "nothing there" lets it go again, and then
 * under the same id, so that a slow first copy and this one are the same message to the gateway.
 */
export function afterQuery(
  notice: Notice,
  outcome: QueryOutcome<MessageStatus>,
  now: number,
): NoticeChange {
  if (notice.state === 'sent') return afterDeliveryQuery(notice, outcome, now);
  const tries = notice.tries + 1;
  if (outcome.kind === 'not_found')
    return tries < MAX_TRIES ? { to: 'queued', tries, nextAt: now } : failed('not_reached', null);
  if (outcome.kind !== 'found')
    return {
      to: notice.state === 'queued' ? 'unknown' : notice.state,
      tries,
      nextAt: later(notice, now),
    };
  const { progress, rawCode, rawText } = outcome.value;
  if (progress === 'failed') return failed('undelivered', told(rawCode, rawText));
  return handedOver(outcome.value, now);
}

function afterDeliveryQuery(
  notice: Notice,
  outcome: QueryOutcome<MessageStatus>,
  now: number,
): NoticeChange {
  const { tries } = notice;
  if (outcome.kind === 'found' && outcome.value.progress === 'done')
    return { to: 'delivered', deliveredAt: now, nextAt: null, reason: null };
  if (outcome.kind === 'found' && outcome.value.progress === 'failed')
    return failed('undelivered', told(outcome.value.rawCode, outcome.value.rawText));
  const waited = now - (notice.sentAt ?? now);
  const nextAt = waited > DELIVERY_MS ? null : now + backoffMs(tries, notice.id, ASK_AGAIN);
  return { to: 'sent', tries: tries + 1, nextAt };
}

export const failed = (
  reason: NonNullable<NoticeChange['reason']>,
  reasonText: string | null,
): NoticeChange => ({ to: 'failed', reason, reasonText, nextAt: null });
