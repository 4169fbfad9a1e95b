import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import type { World } from '../world.ts';

export interface IdempotencyStore {
  /** Runs `work` once per scope and key; the same body again gets the same answer, another body a conflict. */
  once(
    request: { scope: string; key: string; body: unknown },
    work: () => Promise<unknown>,
  ): Promise<unknown>;
  sweep(): Promise<void>;
}

const KEEP_MS = 48 * 3_600_000;

export function createIdempotencyStore(db: Knex, world: World): IdempotencyStore {
  return {
    async once({ scope, key, body }, work) {
      if (key.length < 8 || key.length > 200)
        throw new DomainError('malformed', 'errors.idempotency.key');
      const keyHash = sha256(`${scope}\n${key}`);
      const bodyHash = sha256(JSON.stringify(body ?? null));
      const kept = (await db('idempotency_keys').where({ key_hash: keyHash }).first()) as
        { body_hash: string; response: string } | undefined;
      if (kept !== undefined) {
        if (kept.body_hash !== bodyHash)
          throw new DomainError('conflict', 'errors.idempotency.body');
        return JSON.parse(kept.response) as unknown;
      }
      const result = (await work()) ?? {};
      await db('idempotency_keys').insert({
        key_hash: keyHash,
        body_hash: bodyHash,
        status: 200,
        response: JSON.stringify(result),
        created_at: world.now(),
      });
      return result;
    },
    async sweep() {
      await db('idempotency_keys')
        .where('created_at', '<', world.now() - KEEP_MS)
        .delete();
    },
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
