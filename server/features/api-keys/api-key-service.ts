import { createHash, randomBytes } from 'node:crypto';
import type { ApiKeyRecord, CreateApiKeyBody, CreatedApiKey } from '#contract/integration.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { KeyScope } from '#domain/key-scopes.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { ApiKeyStore } from './api-key-store.ts';

interface Needs {
  store: ApiKeyStore;
  audit: AuditTrail;
  world: Pick<World, 'now'>;
}

const DAY = 86_400_000;
const KEY = /^rk_[A-Za-z0-9_-]{43}$/;
const PREFIX = 10;

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** Keys of other systems. A key is shown once, kept as a hash, and stops working the moment it is revoked. */
export function createApiKeyService({ store, audit, world }: Needs) {
  async function find(id: string): Promise<ApiKeyRecord> {
    const record = await store.byId(id);
    if (record === undefined) throw new DomainError('not_found', 'errors.notFound');
    return record;
  }

  return {
    find,

    async create(ctx: ActionContext, body: CreateApiKeyBody): Promise<CreatedApiKey> {
      const key = `rk_${randomBytes(32).toString('base64url')}`;
      const id = await store.insert({
        name: body.name,
        prefix: key.slice(0, PREFIX),
        keyHash: hashOf(key),
        scopes: body.scopes,
        ratePerMinute: body.ratePerMinute,
        expiresAt: body.expiresInDays === null ? null : world.now() + body.expiresInDays * DAY,
        createdBy: ctx.actor,
      });
      const { name, scopes, ratePerMinute, expiresInDays } = body;
      await audit.record(ctx, {
        action: 'api_key.created',
        subjectType: 'api_key',
        subjectId: id,
        detail: { name, scopes, ratePerMinute, expiresInDays },
      });
      return { ...(await find(id)), key };
    },

    async revoke(ctx: ActionContext, id: string, version: number): Promise<ApiKeyRecord> {
      const record = await find(id);
      await store.revoke(id, version, ctx.reason ?? '');
      await audit.record(ctx, {
        action: 'api_key.revoked',
        subjectType: 'api_key',
        subjectId: id,
        detail: { name: record.name },
      });
      return find(id);
    },

    /**
     * Who calls with this key. Throws `errors.keys.unknown` for a key that is none, has ended or was revoked (all
     * alike), `errors.keys.scope` for one that may not do this, `errors.keys.tooMany` beyond its rate.
     */
    async authenticate(key: string | null, scope: KeyScope): Promise<Actor> {
      const record = key !== null && KEY.test(key) ? await store.byHash(hashOf(key)) : undefined;
      if (record?.status !== 'active')
        throw new DomainError('unauthenticated', 'errors.keys.unknown');
      if (!record.scopes.includes(scope))
        throw new DomainError('forbidden', 'errors.keys.scope', { args: { scope } });
      if (!(await store.noteUse(record.id))) {
        const seconds = 60 - Math.floor((world.now() % 60_000) / 1000);
        throw new DomainError('too_many', 'errors.keys.tooMany', { args: { seconds } });
      }
      return { id: record.id, name: record.name, role: 'system', areaCodes: [] };
    },
  };
}

export type ApiKeyService = ReturnType<typeof createApiKeyService>;
