import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BulkJobRecord, PlanItem, PlanRecord } from '#contract/bulk.ts';
import type { WireError } from '#contract/common.ts';
import type { CaseShow } from '#contract/cases.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';

let app: TestApp;
let sim: ReturnType<typeof createSimControl>;
let supervisor: TestClient;
let colleague: TestClient;
let manager: TestClient;

beforeAll(async () => {
  app = await startApp({ gatewayTimeoutMs: 300 });
  sim = createSimControl({ baseUrl: app.gatewayUrl });
  supervisor = await app.signIn('supervisor');
  colleague = await app.signIn('supervisor', 'colleague');
  manager = await app.signIn('manager');
});
afterAll(() => app.close());
beforeEach(() => sim.clearFaults());

async function land(facts: readonly LandingFacts[]): Promise<string[]> {
  await sim.setServices(
    facts.map(({ msisdn, productCode, actual }) => ({ msisdn, productCode, systems: actual })),
  );
  const { cases } = await app.features.inTransaction((f) =>
    f.caseLanding.landMany(testContext, facts),
  );
  return cases.map(({ caseId }) => caseId);
}

const several = (n: number, changes: Partial<LandingFacts> = {}) =>
  Array.from({ length: n }, () => caseFacts(changes));

async function makePlan(body: object, client = supervisor): Promise<PlanRecord> {
  const reply = await client.post<PlanRecord>('/api/plans', body);
  expect(reply.status).toBe(201);
  return reply.body;
}

const show = async (id: string, client = supervisor) =>
  (await client.get<PlanRecord>(`/api/plans/${id}`)).body;
const items = async (id: string) =>
  (await supervisor.get<PlanItem[]>(`/api/plans/${id}/items?range=[0,499]`)).body;
const caseOf = async (id: string) => (await supervisor.get<CaseShow>(`/api/cases/${id}`)).body;

const act = (plan: PlanRecord, verb: string, body: object = {}, client = supervisor) =>
  client.post<PlanRecord & WireError>(`/api/plans/${plan.id}/${verb}`, {
    version: plan.version,
    hash: plan.hash,
    ...body,
  });

async function runPlan(plan: PlanRecord, body: object = {}): Promise<PlanRecord> {
  const confirmed = await act(plan, 'confirm', { typedCount: String(plan.itemCount) });
  expect(confirmed.status).toBe(200);
  const run = await act(confirmed.body, 'run', body);
  expect(run.status).toBe(200);
  return run.body;
}

const jobVerb = (job: BulkJobRecord, verb: string, client = supervisor) =>
  client.post<BulkJobRecord & WireError>(`/api/bulk-jobs/${job.id}/${verb}`, {
    version: job.version,
  });

/** Lets the queue work until the plan's job has ended. */
async function workOff(planId: string, stepMs = 1_000): Promise<PlanRecord> {
  for (let turn = 0; turn < 300; turn += 1) {
    await app.work();
    const plan = await show(planId);
    if (plan.job?.finishedAt != null) return plan;
    app.world.advance(stepMs);
  }
  throw new Error('the job did not end');
}

const resync = { kind: 'resync' } as const;
const byIds = (ids: readonly string[]) => ({ ...resync, source: { kind: 'ids', ids } });

