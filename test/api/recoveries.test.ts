import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireError } from '#contract/common.ts';
import type { AuditRecord } from '#contract/audit.ts';
import type {
  PartyTotals,
  RecoveryBasis,
  RecoveryFile,
  RecoveryRecord,
  RecoveryShow,
} from '#contract/recoveries.ts';
import type { OutageShow } from '#contract/outages.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  seedLines,
  type Cast,
} from '#test/support/compensation.ts';
import { onEachEngine } from '#test/support/engines.ts';

const DAY = 86_400_000;
const PEOPLE = ['maker', 'approver', 'manager', 'network'] as const;
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n%%EOF\n');

type Answer = RecoveryShow & WireError;

/** Three lines of the worked example: 1,238 MB each at ¥0.01. */
const POSTED_FEN = 3 * 1238;

onEachEngine('Claims on third parties', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, (typeof PEOPLE)[number]>;
  let outage: OutageShow;

  beforeAll(async () => {
    app = await startApp({ engine, gatewayTimeoutMs: 20_000 });
    people = await cast(app, ...PEOPLE);
    await seedLines(app, [{}, {}, {}]);
    outage = await cut();
    const driver = batchDriver(app);
    const batch = await driver.submitted(people.maker, outage.id);
    await driver.approve(people.approver, batch.id);
    await app.work();
  });
  afterAll(() => app.close());

  const cut = () =>
    confirmedOutage(people, {
      ...{ cause: 'fibre_cut', responsibility: 'third_party', evidenceNote: '现场照片' },
      responsibleParty: '市政工程公司',
    });
  const repair = (claimedFen: number) => ({ head: 'repair', claimedFen, basis: '熔接与人工' });
  const file = (change: object = {}, client: TestClient = people.maker) =>
    client.post<Answer>('/api/recoveries', {
      ...{ outageId: outage.id, party: '市政工程公司', heads: [repair(50_000)] },
      ...change,
    });
  async function filed(party: string, change: object = {}): Promise<RecoveryShow> {
    const reply = await file({ party, ...change });
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    return reply.body;
  }
  const act = (row: { id: string; version: number }, verb: string, body: object = {}) =>
    people.maker.post<Answer>(`/api/recoveries/${row.id}/${verb}`, {
      version: row.version,
      ...body,
    });
  async function done(row: RecoveryShow, verb: string, body: object): Promise<RecoveryShow> {
    const reply = await act(row, verb, body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    return reply.body;
  }
  const ahead = (days: number) => app.world.now() + days * DAY;
  const money = (amountFen: number, change: object = {}) => ({
    ...{ head: 'repair', amountFen, receivedOn: '2026-11-20', reference: 'TT-1', ...change },
  });
  async function agreed(party: string, agreedFen: number): Promise<RecoveryShow> {
    const letter = await done(await filed(party), 'send-letter', { dueAt: ahead(15) });
    const heads = [{ head: 'repair', agreedFen }];
    return done(letter, 'agree', { heads, dueAt: ahead(30), reason: '协商一致' });
  }

  it('claim of the credits no more than was posted, however many parties pay', async () => {
    const compensation = (claimedFen: number) => [{ head: 'compensation', claimedFen, basis: '' }];
    const over = await file({ heads: compensation(POSTED_FEN + 1) });
    expect([over.status, over.body.errors]).toEqual([
      422,
      {
        'claimedFen.compensation': {
          message: 'errors.recoveries.overPosted',
          args: { yuan: '37.14' },
        },
      },
    ]);
    const first = await filed('甲方', { heads: compensation(3_000) });
    expect(first.postedFen).toBe(POSTED_FEN);
    const second = await file({ party: '乙方', heads: compensation(POSTED_FEN - 2_999) });
    expect(second.status).toBe(422);
    const rest = await filed('乙方', { heads: compensation(POSTED_FEN - 3_000) });
    expect(rest.claimedElsewhereFen).toBe(3_000);
    // What was given up is free to be claimed again.
    await done(first, 'write-off', { reason: '施工方已注销' });
    const basis = await people.maker.get<RecoveryBasis>(`/api/outages/${outage.id}/recovery-basis`);
    expect(basis.body).toMatchObject({
      obstacle: null,
      claimableFen: 3_000,
      party: '市政工程公司',
    });
  });

  it('stand on a confirmed outage of a third party, once for each party', async () => {
    const own = await confirmedOutage(people, { title: 'own' });
    const reply = await file({ outageId: own.id });
    expect([reply.status, reply.body.message]).toEqual([409, 'errors.recoveries.notThirdParty']);
    await filed('丙方');
    expect((await file({ party: '丙方' })).body.errors).toHaveProperty('party');
    expect((await file({ party: '丁方', heads: [repair(0)] })).status).toBe(422);
  });

  it('go from letter to money, and are settled when every head is paid', async () => {
    const made = await filed('戊方', {
      heads: [repair(50_000), { head: 'traffic', claimedFen: 8_000, basis: '话务损失' }],
    });
    expect([made.state, made.number, made.outstandingFen]).toEqual([
      'filed',
      expect.stringMatching(/^R-\d{6}-\d\d$/u),
      58_000,
    ]);
    expect((await act(made, 'receive', money(1))).body.message).toBe('errors.recoveries.notAgreed');
    const letter = await done(made, 'send-letter', { dueAt: ahead(15) });
    expect(letter).toMatchObject({ state: 'letter_sent', letterCount: 1, late: false });
    const talks = await done(letter, 'negotiate', { reason: '对方只认可材料费' });
    const heads = [
      { head: 'repair', agreedFen: 40_000 },
      { head: 'traffic', agreedFen: 5_000 },
    ];
    expect((await act(talks, 'agree', { heads, dueAt: ahead(9) })).body.errors).toHaveProperty(
      'reason',
    );
    const sum = await done(talks, 'agree', { heads, dueAt: ahead(9), reason: '按七折和解' });
    const part = await done(sum, 'receive', money(40_000));
    expect([part.state, part.outstandingFen]).toEqual(['part_received', 5_000]);
    const settled = await done(part, 'receive', money(5_000, { head: 'traffic' }));
    expect([settled.state, settled.receivedFen, settled.dueAt]).toEqual(['settled', 45_000, null]);
    expect(settled.receipts.map(({ amountFen }) => amountFen)).toEqual([40_000, 5_000]);
    expect(settled.timeline.map((event) => event.act)).toEqual([
      ...['filed', 'letter_sent', 'negotiating', 'agreed', 'received', 'received'],
    ]);
    expect((await act(settled, 'write-off', { reason: 'x' })).status).toBe(409);
  });

  it('take more than was agreed, and an entry back, only with a reason', async () => {
    const sum = await agreed('己方', 10_000);
    const over = await act(sum, 'receive', money(10_001));
    expect(over.body.errors).toEqual({ reason: { message: 'errors.recoveries.receipt.reason' } });
    const part = await done(sum, 'receive', money(9_000));
    expect((await act(part, 'receive', money(-9_001, { reason: '误记' }))).status).toBe(422);
    const full = await done(part, 'receive', money(1_500, { reason: '含逾期利息 5 元' }));
    expect(full.state).toBe('settled');
    const back = await done(full, 'receive', money(-9_000, { reason: '银行退票' }));
    expect([back.state, back.receivedFen, back.outstandingFen]).toEqual([
      'part_received',
      1_500,
      8_500,
    ]);
  });

  it('change after the letter only with a reason, and refuse what was seen too long ago', async () => {
    const letter = await done(await filed('庚方'), 'send-letter', { dueAt: ahead(15) });
    expect((await act(letter, 'claim', repair(60_000))).body.errors).toHaveProperty('reason');
    const more = await done(letter, 'claim', { ...repair(60_000), reason: '补充发票' });
    expect(more.claimedFen).toBe(60_000);
    const stale = await act(letter, 'negotiate', { reason: '晚了' });
    expect([stale.status, stale.body.message]).toEqual([409, 'errors.stale']);
    expect((await act(more, 'send-letter', { dueAt: app.world.now() })).status).toBe(422);
  });

  it('keep files by head, checked, downloaded and struck out with a reason', async () => {
    const made = await filed('辛方');
    const send = (head: string, name: string) =>
      people.maker.upload<RecoveryFile & WireError>(
        `/api/recoveries/${made.id}/heads/${head}/files`,
        PDF,
        { 'x-file-name': encodeURIComponent(name) },
      );
    expect((await send('repair', '发票.png')).body.message).toBe('errors.evidence.content');
    expect((await send('traffic', '发票.pdf')).status).toBe(409);
    const added = await send('repair', '发票.pdf');
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    expect((await send('repair', '再传.pdf')).body.id).toBe(added.body.id);
    const bytes = await people.network.open(`/api/recovery-files/${added.body.id}/file`, {});
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(PDF);
    const url = `/api/recovery-files/${added.body.id}/withdraw`;
    const gone = await people.maker.post<RecoveryFile>(url, { reason: '传错' });
    expect(gone.body.withdrawnReason).toBe('传错');
  });

  it('are worked by supervisors and managers, read by network operations', async () => {
    const made = await filed('壬方');
    expect((await file({ party: '癸方' }, people.network)).status).toBe(403);
    expect((await file({ party: '癸方' }, people.manager)).status).toBe(201);
    const read = await people.network.get<RecoveryShow>(`/api/recoveries/${made.id}`);
    expect(read.body.number).toBe(made.number);
    const { status } = await people.network.post(`/api/recoveries/${made.id}/notes`, { note: 'x' });
    expect(status).toBe(403);
    const noted = await people.maker.post<RecoveryShow>(`/api/recoveries/${made.id}/notes`, {
      note: '电话催告，对方答应周五回函',
    });
    expect(noted.body.timeline.at(-1)).toMatchObject({ act: 'noted', note: expect.any(String) });
    const audit = await people.manager.provider.getList<AuditRecord>('audit-events', {
      filter: { subjectType: ['recovery'], subjectId: made.id },
      pagination: { page: 1, perPage: 10 },
      sort: { field: 'id', order: 'ASC' },
    });
    expect(audit.data.map(({ action }) => action)).toEqual(['recovery.filed', 'recovery.noted']);
  });

  it('are late once their date has passed, age by party, and warn before they lapse', async () => {
    const sum = await agreed('子方', 20_000);
    expect(sum.limitationAt).toBe(sum.damageKnownAt + 1095 * DAY);
    const days = 950;
    app.world.advance(days * DAY);
    // Sessions have ended meanwhile.
    await people.maker.signIn('maker', people.maker.password);
    const late = await people.maker.provider.getList<RecoveryRecord>('recoveries', {
      filter: { late: true, party: ['子方'] },
      pagination: { page: 1, perPage: 10 },
      sort: { field: 'dueAt', order: 'ASC' },
    });
    expect(late.data).toMatchObject([{ id: sum.id, late: true, limitationWarns: true }]);
    const totals = await people.maker.get<PartyTotals[]>('/api/recovery-totals');
    expect(totals.body.find(({ party }) => party === '子方')).toEqual({
      ...{ party: '子方', cases: 1, openCases: 1, claimedFen: 50_000, agreedFen: 20_000 },
      ...{ receivedFen: 0, outstandingFen: 20_000, agesFen: [0, 0, 0, 20_000] },
    });
    const fought = await done(sum, 'litigate', { reason: '逾期不付，已立案' });
    expect([fought.late, fought.limitationAt]).toEqual([false, null]);
  });
});
