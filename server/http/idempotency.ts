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
  /**
   * For work in several transactions: the answer kept for this key and body, or null when the key is now ours. Throws
   * a conflict for another body, and `errors.idempotency.running` while the first is still at work.
   */
  begin(request: {
    scope: string;
    key: string;
    bodyHash: string;
  }): Promise<{ answer: unknown } | null>;
  finish(request: { scope: string; key: string }, answer: unknown): Promise<void>;
  /** The work did not end: the next with this key does it. */
  abandon(request: { scope: string; key: string }): Promise<void>;
  sweep(): Promise<void>;
}

const DONE = 200;
const RUNNING = 202;
/** Work that has not ended by then died with its process. */
const RUN_MS = 10 * 60_000;

const KEEP_MS = 48 * 3_600_000;

interface Kept {
  body_hash: string;
  response: string;
  status: number;
  created_at: number;
}

export function createIdempotencyStore(db: Knex, world: World): IdempotencyStore {
  const find = async (keyHash: string) =>
    (await db('idempotency_keys').where({ key_hash: keyHash }).first()) as Kept | undefined;

  return {
    async begin({ scope, key, bodyHash }) {
      const keyHash = hashOf(scope, key);
      const kept = await find(keyHash);
      if (kept?.status === DONE || kept?.body_hash === bodyHash) {
        if (kept.body_hash !== bodyHash)
          throw new DomainError('conflict', 'errors.idempotency.body');
        if (kept.status === DONE) return { answer: JSON.parse(kept.response) as unknown };
      }
      const now = world.now();
      if (kept !== undefined && Number(kept.created_at) > now - RUN_MS)
        throw new DomainError('conflict', 'errors.idempotency.running');
      const row = { key_hash: keyHash, body_hash: bodyHash, status: RUNNING, created_at: now };
      if (kept === undefined) await db('idempotency_keys').insert({ ...row, response: '' });
      else await db('idempotency_keys').where({ key_hash: keyHash }).update(row);
      return null;
    },
    async finish({ scope, key }, answer) {
      await db('idempotency_keys')
        .where({ key_hash: hashOf(scope, key) })
        .update({ status: DONE, response: JSON.stringify(answer) });
    },
    async abandon({ scope, key }) {
      await db('idempotency_keys')
        .where({ key_hash: hashOf(scope, key), status: RUNNING })
        .delete();
    },
    async once({ scope, key, body }, work) {
      const keyHash = hashOf(scope, key);
      const bodyHash = sha256(JSON.stringify(body ?? null));
      const kept = await find(keyHash);
      if (kept !== undefined) {
        if (kept.body_hash !== bodyHash)
          throw new DomainError('conflict', 'errors.idempotency.body');
        return JSON.parse(kept.response) as unknown;
      }
      const result = (await work()) ?? {};
      await db('idempotency_keys').insert({
        key_hash: keyHash,
        body_hash: bodyHash,
        status: DONE,
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

function hashOf(scope: string, key: string): string {
  if (key.length < 8 || key.length > 200)
    throw new DomainError('malformed', 'errors.idempotency.key');
  return sha256(`${scope}\n${key}`);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