describe('a plan', () => {
  it('freezes what qualifies, and says by code, by system and by reason what it found', async () => {
    const good = await land(several(3));
    const contract = await land(several(2, { ...raw.contract, productCode: '700100' }));
    const [unknown = ''] = await land(several(1));
    const found = await caseOf(unknown);
    await app.features.inTransaction(async (f) => {
      const row = await f.caseStore.find(found.id);
      if (row === undefined) throw new Error('no case');
      const queued = await f.caseStore.move(testContext, row, 'queued');
      const sent = await f.caseStore.move(testContext, queued, 'sent');
      await f.caseStore.move(testContext, sent, 'unknown');
    });
    const absent = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const plan = await makePlan(byIds([...good, ...contract, unknown, absent, good[0] ?? '']));
    expect(plan).toMatchObject({
      state: 'frozen',
      whole: true,
      matched: 8,
      itemCount: 3,
      bySystem: [{ system: 'network', n: 3 }],
      calls: 3,
      needsTyped: false,
      needsApproval: false,
    });
    expect(plan.number).toMatch(/^BJ-261121-\d{2}$/);
    expect(plan.byCode).toMatchObject([{ failureCode: 'SYN-05', n: 3, category: 'sync' }]);
    expect(Object.fromEntries(plan.excluded.map(({ reason, n }) => [reason, n]))).toEqual({
      waiting_date: 2,
      unknown_first: 1,
      not_found: 1,
      repeated: 1,
    });
    expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
    expect((await items(plan.id)).map(({ caseId }) => caseId)).toEqual([...good].sort());
    expect(JSON.stringify(plan)).not.toMatch(/1700100\d{4}/);
  });

  it('is made from a filter, and nothing that matches later comes into it', async () => {
    const product = { productCode: '700200' };
    await land(several(4, product));
    const plan = await makePlan({
      ...resync,
      source: { kind: 'filter', filter: { productCode: '700200', stateGroup: 'open_any' } },
    });
    expect(plan).toMatchObject({ itemCount: 4, matched: 4, filter: { productCode: '700200' } });
    await land(several(2, product));
    const end = await workOff((await runPlan(plan)).id);
    expect(end.job).toMatchObject({ state: 'done', total: 4, counts: { done: 4 } });
  });

  it('is made from a pasted list in any way of writing, and keeps no number of it', async () => {
    const facts = several(3, { productCode: '700300' });
    const ids = await land(facts);
    const [a, b, c] = facts;
    const number = (a?.msisdn ?? '').slice(3);
    const written = `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`;
    const text = [written, b?.ticketNo, `${c?.ticketNo}；13800000000`, 'NOTHING-1', number].join(
      '\n',
    );
    const plan = await makePlan({ ...resync, source: { kind: 'list', text } });
    expect((await items(plan.id)).map(({ caseId }) => caseId)).toEqual([...ids].sort());
    expect(plan.notFound.sort()).toEqual(['138****0000', 'NOTHING-1']);
    expect(plan.excluded).toEqual(
      expect.arrayContaining([
        { reason: 'not_found', n: 2 },
        { reason: 'repeated', n: 1 },
      ]),
    );
    const rows = await app.db('plans').where('id', plan.id);
    const events = await app.db('audit_events').where('subject_id', plan.id);
    expect(JSON.stringify([rows, events])).not.toContain(number);
  });

  it('refuses filters that the queue does not know, and kinds that the role may not do', async () => {
    const network = await app.signIn('network_ops');
    const bad = await supervisor.post('/api/plans', {
      ...resync,
      source: { kind: 'filter', filter: { password_hash: 'x' } },
    });
    expect(bad.status).toBe(422);
    const note = { kind: 'note', params: { body: 'x' }, source: { kind: 'list', text: 'T1' } };
    expect((await network.post('/api/plans', note)).status).toBe(403);
    expect((await supervisor.post('/api/plans', { ...note, params: {} })).status).toBe(422);
  });

  it('expires after a day and is let go of by its maker only', async () => {
    const ids = await land(several(2));
    const first = await makePlan(byIds(ids));
    expect((await act(first, 'discard', {}, colleague)).status).toBe(422);
    const let2 = (client: TestClient) =>
      client.post<PlanRecord>(`/api/plans/${first.id}/discard`, { version: first.version });
    expect((await let2(colleague)).status).toBe(403);
    expect((await let2(supervisor)).body.state).toBe('expired');
    const second = await makePlan(byIds(ids));
    app.world.advance(24 * 3_600_000);
    supervisor = await app.signIn('supervisor');
    colleague = await app.signIn('supervisor', 'colleague');
    manager = await app.signIn('manager');
    expect(await act(second, 'confirm')).toMatchObject({
      status: 409,
      body: { message: 'errors.plans.expired' },
    });
    await app.work();
    expect((await show(second.id)).state).toBe('expired');
  });
});

