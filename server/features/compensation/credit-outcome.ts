import { redactNumbers } from '#domain/msisdn.ts';
import type { ItemState } from '#domain/lifecycles.ts';
import type { CreditReceipt, CreditStatus } from '../../connectors/balance/port.ts';
import type { QueryOutcome, SendOutcome } from '../../connectors/outcome.ts';
import type { CreditItem, CreditResult } from './crediting-store.ts';

/** Tries of one item before it is left to a person. */
export const MAX_TRIES = 8;

const TEXT = 300;
const REASON = 200;

interface Verdict {
  to: ItemState;
  gatewayRef?: string;
  parkedReason?: string;
}

const told = (code: string, text: string): string =>
  redactNumbers(`${code} · ${text}`).slice(0, REASON);

/** What an item becomes after the gateway was asked to post its credit. */
export function afterPost(item: CreditItem, outcome: SendOutcome<CreditReceipt>): Verdict {
  switch (outcome.kind) {
    case 'accepted':
      // Taken but not posted yet: asked again later, like any outcome that is not known.
      return outcome.value.progress === 'done'
        ? { to: 'accepted', gatewayRef: outcome.value.gatewayId.slice(0, 64) }
        : { to: 'unknown', gatewayRef: outcome.value.gatewayId.slice(0, 64) };
    case 'refused':
      return { to: 'parked', parkedReason: told(outcome.rawCode, outcome.rawText) };
    case 'not_sent':
      return item.tries < MAX_TRIES
        ? { to: 'fixed' }
        : { to: 'parked', parkedReason: 'parked.notSent' };
    default:
      return { to: 'unknown' };
  }
}

/** What an item becomes after its credit id was looked up. Only a definite "nothing there" lets it go again. */
export function afterQuery(item: CreditItem, outcome: QueryOutcome<CreditStatus>): Verdict {
  if (outcome.kind === 'not_found')
    return item.tries < MAX_TRIES
      ? { to: 'fixed' }
      : { to: 'parked', parkedReason: 'parked.notFound' };
  if (outcome.kind !== 'found') return { to: 'unknown' };
  const { progress, benefit, amount, gatewayId, rawCode, rawText } = outcome.value;
  const gatewayRef = gatewayId.slice(0, 64);
  if (progress === 'failed')
    return { to: 'parked', gatewayRef, parkedReason: told(rawCode ?? '', rawText ?? '') };
  if (benefit !== item.benefit || amount !== item.amount)
    return { to: 'parked', gatewayRef, parkedReason: 'parked.mismatch' };
  return { to: progress === 'done' ? 'accepted' : 'unknown', gatewayRef };
}

/** The result of a call as it is written down. */
export function resultOf(
  item: CreditItem,
  attempt: { id: string; kind: 'post' | 'query' },
  outcome: SendOutcome<CreditReceipt> | QueryOutcome<CreditStatus>,
  verdict: Verdict,
): CreditResult {
  const raw = 'rawCode' in outcome ? outcome : null;
  return {
    itemId: item.id,
    from: item.state,
    to: verdict.to,
    gatewayRef: verdict.gatewayRef ?? null,
    parkedReason: verdict.parkedReason ?? null,
    // A post counts when it is claimed; a query that stayed unclear counts here.
    tries: attempt.kind === 'query' && verdict.to === 'unknown' ? 1 : 0,
    attempt: {
      ...attempt,
      creditId: item.creditId,
      startedAt: outcome.startedAt,
      durationMs: Math.round(outcome.durationMs),
      outcome: outcome.kind,
      rawCode: raw === null ? null : redactNumbers(raw.rawCode).slice(0, 64),
      rawText: raw === null ? null : redactNumbers(raw.rawText).slice(0, TEXT),
    },
  };
}

/** An item that was claimed and is not to be sent after all. */
export function notDispatched(
  item: CreditItem,
  attemptId: string,
  now: number,
  verdict: Verdict & { outcome: string },
): CreditResult {
  return {
    itemId: item.id,
    from: item.state,
    to: verdict.to,
    gatewayRef: null,
    parkedReason: verdict.parkedReason ?? null,
    tries: verdict.to === 'fixed' ? -1 : 0,
    attempt: {
      id: attemptId,
      kind: 'post',
      creditId: item.creditId,
      startedAt: now,
      durationMs: 0,
      outcome: verdict.outcome,
      rawCode: null,
      rawText: null,
    },
  };
}
