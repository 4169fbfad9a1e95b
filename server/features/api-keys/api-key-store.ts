import type { Knex } from 'knex';
import { z } from 'zod';
import type { ApiKeyRecord, KeyStatus } from '#contract/integration.ts';
import { DomainError } from '#domain/errors.ts';
import type { KeyScope } from '#domain/key-scopes.ts';
import { affected } from '../../db/dialect.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';

export const apiKeyList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    status: z.enum(['active', 'expired', 'revoked']),
  },
  sorts: { id: 'id', name: 'name', createdAt: 'created_at', lastUsedAt: 'last_used_at' },
  defaultSort: ['createdAt', 'DESC'],
} as const satisfies ListSpec;

export interface NewApiKey {
  name: string;
  prefix: string;
  keyHash: string;
  scopes: readonly KeyScope[];
  ratePerMinute: number;
  expiresAt: number | null;
  createdBy: { id: string; name: string };
}

type Row = Record<string, string | number | null>;

const MINUTE = 60_000;

/** Keys of other systems: only their hash is kept. */
export function createApiKeyStore(db: Knex, world: World) {
  const statusOf = (row: Row): KeyStatus => {
    if (row['revoked_at'] !== null) return 'revoked';
    return row['expires_at'] !== null && Number(row['expires_at']) <= world.now()
      ? 'expired'
      : 'active';
  };

  function recordOf(row: Row): ApiKeyRecord {
    const maybe = (name: string) => (row[name] === null ? null : Number(row[name]));
    return {
      id: String(row['id']),
      name: String(row['name']),
      prefix: String(row['prefix']),
      scopes: String(row['scopes']).split(' ') as KeyScope[],
      ratePerMinute: Number(row['rate_per_minute']),
      status: statusOf(row),
      expiresAt: maybe('expires_at'),
      lastUsedAt: maybe('last_used_at'),
      revokedAt: maybe('revoked_at'),
      revokedReason: row['revoked_reason'] === null ? null : String(row['revoked_reason']),
      createdByName: String(row['created_by_name']),
      createdAt: Number(row['created_at']),
      version: Number(row['version']),
    };
  }

  const find = async (where: Record<string, string>): Promise<ApiKeyRecord | undefined> => {
    const row = (await db('api_keys').where(where).first()) as Row | undefined;
    return row === undefined ? undefined : recordOf(row);
  };

  return {
    byId: (id: string) => find({ id }),
    byHash: (keyHash: string) => find({ key_hash: keyHash }),

    list(query: ListQuery<FilterOf<typeof apiKeyList>>) {
      const { filter } = query;
      const now = world.now();
      const rows = db('api_keys').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
        if (filter.status === 'revoked') void q.whereNotNull('revoked_at');
        if (filter.status === 'expired')
          void q.whereNull('revoked_at').where('expires_at', '<=', now);
        if (filter.status === 'active')
          void q
            .whereNull('revoked_at')
            .where((any) => any.whereNull('expires_at').orWhere('expires_at', '>', now));
      });
      return pageOf(rows, query, {
        id: 'id',
        page: (q) => q.select('*'),
        toWire: (row) => recordOf(row as Row),
      });
    },

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
