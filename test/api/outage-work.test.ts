import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireError } from '#contract/common.ts';
import type {
  AttachedList,
  OutageAreas,
  OutageCalendar,
  OutageEstimate,
  OutageLine,
  OutageOverlap,
  OutagePreview,
  OutageWall,
  PreviewLines,
} from '#contract/outage-work.ts';
import type { OutageRecord, OutageShow } from '#contract/outages.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  lineId,
  msisdn,
  seedLines,
  WORKED_EXAMPLE,
  type Cast,
} from '#test/support/compensation.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { sweepAttachedLists } from '#server/features/outages/attached-list-sweep.ts';
import { insertIgnore } from '#server/db/dialect.ts';
import { TEST_NOW } from '#test/support/world.ts';

const HOUR = 3_600_000;
const places = [
  ['320000', null, 'province', '江苏省', 'Jiangsu'],
  ['320100', '320000', 'city', '南京市', 'Nanjing'],
  ['320102', '320100', 'district', '玄武区', 'Xuanwu'],
  ['320104', '320100', 'district', '秦淮区', 'Qinhuai'],
  ['330106', '330100', 'district', '西湖区', 'Xihu'],
] as const;

onEachEngine('the outage log', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'approver' | 'manager' | 'network'>;
  let ops: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    await insertIgnore(
      app.db,
      'areas',
      places.map(([code, parent, level, zh, en]) => ({
        ...{ code, parent_code: parent, level },
        ...{ name_zh: zh, name_en: en },
      })),
    );
    const at = (areaCode: string, siteCode: string) => ({ areaCode, siteCode });
    await seedLines(app, [
      ...Array.from({ length: 6 }, (_, n) => at('320102', `320102-S00${(n % 3) + 1}`)),
      ...Array.from({ length: 3 }, () => at('320104', '320104-S001')),
      at('330106', '330106-S001'),
    ]);
    people = await cast(app, 'maker', 'approver', 'manager', 'network');
    ops = people.network;
  });
  afterAll(() => app.close());

  const log = async (change: object = {}): Promise<OutageShow> => {
    const reply = await ops.post<OutageShow>('/api/outages', { ...WORKED_EXAMPLE, ...change });
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    return reply.body;
  };
  const verb = (outage: OutageShow, name: string, more: object = {}) =>
    ops.post<OutageShow & WireError>(`/api/outages/${outage.id}/${name}`, {
      version: outage.version,
      ...more,
    });
  const upload = (text: string, name = 'attached') =>
    ops.upload<AttachedList & WireError>(`/api/attached-lists?name=${name}`, text);
  const preview = async (change: object) =>
    (
      await ops.post<OutagePreview>('/api/outages/preview', {
        ...{ zone: 'Asia/Shanghai', startedLocal: '2026-10-10T17:30' },
        ...change,
      })
    ).body;
  const faultOf = (reply: { body: WireError }) =>
    Object.fromEntries(
      Object.entries(reply.body.errors ?? {}).map(([field, fault]) => [field, fault.message]),
    );

  it('takes an outage in three words: it began now, here, with this service', async () => {
    const reply = await ops.post<OutageShow>('/api/outages/quick', {
      services: [{ service: 'data', severity: 'full' }],
      areaCodes: ['320102'],
    });
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    expect(reply.body).toMatchObject({
      state: 'open',
      title: '玄武区数据中断',
      cause: 'unknown',
      responsibility: 'own',
      zone: 'Asia/Shanghai',
      startedAt: TEST_NOW,
      affectedLines: 6,
    });
    const english = await ops.post<OutageShow>('/api/outages/quick', {
      services: [
        { service: 'voice', severity: 'degraded' },
        { service: 'sms', severity: 'degraded' },
      ],
      areaCodes: ['320104', '320102'],
      startedLocal: '2026-11-20T08:00',
      language: 'en',
    });
    expect(english.body).toMatchObject({
      title: 'Voice, SMS degraded in Qinhuai and 1 more',
      startedLocal: '2026-11-20T08:00',
    });
    for (const outage of [reply.body, english.body])
      await verb(outage, 'cancel', { reason: 'a test' });
  });

  it('keeps every estimate, and tells when one has passed', async () => {
    const outage = await log({ startedLocal: '2026-11-21T09:00', endedLocal: null });
    const past = await verb(outage, 'estimate', { estimatedLocal: '2026-11-21T11:59' });
    expect(faultOf(past)).toEqual({ estimatedLocal: 'errors.outages.estimatePast' });
    const first = await verb(outage, 'estimate', {
      estimatedLocal: '2026-11-21T12:30',
      note: 'crew on site',
    });
    expect(first.body).toMatchObject({
      estimatedEndAt: TEST_NOW + HOUR / 2,
      estimatedEndLocal: '2026-11-21T12:30',
      estimatePassed: false,
      revision: 1,
    });
    const stale = await verb(outage, 'estimate', { estimatedLocal: '2026-11-21T14:00' });
    expect(stale.body.message).toBe('errors.stale');
    app.world.advance(HOUR / 2);
    const { data } = await ops.provider.getList<OutageRecord>('outages', {
      filter: { estimatePassed: true },
    });
    expect(data.map(({ id, estimatePassed }) => [id, estimatePassed])).toEqual([[outage.id, true]]);
    const second = (await verb(first.body, 'estimate', { estimatedLocal: null })).body;
    expect(second.estimatedEndAt).toBeNull();
    const { body } = await ops.get<OutageEstimate[]>(`/api/outages/${outage.id}/estimates`);
    expect(body.map(({ seq, estimatedLocal, note }) => [seq, estimatedLocal, note])).toEqual([
      [1, '2026-11-21T12:30', 'crew on site'],
      [2, null, null],
    ]);
    const over = (await verb(second, 'restore', { endedLocal: '2026-11-21T12:20' })).body;
    expect((await verb(over, 'estimate', { estimatedLocal: null })).body.message).toBe(
      'errors.outages.notOpen',
    );
    app.world.set(TEST_NOW);
  });

  it('makes families of one level: no part of itself, none of a part', async () => {
    const cut = await log({ title: 'fibre cut' });
    const alarm = await log({ title: 'alarm' });
    const other = await log({ title: 'another alarm' });
    const child = await verb(alarm, 'attach', { parentId: cut.id });
    expect(child.body).toMatchObject({
      parentId: cut.id,
      parentNumber: cut.number,
      parent: { id: cut.id, title: 'fibre cut' },
      revision: 2,
    });
    expect((await ops.get<OutageShow>(`/api/outages/${cut.id}`)).body).toMatchObject({
      childCount: 1,
      children: [{ id: alarm.id }],
    });
    const message = async (outage: OutageShow, parentId: string) =>
      faultOf(await verb(outage, 'attach', { parentId }))['parentId'];
    expect(await message(cut, cut.id)).toBe('errors.outages.parentIsSelf');
    expect(await message(other, alarm.id)).toBe('errors.outages.parentIsChild');
    expect(await message(cut, other.id)).toBe('errors.outages.hasChildren');
    expect(await message(other, '01H00000000000000000000000')).toBe('errors.outages.parentUnknown');
    const cancelled = await verb(cut, 'cancel', { reason: 'none' });
    expect(cancelled.body.message).toBe('errors.outages.hasChildren');
    const { data } = await ops.provider.getList<OutageRecord>('outages', {
      filter: { parentId: cut.id },
    });
    expect(data.map(({ id }) => id)).toEqual([alarm.id]);
    const [one, two] = [await log(), await log()];
    const both = await Promise.all([
      verb(one, 'attach', { parentId: two.id }),
      verb(two, 'attach', { parentId: one.id }),
    ]);
    expect(both.map(({ status }) => status).sort()).not.toEqual([200, 200]);
  });

  it('reads a list of attached numbers however they are written, and keeps none of them', async () => {
    const [, second = '', third = ''] = [0, 1, 2].map(msisdn);
    const reply = await upload(
      [
        '号码,姓名',
        `${msisdn(0)},甲`,
        `0086 ${second.slice(3, 6)}-${second.slice(6, 10)}-${second.slice(10)}`,
        `"${third.slice(3)}"；${msisdn(9)}`,
        `${msisdn(0)}`,
        '13900000000',
        'not a number 12',
        '',
      ].join('\r\n'),
    );
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    expect(reply.body).toMatchObject({
      ...{ read: 5, matched: 4, unmatched: 1, repeated: 1 },
      rejects: [
        { row: 7, text: 'not a number 12', reason: 'no_number' },
        { row: 6, text: '139****0000', reason: 'not_known' },
      ],
    });
    const kept = JSON.stringify([
      await app.db('attached_lists').select(),
      await app.db('attached_list_lines').select(),
      await app.db('audit_events').where({ subject_type: 'attached_list' }).select(),
    ]);
    expect(kept).toContain(lineId(9));
    expect(kept).not.toMatch(/1700430000|13900000000/u);
    expect((await upload('nothing here')).body.message).toBe('errors.attached.empty');
    expect((await upload('PK\u0003\u0004')).body.message).toBe('errors.attached.notText');
    const [left] = await app.db('attached_lists').count({ n: '*' });
    expect(Number(left?.['n'])).toBe(1);
    expect((await people.maker.upload('/api/attached-lists?name=x', '1')).status).toBe(403);
  });

  it('counts, lists and pays exactly the lines of a list, travellers included', async () => {
    // Two of the district, one of the next, one from another province; the list names one who has no facts.
    const list = (await upload([0, 3, 7, 9].map(msisdn).join('\n'))).body;
    const scope = { attachedListId: list.id, areaCodes: ['320102'] };
    const shown = await preview(scope);
    expect(shown).toMatchObject({
      ...{ affectedLines: 4, basis: 'attached_lines', sitesNamed: 0 },
      attached: { listId: list.id, name: 'attached', lines: 4, inSnapshot: 4 },
    });
    const outage = await confirmedOutage(people, scope);
    expect(outage).toMatchObject({ scopeBasis: 'attached_lines', affectedLines: 4 });
    const batch = await batchDriver(app).calculated(people.maker, outage.id);
    const paid: { line_id: string; amount: number }[] = await app
      .db('batch_items')
      .where({ batch_id: batch.id, benefit: 'data' })
      .orderBy('line_id')
      .select('line_id', 'amount');
    expect(paid.map((row) => [row.line_id, Number(row.amount)])).toEqual(
      [0, 3, 7, 9].map((n) => [lineId(n), 1238]),
    );
    // The list stays as long as a revision names it; one that nothing names goes.
    const idle = (await upload(msisdn(1))).body;
    await app.db('attached_lists').update({ created_at: TEST_NOW - 8 * 24 * HOUR });
    await sweepAttachedLists(app.features.attachedLists, TEST_NOW);
    const status = async (id: string) => (await ops.get(`/api/attached-lists/${id}`)).status;
    expect([await status(list.id), await status(idle.id)]).toEqual([200, 404]);
    const gone = await ops.post<WireError>('/api/outages', {
      ...WORKED_EXAMPLE,
      attachedListId: idle.id,
    });
    expect(faultOf(gone)).toEqual({ attachedListId: 'errors.outages.listUnknown' });
  });

  it('pays a line of the whole and of its part once for the same time', async () => {
    const driver = batchDriver(app);
    const day = { startedLocal: '2026-09-20T10:00', endedLocal: '2026-09-20T14:00' };
    const whole = await confirmedOutage(people, { ...day, title: 'cut' });
    const list = (await upload([0, 9].map(msisdn).join('\n'))).body.id;
    const part = await confirmedOutage(people, {
      ...{ ...day, endedLocal: '2026-09-20T12:00', title: 'alarm' },
      ...{ parentId: whole.id, attachedListId: list },
    });
    const batch = await driver.submitted(people.maker, whole.id);
    expect((await driver.approve(people.approver, batch.id)).status).toBe(200);
    const second = await driver.calculated(people.maker, part.id);
    // The traveller was in the part alone.
    const paid: unknown[] = await app
      .db('batch_items')
      .where({ batch_id: second.id })
      .pluck('line_id');
    expect(new Set(paid)).toEqual(new Set([lineId(9)]));
    expect(second.excludedCount).toBe(1);
  });

  it('gives its hash to facts as before where they say nothing new', async () => {
    const outage = await log();
    const stored = await app.db('outage_revisions').where({ outage_id: outage.id }).first('facts');
    expect(JSON.parse(String(stored?.['facts']))).not.toHaveProperty('parentId');
    expect(JSON.parse(String(stored?.['facts']))).not.toHaveProperty('attachedListId');
  });

  it('lists whom a draft would hit before it is saved, page by page, numbers masked', async () => {
    const page = async (after?: string) =>
      (
        await ops.post<PreviewLines>('/api/outages/preview/lines', {
          ...{ zone: 'Asia/Shanghai', startedLocal: '2026-10-10T17:30' },
          ...{ areaCodes: ['320100'], limit: 4 },
          ...(after === undefined ? {} : { after }),
        })
      ).body;
    const first = await page();
    const second = await page(first.next ?? '');
    const third = await page(second.next ?? '');
    const all = [...first.lines, ...second.lines, ...third.lines];
    // By area, site and line.
    expect(all.map(({ id }) => id)).toEqual([0, 3, 1, 4, 2, 5, 6, 7, 8].map(lineId));
    expect([first.lines.length, third.next]).toEqual([4, null]);
    expect(all[0]).toMatchObject({ msisdnMasked: '170****0000', areaNameZh: '玄武区' });
    expect(all.length).toBe((await preview({ areaCodes: ['320100'] })).affectedLines);
  });

  it('lists the lines of an outage forwards and backwards, of sites and of lists alike', async () => {
    const list = (await upload([5, 2, 8].map(msisdn).join(','))).body;
    for (const [scope, expected] of [
      [{ areaCodes: ['320102'], siteCodes: ['320102-S002', '320102-S003'] }, [1, 4, 2, 5]],
      [{ areaCodes: [], attachedListId: list.id }, [2, 5, 8]],
    ] as const) {
      const outage = await log(scope);
      const lines = async (query: string) => {
        const reply = await ops.get<OutageLine[]>(`/api/outages/${outage.id}/lines?${query}`);
        expect(reply.status, JSON.stringify(reply.body)).toBe(200);
        return { ids: reply.body.map(({ id }) => id), total: reply.headers.get('x-total-count') };
      };
      const ids = expected.map(lineId);
      expect(await lines('')).toEqual({ ids, total: String(ids.length) });
      expect((await lines('sort=["id","DESC"]')).ids).toEqual([...ids].reverse());
      expect((await lines('range=[1,1]')).ids).toEqual([ids[1]]);
      expect((await lines(`after=["${ids[0]}","${ids[0]}"]`)).ids).toEqual(ids.slice(1));
      expect((await lines(`before=["${ids[2]}","${ids[2]}"]`)).ids).toEqual(ids.slice(0, 2));
    }
  });

  it('warns of outages of the same service at the same time and place, families apart', async () => {
    const day = { startedLocal: '2026-09-01T10:00', endedLocal: '2026-09-01T12:00' };
    const there = await log({ ...day, title: 'first', areaCodes: ['320100'] });
    const child = await log({ ...day, title: 'a part of it', parentId: there.id });
    const draft = { ...WORKED_EXAMPLE, ...day, startedLocal: '2026-09-01T11:00' };
    const shown = await preview(draft);
    expect(shown.overlaps.map(({ id }) => id).sort()).toEqual([child.id, there.id].sort());
    expect(shown.overlaps.find(({ id }) => id === there.id)).toMatchObject({
      ...{ sharedAreas: ['320102'], sharedLines: 6, services: ['data'], number: there.number },
    });
    const overlapping = async (change: object) =>
      (await preview({ ...draft, ...change })).overlaps.map(({ id }) => id);
    expect(await overlapping({ parentId: there.id })).toEqual([]);
    expect(
      await overlapping({ startedLocal: '2026-09-01T12:00', endedLocal: '2026-09-01T13:00' }),
    ).toEqual([]);
    expect(await overlapping({ services: [{ service: 'sms', severity: 'full' }] })).toEqual([]);
    expect(await overlapping({ areaCodes: ['330106'] })).toEqual([]);
    // Where a list says whom it hit, its lines decide and not its areas.
    const travellers = (await upload(msisdn(9))).body.id;
    expect(await overlapping({ attachedListId: travellers })).toEqual([]);
    const attached = (await upload([9, 6].map(msisdn).join(' '))).body.id;
    expect(await overlapping({ attachedListId: attached })).toEqual([there.id]);
    const saved = await log({ ...day, title: 'second' });
    const { body } = await ops.get<OutageOverlap[]>(`/api/outages/${saved.id}/overlaps`);
    expect(body.map(({ id }) => id).sort()).toEqual([child.id, there.id].sort());
    expect(saved.overlapCount).toBe(2);
  });

  it('shows a year as days: a family once, of its hours the worst', async () => {
    const cut = await log({
      title: 'family',
      startedLocal: '2026-06-10T22:00',
      endedLocal: '2026-06-11T02:00',
      services: [{ service: 'data', severity: 'degraded' }],
    });
    await log({
      title: 'its part',
      startedLocal: '2026-06-11T01:00',
      endedLocal: '2026-06-11T03:00',
      parentId: cut.id,
    });
    const reply = await ops.get<OutageCalendar>(
      '/api/outages/calendar?from=2026-06-09&until=2026-06-12',
    );
    expect(reply.body.zone).toBe('Asia/Shanghai');
    expect(
      reply.body.days.map((d) => [
        d.count,
        d.begun,
        d.fullSeconds / 3600,
        d.degradedSeconds / 3600,
      ]),
    ).toEqual([
      [0, 0, 0, 0],
      [1, 1, 0, 2],
      [1, 0, 2, 1],
      [0, 0, 0, 0],
    ]);
    const long = await ops.get<WireError>('/api/outages/calendar?from=2025-01-01&until=2026-06-12');
    expect(long.status).toBe(422);
  });

  it('shows areas as a tree, each outage once in whatever it touches, wider ones included', async () => {
    await log({ startedLocal: '2026-05-01T10:00', endedLocal: '2026-05-01T12:00' });
    await log({
      startedLocal: '2026-05-01T10:00',
      endedLocal: '2026-05-01T12:00',
      areaCodes: ['320102', '320104'],
    });
    await log({
      startedLocal: '2026-05-01T10:00',
      endedLocal: '2026-05-01T12:00',
      areaCodes: ['320100'],
    });
    const at = Date.parse('2026-05-01T11:00:00+08:00');
    const { body } = await ops.get<OutageAreas>(`/api/outages/areas?at=${at}`);
    expect(body.areas.map((area) => [area.code, area.outages, area.open, area.worst])).toEqual([
      ['320000', 3, 0, 'full'],
      ['320100', 3, 0, 'full'],
      ['320102', 3, 0, 'full'],
      ['320104', 2, 0, 'full'],
    ]);
    expect(body.areas.filter((area) => area.fromAbove).map(({ code }) => code)).toEqual([
      '320102',
      '320104',
    ]);
    const before = await ops.get<OutageAreas>(`/api/outages/areas?at=${at - 2 * HOUR}`);
    expect(before.body.areas).toEqual([]);
  });

  it('shows on the wall what goes on, what waits and what is announced for three days', async () => {
    const open = await log({ startedLocal: '2026-11-21T09:00', endedLocal: null, title: 'on' });
    const part = await log({
      ...{ startedLocal: '2026-11-21T09:10', endedLocal: null, title: 'part', parentId: open.id },
    });
    const planned = (startedLocal: string) =>
      log({
        ...{ startedLocal, endedLocal: null, title: 'works' },
        ...{ cause: 'planned_work', responsibility: 'planned', announcedLocal: '2026-11-18T09:00' },
      });
    const soon = await planned('2026-11-24T11:00');
    await planned('2026-11-24T13:00');
    const { body } = await ops.get<OutageWall>('/api/outages/wall');
    expect(body.counts).toMatchObject({ open: 2, openFull: 2, openLines: 6, announced: 1 });
    expect(body.open.map(({ id, childCount }) => [id, childCount])).toEqual([[open.id, 1]]);
    expect(body.announced.map(({ id, countsAs }) => [id, countsAs])).toEqual([
      [soon.id, 'planned'],
    ]);
    expect(body.restored.length).toBeGreaterThan(0);
    // A part whose parent is over would be seen nowhere else.
    await verb(open, 'restore', { endedLocal: '2026-11-21T11:00' });
    const later = await ops.get<OutageWall>('/api/outages/wall');
    expect(later.body.open.map(({ id }) => id)).toEqual([part.id]);
  });

  it('shows people narrowed to areas their own outages, lines and counts only', async () => {
    const client = await app.signIn('network_ops', 'narrowed');
    await app.db('staff').where({ login: 'narrowed' }).update({ area_codes: '["320104"]' });
    const outage = await log({ areaCodes: ['320100'] });
    const { body } = await client.get<OutageLine[]>(`/api/outages/${outage.id}/lines`);
    expect(body.map(({ id }) => id)).toEqual([6, 7, 8].map(lineId));
    const arealess = await client.post<WireError>('/api/outages', {
      ...{ ...WORKED_EXAMPLE, areaCodes: [] },
      attachedListId: (await upload(msisdn(0))).body.id,
    });
    expect(faultOf(arealess)).toEqual({ areaCodes: 'errors.outages.noArea' });
  });
});
