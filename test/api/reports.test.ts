import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDrill, FailureRate, ReportTiles } from '#contract/reports.ts';
import type { WireError } from '#contract/common.ts';
import { createCaseCounters } from '#server/features/unsubscribes/case-counters.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import { onEachEngine } from '#test/support/engines.ts';
import type { TestClient } from '#test/support/client.ts';
import { insertCases, marksIn, randomCases } from '#test/support/report-history.ts';
import { TEST_NOW } from '#test/support/world.ts';

const NAMES = [
  'cause-pareto',
  'categories-over-time',
  'failure-rate',
  'backlog',
  'ageing',
  'hour-weekday',
  'tiles',
] as const;

const total = async (client: TestClient, drill: CaseDrill): Promise<number> => {
  const query = new URLSearchParams({ filter: JSON.stringify(drill), range: '[0,0]' });
  const reply = await client.get(`/api/cases?${query.toString()}`);
  expect([reply.status, reply.headers.get('X-Total-Bounded')]).toEqual([200, null]);
  return Number(reply.headers.get('X-Total-Count'));
};

async function fill(app: TestApp): Promise<void> {
  const rows = randomCases(7, 700, TEST_NOW, 'Asia/Shanghai');
  await insertCases(app.db, rows);
  await createCaseCounters(app.db, app.world).note(
    rows.map((row) => ({ state: row.state, failureCode: row.failure_code, n: 1 })),
  );
}

/** At most so many marks of one answer, spread over it: every kind of mark is followed, not every one. */
const some = <T>(items: readonly T[], most: number): T[] =>
  items.filter((_, index) => index % Math.ceil(items.length / most) === 0);

onEachEngine('the way from a chart to its list', (engine) => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    app = await startApp({ engine });
    await fill(app);
    client = await app.signIn('manager');
  });
  afterAll(() => app.close());

  it.each([
    '',
    '?from=2026-10-24&until=2026-11-22&area=330000&bucket=week',
    '?channel=app,sms&category=sync,policy&includePolicyRefusals=true&includeNotFailure=true',
  ])('ends at as many cases as the mark says: %s', async (query) => {
    for (const name of NAMES) {
      const { status, body } = await client.get<unknown>(`/api/reports/${name}${query}`);
      expect([name, status]).toEqual([name, 200]);
      const marks = some(marksIn(body), 12);
      expect([name, marks.length > 0]).toEqual([name, true]);
      for (const mark of marks)
        expect([name, mark.drill, await total(client, mark.drill)]).toEqual([
          name,
          mark.drill,
          mark.n,
        ]);
    }
  });
});

describe('reports', () => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    app = await startApp();
    client = await app.signIn('manager');
  });
  afterAll(() => app.close());

  it('have no rate, rather than 100 %, where no volumes came', async () => {
    await fill(app);
    const { body } = await client.get<FailureRate>('/api/reports/failure-rate');
    expect(body.points).toHaveLength(28);
    for (const point of body.points)
      expect(point).toMatchObject({ denominator: null, ratePpm: null, requests: null });
    const tiles = await client.get<ReportTiles>('/api/reports/tiles');
    expect(tiles.body.failureRate).toMatchObject({ denominator: null, ratePpm: null });
  });

  it.each([
    ['?from=2026-11-31', 'from', 'errors.time.badDate'],
    ['?until=yesterday', 'until', 'errors.field.format'],
    ['?from=2026-11-10&until=2026-11-10', 'until', 'errors.reports.emptyPeriod'],
    ['?from=2020-01-01&until=2026-11-10', 'from', 'errors.reports.longPeriod'],
    ['?area=33', 'area.0', 'errors.field.format'],
    ['?channel=pigeon', 'channel.0', 'errors.field.value'],
    ['?bucket=hour', 'bucket', 'errors.field.value'],
  ])('refuse %s and name the field', async (query, field, message) => {
    const { status, body } = await client.get<WireError>(`/api/reports/backlog${query}`);
    expect([status, body.errors?.[field]?.message]).toEqual([422, message]);
  });

  it('are not for administrators', async () => {
    const admin = await app.signIn('administrator');
    expect((await admin.get('/api/reports/tiles')).status).toBe(403);
  });

  it('value credits in the price of the policy, to the fen', async () => {
    const { db, world } = app;
    const policy = (await db('policies').select('id', 'rules').first()) as {
      id: string;
      rules: string;
    };
    const rules = JSON.parse(policy.rules) as { prices: Record<string, number> };
    await db('policies')
      .where({ id: policy.id })
      .update({
        rules: JSON.stringify({ ...rules, prices: { ...rules.prices, dataMbMilliFen: 333 } }),
      });
    await db('batches').insert(batchRow(policy.id));
    const item = (index: number, more: object) => ({
      id: world.nextId(),
      batch_id: 'B1',
      line_id: `L${index}`,
      benefit: 'data',
      class_no: 1,
      computed_amount: 5,
      month_used: 0,
      amount: 5,
      state: 'accepted',
      tries: 1,
      month_key: '2026-11',
      updated_at: TEST_NOW,
      ...more,
    });
    await db('batch_items').insert([
      item(1, {}),
      item(2, {}),
      item(3, { benefit: 'money', amount: 250 }),
      item(4, { state: 'parked' }),
      item(5, { updated_at: Date.UTC(2026, 9, 3) }),
      item(6, { updated_at: Date.UTC(2026, 9, 28) }),
    ]);
    const { body } = await client.get<ReportTiles>('/api/reports/tiles');
    // 5 MB at 0.333 fen are 2 fen each: rounded per item, then added.
    expect(body.compensation).toEqual({
      monthKey: '2026-11',
      valueFen: 2 + 2 + 250,
      previousFen: 2,
      items: 3,
      lines: 3,
    });
  });
});

function batchRow(policyId: string): Record<string, unknown> {
  return {
    id: 'B1',
    number: 'CB-1',
    title: 'A batch',
    state: 'crediting',
    family: 'outage',
    policy_id: policyId,
    weight_profile_id: 'W1',
    pinned: '{}',
    snapshot_id: 'S1',
    factor_per_mille: 1000,
    line_count: 6,
    item_count: 6,
    excluded_count: 0,
    total_mb: 0,
    total_minutes: 0,
    total_days: 0,
    total_fen: 0,
    value_fen: 0,
    progress_done: 0,
    progress_total: 0,
    cancel_requested: false,
    created_by: 'P1',
    created_by_name: 'P',
    started_at: TEST_NOW,
    month_key: '2026-11',
    demo: false,
    version: 1,
    created_at: TEST_NOW,
    updated_at: TEST_NOW,
  };
}
