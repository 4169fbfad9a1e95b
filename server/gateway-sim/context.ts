import type { Request } from 'express';
import type { z } from 'zod';
import type { Callbacks } from './callbacks.ts';
import type { FaultBox } from './faults.ts';
import type { Profile } from './profile.ts';
import type { SimStore } from './store.ts';
import { key as keySchema } from './schemas.ts';
import { tmfError } from './tmf-error.ts';

/** What the routes of the simulator share. */
export interface SimContext {
  readonly seed: number;
  readonly world: { now(): number; nextId(): string };
  readonly profile: Profile;
  readonly faults: FaultBox;
  readonly store: SimStore;
  readonly callbacks: Callbacks;
  readonly closing: AbortSignal;
  /** Everything in one transaction: either all of it has happened, or nothing. */
  inTransaction<T>(work: (store: SimStore) => Promise<T>): Promise<T>;
}

/** Input that passes the schema; else a 400 that names the first place that does not. */
export function valid<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw tmfError(
    400,
    '400',
    'invalid request',
    `${place}: ${issue?.message ?? 'invalid'}`.slice(0, 200),
  );
}

/** The header that makes a write safe to repeat. It must say the same as the body's `externalId`. */
export function idempotencyKey(req: Request, externalId: string): string {
  const key = valid(keySchema, req.get('Idempotency-Key'));
  if (key !== externalId) {
    throw tmfError(400, '400', 'invalid request', 'Idempotency-Key and externalId differ');
  }
  return key;
}
