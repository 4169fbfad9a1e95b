import { idParams } from '#contract/common.ts';
import {
  apiKeyRecord,
  createApiKeyBody,
  createdApiKey,
  revokeApiKeyBody,
} from '#contract/integration.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { apiKeyList, type ApiKeyReads } from './api-key-reads.ts';
import type { ApiKeyService } from './api-key-service.ts';

interface Needs {
  apiKeys: ApiKeyService;
  apiKeyReads: ApiKeyReads;
  inTransaction<T>(work: (f: { apiKeys: ApiKeyService }) => Promise<T>): Promise<T>;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'integration';

export const apiKeyRoutes = [
  list({
    path: '/access-keys',
    tag,
    summary: 'Keys of other systems, never the keys themselves',
    permission: 'keys.manage',
    list: apiKeyList,
    response: apiKeyRecord,
    run: ({ f, list: query }) => f.apiKeyReads.list(query),
  }),
  route({
    method: 'get',
    path: '/access-keys/:id',
    tag,
    summary: 'One key',
    permission: 'keys.manage',
    params: idParams,
    response: apiKeyRecord,
    run: ({ f, params }) => f.apiKeys.find(params.id),
  }),
  route({
    method: 'post',
    path: '/access-keys',
    tag,
    summary: 'Make a key; the answer is the only place that tells it',
    permission: 'keys.manage',
    body: createApiKeyBody,
    response: createdApiKey,
    status: 201,
    // An answer kept for an idempotency key would keep the secret.
    ownTransaction: true,
    run: ({ f, ctx, body }) => f.inTransaction((t) => t.apiKeys.create(ctx, body)),
  }),
  route({
    method: 'post',
    path: '/access-keys/:id/revoke',
    tag,
    summary: 'End a key at once',
    permission: 'keys.manage',
    params: idParams,
    body: revokeApiKeyBody,
    response: apiKeyRecord,
    run: ({ f, ctx, params, body }) =>
      f.apiKeys.revoke({ ...ctx, reason: body.reason }, params.id, body.version),
  }),
];
