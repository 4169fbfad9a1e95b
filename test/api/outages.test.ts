import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireError } from '#contract/common.ts';
import type { Inbox } from '#contract/inbox.ts';
import type {
  Membership,
  OutageCauses,
  OutageRecord,
  OutageShow,
  OutageTimeframe,
} from '#contract/outages.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { seedLines } from '#test/support/outage-lines.ts';

const START = '2026-10-10T17:30';
const END = '2026-10-10T23:15';
const at = (local: string) => Date.parse(`${local}:00+08:00`);

const draft = (change: object = {}) => ({
  title: 'Base station fault in Xuanwu',
  zone: 'Asia/Shanghai',
  services: [{ service: 'data', severity: 'full' }],
  areaCodes: ['320102'],
  siteCodes: [],
  cause: 'base_station',
  responsibility: 'own',
  startedLocal: START,
  endedLocal: END,
  ...change,
});

onEachEngine('outages', (engine) => {
  let app: TestApp;
  let ops: TestClient;
  let otherOps: TestClient;
  let manager: TestClient;
  let supervisor: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app.db, app.world);
    ops = await app.signIn('network_ops');
    otherOps = await app.signIn('network_ops', 'secondops');
    manager = await app.signIn('manager');
    supervisor = await app.signIn('supervisor');
  });
  afterAll(() => app.close());

  async function log(change: object = {}): Promise<OutageShow> {
    const reply = await ops.post<OutageShow>('/api/outages', draft(change));
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    return reply.body;
  }
  const verb = (client: TestClient, outage: OutageShow, name: string, more: object = {}) =>
    client.post<OutageShow & WireError>(`/api/outages/${outage.id}/${name}`, {
      version: outage.version,
      ...more,
    });
  const done = async (reply: Promise<{ status: number; body: OutageShow & WireError }>) => {
    const { status, body } = await reply;
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const faultsOf = async (change: object) => {
    const reply = await ops.post<WireError>('/api/outages', draft(change));
    expect(reply.status).toBe(422);
    return Object.fromEntries(
      Object.entries(reply.body.errors ?? {}).map(([field, fault]) => [field, fault.message]),
    );
  };
  const list = (filter: object, client = ops) =>
    client.provider.getList<OutageRecord>('outages', {
      filter,
      pagination: { page: 1, perPage: 100 },
      sort: { field: 'startedAt', order: 'DESC' },
    });

  it('are logged in local time with a number, a first revision and the lines they hit', async () => {
    const outage = await log();
    expect(outage).toMatchObject({
      state: 'restored',
      startedAt: at(START),
      endedAt: at(END),
      startedLocal: START,
      endedLocal: END,
      severity: 'full',
      revision: 1,
      affectedLines: 3,
      loggerName: 'Test networkops',
      responsibilityStage: 'initial',
    });
    expect(outage.number).toMatch(/^OUT-261010-\d\d$/);
    expect(outage.membership).toMatchObject({
      byPlanType: [
        { planType: 'data', lines: 2 },
        { planType: 'voice', lines: 1 },
      ],
      basis: 'home_area',
      snapshotAsOfAt: at('2026-08-01T00:00'),
    });
    expect(outage.revisions).toHaveLength(1);
    expect(outage.revisions[0]?.factsHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('get numbers of their own when two are logged at once', async () => {
    const both = await Promise.all([log(), log()]);
    expect(new Set(both.map(({ number }) => number)).size).toBe(2);
  });

  it('count by the snapshot valid at their start, and none where there is none', async () => {
    const later = await log({ startedLocal: '2026-11-05T01:00', endedLocal: '2026-11-05T03:00' });
    expect(later.membership?.snapshotAsOfAt).toBe(at('2026-11-01T00:00'));
    expect(later.affectedLines).toBe(1);
    const early = await log({ startedLocal: '2026-07-05T01:00', endedLocal: '2026-07-05T03:00' });
    expect(early.affectedLines).toBeNull();
    expect(early.membership).toBeNull();
    const preview = await ops.post<WireError>('/api/outages/preview', {
      zone: 'Asia/Shanghai',
      startedLocal: '2026-07-05T01:00',
      areaCodes: ['320102'],
    });
    expect(preview.status).toBe(409);
    expect(preview.body.message).toBe('errors.outages.noSnapshot');
  });

  it('preview whom a city, a district in it and sites would hit, nobody twice', async () => {
    const preview = async (scope: object) =>
      (
        await ops.post<Membership>('/api/outages/preview', {
          zone: 'Asia/Shanghai',
          startedLocal: START,
          ...scope,
        })
      ).body;
    expect((await preview({ areaCodes: ['320102'] })).affectedLines).toBe(3);
    expect((await preview({ areaCodes: ['320100'] })).affectedLines).toBe(4);
    expect((await preview({ areaCodes: ['320000', '320102'] })).affectedLines).toBe(5);
    expect((await preview({ areaCodes: [] })).affectedLines).toBe(0);
    const sited = await preview({ areaCodes: ['320102'], siteCodes: ['320102-S001', 'nowhere'] });
    expect(sited).toMatchObject({
      affectedLines: 2,
      sitesNamed: 2,
      sitesMatched: 1,
      sitesUnmatched: ['nowhere'],
    });
  });

  it('are found by an area that holds them and by one that they hold', async () => {
    const city = await log({ title: 'whole city', areaCodes: ['320100'] });
    const district = await log({ title: 'district', areaCodes: ['320106'] });
    const elsewhere = await log({ title: 'elsewhere', areaCodes: ['330106'] });
    const found = async (areaCode: string) => {
      const { data } = await list({ areaCode });
      return [city, district, elsewhere].map(({ id }) => data.some((row) => row.id === id));
    };
    expect(await found('320106')).toEqual([true, true, false]);
    expect(await found('320100')).toEqual([true, true, false]);
    expect(await found('320000')).toEqual([true, true, false]);
    expect(await found('330000')).toEqual([false, false, true]);
  });

  it('are listed by state, service, severity, responsibility, cause, time and number', async () => {
    const sms = await log({
      services: [{ service: 'sms', severity: 'degraded' }],
      cause: 'planned_work',
      responsibility: 'planned',
      startedLocal: '2026-10-20T01:00',
      endedLocal: '2026-10-20T02:00',
    });
    const ids = async (filter: object) => (await list(filter)).data.map(({ id }) => id);
    const window = {
      startedFrom: at('2026-10-20T01:00'),
      startedUntil: at('2026-10-20T01:00') + 1,
    };
    expect(await ids(window)).toEqual([sms.id]);
    expect(await ids({ ...window, startedUntil: window.startedFrom })).toEqual([]);
    for (const filter of [
      { service: 'sms' },
      { severity: 'degraded' },
      { responsibility: ['planned'] },
      { cause: 'planned_work' },
      { number: sms.number },
      { id: [sms.id] },
    ])
      expect(await ids(filter)).toEqual([sms.id]);
    expect(await ids({ id: [] })).toEqual([]);
    const odd = await ops.get<WireError>('/api/outages?filter={"colour":"red"}');
    expect(odd.status).toBe(422);
  });

  it('name every field that cannot be: times, areas, services, cause', async () => {
    expect(await faultsOf({ zone: 'Mars/Olympus' })).toEqual({ zone: 'errors.time.badZone' });
    expect(await faultsOf({ startedLocal: '2026-02-30T10:00', endedLocal: 'soon' })).toEqual({
      startedLocal: 'errors.time.badTime',
      endedLocal: 'errors.time.badTime',
    });
    expect(
      await faultsOf({
        endedLocal: '2026-10-10T17:00',
        areaCodes: ['320102', '999999'],
        cause: 'witchcraft',
      }),
    ).toEqual({
      endedLocal: 'errors.time.endBeforeStart',
      'areaCodes.1': 'errors.outages.areaUnknown',
      cause: 'errors.outages.causeUnknown',
    });
    expect(
      await faultsOf({
        services: [
          { service: 'data', severity: 'full', startedLocal: '2026-10-10T16:00' },
          { service: 'voice', severity: 'full', endedLocal: '2026-10-10T21:40' },
          { service: 'voice', severity: 'degraded', startedLocal: '2026-10-10T21:00' },
        ],
      }),
    ).toEqual({
      'services.0.startedLocal': 'errors.outages.serviceOutside',
      'services.2.service': 'errors.outages.serviceTwice',
    });
    expect(await faultsOf({ endedLocal: '2027-10-12T00:00' })).toEqual({
      endedLocal: 'errors.outages.tooLong',
    });
    expect(await faultsOf({ endedLocal: '2026-12-01T00:00' })).toEqual({
      endedLocal: 'errors.outages.endsInFuture',
    });
  });

  it('take a service whose severity changes midway', async () => {
    const outage = await log({
      services: [
        { service: 'voice', severity: 'full', endedLocal: '2026-10-10T21:40' },
        { service: 'voice', severity: 'degraded', startedLocal: '2026-10-10T21:40' },
      ],
    });
    expect(outage.services.map((s) => [s.severity, s.startedLocal, s.endedLocal])).toEqual([
      ['full', null, '2026-10-10T21:40'],
      ['degraded', '2026-10-10T21:40', null],
    ]);
  });

  it('refuse a time that clocks showed twice until its offset tells which', async () => {
    const newYork = { zone: 'America/New_York', endedLocal: '2026-11-01T06:00' };
    expect(await faultsOf({ ...newYork, startedLocal: '2026-11-01T01:30' })).toEqual({
      startedLocal: 'errors.time.ambiguous',
    });
    expect(
      await faultsOf({ ...newYork, startedLocal: '2026-03-08T02:30', endedLocal: null }),
    ).toEqual({ startedLocal: 'errors.time.skipped' });
    const outage = await log({ ...newYork, startedLocal: '2026-11-01T01:30-05:00' });
    expect(outage.startedAt).toBe(Date.parse('2026-11-01T01:30:00-05:00'));
    expect(outage.startedLocal).toBe('2026-11-01T01:30-05:00');
  });

  it('go from open to restored to confirmed to closed, each by whom it may', async () => {
    const open = await log({ endedLocal: '' });
    expect(open.state).toBe('open');
    expect((await verb(manager, open, 'confirm')).body.message).toBe('errors.transition');
    expect((await verb(supervisor, open, 'restore', { endedLocal: END })).status).toBe(403);
    const restored = await done(verb(ops, open, 'restore', { endedLocal: END }));
    expect(restored).toMatchObject({ state: 'restored', revision: 2, endedLocal: END });
    expect(restored.revisions[1]?.changes).toEqual([{ field: 'endedAt', from: null, to: at(END) }]);
    const own = await verb(ops, restored, 'confirm');
    expect([own.status, own.body.message]).toEqual([403, 'errors.outages.ownFacts']);
    expect((await verb(supervisor, restored, 'confirm')).status).toBe(403);
    const confirmed = await done(verb(otherOps, restored, 'confirm'));
    expect(confirmed).toMatchObject({
      state: 'confirmed',
      responsibilityStage: 'final',
      confirmedByName: 'Test secondops',
      confirmedAt: app.world.now(),
    });
    const edit = await ops.put<WireError>(`/api/outages/${open.id}`, {
      version: confirmed.version,
      title: 'other',
    });
    expect(edit.body.message).toBe('errors.outages.notEditable');
    expect((await done(verb(manager, confirmed, 'close'))).state).toBe('closed');
    const closed = await app.db('outages').where({ id: open.id }).first('version');
    const late = await ops.post<WireError>(`/api/outages/${open.id}/cancel`, {
      version: Number(closed?.version),
      reason: 'too late',
    });
    expect(late.body.message).toBe('errors.transition');
  });

  it('wait, once over, in the inbox of those who may confirm them, and of nobody who wrote a fact', async () => {
    const waitingFor = async (client: TestClient) =>
      (await client.get<Inbox>('/api/inbox')).body.groups
        .filter(({ kind }) => kind === 'outage_decision')
        .flatMap(({ items }) => items.map(({ to, detailKey }) => `${to} ${detailKey ?? ''}`));
    const outage = await log({ endedLocal: null });
    const line = `/outages/${outage.id}/show outage.over`;
    expect(await waitingFor(otherOps)).not.toContain(line);
    const over = await done(verb(ops, outage, 'restore', { endedLocal: END }));
    expect(await waitingFor(otherOps)).toContain(line);
    expect(await waitingFor(manager)).toContain(line);
    expect(await waitingFor(ops)).not.toContain(line);
    expect(await waitingFor(supervisor)).toEqual([]);
    await done(verb(otherOps, over, 'confirm'));
    expect(await waitingFor(manager)).not.toContain(line);

    const cut = await log({
      responsibility: 'third_party',
      evidenceNote: 'report',
      endedLocal: null,
    });
    const agreeing = `/outages/${cut.id}/show outage.underWay`;
    expect(await waitingFor(manager)).toContain(agreeing);
    expect(await waitingFor(otherOps)).not.toContain(agreeing);
  });

  it('are not confirmed by anyone who edited them', async () => {
    const outage = await log();
    const edited = (
      await otherOps.put<OutageShow>(`/api/outages/${outage.id}`, {
        ...outage,
        title: 'A better title',
      })
    ).body;
    expect(edited.revisions.map(({ createdByName }) => createdByName)).toEqual([
      'Test networkops',
      'Test secondops',
    ]);
    expect(edited.editorIds).toHaveLength(2);
    for (const client of [ops, otherOps])
      expect((await verb(client, edited, 'confirm')).status).toBe(403);
    expect((await done(verb(manager, edited, 'confirm'))).state).toBe('confirmed');
  });

  it('write nothing when an edit changes nothing, and refuse a stale one', async () => {
    const outage = await log();
    const same = await ops.put<OutageShow>(`/api/outages/${outage.id}`, outage);
    expect(same.body).toMatchObject({ revision: 1, version: outage.version });
    const edit = (title: string) =>
      ops.put<OutageShow & WireError>(`/api/outages/${outage.id}`, {
        version: outage.version,
        title,
      });
    const replies = await Promise.all([edit('left'), edit('right')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const rows = await app.db('outage_revisions').where({ outage_id: outage.id }).count({ n: '*' });
    expect(Number(rows[0]?.['n'])).toBe(2);
  });

  it('of a third party need evidence and agreement, which a changed fact voids', async () => {
    const outage = await log({
      cause: 'fibre_cut',
      responsibility: 'third_party',
      responsibleParty: 'City works',
    });
    expect(outage.needsAgreement).toBe(true);
    const bare = await verb(manager, outage, 'agree');
    expect(bare.body.errors).toEqual({
      evidenceNote: { message: 'errors.outages.evidenceNeeded' },
    });
    const proven = (
      await ops.put<OutageShow>(`/api/outages/${outage.id}`, {
        version: outage.version,
        evidenceNote: 'Photographs of the trench, report 17',
      })
    ).body;
    expect((await verb(manager, proven, 'confirm')).body.message).toBe(
      'errors.outages.agreementNeeded',
    );
    expect((await verb(otherOps, proven, 'agree')).status).toBe(403);
    const agreed = await done(verb(manager, proven, 'agree'));
    expect(agreed.agreedAt).toBe(app.world.now());
    const moved = (
      await ops.put<OutageShow>(`/api/outages/${outage.id}`, {
        version: agreed.version,
        endedLocal: '2026-10-10T23:00',
      })
    ).body;
    expect(moved.agreedBy).toBeNull();
    expect((await verb(manager, moved, 'confirm')).status).toBe(409);
    const again = await done(verb(manager, moved, 'agree'));
    expect((await done(verb(otherOps, again, 'confirm'))).state).toBe('confirmed');
    const own = await log();
    expect((await verb(manager, own, 'agree')).body.message).toBe(
      'errors.outages.agreementNotNeeded',
    );
  });

  it('corrected after confirmation become a new revision to be confirmed again', async () => {
    const confirmed = await done(verb(manager, await log(), 'confirm'));
    const first = confirmed.revisions[0];
    const correct = (body: object) =>
      ops.post<OutageShow & WireError>(`/api/outages/${confirmed.id}/correct`, {
        version: confirmed.version,
        reason: 'The log of the switch says otherwise',
        ...body,
      });
    expect((await correct({})).body.message).toBe('errors.outages.nothingChanged');
    expect((await correct({ reason: '', endedLocal: '2026-10-10T22:40' })).status).toBe(422);
    const corrected = await done(correct({ endedLocal: '2026-10-10T22:40' }));
    expect(corrected).toMatchObject({
      state: 'restored',
      revision: 2,
      responsibilityStage: 'initial',
      confirmedBy: null,
    });
    expect(corrected.revisions[0]).toEqual(first);
    expect(corrected.revisions[1]).toMatchObject({
      reason: 'The log of the switch says otherwise',
      changes: [{ field: 'endedAt', from: at(END), to: at('2026-10-10T22:40') }],
    });
    const again = await done(verb(otherOps, corrected, 'confirm'));
    expect(again).toMatchObject({ state: 'confirmed', revision: 2, responsibilityStage: 'final' });
  });

  it('of planned work count as own unless they were announced 72 hours ahead', async () => {
    const planned = (announcedLocal: string | null) =>
      log({
        cause: 'planned_work',
        responsibility: 'planned',
        startedLocal: '2026-11-08T00:30',
        endedLocal: '2026-11-08T04:00',
        announcedLocal,
      });
    expect((await planned('2026-11-05T00:30')).countsAs).toBe('planned');
    expect((await planned('2026-11-05T00:31')).countsAs).toBe('own');
    expect((await planned(null)).countsAs).toBe('own');
  });

  it('give the picture bands, calendar and the sums of the server', async () => {
    const outage = await log({
      services: [
        { service: 'data', severity: 'full' },
        { service: 'sms', severity: 'degraded', startedLocal: '2026-10-10T23:00' },
      ],
    });
    const { body } = await supervisor.get<OutageTimeframe>(`/api/outages/${outage.id}/timeframe`);
    expect(body).toMatchObject({ zone: 'Asia/Shanghai', untilAt: at(END), missingYears: [] });
    expect(Object.keys(body.calendar.years)).toEqual(['2026']);
    expect(body.weighted.map((w) => [w.service, w.weightedPerMilleSeconds / 3_600_000])).toEqual([
      ['data', 6.875],
      ['sms', 0.125],
    ]);
  });

  it('name the year the calendar lacks instead of guessing its days', async () => {
    const before = await log({ startedLocal: '2003-12-31T20:00', endedLocal: '2004-01-01T04:00' });
    const { body } = await ops.get<OutageTimeframe>(`/api/outages/${before.id}/timeframe`);
    expect(body.missingYears).toEqual(['2003']);
    expect(body.weighted).toEqual([]);
  });

  it('show the failed unsubscribes of their window and areas', async () => {
    const outage = await log({ areaCodes: ['320106'] });
    expect(outage.failedUnsubscribes).toEqual({
      count: 3,
      requestedAt: [at('2026-10-10T17:30'), at('2026-10-10T23:14')],
    });
  });

  it('land from an import once, closed ones restored, the importer being the logger', async () => {
    const landing = {
      number: 'OUT-2026-1000',
      title: '南京市玄武区基站设备故障',
      services: ['data', 'voice'] as const,
      severity: 'full' as const,
      areaCodes: ['320102'],
      siteCodes: [],
      cause: '基站设备故障',
      responsibility: 'own' as const,
      responsibleParty: null,
      announcedAt: null,
      detectedAt: at(START),
      startedAt: at(START),
      endedAt: at(END),
      zone: 'Asia/Shanghai',
      parentNumber: null,
      estimatedAt: null,
    };
    const rows = [
      landing,
      { ...landing, number: 'OUT-2026-1001', endedAt: null, cause: '鼠害' },
      { ...landing, number: 'OUT-2026-1002', areaCodes: ['999999'] },
      landing,
    ];
    const ctx = {
      ...testContext,
      actor: { id: 'importer', name: 'Importer', role: 'network_ops' as const, areaCodes: [] },
    };
    const dry = await app.features.inTransaction((f) => f.landOutages(ctx, rows, { dryRun: true }));
    expect(dry.map(({ outcome }) => outcome)).toEqual(['landed', 'landed', 'refused', 'known']);
    expect(dry[2]?.faults).toMatchObject({
      'areaCodes.0': { message: 'errors.outages.areaUnknown' },
    });
    expect(await app.db('outages').where('number', 'OUT-2026-1000')).toEqual([]);
    await app.features.inTransaction((f) => f.landOutages(ctx, rows));
    const again = await app.features.inTransaction((f) => f.landOutages(ctx, rows));
    expect(again.map(({ outcome }) => outcome)).toEqual(['known', 'known', 'refused', 'known']);
    const { data } = await list({ number: ['OUT-2026-1000', 'OUT-2026-1001', 'OUT-2026-1002'] });
    const landed = data.map(({ number, state, cause, loggerName, affectedLines }) => ({
      number,
      state,
      cause,
      loggerName,
      affectedLines,
    }));
    expect(landed.sort((a, b) => (a.number < b.number ? -1 : 1))).toEqual([
      {
        number: 'OUT-2026-1000',
        state: 'restored',
        cause: 'base_station',
        loggerName: 'Importer',
        affectedLines: 3,
      },
      {
        number: 'OUT-2026-1001',
        state: 'open',
        cause: '鼠害',
        loggerName: 'Importer',
        affectedLines: 3,
      },
    ]);
    const causes = (await ops.get<OutageCauses>('/api/outage-causes')).body;
    expect(causes.causes.at(-1)).toMatchObject({ code: '鼠害', responsibility: 'own' });
  });

  it('have causes that staff may change, one version at a time', async () => {
    const { version, causes } = (await ops.get<OutageCauses>('/api/outage-causes')).body;
    const changed = causes.map((cause) =>
      cause.code === 'theft' ? { ...cause, retired: true } : cause,
    );
    const saved = await ops.put<OutageCauses>('/api/outage-causes', { version, causes: changed });
    expect(saved.body.version).toBe(version + 1);
    expect((await ops.put('/api/outage-causes', { version, causes })).status).toBe(409);
    expect((await supervisor.put('/api/outage-causes', { version, causes })).status).toBe(403);
    expect(await faultsOf({ cause: 'theft' })).toEqual({ cause: 'errors.outages.causeUnknown' });
    const twice = await ops.put<WireError>('/api/outage-causes', {
      version: version + 1,
      causes: [...changed, changed[0]],
    });
    expect(Object.keys(twice.body.errors ?? {})).toEqual([
      `causes.${changed.length}.code`,
      `causes.${changed.length}.nameZh`,
    ]);
  });

  it('are counted later when the snapshot arrives after them', async () => {
    const early = await log({ startedLocal: '2026-07-05T01:00', endedLocal: '2026-07-05T03:00' });
    await app.db('snapshots').insert({
      id: 'snapshot-june',
      as_of_at: at('2026-06-01T00:00'),
      state: 'complete',
      line_count: 0,
      demo: false,
      created_at: app.world.now(),
    });
    await app.features.inTransaction((f) => f.countUncountedOutages(50));
    const counted = (await ops.get<OutageShow>(`/api/outages/${early.id}`)).body;
    expect(counted).toMatchObject({ affectedLines: 0, revision: 1 });
    await app.db('snapshots').where({ id: 'snapshot-june' }).delete();
  });

  it('outside the areas a person is narrowed to are neither seen nor changed', async () => {
    const elsewhere = await log({ title: 'elsewhere', areaCodes: ['330106'] });
    const local = await app.signIn('network_ops', 'localops');
    await app.db('staff').where({ login: 'localops' }).update({ area_codes: '["320000"]' });
    expect((await local.get(`/api/outages/${elsewhere.id}`)).status).toBe(404);
    const { data } = await list({}, local);
    expect(data.every(({ areaCodes }) => areaCodes.every((code) => code.startsWith('32')))).toBe(
      true,
    );
    const reply = await local.post<WireError>('/api/outages', draft({ areaCodes: ['330106'] }));
    expect(reply.body.errors?.['areaCodes.0']?.message).toBe('errors.outages.areaNotYours');
  });

  it('leave one audit event for every change', async () => {
    const open = await log({ endedLocal: null });
    const cancelled = await done(verb(ops, open, 'cancel', { reason: 'a false alarm' }));
    expect(cancelled.state).toBe('cancelled');
    const events = await app
      .db('audit_events')
      .where({ subject_type: 'outage', subject_id: open.id })
      .orderBy('id')
      .select('action', 'reason');
    expect(events).toEqual([
      { action: 'outage.logged', reason: null },
      { action: 'outage.cancelled', reason: 'a false alarm' },
    ]);
  });

  it('list the snapshots they are counted in', async () => {
    const { data, total } = await ops.provider.getList('snapshots', {
      filter: { state: 'complete' },
      pagination: { page: 1, perPage: 10 },
      sort: { field: 'asOfAt', order: 'ASC' },
    });
    expect(total).toBe(2);
    expect(data[0]).toMatchObject({ asOfAt: at('2026-08-01T00:00'), lines: 5 });
  });
});

it('the sample of outages has causes that the shipped list knows', async () => {
  const { defaultCauses } = await import('#server/features/outages/default-causes.ts');
  const names = new Set(defaultCauses.map(({ nameZh }) => nameZh));
  const rows = readFileSync('test/fixtures/outages.csv', 'utf8').trim().split('\r\n').slice(1);
  const causes = new Set(rows.map((row) => row.split(',')[6] ?? ''));
  expect(causes.size).toBeGreaterThan(4);
  expect([...causes].filter((cause) => !names.has(cause))).toEqual([]);
});
