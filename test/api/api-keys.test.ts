import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiKeyRecord, CreatedApiKey } from '#contract/integration.ts';
import { routes } from '#server/routes.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

const ABSENT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

onEachEngine('API keys', (engine) => {
  let app: TestApp;
  let administrator: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    administrator = await app.signIn('administrator');
  });
  afterAll(() => app.close());

  const make = (body: object) => administrator.post<CreatedApiKey>('/api/access-keys', body);
  const good = { name: 'Billing', scopes: ['ingest.failures'], expiresInDays: 30 };

  it('are told once, and kept as a hash only', async () => {
    const made = await make(good);
    expect(made.status).toBe(201);
    expect(made.body.key).toMatch(/^rk_[\w-]{43}$/);
    const shown = await administrator.get<ApiKeyRecord>(`/api/access-keys/${made.body.id}`);
    expect(shown.body).toMatchObject({ name: 'Billing', status: 'active', lastUsedAt: null });
    const secret = made.body.key.slice(12);
    expect(JSON.stringify(shown.body)).not.toContain(secret);
    for (const table of ['api_keys', 'audit_events', 'idempotency_keys'])
      expect(JSON.stringify(await app.db(table))).not.toContain(secret);
  });

  it('are told once also when the request is repeated', async () => {
    const headers = { 'idempotency-key': 'make-a-key-1' };
    await administrator.post('/api/access-keys', good, headers);
    expect(await app.db('idempotency_keys')).toEqual([]);
  });

  it('are listed by what they are, newest first', async () => {
    const made = (await make({ ...good, name: 'Short', expiresInDays: 1 })).body;
    app.world.advance(86_400_000);
    administrator = await app.signIn('administrator');
    const list = async (status: string) =>
      (
        await administrator.get<ApiKeyRecord[]>(
          `/api/access-keys?filter=${encodeURIComponent(JSON.stringify({ status }))}`,
        )
      ).body.map(({ id }) => id);
    expect(await list('expired')).toContain(made.id);
    expect(await list('active')).not.toContain(made.id);
    expect(await list('revoked')).toEqual([]);
  });

  it('are revoked once, with a reason', async () => {
    const { id, version } = (await make(good)).body;
    const revoke = (body: object) => administrator.post(`/api/access-keys/${id}/revoke`, body);
    expect((await revoke({ version })).status).toBe(422);
    expect((await revoke({ version, reason: 'leaked' })).body).toMatchObject({
      status: 'revoked',
      revokedReason: 'leaked',
    });
    expect((await revoke({ version, reason: 'leaked' })).status).toBe(409);
    const events = await app.db('audit_events').where({ subject_id: id }).orderBy('id');
    expect(events.map(({ action }) => action as string)).toEqual([
      'api_key.created',
      'api_key.revoked',
    ]);
  });

  it.each([
    { scopes: [] },
    { scopes: ['ingest.failures', 'ingest.failures'] },
    { scopes: ['everything'] },
    { name: '' },
    { expiresInDays: 0 },
    { ratePerMinute: 1_000_000 },
    { id: 'mine' },
  ])('are not made from %j', async (wrong) => {
    expect((await make({ ...good, ...wrong })).status).toBe(422);
  });

  it('open no route of a person, and no person opens theirs', async () => {
    const { key } = (await make({ ...good, scopes: ['ingest.failures'] })).body;
    const supervisor = await app.signIn('supervisor');
    for (const route of routes) {
      if (route.permission === 'public') continue;
      const path = `/api${route.path.replaceAll(/:\w+/g, ABSENT)}`;
      const byKey = route.permission.startsWith('key:');
      if (byKey) {
        const reply = await supervisor.post(path, {});
        expect([route.path, reply.status]).toEqual([route.path, 401]);
        continue;
      }
      const reply = await fetch(`${app.url}${path}`, {
        method: route.method.toUpperCase(),
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(route.method === 'get' ? {} : { body: '{}' }),
      });
      await reply.body?.cancel();
      expect([route.path, reply.status]).toEqual([route.path, 401]);
    }
  });

  it('each open what their scope says and nothing else', async () => {
    const keyed = routes.filter((route) => route.permission.startsWith('key:'));
    expect(keyed.length).toBeGreaterThan(2);
    for (const scope of ['ingest.failures', 'ingest.volumes', 'callbacks.orders'] as const) {
      const { key } = (await make({ ...good, scopes: [scope] })).body;
      for (const route of keyed) {
        const reply = await fetch(`${app.url}/api${route.path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: '{}',
        });
        const allowed = route.permission === `key:${scope}`;
        expect([route.path, scope, reply.status === 403]).toEqual([route.path, scope, !allowed]);
        expect(reply.status).toBeLessThan(500);
      }
    }
  });
});
