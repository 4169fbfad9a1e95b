import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AreaRecord, FailureCodeRecord, UnmappedCodeRecord } from '#contract/catalogue.ts';
import type { CaseCounts, CaseRecord, CaseShow } from '#contract/cases.ts';
import type { WireError } from '#contract/common.ts';
import type { LineRecord } from '#contract/lines.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { TEST_NOW } from '#test/support/world.ts';

const HOUR = 3_600_000;

onEachEngine('The queue of cases', (engine) => {
  let app: TestApp;
  let client: TestClient;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    app = await startApp({ engine });
    client = await app.signIn('supervisor');
    const named = {
      network: caseFacts({ msisdn: '+8613800001234' }),
      billing: caseFacts({
        ...{ sourceSystem: 'BIL', rawCode: 'B2031', rawText: '计费周期未终止', channel: 'sms' },
        ...{ requestedAt: TEST_NOW - 30 * HOUR, monthlyFeeFen: 1_000 },
      }),
      contract: caseFacts({ ...raw.contract, province: '浙江省', city: '杭州市' }),
      unmapped: caseFacts({ ...raw.unmapped, productCode: '608001', productName: '阅读包月' }),
      again: caseFacts({ msisdn: '+8613800001234' }),
    };
    const landed = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, Object.values(named), { importId: 'IMP1' }),
    );
    Object.keys(named).forEach((name, index) => {
      ids[name] = landed.cases[index]?.caseId ?? '';
    });
  });
  afterAll(() => app.close());

  const nameOf = (id: string) => Object.entries(ids).find(([, other]) => other === id)?.[0];

  async function list(filter: object, sort: [string, string] = ['id', 'ASC'], who = client) {
    const query = new URLSearchParams({
      filter: JSON.stringify(filter),
      range: '[0,24]',
      sort: JSON.stringify(sort),
    });
    const reply = await who.get<CaseRecord[]>(`/api/cases?${query.toString()}`);
    expect(reply.status).toBe(200);
    return {
      names: reply.body.map((row) => nameOf(row.id)),
      total: Number(reply.headers.get('x-total-count')),
    };
  }

  it('answers through the real provider, with names and lamps and without a number', async () => {
    const { data, total } = await client.provider.getList<CaseRecord>('cases', {
      pagination: { page: 1, perPage: 25 },
      sort: { field: 'dueAt', order: 'ASC' },
      filter: { openAny: true },
    });
    expect(total).toBe(4);
    // By clock; what has none comes last.
    expect(data.map((row) => nameOf(row.id))).toEqual([
      'billing',
      'network',
      'unmapped',
      'contract',
    ]);
    expect(data[1]).toMatchObject({
      msisdnMasked: '138****1234',
      productName: '手机报',
      partnerName: 'SP0044',
      failureNameEn: 'Network profile not removed',
      areaNameEn: 'Suzhou',
      state: 'open',
      lamps: { network: { actual: 'active', tone: 'lag' }, crm: { tone: 'agree' } },
      resyncAllowed: { allowed: true, reasonKey: null },
    });
    expect(data[3]?.lamps.crm.tone).toBe('nothing_wanted');
    expect(JSON.stringify(data)).not.toContain('13800001234');
  });

  it.each([
    [{ failureCode: 'SYN-05' }, ['network', 'again']],
    [{ failureCode: ['SYN-03', 'POL-01'] }, ['billing', 'contract']],
    [{ category: 'sync', openAny: true }, ['network', 'billing']],
    [{ category: ['policy', 'unclassified'] }, ['contract', 'unmapped']],
    [{ state: 'duplicate' }, ['again']],
    [{ stateGroup: 'ended' }, ['again']],
    [{ state: ['open', 'duplicate'], stateGroup: 'ended' }, ['again']],
    [{ stateGroup: 'waiting' }, ['contract']],
    [{ channel: 'sms' }, ['billing']],
    [{ stage: 'network', productCode: '608001' }, ['unmapped']],
    [{ areaCode: '330000' }, ['contract']],
    [{ areaCode: '330100' }, ['contract']],
    [{ areaCode: '330106' }, []],
    [
      { areaCode: ['330000', '320500'], openAny: true },
      ['network', 'billing', 'contract', 'unmapped'],
    ],
    [{ areaCode: [] }, []],
    [{ sourceSystem: 'PLAT', rawCode: '4417' }, ['unmapped']],
    [{ countsAsFailure: true, policyRefusal: true }, ['contract']],
    [{ policyRefusal: false, category: 'unclassified' }, ['unmapped']],
    [{ wanted: 'active' }, ['contract']],
    [{ ageMinHours: 24 }, ['billing']],
    [{ ageMaxHours: 3, failureCode: 'UNK-00' }, ['unmapped']],
    [{ requestedFrom: TEST_NOW - 2 * HOUR, requestedUntil: TEST_NOW - 2 * HOUR }, []],
    [{ requestedUntil: TEST_NOW - 2 * HOUR }, ['billing']],
    [{ requestedOn: '2026-11-20' }, ['billing']],
    [{ openedOnFrom: '2026-11-22' }, []],
    [{ endedOnFrom: '2026-11-21', endedOnUntil: '2026-11-22' }, ['again']],
    [{ openAtEndOf: '2026-11-21' }, ['network', 'billing', 'contract', 'unmapped']],
    [{ openAtEndOf: '2026-11-20' }, []],
    [{ dueUntil: TEST_NOW }, ['billing']],
    [{ assigneeId: 'none', failureCode: 'UNK-00' }, ['unmapped']],
    [{ importId: 'IMP1', state: 'duplicate' }, ['again']],
    [{ importId: 'other' }, []],
    [{ id: [] }, []],
    [{ state: [] }, []],
  ])('filters by %j', async (filter, expected) => {
    const found = await list(filter);
    expect(found).toEqual({ names: expected, total: expected.length });
    for (const sort of ['dueAt', 'requestedAt', 'monthlyFeeFen']) {
      const sorted = await list(filter, [sort, 'DESC']);
      expect([...sorted.names].sort()).toEqual([...expected].sort());
    }
  });

  it.each([
    [{ failureCode: 0 }],
    [{ failureCode: true }],
    [{ state: 'gone' }],
    [{ state: {} }],
    [{ id: null }],
    [{ id: 7 }],
    [{ countsAsFailure: 'true' }],
    [{ requestedFrom: '0' }],
    [{ openedOnFrom: 20_261_121 }],
    [{ areaCode: '32%' }],
    [{ ageMinHours: -1 }],
    [{ openAny: false }],
    [{ msisdn: '13800001234' }],
    [{ 'cases.state': 'open' }],
    [{ raw_code: 'x' }],
    [{ ['__proto__x']: 1 }],
  ])('refuses the filter %j', async (filter) => {
    const reply = await client.get<WireError>(
      `/api/cases?filter=${encodeURIComponent(JSON.stringify(filter))}`,
    );
    expect(reply.status).toBe(422);
  });

  it('refuses to sort by what is not listed', async () => {
    for (const field of ['line_id', 'msisdn', 'id;drop', 'constructor'])
      expect((await client.get(`/api/cases?sort=["${field}","ASC"]`)).status).toBe(422);
  });

  it('pages without gap or repetition, whatever the order and the branches', async () => {
    for (const field of ['dueAt', 'requestedAt', 'ticketNo', 'id'])
      for (const order of ['ASC', 'DESC'] as const) {
        const pages = await Promise.all(
          [1, 2, 3].map((page) =>
            client.provider.getList<CaseRecord>('cases', {
              pagination: { page, perPage: 2 },
              sort: { field, order },
              filter: { state: ['open', 'waiting_date', 'duplicate'] },
            }),
          ),
        );
        const seen = pages.flatMap(({ data }) => data.map((row) => row.id));
        expect(seen.sort()).toEqual(Object.values(ids).sort());
      }
  });

  it('counts by state for the tabs and the navigation', async () => {
    const counts = (await client.get<CaseCounts>('/api/cases/counts')).body;
    expect(counts).toMatchObject({ openAny: 4, ended: 1, breached: 1, dueSoon: 0, mine: 0 });
    expect(counts.byState).toEqual({ open: 3, waiting_date: 1, duplicate: 1 });
    expect((await client.get('/api/counts')).body).toMatchObject({ queue: 4, dueSoon: 0 });
    const administrator = await app.signIn('administrator');
    expect((await administrator.get<object>('/api/counts')).body).not.toHaveProperty('queue');
  });

  it('shows a person narrowed to an area only that area, and nothing of the rest', async () => {
    const local = await app.signIn('supervisor', 'zhejiang');
    await app.db('staff').where({ login: 'zhejiang' }).update({ area_codes: '["330000"]' });
    expect(await list({}, ['id', 'ASC'], local)).toEqual({ names: ['contract'], total: 1 });
    expect((await local.get<CaseCounts>('/api/cases/counts')).body.openAny).toBe(1);
    for (const path of [`/api/cases/${ids['network']}`, '/api/cases/absent'])
      expect(await local.get<WireError>(path)).toMatchObject({
        status: 404,
        body: { message: 'errors.notFound' },
      });
    const note = await local.post(`/api/cases/${ids['network']}/notes`, { body: 'x' });
    expect(note.status).toBe(404);
    const resync = await local.post(`/api/cases/${ids['network']}/resync`, { version: 1 });
    expect(resync.status).toBe(404);
    const lookup = await local.post('/api/lines/lookup', { msisdn: '13800001234' });
    expect(lookup.status).toBe(404);
  });

  describe('one case', () => {
    const show = async (name: string) =>
      (await client.get<CaseShow>(`/api/cases/${ids[name]}`)).body;

    it('tells the remedy, who acts, its duplicates and its story', async () => {
      const found = await show('network');
      expect(found).toMatchObject({
        remedyEn: 'Re-provision delete',
        owner: 'network',
        retry: 'auto',
        messageId: 'T1',
        countsAsFailure: true,
        laggingSystems: ['network'],
        readBackAllowed: { allowed: true },
        duplicates: [{ id: ids['again'], state: 'duplicate' }],
        duplicateOf: null,
      });
      expect(found.timeline.at(-1)).toMatchObject({ kind: 'event', action: 'case.opened' });
      expect(await show('again')).toMatchObject({ duplicateOf: { id: ids['network'] } });
    });

    it('takes notes, an assignee, a hold and its release, each by the version seen', async () => {
      const path = `/api/cases/${ids['unmapped']}`;
      const noted = await client.post<CaseShow>(`${path}/notes`, { body: '  用户来电  ' });
      expect(noted.body.notes).toMatchObject([{ body: '用户来电', authorName: 'Test supervisor' }]);
      expect(noted.body.timeline[0]).toMatchObject({ kind: 'note', body: '用户来电' });
      const staffId = client.session?.staff?.id;
      const assigned = await client.post<CaseShow>(`${path}/assign`, {
        ...{ version: 1, assigneeId: staffId },
      });
      expect(assigned.body).toMatchObject({ assigneeName: 'Test supervisor', version: 2 });
      expect((await client.get<CaseCounts>('/api/cases/counts')).body.mine).toBe(1);
      expect((await list({ assigneeId: staffId })).names).toEqual(['unmapped']);
      const stale = await client.post<WireError>(`${path}/hold`, { version: 1, reason: 'wait' });
      expect([stale.status, stale.body.message]).toEqual([409, 'errors.stale']);
      const held = await client.post<CaseShow>(`${path}/hold`, { version: 2, reason: 'wait' });
      expect(held.body.state).toBe('held');
      expect(held.body.timeline[0]).toMatchObject({ reason: 'wait', detail: { to: 'held' } });
      const released = await client.post<CaseShow>(`${path}/release`, { version: 3 });
      expect(released.body).toMatchObject({ state: 'open', version: 4 });
      await client.post(`${path}/assign`, { version: 4, assigneeId: null });
    });

    it('refuses an assignee who works no cases', async () => {
      const auditor = await app.signIn('auditor');
      const found = await show('billing');
      const reply = await client.post<WireError>(`/api/cases/${found.id}/assign`, {
        version: found.version,
        assigneeId: auditor.session?.staff?.id,
      });
      expect(reply.body.errors?.['assigneeId']?.message).toBe('errors.cases.assignee');
    });

    it('ends as failed only when all four run on, or with a reasoned exception', async () => {
      const found = await show('billing');
      const fail = (body: object) =>
        client.post<CaseShow & WireError>(`/api/cases/${found.id}/fail`, {
          version: found.version,
          resolution: 'impossible',
          ...body,
        });
      expect((await fail({})).status).toBe(422);
      const refused = await fail({ reason: 'no order possible' });
      expect(refused.body.errors?.['exception']?.message).toBe('errors.cases.end.disagree');
      const done = await fail({ reason: 'no order possible', exception: true });
      expect(done.body).toMatchObject({ state: 'failed_final', resolution: 'impossible' });
      expect(done.body.timeline[0]).toMatchObject({
        reason: 'no order possible',
        detail: { exception: true },
      });
      expect((await fail({ reason: 'again', exception: true })).status).toBe(409);
    });

    it('ignores or refuses fields that are the server’s', async () => {
      const reply = await client.post(`/api/cases/${ids['network']}/notes`, {
        body: 'x',
        state: 'verified',
      });
      expect(reply.status).toBe(422);
    });
  });

  describe('a line', () => {
    it.each([
      '13800001234',
      '138 0000 1234',
      '138-0000-1234',
      '+86 138 0000 1234',
      '0086-13800001234',
      '１３８００００１２３４',
      '\u202a13800001234\u202c',
    ])('is found by its number written as %s', async (msisdn) => {
      const reply = await client.post<{ id: string }>('/api/lines/lookup', { msisdn });
      expect(reply.status).toBe(200);
      const line = await client.get<LineRecord>(`/api/lines/${reply.body.id}`);
      expect(line.body).toMatchObject({
        ...{ msisdnMasked: '138****1234', caseCount: 2, openCaseCount: 1, facts: null },
      });
      expect((await list({ lineId: reply.body.id })).names).toEqual(['network', 'again']);
    });

    it('is looked up with a trace that holds no number', async () => {
      await client.post('/api/lines/lookup', { msisdn: '13800001234' });
      const events = await app.db('audit_events').where('action', 'line.looked_up');
      expect(events.length).toBeGreaterThan(0);
      expect(JSON.stringify(events)).not.toMatch(/1380000/);
    });

    it('leaves the same trace of a number nobody knows and of one outside the areas: masked, with nothing found', async () => {
      const narrowed = await app.signIn('supervisor', 'hangzhou');
      await app.db('staff').where({ login: 'hangzhou' }).update({ area_codes: '["330000"]' });
      for (const msisdn of ['13800001234', '13900000000']) {
        const refused = await narrowed.post('/api/lines/lookup', { msisdn });
        expect(refused.status).toBe(404);
      }
      const events = await app.db('audit_events').where('action', 'line.looked_up').orderBy('id');
      expect(
        events.slice(-2).map(({ subject_id: subject, detail }) => [subject, String(detail)]),
      ).toEqual([
        ['138****1234', '{"found":false}'],
        ['139****0000', '{"found":false}'],
      ]);
    });

    it('that nobody knows is not found, and what is no number is refused', async () => {
      const unknown = await client.post('/api/lines/lookup', { msisdn: '13900000000' });
      expect(unknown.status).toBe(404);
      const wrong = await client.post<WireError>('/api/lines/lookup', { msisdn: '12345' });
      expect(wrong.body.errors?.['msisdn']?.message).toBe('errors.lines.number');
    });
  });

  it('lists the catalogue, the mapping, products, areas and what nothing maps', async () => {
    const get = async <T>(path: string) => (await client.get<T[]>(path)).body;
    const codes = await get<FailureCodeRecord>('/api/failure-codes?range=[0,99]');
    expect(codes).toHaveLength(41);
    expect(codes.find((code) => code.code === 'TEC-01')).toMatchObject({
      ...{ category: 'technical', retry: 'verify', messageId: 'T1', policyRefusal: false },
    });
    expect((await get('/api/code-mappings?range=[0,199]')).length).toBeGreaterThan(60);
    expect(await get('/api/products?filter={"id":["601204"]}')).toMatchObject([
      { name: '手机报', partnerName: 'SP0044', monthlyFeeFen: 300 },
    ]);
    const cities = await get<AreaRecord>('/api/areas?filter={"parentCode":"320000"}');
    expect(cities.map((area) => area.nameEn)).toEqual(['Nanjing', 'Suzhou']);
    expect(await get<UnmappedCodeRecord>('/api/unmapped-codes')).toMatchObject([
      { sourceSystem: 'PLAT', rawCode: '4417', caseCount: 1, openCount: 1 },
    ]);
  });
});
