import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { createBulkJobStore } from '#server/features/bulk/bulk-job-store.ts';
import { createPlanStore } from '#server/features/bulk/plan-store.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';

onEachEngine('Bulk plans and jobs', (engine) => {
  let app: TestApp;
  const maker: ActionContext = {
    actor: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', name: 'Maker', role: 'supervisor', areaCodes: [] },
    requestId: 'test',
  };
  beforeAll(async () => {
    app = await startApp({ engine });
  });
  afterAll(() => app.close());

  async function land(n: number, productCode: string): Promise<string[]> {
    const facts = Array.from({ length: n }, () => caseFacts({ productCode }));
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, facts),
    );
    return cases.map(({ caseId }) => caseId);
  }

  const make = (kind: 'resync' | 'note', filter: Record<string, unknown>) =>
    app.features.inTransaction((f) =>
      f.plans.make(maker, {
        kind,
        params: kind === 'note' ? { body: 'checked' } : {},
        source: { kind: 'filter', filter },
      }),
    );
  const planOf = async (id: string) => (await app.features.bulkReads.find(SYSTEM_ACTOR, id)).plan;

  async function run(id: string): Promise<string> {
    return app.features.inTransaction(async (f) => {
      const seen = async () => {
        const { version, hash } = (await f.bulkReads.find(SYSTEM_ACTOR, id)).plan;
        return { version, hash: hash ?? '' };
      };
      await f.plans.confirm(maker, id, await seen());
      return f.plans.run(maker, id, await seen());
    });
  }

  it('freezes the ids of a filter in their order, with the same sums on each engine', async () => {
    const ids = await land(7, 'B00001');
    const id = await make('resync', { productCode: 'B00001' });
    const plan = await planOf(id);
    expect(plan).toMatchObject({
      itemCount: 7,
      matched: 7,
      byCode: { 'SYN-05': 7 },
      bySystem: { network: 7 },
      excluded: {},
      state: 'frozen',
    });
    const rows = await app.db('plan_items').where('plan_id', id).orderBy('seq').select('case_id');
    expect(rows.map((row: { case_id: string }) => row.case_id)).toEqual([...ids].sort());
    expect(plan.hash).toBe(await createPlanStore(app.db).hashOf(plan));
  });

  it('gives every plan of a day its own number, also when two are made at once', async () => {
    await land(1, 'B00002');
    const ids = await Promise.all(
      Array.from({ length: 4 }, () => make('note', { productCode: 'B00002' })),
    );
    const numbers = await Promise.all(ids.map(async (id) => (await planOf(id)).number));
    expect(new Set(numbers).size).toBe(4);
  });

  it('collects a large plan in steps, and a step that is done twice adds nothing twice', async () => {
    await land(5, 'B00003');
    const id = await make('note', { productCode: 'B00003' });
    // As if it had matched too many for one go.
    await app.db('plan_items').where('plan_id', id).delete();
    await app.db('plans').where({ id }).update({
      frozen_at: null,
      hash: null,
      item_count: 0,
      matched: 0,
      by_code: '{}',
    });
    const step = () => app.features.inTransaction((f) => f.planCollecting.step(id));
    expect(await step()).toBe(true);
    expect(await step()).toBe(true);
    expect(await planOf(id)).toMatchObject({ itemCount: 5, matched: 5, byCode: { 'SYN-05': 5 } });
  });

  it('gives an item to one worker, ends it once, and never writes over a result', async () => {
    await land(3, 'B00004');
    const id = await make('resync', { productCode: 'B00004' });
    const store = createBulkJobStore(app.db);
    const [first] = await store.next(id, 4, 1);
    if (first === undefined) throw new Error('no item');
    const at = app.world.now();
    const taken = await Promise.all([store.take(first, null, at), store.take(first, null, at)]);
    expect(taken.sort()).toEqual([false, true]);
    const end = { reason: null, finishedAt: at } as const;
    expect(await store.end(first, { ...end, result: 'done' })).toBe(true);
    expect(await store.end(first, { ...end, result: 'failed' })).toBe(false);
    expect(await store.cancelWaiting(id, 10, at)).toBe(2);
    expect(await store.tally(id)).toEqual(
      expect.arrayContaining([
        { state: 'done', mask: 4, n: 1 },
        { state: 'cancelled', mask: 4, n: 2 },
      ]),
    );
  });

  it('runs once, and two workers of one job never release an item twice', async () => {
    await land(12, 'B00005');
    const id = await make('note', { productCode: 'B00005' });
    const jobId = await run(id);
    const release = () => app.features.inTransaction((f) => f.bulkRun.release(jobId, 5));
    const released = await Promise.all([release(), release(), release(), release()]);
    expect(released.reduce((sum, n) => sum + n, 0)).toBe(12);
    expect(await app.db('case_notes').where('body', 'checked')).toHaveLength(12);
    expect(await app.features.inTransaction((f) => f.bulkRun.finish(jobId))).toBe('ended');
    await expect(run(id)).rejects.toMatchObject({ key: 'errors.transition' });
  });

  it('gives a running job whose worker gave up a new one', async () => {
    await land(2, 'B00006');
    const jobId = await run(await make('note', { productCode: 'B00006' }));
    await app.db('jobs').where('subject_id', jobId).update({ state: 'failed' });
    expect(await app.features.inTransaction((f) => f.bulkJobs.revive())).toBe(1);
    expect(await app.features.inTransaction((f) => f.bulkJobs.revive())).toBe(0);
    await app.work();
    const row = await app.db('bulk_jobs').where('id', jobId).first<{ state: string }>('state');
    expect(row?.state).toBe('done');
  });

  it('walks all rows of a filter in batches, each once', async () => {
    const ids = await land(9, 'B00007');
    const seen: Uint8Array[] = [];
    const run9 = await app.features.exports.cases(
      maker,
      { format: 'csv', lang: 'en' },
      '{"productCode":"B00007"}',
    );
    for await (const piece of run9.pieces) seen.push(piece);
    expect(run9.rows()).toBe(ids.length);
    const [head = '', ...lines] = Buffer.concat(seen).toString().trim().split('\r\n');
    expect(lines).toHaveLength(ids.length);
    const cells = lines[0]?.split(',') ?? [];
    const cellOf = (name: string) => cells[head.split(',').indexOf(name)];
    expect([cellOf('State'), cellOf('How it ended'), cellOf('Ended'), cellOf('Network')]).toEqual([
      'To do',
      '',
      '',
      'Active',
    ]);
    expect(cellOf('Monthly fee (¥)')).toBe('3');
  });
});
