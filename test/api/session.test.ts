import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '#contract/session.ts';
import type { StaffRecord } from '#contract/staff.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import { createTestClient, type TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

onEachEngine('signing in', (engine) => {
  let app: TestApp;
  let admin: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine, defaults: false });
    admin = await app.signIn('administrator');
  });
  afterAll(() => app.close());

  async function invite(login: string, role = 'network_ops') {
    const reply = await admin.post<{ id: string; oneTimePassword: string }>('/api/staff', {
      login,
      name: `Person ${login}`,
      role,
    });
    expect(reply.status).toBe(201);
    return reply.body;
  }

  it('lets a person with a one-time password do nothing but choose an own one', async () => {
    const { oneTimePassword } = await invite('newcomer');
    const client = createTestClient(app.url);
    const signedIn = await client.signIn('newcomer', oneTimePassword);
    expect(signedIn.body).toMatchObject({ staff: { mustChangePassword: true }, permissions: [] });
    expect((await client.get('/api/audit-events')).status).toBe(403);
    const changed = await client.post<SessionView>('/api/session/password', {
      current: oneTimePassword,
      next: 'a much longer secret',
    });
    expect(changed.body.permissions).toContain('outages.log');
    expect((await client.get('/api/audit-events')).status).toBe(200);
  });

  it('answers the same for a wrong name and a wrong password', async () => {
    const client = createTestClient(app.url);
    const [unknown, wrong] = [
      await client.signIn('nobody-at-all', 'x'),
      await client.signIn('newcomer', 'x'),
    ];
    expect(unknown.status).toBe(401);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  it('makes a name wait after eight failures, in whatever way it is written', async () => {
    await invite('guessed');
    const client = createTestClient(app.url);
    const spellings = ['guessed', 'GUESSED', ' guessed ', 'ｇuessed'];
    for (let i = 0; i < 8; i += 1) await client.signIn(spellings[i % 4] ?? '', `guess ${i}`);
    const reply = await client.signIn('Guessed', 'another');
    expect(reply).toMatchObject({ status: 429, body: { message: 'errors.signInWait' } });
    app.world.advance(16 * 60_000);
    expect((await client.signIn('guessed', 'another')).status).toBe(401);
  });

  it('ends a session by sign-out, by idleness and by deactivation, each at once', async () => {
    const reader = await app.signIn('auditor');
    await reader.del('/api/session');
    expect((await reader.get('/api/audit-events')).status).toBe(401);

    const idle = await app.signIn('auditor');
    app.world.advance(3_600_001);
    expect((await idle.get('/api/audit-events')).status).toBe(401);

    admin = await app.signIn('administrator');
    const gone = await app.signIn('network_ops', 'leaver');
    const [record] = (await admin.get<StaffRecord[]>('/api/staff?filter={"login":"leaver"}')).body;
    await admin.post(`/api/staff/${record?.id ?? ''}/deactivate`, {
      version: record?.version,
      reason: 'left the company',
    });
    expect((await gone.get('/api/audit-events')).status).toBe(401);
  });

  it('keeps a role of supervisor or manager back until a manager countersigns', async () => {
    const { id, oneTimePassword } = await invite('hopeful', 'supervisor');
    const client = createTestClient(app.url);
    expect((await client.signIn('hopeful', oneTimePassword)).status).toBe(401);
    expect(
      (await admin.post(`/api/staff/${id}/countersign`, { version: 1, agree: true })).status,
    ).toBe(403);
    const manager = await app.signIn('manager');
    const agreed = await manager.post<StaffRecord>(`/api/staff/${id}/countersign`, {
      version: 1,
      agree: true,
    });
    expect(agreed.body).toMatchObject({ status: 'active', role: 'supervisor', pendingRole: null });
    expect((await client.signIn('hopeful', oneTimePassword)).status).toBe(200);
  });

  it('refuses a change made on an old version of a record', async () => {
    const { id } = await invite('edited');
    expect((await admin.put(`/api/staff/${id}`, { version: 1, name: 'First' })).status).toBe(200);
    const second = await admin.put(`/api/staff/${id}`, { version: 1, name: 'Second' });
    expect(second).toMatchObject({ status: 409, body: { message: 'errors.stale' } });
  });

  it('needs the token of the session for every write, and refuses other sites', async () => {
    const token = admin.session?.csrfToken;
    const body = { login: 'forged', name: 'F', role: 'auditor' };
    const without = await admin.post('/api/staff', body, { 'x-csrf-token': 'wrong' });
    expect(without).toMatchObject({ status: 403, body: { message: 'errors.csrf' } });
    const crossSite = await admin.post('/api/staff', body, {
      'x-csrf-token': token ?? '',
      'sec-fetch-site': 'cross-site',
    });
    expect(crossSite).toMatchObject({ status: 403, body: { message: 'errors.crossSite' } });
    expect((await admin.get<StaffRecord[]>('/api/staff?filter={"login":"forged"}')).body).toEqual(
      [],
    );
  });

  it('gives the same answer to the same idempotency key and body, and acts once', async () => {
    const body = { login: 'once', name: 'Once', role: 'auditor' };
    const headers = { 'idempotency-key': 'invite-once-0001' };
    const first = await admin.post('/api/staff', body, headers);
    const again = await admin.post('/api/staff', body, headers);
    expect(again.body).toEqual(first.body);
    const other = await admin.post('/api/staff', { ...body, name: 'Twice' }, headers);
    expect(other).toMatchObject({ status: 409, body: { message: 'errors.idempotency.body' } });
    const events = await app.db('audit_events').where({ action: 'staff.invited' });
    const invited = events.filter((event: { detail: string }) => event.detail.includes('"once"'));
    expect(invited).toHaveLength(1);
  });

  it('names the field of a bad input and writes nothing', async () => {
    const reply = await admin.post('/api/staff', { login: 'Bad Name', name: '', role: 'king' });
    expect(reply).toMatchObject({
      status: 422,
      body: {
        code: 'invalid',
        errors: {
          login: { message: 'errors.staff.loginFormat' },
          name: { message: 'errors.field.required' },
          role: { message: 'errors.field.value' },
        },
      },
    });
  });
});

describe('the audit trail', () => {
  it('is sealed into a chain that shows any change', async () => {
    const { verifyAuditChain } = await import('#server/features/audit/audit-sealer.ts');
    const app = await startApp({ defaults: false });
    try {
      await app.signIn('administrator');
      await app.work();
      const auditor = await app.signIn('auditor');
      const status = await auditor.get<{ sealed: number }>('/api/audit/seal-status');
      expect(status.body.sealed).toBeGreaterThan(2);
      expect(await verifyAuditChain(app.db)).toBeNull();
      await app.db.raw('drop trigger audit_events_no_update');
      await app
        .db('audit_events')
        .where({ action: 'staff.invited' })
        .limit(1)
        .update({ actor_name: 'Someone else' });
      expect(await verifyAuditChain(app.db)).toMatchObject({ fault: 'event_changed' });
    } finally {
      await app.close();
    }
  });
});
