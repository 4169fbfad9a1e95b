import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import { insertIgnore } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

const WINDOW_MS = 15 * 60_000;
/** Failures in a window after which a name or an address must wait. An address is shared by an office. */
const LIMITS: readonly (readonly [prefix: string, limit: number])[] = [
  ['login:', 8],
  ['password:', 8],
  ['address:', 60],
];

/** Counts failed sign-ins in the database, so that every node sees them. Keys are stored as hashes. */
export function createSignInThrottle(db: Knex, world: World) {
  const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
  const limitOf = (key: string) => LIMITS.find(([prefix]) => key.startsWith(prefix))?.[1] ?? 8;

  return {
    async assertOpen(keys: readonly string[]): Promise<void> {
      for (const key of keys) {
        const row = (await db('sign_in_throttles')
          .where({ key_hash: hashOf(key) })
          .first()) as { failures: number; window_started_at: number } | undefined;
        if (row === undefined || row.failures < limitOf(key)) continue;
        const left = Number(row.window_started_at) + WINDOW_MS - world.now();
        if (left > 0)
          throw new DomainError('too_many', 'errors.signInWait', {
            args: { minutes: Math.ceil(left / 60_000), seconds: Math.ceil(left / 1000) },
          });
      }
    },

    async noteFailure(keys: readonly string[]): Promise<void> {
      const now = world.now();
      for (const key of keys) {
        const keyHash = hashOf(key);
        await insertIgnore(db, 'sign_in_throttles', [
          { key_hash: keyHash, failures: 0, window_started_at: now },
        ]);
        await db('sign_in_throttles')
          .where({ key_hash: keyHash })
          .where('window_started_at', '<=', now - WINDOW_MS)
          .update({ failures: 0, window_started_at: now });
        await db('sign_in_throttles').where({ key_hash: keyHash }).increment('failures', 1);
      }
    },

    async forget(key: string): Promise<void> {
      await db('sign_in_throttles')
        .where({ key_hash: hashOf(key) })
        .delete();
    },
  };
}

export type SignInThrottle = ReturnType<typeof createSignInThrottle>;
