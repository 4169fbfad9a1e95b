import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createApiKeyService } from './api-key-service.ts';
import { createApiKeyStore } from './api-key-store.ts';

export function composeApiKeys(db: Knex, world: World, needs: { audit: AuditTrail }) {
  const apiKeyStore = createApiKeyStore(db, world);
  return {
    apiKeyStore,
    apiKeys: createApiKeyService({ store: apiKeyStore, audit: needs.audit, world }),
  };
}