describe('the limits', () => {
  it('asks for the count above 500, in any usual way of writing it', async () => {
    const ids = await land(several(501, { productCode: '700500' }));
    const plan = await makePlan(byIds(ids));
    expect(plan).toMatchObject({ itemCount: 501, needsTyped: true, needsApproval: false });
    for (const typedCount of [undefined, '500', 'all', ''])
      expect((await act(plan, 'confirm', { typedCount })).status).toBe(422);
    const yes = await act(plan, 'confirm', { typedCount: '５０１ ' });
    expect(yes).toMatchObject({ status: 200, body: { state: 'ready', typedCount: 501 } });
  });

  it('above 5,000 waits for another person, who approves the very hash they looked at', async () => {
    const facts = several(5_001, { productCode: '700600' });
    for (let start = 0; start < facts.length; start += 1_000)
      await app.features.inTransaction((f) =>
        f.caseLanding.landMany(testContext, facts.slice(start, start + 1_000)),
      );
    const plan = await makePlan({
      kind: 'note',
      params: { body: 'maintenance tonight' },
      source: { kind: 'filter', filter: { productCode: '700600' } },
    });
    expect(plan).toMatchObject({ itemCount: 5_001, needsApproval: true });
    const waiting = (await act(plan, 'confirm', { typedCount: '5,001' })).body;
    expect(waiting.state).toBe('awaiting_approval');
    expect((await act(waiting, 'run')).status).toBe(409);
    expect((await act(waiting, 'approve')).body.message).toBe('errors.plans.ownApproval');
    const other = { hash: 'f'.repeat(64) };
    expect((await act(waiting, 'approve', other, manager)).status).toBe(412);
    const approved = await act(waiting, 'approve', {}, manager);
    expect(approved.body).toMatchObject({ state: 'ready', approverName: 'Test manager' });
    expect((await act(approved.body, 'run', {}, colleague)).status).toBe(403);
    const run = await act(approved.body, 'run');
    expect(run.body.job?.state).toBe('running');
    expect((await workOff(plan.id)).job).toMatchObject({ state: 'done', counts: { done: 5_001 } });
    const notes = await app.db('case_notes').where('body', 'maintenance tonight').select('id');
    expect(notes).toHaveLength(5_001);
  }, 120_000);

  it('collects a filter that matches more than ten thousand by a job, and is usable once it is whole', async () => {
    const facts = several(10_050, { productCode: '700700' });
    for (let start = 0; start < facts.length; start += 2_000)
      await app.features.inTransaction((f) =>
        f.caseLanding.landMany(testContext, facts.slice(start, start + 2_000)),
      );
    const plan = await makePlan({
      kind: 'note',
      params: { body: 'x' },
      source: { kind: 'filter', filter: { productCode: '700700' } },
    });
    expect(plan).toMatchObject({ whole: false, itemCount: 0, hash: null });
    expect((await act(plan, 'confirm', { hash: 'a'.repeat(64) })).body.message).toBe(
      'errors.plans.notWhole',
    );
    await app.work();
    const whole = await show(plan.id);
    expect(whole).toMatchObject({ whole: true, itemCount: 10_050, matched: 10_050 });
    const rejected = await act(
      (await act(whole, 'confirm', { typedCount: '10050' })).body,
      'reject',
      { reason: 'too many' },
      manager,
    );
    expect(rejected.body).toMatchObject({ state: 'rejected', decisionReason: 'too many' });
  }, 120_000);
});

