import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApprovalLimitsRecord, ApprovalLimitVersion } from '#contract/approval-limits.ts';
import type { BatchRecord } from '#contract/compensation.ts';
import type { WireError } from '#contract/common.ts';
import type { Inbox } from '#contract/inbox.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  publishedFamily,
  seedLines,
  type Cast,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

const VERSIONS = '/api/approval-limit-versions';
const SORRY = 'sorry';

onEachEngine('limits of approval', (engine) => {
  let app: TestApp;
  let people: Cast;
  let driver: ReturnType<typeof batchDriver>;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, [{}, {}, { planType: 'bundle' }]);
    people = await cast(app, 'maker', 'approver', 'manager', 'otherManager', 'network');
    driver = batchDriver(app);
    const { rate, caps } = defaultPolicyRules;
    const flat = { kind: 'per_event', amount: 100 } as const;
    const terms = rate.terms.slice(0, 1).map((term) => ({ ...term, rate: flat, factors: [] }));
    await publishedFamily(
      app,
      SORRY,
      {
        ...defaultPolicyRules,
        caps: { ...caps, againstOthers: 'add' },
        rate: { ...rate, terms },
      },
      'goodwill',
    );
  });
  afterAll(() => app.close());

  const inForce = async () =>
    (await people.approver.get<ApprovalLimitsRecord>('/api/approval-limits')).body;
  const drafted = async () => (await people.manager.post<ApprovalLimitVersion>(VERSIONS, {})).body;

  it('are the shipped ones until somebody publishes others', async () => {
    expect(await inForce()).toEqual({
      ...{ firstFen: 1_000_000, secondFen: 20_000_000, ceilings: [] },
      ...{ versionId: null, versionNo: 0 },
    });
  });

  it('are edited by one manager, published by another, and hold at once', async () => {
    const draft = await drafted();
    expect((await drafted()).id).toBe(draft.id);
    expect((await people.approver.post(VERSIONS, {})).status).toBe(403);
    const url = `${VERSIONS}/${draft.id}`;
    const faulty = await people.manager.put<WireError>(url, {
      version: draft.version,
      ceilings: [{ family: SORRY, batchFen: 1, lineFen: 2, dayFen: 0 }],
    });
    expect(Object.keys(faulty.body.errors ?? {})).toEqual([
      'ceilings.0.family',
      'ceilings.0.lineFen',
      'ceilings.0.dayFen',
    ]);
    const change = {
      firstFen: 900,
      ceilings: [{ family: 'standard', batchFen: 9_000, lineFen: 900, dayFen: 9_000 }],
    };
    const changed = await people.manager.put<ApprovalLimitVersion>(url, {
      version: draft.version,
      ...change,
    });
    expect(changed.body).toMatchObject({ ...change, secondFen: 20_000_000 });
    const submitted = await people.manager.post<ApprovalLimitVersion>(`${url}/submit`, {
      version: changed.body.version,
    });
    const { version } = submitted.body;
    expect(await people.manager.post(`${url}/publish`, { version })).toMatchObject({
      status: 403,
      body: { message: 'errors.limits.ownPublish' },
    });
    const { body: inbox } = await people.otherManager.get<Inbox>('/api/inbox');
    expect(JSON.stringify(inbox)).toContain(`/approval-limit-versions/${draft.id}/show`);
    expect((await people.approver.post(`${url}/publish`, { version })).status).toBe(403);
    const published = await people.otherManager.post<ApprovalLimitVersion>(`${url}/publish`, {
      version,
    });
    expect(published.body).toMatchObject({
      state: 'published',
      publishedByName: 'Test othermanager',
    });
    expect(await inForce()).toMatchObject({ ...change, versionId: draft.id, versionNo: 1 });
    const again = await drafted();
    expect(again).toMatchObject({ ...change, versionNo: 2, basedOnNo: 1 });
    const nothing = await people.manager.post(`${VERSIONS}/${again.id}/submit`, {
      version: again.version,
    });
    expect(nothing).toMatchObject({ status: 409, body: { message: 'errors.limits.nothingNew' } });
    const batch = await driver.submitted(people.maker, (await confirmedOutage(people)).id);
    expect(batch).toMatchObject({ tier: 'manager', purpose: 'compensation', automatic: null });
  });

  it('leave goodwill to a manager, however little it is worth', async () => {
    const outage = await confirmedOutage(people, {
      startedLocal: '2026-09-10T10:00',
      endedLocal: '2026-09-10T12:00',
    });
    const batch = await driver.submitted(people.maker, outage.id, SORRY);
    const { id } = batch;
    expect(batch).toMatchObject({ tier: 'manager', purpose: 'goodwill' });
    expect(batch.valueFen).toBeLessThan(900);
    expect((await driver.show(people.approver, id)).approvalBlock).toBe('errors.batch.tier');
    expect(await driver.approve(people.approver, id)).toMatchObject({
      status: 403,
      body: { message: 'errors.batch.tier' },
    });
    const filter = encodeURIComponent(JSON.stringify({ waitingForMe: true, id }));
    const waiting = `/api/compensation-batches?filter=${filter}`;
    expect((await people.approver.get<BatchRecord[]>(waiting)).body).toEqual([]);
    expect((await people.manager.get<BatchRecord[]>(waiting)).body).toHaveLength(1);
    expect((await driver.approve(people.manager, id)).status).toBe(200);
  });
});
