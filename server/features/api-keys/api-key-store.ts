import type { Knex } from 'knex';
import type { ApiKeyRecord, KeyStatus } from '#contract/integration.ts';
import { DomainError } from '#domain/errors.ts';
import type { KeyScope } from '#domain/key-scopes.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface NewApiKey {
  name: string;
  prefix: string;
  keyHash: string;
  scopes: readonly KeyScope[];
  ratePerMinute: number;
  expiresAt: number | null;
  createdBy: { id: string; name: string };
}

export type ApiKeyRow = Record<string, string | number | null>;

function statusOf(row: ApiKeyRow, now: number): KeyStatus {
  if (row['revoked_at'] !== null) return 'revoked';
  return row['expires_at'] !== null && Number(row['expires_at']) <= now ? 'expired' : 'active';
}

export function apiKeyOf(row: ApiKeyRow, now: number): ApiKeyRecord {
  const maybe = (name: string) => (row[name] === null ? null : Number(row[name]));
  return {
    id: String(row['id']),
    name: String(row['name']),
    prefix: String(row['prefix']),
    scopes: String(row['scopes']).split(' ') as KeyScope[],
    ratePerMinute: Number(row['rate_per_minute']),
    status: statusOf(row, now),
    expiresAt: maybe('expires_at'),
    lastUsedAt: maybe('last_used_at'),
    revokedAt: maybe('revoked_at'),
    revokedReason: row['revoked_reason'] === null ? null : String(row['revoked_reason']),
    createdByName: String(row['created_by_name']),
    createdAt: Number(row['created_at']),
    version: Number(row['version']),
  };
}

const MINUTE = 60_000;

/** Keys of other systems: only their hash is kept. */
export function createApiKeyStore(db: Knex, world: World) {
  const find = async (where: Record<string, string>): Promise<ApiKeyRecord | undefined> => {
    const row = (await db('api_keys').where(where).first()) as ApiKeyRow | undefined;
    return row === undefined ? undefined : apiKeyOf(row, world.now());
  };

  return {
    byId: (id: string) => find({ id }),
    byHash: (keyHash: string) => find({ key_hash: keyHash }),

    async insert(key: NewApiKey): Promise<string> {
      const id = world.nextId();
      await db('api_keys').insert({
        id,
        name: key.name,
        prefix: key.prefix,
        key_hash: key.keyHash,
        scopes: key.scopes.join(' '),
        rate_per_minute: key.ratePerMinute,
        expires_at: key.expiresAt,
        window_at: 0,
        window_count: 0,
        created_by: key.createdBy.id,
        created_by_name: key.createdBy.name,
        created_at: world.now(),
        version: 1,
      });
      return id;
    },

    /** Compare-and-set: a key is revoked once. */
    async revoke(id: string, version: number, reason: string): Promise<void> {
      const touched = affected(
        await db('api_keys')
          .where({ id, version })
          .whereNull('revoked_at')
          .update({ revoked_at: world.now(), revoked_reason: reason, version: version + 1 }),
      );
      if (touched !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Counts one use in the running minute, for all nodes together; false when the minute is full. */
    async noteUse(id: string): Promise<boolean> {
      const now = world.now();
      const minute = now - (now % MINUTE);
      // The count before the minute it belongs to: MySQL assigns from left to right.
      const result: unknown = await db.raw(
        `update api_keys set
           window_count = case when window_at = ? then window_count + 1 else 1 end,
           window_at = ?, last_used_at = ?
         where id = ? and (window_at <> ? or window_count < rate_per_minute)`,
        [minute, minute, now, id, minute],
      );
      return affected(result) === 1;
    },
  };
}

export type ApiKeyStore = ReturnType<typeof createApiKeyStore>;
