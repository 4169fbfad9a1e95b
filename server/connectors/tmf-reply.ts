import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import {
  rawOf,
  recordOf,
  unknownReply,
  type HttpCall,
  type HttpClient,
  type Reply,
} from './http-client.ts';
import { nationalOf } from './national.ts';
import type { NotSent, Refused, Unknown } from './outcome.ts';

const KEY = /^[A-Za-z0-9][\x21-\x7e]{0,127}$/;

const SYSTEM = /^[A-Z][A-Z0-9]{1,11}$/;

const tmfError = z.object({
  code: z.union([z.string(), z.number()]).transform(String),
  reason: z.string().nullish(),
  message: z.string().nullish(),
});

/** The errors a TM Forum resource carries when its own execution failed (641; for 654 a documented extension). */
export const errorMessages = z
  .array(
    z.object({
      code: z.string().nullish(),
      reason: z.string().nullish(),
      message: z.string().nullish(),
    }),
  )
  .nullish();
export type ErrorMessages = z.infer<typeof errorMessages>;

export interface RawFailure {
  readonly rawCode: string;
  readonly rawText: string;
  readonly sourceSystem: string | null;
}

/** Code, text and refusing system of a failed resource; the reason names the system, as in the operator's exports. */
export function failureOf(messages: ErrorMessages, fallback: string): RawFailure {
  const first = messages?.[0];
  return {
    ...rawOf(first?.code ?? fallback, first?.message ?? ''),
    sourceSystem: systemOf(first?.reason),
  };
}

/** A reason is free text by the standard; only what looks like a system's short name is taken for one. */
function systemOf(reason: string | null | undefined): string | null {
  return reason !== null && reason !== undefined && SYSTEM.test(reason) ? reason : null;
}

/** A reply that may be trusted to mean something, validated; or what it came to instead. */
export type Answer<T> =
  { kind: 'answer'; value: T; status: number; reply: Reply } | Refused | Unknown | NotSent;

/**
 * Sends one call and validates its reply. 4xx is a definite no, except 408 and 409: a conflict says that something
 * stands under our key already. 5xx, redirects and unreadable replies leave open whether the gateway acted.
 */
export async function ask<T>(
  http: HttpClient,
  call: HttpCall,
  schema: z.ZodType<T>,
): Promise<Answer<T>> {
  const result = await http.call(call);
  if (result.kind !== 'reply') return result;
  if (result.status >= 400) return refusalOf(result);
  const parsed = schema.safeParse(result.json);
  return parsed.success
    ? { kind: 'answer', value: parsed.data, status: result.status, reply: result }
    : unknownReply(result, 'reply_unreadable', 'the reply has not the expected shape');
}

function refusalOf(reply: Reply): Refused | Unknown {
  const error = tmfError.safeParse(reply.json);
  const text = error.success ? (error.data.message ?? error.data.reason ?? '') : '';
  if (reply.status === 409) return unknownReply(reply, 'key_conflict', text);
  if (reply.status >= 500 || reply.status === 408) return unknownReply(reply, 'server_error', text);
  return {
    kind: 'refused',
    ...rawOf(error.success ? error.data.code : `HTTP${reply.status}`, text),
    sourceSystem: error.success ? systemOf(error.data.reason) : null,
    partial: false,
    ...recordOf(reply),
  };
}

/** The number as the gateways write it. Throws `invalid` when it is none: a defect of the caller, not an outcome. */
export function requireNational(msisdn: string): string {
  const national = nationalOf(msisdn);
  if (national === null) throw new DomainError('invalid', 'errors.gateway.msisdn');
  return national;
}

/** Throws `invalid` for an idempotency key that a header could not carry. */
export function requireKey(key: string): string {
  if (!KEY.test(key)) throw new DomainError('invalid', 'errors.gateway.key');
  return key;
}