describe('a job', () => {
  it('releases at the rate of the slowest system, and gives every item a result', async () => {
    const ids = await land(several(12));
    const rates = { crm: 10, platform: 10, network: 3, billing: 8 };
    const plan = await runPlan(await makePlan(byIds(ids)), { rates });
    expect(plan.rates).toEqual(rates);
    await app.work();
    const first = await show(plan.id);
    expect(first.job?.counts).toMatchObject({ waiting: 9, taken: 3 });
    app.world.advance(1_000);
    await app.work();
    expect((await show(plan.id)).job?.counts).toMatchObject({ waiting: 6, taken: 3, done: 3 });
    const end = await workOff(plan.id);
    expect(end.job).toMatchObject({ state: 'done', settled: 12, counts: { done: 12 } });
    expect(end.job?.systems.find(({ system }) => system === 'network')).toMatchObject({
      total: 12,
      done: 12,
      failed: 0,
    });
    const story = await caseOf(ids[0] ?? '');
    expect(story.state).toBe('verified');
    expect(story.attempts[0]).toMatchObject({ trigger: 'bulk', actorName: 'Test supervisor' });
  });

  it('skips with a reason what no longer qualifies at its turn', async () => {
    const ids = await land(several(3));
    const plan = await makePlan(byIds(ids));
    const [held = '', taken = ''] = ids;
    const found = await caseOf(held);
    await supervisor.post(`/api/cases/${held}/hold`, { version: found.version, reason: 'wait' });
    await app.features.inTransaction(async (f) => {
      const row = await f.caseStore.find(taken);
      if (row !== undefined) await f.caseStore.move(testContext, row, 'withdrawn');
    });
    const end = await workOff((await runPlan(plan)).id);
    expect(end.job?.counts).toMatchObject({ done: 1, skipped: 2 });
    const reasons = Object.fromEntries(
      (await items(plan.id)).map(({ caseId, state, reason }) => [caseId, `${state} ${reason}`]),
    );
    expect(reasons[held]).toBe('skipped held');
    expect(reasons[taken]).toBe('skipped ended');
  });

  it('names what a system refused, and ends an item as unknown whose answer never comes', async () => {
    const [refused = '', silent = ''] = await land(several(2));
    await sim.addFault({
      scope: 'ordering',
      kind: 'refuse',
      code: '0906',
      text: '合约期内',
      match: { key: `${refused}-cancel-1` },
    });
    await sim.addFault({
      scope: 'ordering',
      kind: 'lose_reply',
      match: { key: `${silent}-cancel-1` },
    });
    await sim.addFault({ scope: 'ordering', on: 'query', kind: 'status', status: 500, times: 500 });
    const end = await workOff((await runPlan(await makePlan(byIds([refused, silent])))).id, 20_000);
    const found = new Map((await items(end.id)).map((item) => [item.caseId, item]));
    expect(found.get(refused)).toMatchObject({ state: 'failed', reason: 'refused_by_system' });
    expect(found.get(silent)).toMatchObject({ state: 'unknown', reason: 'no_answer' });
    expect(end.job).toMatchObject({ state: 'done', counts: { failed: 1, unknown: 1 } });
  });

  it('pauses, resumes, changes its pace and is cancelled; what was begun keeps its result', async () => {
    const ids = await land(several(90));
    const rates = { crm: 1, platform: 1, network: 2, billing: 1 };
    const started = await runPlan(await makePlan(byIds(ids)), { rates });
    await app.work();
    const paused = await jobVerb(started.job as BulkJobRecord, 'pause', colleague);
    expect(paused.body.state).toBe('paused');
    app.world.advance(60_000);
    await app.work();
    app.world.advance(60_000);
    await app.work();
    const rest = await show(started.id);
    expect(rest.job?.counts).toMatchObject({ waiting: 88, taken: 0, done: 2 });
    const most = rest.job?.systems.find(({ system }) => system === 'network')?.maxPerSecond ?? 0;
    expect(most).toBeLessThan(80);
    const resumed = await jobVerb(rest.job as BulkJobRecord, 'resume');
    expect(resumed.body.state).toBe('running');
    const faster = await supervisor.post<BulkJobRecord>(`/api/bulk-jobs/${rest.job?.id}/rates`, {
      rates: { ...rates, network: 100 },
    });
    expect(faster.body.systems.find(({ system }) => system === 'network')).toMatchObject({
      perSecond: most,
      maxPerSecond: most,
    });
    await app.work();
    const going = await show(started.id);
    const cancelled = await jobVerb(going.job as BulkJobRecord, 'cancel');
    expect(cancelled.body.cancelling).toBe(true);
    const end = await workOff(started.id);
    expect(end.job?.state).toBe('cancelled');
    expect(end.job?.counts.cancelled).toBeGreaterThan(0);
    expect((end.job?.counts.done ?? 0) + (end.job?.counts.cancelled ?? 0)).toBe(90);
    const untouched = (await items(started.id)).filter(({ state }) => state === 'cancelled');
    for (const { caseState } of untouched) expect(caseState).toBe('open');
    expect((await jobVerb(end.job as BulkJobRecord, 'cancel')).status).toBe(409);
  });

  it('runs once, whatever a client sends: no second run, no other ids, no other hash', async () => {
    const ids = await land(several(2));
    const others = await land(several(2));
    const plan = await makePlan(byIds(ids));
    const ready = (await act(plan, 'confirm')).body;
    expect((await act(ready, 'run', { ids: others })).status).toBe(422);
    expect((await act(ready, 'run', { hash: '0'.repeat(64) })).status).toBe(412);
    const both = await Promise.all([act(ready, 'run'), act(ready, 'run')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const end = await workOff(plan.id);
    expect(end.job?.counts.done).toBe(2);
    for (const id of others) expect((await caseOf(id)).attempts).toEqual([]);
    expect((await act(end, 'run')).status).toBe(409);
  });

  it('refuses to run when the frozen ids are no longer those that were agreed to', async () => {
    const ids = await land(several(2));
    const [extra = ''] = await land(several(1));
    const ready = (await act(await makePlan(byIds(ids)), 'confirm')).body;
    await app.db('plan_items').where({ plan_id: ready.id, seq: 1 }).update({ case_id: extra });
    expect(await act(ready, 'run')).toMatchObject({
      status: 412,
      body: { message: 'errors.plans.hash' },
    });
  });

  it('assigns, holds and releases through the same services as by hand', async () => {
    const ids = await land(several(3));
    const assigneeId = String(colleague.session?.staff?.id);
    const done = async (body: object) => {
      const plan = await makePlan({ ...body, source: { kind: 'ids', ids } });
      return workOff((await runPlan(plan)).id);
    };
    await done({ kind: 'assign', params: { assigneeId } });
    expect((await caseOf(ids[0] ?? '')).assigneeId).toBe(assigneeId);
    await done({ kind: 'hold', params: { reason: 'partner is down' } });
    const held = await caseOf(ids[1] ?? '');
    expect(held.state).toBe('held');
    expect(held.timeline[0]).toMatchObject({ reason: 'partner is down' });
    const end = await done({ kind: 'release' });
    expect(end.job).toMatchObject({ state: 'done', counts: { done: 3 } });
    expect((await caseOf(ids[2] ?? '')).state).toBe('open');
  });

  it('sends messages from published texts only, and skips with the missing fact', async () => {
    const ids = await land(several(2));
    const source = { kind: 'ids', ids };
    const bad = { kind: 'message', params: { templateId: 'Z9' }, source };
    expect((await supervisor.post('/api/plans', bad)).status).toBe(422);
    const texts: { code: string }[] = await app
      .db('message_templates')
      .where('state', 'published')
      .orderBy('code')
      .select('code');
    const outcomes = new Set<string>();
    for (const { code } of texts) {
      const reply = await supervisor.post<PlanRecord>('/api/plans', {
        kind: 'message',
        params: { templateId: code },
        source,
      });
      // Texts that answer one customer's act go to nobody else.
      if (reply.status === 422) continue;
      const plan = reply.body;
      const end = await workOff((await runPlan(plan)).id);
      expect(end.job?.settled).toBe(2);
      for (const { state, reason } of await items(plan.id)) {
        outcomes.add(state);
        if (state === 'skipped') expect(reason).toMatch(/^errors\.messages\./);
        else expect([state, reason]).toEqual(['done', 'done']);
      }
    }
    expect([...outcomes].sort()).toEqual(['done', 'skipped']);
  });

  it('shows someone narrowed to areas only their own plans', async () => {
    const plan = await makePlan(byIds(await land(several(1))));
    const person = await app.signIn('network_ops', 'narrow');
    await app
      .db('staff')
      .where('login', 'narrow')
      .update({ area_codes: JSON.stringify(['110000']) });
    const narrow = await app.signIn('network_ops', 'narrow');
    expect(person).toBeDefined();
    expect((await narrow.get(`/api/plans/${plan.id}`)).status).toBe(404);
    expect((await narrow.get<unknown[]>('/api/plans')).body).toEqual([]);
  });
});
