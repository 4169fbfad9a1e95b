import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlanRecord } from '#contract/bulk.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

const CASES = 50_000;
const LANDED_AT_ONCE = 2_000;
const PRODUCT = '600600';

onEachEngine('A bulk plan of fifty thousand', (engine) => {
  let app: TestApp;
  let maker: TestClient;
  let manager: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    maker = await app.signIn('supervisor');
    manager = await app.signIn('manager');
    // Every other case came by app: a condition that no index answers together with the product.
    for (let start = 0; start < CASES; start += LANDED_AT_ONCE)
      await app.features.inTransaction((f) =>
        f.caseLanding.landMany(
          testContext,
          Array.from({ length: LANDED_AT_ONCE }, (_, i) =>
            caseFacts({ productCode: PRODUCT, channel: i % 2 === 0 ? 'app' : 'sms' }),
          ),
        ),
      );
  }, 600_000);
  afterAll(() => app.close());

  const show = async (id: string) => (await maker.get<PlanRecord>(`/api/plans/${id}`)).body;

  async function frozen(filter: Record<string, unknown>): Promise<PlanRecord> {
    const made = await maker.post<PlanRecord>('/api/plans', {
      kind: 'note',
      params: { body: 'seen' },
      source: { kind: 'filter', filter },
    });
    expect(made.status).toBe(201);
    await app.work();
    return show(made.body.id);
  }

  const act = (plan: PlanRecord, verb: string, body: object = {}, who = maker) =>
    who.post<PlanRecord>(`/api/plans/${plan.id}/${verb}`, {
      ...{ version: plan.version, hash: plan.hash },
      ...body,
    });

  it('is frozen to the case, counted, approved by another, and run to a result for each', async () => {
    const plan = await frozen({ productCode: PRODUCT });
    expect(plan).toMatchObject({ whole: true, itemCount: CASES, matched: CASES });
    expect((await act(plan, 'confirm', { typedCount: '49999' })).status).toBe(422);
    const asked = await act(plan, 'confirm', { typedCount: '50,000' });
    expect(asked.body.state).toBe('awaiting_approval');
    expect((await act(asked.body, 'approve')).status).toBe(403);
    const approved = await act(asked.body, 'approve', {}, manager);
    const run = await act(approved.body, 'run');
    expect(run.status).toBe(200);
    for (let turn = 0; turn < 10_000; turn += 1) {
      await app.work();
      if ((await show(plan.id)).job?.state === 'done') break;
      app.world.advance(1_000);
    }
    expect((await show(plan.id)).job?.counts).toMatchObject({ done: CASES, waiting: 0, taken: 0 });
  });

  it('asks for no further condition where no index answers all of them', async () => {
    const plan = await frozen({ productCode: PRODUCT, channel: 'app', feeMinFen: 1 });
    expect(plan).toMatchObject({ whole: true, itemCount: CASES / 2, matched: CASES / 2 });
    const ids: { case_id: string }[] = await app
      .db('plan_items')
      .where('plan_id', plan.id)
      .orderBy('seq')
      .select('case_id');
    expect(ids.map(({ case_id: id }) => id)).toEqual(
      [...new Set(ids.map(({ case_id: id }) => id))].sort(),
    );
  });

  it('finds the few that match at the end of a long walk', async () => {
    const [last] = await app.db('cases').orderBy('id', 'desc').limit(1);
    await app.db('cases').where({ id: last?.id }).update({ attempt_count: 7 });
    const plan = await frozen({ attemptsMin: 7 });
    expect(plan).toMatchObject({ whole: true, itemCount: 1, matched: 1 });
  });
});
