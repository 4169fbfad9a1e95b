import type { Knex } from 'knex';
import { z } from 'zod';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import { apiKeyOf, type ApiKeyRow } from './api-key-store.ts';

export const apiKeyList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    status: z.enum(['active', 'expired', 'revoked']),
  },
  sorts: { id: 'id', name: 'name', createdAt: 'created_at', lastUsedAt: 'last_used_at' },
  defaultSort: ['createdAt', 'DESC'],
} as const satisfies ListSpec;

export function createApiKeyReads(db: Knex, world: Pick<World, 'now'>) {
  return {
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
        toWire: (row) => apiKeyOf(row as ApiKeyRow, now),
      });
    },
  };
}

export type ApiKeyReads = ReturnType<typeof createApiKeyReads>;
