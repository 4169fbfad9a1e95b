/**
 * What a call to one of the operator's gateways came to. The one question that matters to the caller is whether
 * the gateway may have acted, because only a call that surely had no effect may be sent again.
 */

/** Why it is not known whether the gateway acted. */
export type UnknownReason =
  | 'timeout'
  | 'connection_lost'
  | 'server_error'
  | 'redirected'
  | 'reply_too_large'
  | 'reply_unreadable'
  | 'reply_not_ours'
  | 'key_conflict';

/** Why the request never left: it is safe to send it again with the same key. */
export type NotSentReason = 'connection_refused' | 'name_not_found' | 'unreachable' | 'tls_failed';

/** Kept with every attempt; both texts carry no full phone number, no secrets, and are cut at 4,000 characters. */
export interface CallRecord {
  readonly startedAt: number;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  readonly requestRedacted: string;
  readonly responseRedacted: string | null;
}

/** The gateway has it; `value` is its validated answer. */
export interface Accepted<T> extends CallRecord {
  readonly kind: 'accepted';
  readonly value: T;
}

/**
 * A definite no. `sourceSystem` names the system that refused, where the gateway says it (BIL, HLR …).
 * `partial` is true when some target systems were changed before the refusal: read back before the next step.
 */
export interface Refused extends CallRecord {
  readonly kind: 'refused';
  readonly rawCode: string;
  readonly rawText: string;
  readonly sourceSystem: string | null;
  readonly partial: boolean;
}

/** It may or may not have had an effect: ask by key, never send again blindly. */
export interface Unknown extends CallRecord {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  readonly rawCode: string;
  readonly rawText: string;
}

/** It surely never reached the gateway. */
export interface NotSent extends CallRecord {
  readonly kind: 'not_sent';
  readonly reason: NotSentReason;
  readonly rawCode: string;
  readonly rawText: string;
}

/** A query's definite "there is nothing under this key". */
export interface NotFound extends CallRecord {
  readonly kind: 'not_found';
}

export type SendOutcome<T> = Accepted<T> | Refused | Unknown | NotSent;
/** For queries `refused` means that the gateway would not answer the question: nothing is known from it. */
export type QueryOutcome<T> =
  (Omit<Accepted<T>, 'kind'> & { readonly kind: 'found' }) | NotFound | Refused | Unknown | NotSent;
