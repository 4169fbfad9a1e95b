import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseShow } from '#contract/cases.ts';
import type { LineOverview } from '#contract/lines.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

const NUMBER = '+8613900008001';

onEachEngine('The page of a line', (engine) => {
  let app: TestApp;
  let agent: TestClient;
  let lineId = '';
  let caseIds: string[] = [];

  beforeAll(async () => {
    app = await startApp({ engine });
    agent = await app.signIn('supervisor');
    const landed = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [
        caseFacts({ msisdn: NUMBER }),
        caseFacts({
          ...{ ...raw.contract, msisdn: NUMBER, productCode: '608001', productName: '阅读包月' },
          ...{ province: '浙江省', city: '杭州市' },
        }),
        caseFacts({ msisdn: '+8613900008002' }),
      ]),
    );
    caseIds = landed.cases.map(({ caseId }) => caseId ?? '');
    lineId = (await show(caseIds[0] ?? '')).lineId;
  });
  afterAll(() => app.close());

  const show = async (id: string) => (await agent.get<CaseShow>(`/api/cases/${id}`)).body;
  async function overview(who = agent): Promise<LineOverview> {
    const reply = await who.get<LineOverview>(`/api/lines/${lineId}/overview`);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    return reply.body;
  }

  it('is found by the number in any way of writing it, and shows all of the line and nothing else', async () => {
    const found = await agent.post<{ id: string }>('/api/lines/lookup', {
      msisdn: '０139 0000-8001'.slice(1),
    });
    expect(found.body.id).toBe(lineId);
    const page = await overview();
    expect(page.cases.map(({ id }) => id).sort()).toEqual(caseIds.slice(0, 2).sort());
    expect(page.subscriptions.map(({ productName }) => productName).sort()).toEqual(
      ['手机报', '阅读包月'].sort(),
    );
    expect(JSON.stringify(page)).not.toContain('0008001');
  });

  it('holds checks, shown numbers and messages as contacts, newest first', async () => {
    const caseId = caseIds[0] ?? '';
    await agent.post(`/api/lines/${lineId}/identity-checks`, {
      ...{ method: 'voice_print', result: 'passed', caseId },
    });
    app.world.advance(1000);
    await agent.post(`/api/lines/${lineId}/reveal`, { reason: 'caller', caseId });
    app.world.advance(1000);
    const { version } = await show(caseId);
    await agent.post(`/api/cases/${caseId}/complaint`, {
      ...{ version, source: '12345', at: app.world.now(), reference: 'SZ-1' },
    });
    await agent.post(`/api/cases/${caseId}/messages`, { templateCode: 'T1' });
    const page = await overview();
    expect(page.contacts.map(({ kind, what }) => [kind, what])).toEqual([
      ['complaint', '12345'],
      ['reveal', 'caller'],
      ['identity', 'voice_print'],
    ]);
    expect(page.identity.validUntilAt).toBeGreaterThan(app.world.now());
    expect(page.notices).toMatchObject([{ templateCode: 'T1', caseId }]);
  });

  it('asks the systems through the jobs and shows what they answered', async () => {
    const before = (await overview()).subscriptions.find((one) => one.caseId === caseIds[0]);
    app.world.advance(60_000);
    const asked = await agent.post<{ queued: number }>(`/api/lines/${lineId}/read-back`);
    expect(asked.body.queued).toBeGreaterThan(0);
    await app.work();
    const after = (await overview()).subscriptions.find((one) => one.caseId === caseIds[0]);
    expect(after?.lamps.crm.seenAt).toBeGreaterThan(before?.lamps.crm.seenAt ?? 0);
  });

  it('stays within the areas of its reader', async () => {
    const narrowed = await app.signIn('supervisor', 'zhejiang');
    await app.db('staff').where({ login: 'zhejiang' }).update({ area_codes: '["330000"]' });
    await narrowed.signIn('zhejiang', narrowed.password);
    const page = await overview(narrowed);
    expect(page.cases.map(({ id }) => id)).toEqual([caseIds[1]]);
    expect(page.notices).toEqual([]);
    expect(page.contacts.some(({ kind }) => kind === 'complaint')).toBe(false);
    const other = (await show(caseIds[2] ?? '')).lineId;
    for (const part of ['overview', 'identity'])
      expect((await narrowed.get(`/api/lines/${other}/${part}`)).status).toBe(404);
    const refused = await narrowed.post(`/api/lines/${other}/reveal`, { reason: 'trace' });
    expect(refused.status).toBe(404);
  });
});
