import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlanRecord } from '#contract/bulk.ts';
import type { AssignmentRule } from '#contract/assignment.ts';
import type { CaseRecord } from '#contract/cases.ts';
import type { WireError } from '#contract/common.ts';
import type { PastedListRecord, SearchHit } from '#contract/search.ts';
import type { SavedView } from '#contract/views.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

interface Views {
  views: SavedView[];
}
interface Rules {
  rules: AssignmentRule[];
}

onEachEngine('The work on the queue', (engine) => {
  let app: TestApp;
  let client: TestClient;
  let second: TestClient;
  let network: TestClient;
  let manager: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    client = await app.signIn('supervisor');
    second = await app.signIn('supervisor', 'second');
    network = await app.signIn('network_ops');
    manager = await app.signIn('manager');
    await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [
        caseFacts({ msisdn: '+8613800001234', ticketNo: 'T-1' }),
        caseFacts({ ...raw.unmapped, ticketNo: 'T-2', msisdn: '+8613800001235' }),
        caseFacts({ ticketNo: 'T-3', msisdn: '+8613800001236', monthlyFeeFen: 2_500 }),
        caseFacts({ ...raw.contract, ticketNo: 'T-4', msisdn: '+8613800001237' }),
      ]),
    );
  });
  afterAll(() => app.close());

  const idOf = (who: TestClient) => who.session?.staff?.id ?? '';

  async function tickets(filter: object, who = client): Promise<string[]> {
    const query = new URLSearchParams({ filter: JSON.stringify(filter), sort: '["id","ASC"]' });
    const reply = await who.get<CaseRecord[]>(`/api/cases?${query.toString()}`);
    expect(reply.status).toBe(200);
    return reply.body.map((row) => row.ticketNo);
  }

  it('takes a pasted list of tickets and numbers in any writing, and keeps no number', async () => {
    const text = '１３８ ０００１ ２３４，T-3\n+86 138-0000-1234\n13999999999; T-9';
    const posted = await client.post<PastedListRecord>('/api/pasted-lists', {
      text: text.replace('１３８ ０００１ ２３４', '１３８００００１２３５'),
    });
    expect(posted.status).toBe(200);
    expect(posted.body).toMatchObject({ given: 5, found: 3 });
    expect(posted.body.notFound).toEqual(['139****9999', 'T-9']);
    expect(await tickets({ list: posted.body.id })).toEqual(['T-1', 'T-2', 'T-3']);
    expect(await tickets({ list: posted.body.id, feeMinFen: 2_000 })).toEqual(['T-3']);
    const kept = JSON.stringify(await app.db('pasted_lists').select('*'));
    expect(kept).not.toContain('13800001234');
    expect(kept).not.toContain('13999999999');
    const shown = await client.get<PastedListRecord>(`/api/pasted-lists/${posted.body.id}`);
    expect(shown.body).toEqual(posted.body);
  });

  it('finds nothing outside the areas in a pasted list, and leaves a trace of it without a number', async () => {
    const narrowed = await app.signIn('supervisor', 'elsewhere');
    await app.db('staff').where({ login: 'elsewhere' }).update({ area_codes: '["990000"]' });
    const text = '13800001234, T-3';
    const posted = await narrowed.post<PastedListRecord>('/api/pasted-lists', { text });
    expect(posted.body).toMatchObject({ given: 2, found: 0, notFound: ['138****1234', 'T-3'] });
    const [event] = await app.db('audit_events').where('subject_id', posted.body.id);
    expect(event).toMatchObject({ action: 'list.looked_up', subject_type: 'list' });
    expect(event?.detail).toBe('{"numbers":1,"tickets":1,"found":0}');
  });

  it('refuses an empty list, one of more than 500, and forgets a list after its week', async () => {
    const empty = await client.post<WireError>('/api/pasted-lists', { text: ' , ;' });
    expect(empty.status).toBe(422);
    const many = Array.from({ length: 501 }, (_, i) => `UC-${i}`).join('\n');
    expect((await client.post('/api/pasted-lists', { text: many })).status).toBe(422);
    const list = await client.post<PastedListRecord>('/api/pasted-lists', { text: 'T-1' });
    await app.db('pasted_lists').where({ id: list.body.id }).update({ expires_at: 0 });
    const gone = await client.get<WireError>(
      `/api/cases?filter=${encodeURIComponent(JSON.stringify({ list: list.body.id }))}`,
    );
    expect(gone.status).toBe(404);
    expect(gone.body.message).toBe('errors.lists.gone');
  });

  it('filters on facts: priority, attempts, fees, money, clocks, outages and relapses', async () => {
    await app.db('cases').where({ ticket_no: 'T-1' }).update({
      priority: 2,
      attempt_count: 3,
      overcharge_fen: 1_000,
      outage_id: 'OUT1',
      recurrence_of_id: 'OLD1',
      complaint_source: '12345',
      next_charge_at: 5_000,
    });
    for (const filter of [
      { priority: [2] },
      { attemptsMin: 2 },
      { overcharged: true },
      { overchargeMinFen: 1_000 },
      { inOutage: true },
      { outageId: 'OUT1' },
      { recurrence: true },
      { complained: true },
      { complaintSource: ['12345'] },
      { nextChargeFrom: 1, nextChargeUntil: 5_001 },
    ])
      expect(await tickets(filter), JSON.stringify(filter)).toEqual(['T-1']);
    expect(await tickets({ overcharged: false, attemptsMax: 0, feeMinFen: 2_000 })).toEqual([
      'T-3',
    ]);
  });

  it('shows shipped views with counts, and own ones only to their owner until they are shared', async () => {
    const first = await client.get<Views>('/api/views');
    expect(first.body.views.find(({ key }) => key === 'unmapped')).toMatchObject({ count: 1 });
    const facts = { name: '高优先', filter: { priority: [2] }, sort: ['dueAt', 'ASC'] };
    const saved = await client.post<Views>('/api/views', facts);
    expect(saved.status).toBe(200);
    const mine = saved.body.views.find(({ name }) => name === '高优先');
    expect(mine).toMatchObject({ mine: true, count: 1, version: 1 });
    const named = async (who: TestClient) =>
      (await who.get<Views>('/api/views')).body.views.some(({ name }) => name === '高优先');
    expect(await named(second)).toBe(false);
    const shared = await client.put<Views>(`/api/views/${mine?.id}`, {
      ...facts,
      roles: ['manager'],
      version: 1,
    });
    expect(shared.status).toBe(200);
    expect(await named(manager)).toBe(true);
    expect(await named(second)).toBe(false);
    // Who sees it does not own it.
    expect((await manager.post(`/api/views/${mine?.id}/remove`, { version: 2 })).status).toBe(404);
    expect((await client.post(`/api/views/${mine?.id}/remove`, { version: 1 })).status).toBe(409);
    expect((await client.post(`/api/views/${mine?.id}/remove`, { version: 2 })).status).toBe(200);
    expect(await named(manager)).toBe(false);
  });

  it('keeps the columns of a view, their order and the height of its rows', async () => {
    const layout = { columns: ['state', 'ticketNo'], density: 'comfortable' };
    const facts = { name: '列', filter: { overdue: true }, sort: ['requestedAt', 'DESC'] };
    const saved = await client.post<Views>('/api/views', { ...facts, ...layout });
    const view = saved.body.views.find(({ name }) => name === '列');
    expect(view).toMatchObject({ ...facts, ...layout });
    await client.post(`/api/views/${view?.id}/remove`, { version: 1 });
  });

  it('shows no number where a view cannot be counted', async () => {
    const list = await client.post<PastedListRecord>('/api/pasted-lists', { text: 'T-1' });
    const facts = { name: '名单', filter: { list: list.body.id }, sort: ['dueAt', 'ASC'] };
    await client.post('/api/views', facts);
    await app.db('pasted_lists').where({ id: list.body.id }).update({ expires_at: 0 });
    app.world.advance(10_000);
    const { views } = (await client.get<Views>('/api/views')).body;
    const view = views.find(({ name }) => name === '名单');
    expect(view).toMatchObject({ count: null, bounded: false });
    await client.post(`/api/views/${view?.id}/remove`, { version: 1 });
  });

  it('holds the cases of a bulk plan, by the plan and by its job', async () => {
    const planned = { kind: 'filter', filter: { ticketNo: ['T-1', 'T-3'] } };
    const plan = await client.post<PlanRecord>('/api/plans', {
      ...{ kind: 'note', params: { body: '核对' }, source: planned },
    });
    expect(plan.status, JSON.stringify(plan.body)).toBe(201);
    await app.work();
    const { id } = plan.body;
    expect(await tickets({ planId: id })).toEqual(['T-1', 'T-3']);
    expect(await tickets({ planId: [id], ticketNo: 'T-3' })).toEqual(['T-3']);
    const { version, hash } = (await client.get<PlanRecord>(`/api/plans/${id}`)).body;
    const confirmed = await client.post<PlanRecord>(`/api/plans/${id}/confirm`, { version, hash });
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
    const seen = { version: confirmed.body.version, hash };
    const run = await client.post<PlanRecord>(`/api/plans/${id}/run`, seen);
    expect(await tickets({ jobId: run.body.job?.id ?? '' })).toEqual(['T-1', 'T-3']);
    const found = async (who: TestClient) =>
      (await who.get<{ hits: SearchHit[] }>(`/api/search?q=${plan.body.number}`)).body.hits;
    expect(await found(second)).toMatchObject([{ kind: 'job', id, note: 'running' }]);
    // Narrowed to areas one finds one's own plans only, as in their list.
    await app
      .db('staff')
      .where({ id: idOf(second) })
      .update({ area_codes: '["320100"]' });
    expect(await found(second)).toEqual([]);
    await app
      .db('staff')
      .where({ id: idOf(second) })
      .update({ area_codes: '[]' });
  });

  it('keeps no view that the queue would refuse', async () => {
    const view = (facts: object) =>
      client.post<WireError>('/api/views', {
        name: 'x',
        filter: {},
        sort: ['dueAt', 'ASC'],
        ...facts,
      });
    expect((await view({ filter: { msisdn: '1' } })).status).toBe(422);
    expect((await view({ filter: { priority: [9] } })).status).toBe(422);
    expect((await view({ sort: ['line_id', 'ASC'] })).status).toBe(422);
  });

  it('puts own views in the order wanted', async () => {
    for (const name of ['A', 'B'])
      await client.post('/api/views', { name, filter: {}, sort: ['dueAt', 'ASC'] });
    const own = async () =>
      (await client.get<Views>('/api/views')).body.views.filter(({ mine }) => mine);
    const ids = (await own()).map(({ id }) => id).reverse();
    await client.post('/api/views/order', { ids });
    expect((await own()).map(({ id }) => id)).toEqual(ids);
  });

  it('gives open cases of nobody to people in turn, by the first rule that fits', async () => {
    const rule = {
      name: '网元类',
      position: 1,
      active: true,
      conditions: { ticketNo: ['T-1', 'T-2', 'T-3'] },
      people: [idOf(client), idOf(network)],
    };
    const preview = await client.post<{ count: number }>('/api/assignment-rules/preview', {
      conditions: rule.conditions,
    });
    expect(preview.body.count).toBe(3);
    expect((await client.post('/api/assignment-rules', rule)).status).toBe(200);
    // A manager works no cases, so none can be given to one.
    const wrong = { ...rule, people: [idOf(manager)] };
    expect((await client.post('/api/assignment-rules', wrong)).status).toBe(422);
    const ran = await client.post<{ assigned: number }>('/api/assignment-rules/run');
    expect(ran.body.assigned).toBe(3);
    expect(await tickets({ assigneeId: ['me'] })).toHaveLength(2);
    expect(await tickets({ assigneeId: ['me'] }, network)).toHaveLength(1);
    expect(await tickets({ assigneeId: ['none'] })).toEqual(['T-4']);
    const told = await app.db('audit_events').where({ action: 'case.assigned' }).select('detail');
    expect(told).toHaveLength(3);
    expect(JSON.stringify(told)).toContain('网元类');
    const { rules } = (await client.get<Rules>('/api/assignment-rules')).body;
    expect(rules[0]).toMatchObject({ waiting: 0, version: 1 });
  });

  it('assigns by rule on the minute as well, and not by a rule that is paused', async () => {
    const { rules } = (await client.get<Rules>('/api/assignment-rules')).body;
    const [rule] = rules;
    await app.db('cases').where({ ticket_no: 'T-3' }).update({ assignee_id: null });
    const facts = { ...rule, people: [idOf(client)], active: false };
    const body = Object.fromEntries(
      ['name', 'position', 'active', 'conditions', 'people', 'version'].map((key) => [
        key,
        facts[key as keyof typeof facts],
      ]),
    );
    expect((await client.put(`/api/assignment-rules/${rule?.id}`, body)).status).toBe(200);
    expect((await client.put(`/api/assignment-rules/${rule?.id}`, body)).status).toBe(409);
    app.world.advance(60_000);
    await app.work();
    expect(await tickets({ assigneeId: ['none'] })).toEqual(['T-3', 'T-4']);
    await client.put(`/api/assignment-rules/${rule?.id}`, { ...body, active: true, version: 2 });
    app.world.advance(60_000);
    await app.work();
    expect(await tickets({ assigneeId: ['none'] })).toEqual(['T-4']);
  });

  it('hands all open cases of a colleague over, with a note that waits for the other', async () => {
    const before = await tickets({ assigneeId: [idOf(client)] });
    const moved = await second.post<{ moved: number; left: number }>('/api/handovers', {
      fromId: idOf(client),
      toId: idOf(second),
      note: '15:00 前回电',
    });
    expect(moved.body).toEqual({ moved: before.length, left: 0 });
    expect(await tickets({ assigneeId: ['me'] }, second)).toEqual(before);
    const [note] = await app.db('handover_notes').select('*');
    expect(note).toMatchObject({ to_id: idOf(second), body: '15:00 前回电', read_at: null });
    const same = { fromId: idOf(client), toId: idOf(client) };
    expect((await second.post('/api/handovers', same)).status).toBe(422);
    expect((await manager.post('/api/handovers', same)).status).toBe(403);
  });

  it('finds cases by the beginning of their ticket, each kind only for who may read it', async () => {
    const found = await client.get<{ hits: SearchHit[] }>('/api/search?q=t-');
    expect(found.body.hits.filter(({ kind }) => kind === 'case')).toHaveLength(4);
    const admin = await app.signIn('administrator');
    expect((await admin.get<{ hits: SearchHit[] }>('/api/search?q=t-')).body.hits).toEqual([]);
  });
});
