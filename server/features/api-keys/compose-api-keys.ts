import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createApiKeyReads } from './api-key-reads.ts';
import { createApiKeyService } from './api-key-service.ts';
import { createApiKeyStore } from './api-key-store.ts';

export function composeApiKeys(db: Knex, world: World, needs: { audit: AuditTrail }) {
  const store = createApiKeyStore(db, world);
  return {
    apiKeyReads: createApiKeyReads(db, world),
    apiKeys: createApiKeyService({ store, audit: needs.audit, world }),
  };
}
