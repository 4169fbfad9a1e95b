import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProblemAnswer } from '#contract/outage-ingest.ts';
import type { OutageShow } from '#contract/outages.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { keyClient, type KeyClient } from '#test/support/keys.ts';
import { serviceProblem } from '#test/support/service-problem.ts';

const PATH = '/api/ingest/outages';
const at = (local: string) => Date.parse(`${local}+08:00`);
let serial = 0;
const nextId = () => `SP-${(serial += 1)}`;

const ended = (minute: string, lastUpdate: string) => ({
  status: 'resolved',
  resolutionDate: `2026-10-10T${minute}:00+08:00`,
  lastUpdate: `2026-10-11T${lastUpdate}:00+08:00`,
});

onEachEngine('Outages that other systems hand in (TM Forum 656)', (engine) => {
  let app: TestApp;
  let key: KeyClient;
  let ops: TestClient;
  let manager: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    key = await keyClient(app, ['ingest.outages']);
    ops = await app.signIn('network_ops');
    manager = await app.signIn('manager');
  });
  afterAll(() => app.close());

  const send = async (items: unknown, headers: Record<string, string> = {}) => {
    const reply = await key.json<ProblemAnswer>(PATH, items, headers);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    return reply.body;
  };
  const one = async (item: unknown) => {
    const [answer] = (await send([item])).items;
    if (answer === undefined) throw new Error('no answer');
    return answer;
  };
  const show = async (id: string | null) =>
    (await ops.get<OutageShow>(`/api/outages/${id ?? ''}`)).body;
  async function confirm(id: string | null) {
    const { version } = await show(id);
    const reply = await manager.post<OutageShow>(`/api/outages/${id ?? ''}/confirm`, { version });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  }

  it('land with their services, places, cause and responsibility, the key being the logger', async () => {
    const answer = await one(serviceProblem(nextId(), { reason: 'base_station' }));
    expect(answer).toMatchObject({ outcome: 'landed', state: 'open', revision: 1 });
    const outage = await show(answer.outageId);
    expect(outage).toMatchObject({
      number: answer.number,
      services: [{ service: 'data', severity: 'full' }],
      areaCodes: ['320102'],
      siteCodes: ['NJ-0001'],
      cause: 'base_station',
      responsibility: 'own',
      startedAt: at('2026-10-10T17:30'),
      endedAt: null,
      zone: 'Asia/Shanghai',
    });
    expect(outage.loggerName).toBe('test ingest.outages');
  });

  it('are answered one by one: what is not known is named and costs the others nothing', async () => {
    const child = nextId();
    const { items, ...counts } = await send([
      serviceProblem(nextId(), { affectedService: [{ id: 'iptv' }] }),
      serviceProblem(nextId(), { affectedLocation: [{ id: '999999' }] }),
      serviceProblem(nextId(), { affectedLocation: [{ id: 'Nanjing' }] }),
      serviceProblem(nextId(), { creationDate: 'yesterday' }),
      serviceProblem(nextId(), { status: 'broken' }),
      'no problem',
      serviceProblem(nextId(), { id: undefined }),
      serviceProblem(child, { reason: 'squirrel', parentProblem: [{ id: 'SP-none' }] }),
    ]);
    expect(counts).toMatchObject({ received: 8, landed: 1, rejected: 7 });
    expect(
      items.map(({ errors = [] }) => errors.map(({ field, reason }) => [field, reason])),
    ).toEqual([
      [['affectedService.0', 'rejects.unknownWord']],
      [['affectedLocation.0', 'errors.outages.areaUnknown']],
      [['affectedLocation.0.id', 'rejects.notArea']],
      [['creationDate', 'rejects.notTime']],
      [['status', 'rejects.unknownWord']],
      [['', 'rejects.notAnItem']],
      [['id', 'rejects.required']],
      [],
    ]);
    expect(items[7]).toMatchObject({
      problemId: child,
      outcome: 'landed',
      warnings: [
        { field: 'parentProblem.0.id', reason: 'rejects.outageUnknown' },
        { field: 'reason', reason: 'rejects.unknownWord' },
      ],
    });
    expect((await show(items[7]?.outageId ?? null)).cause).toBe('unknown');
  });

  it('change before confirmation, and what people wrote stands until the sender says otherwise', async () => {
    const id = nextId();
    const problem = serviceProblem(id, { reason: 'base_station' });
    const { outageId } = await one(problem);
    const { version } = await show(outageId);
    await ops.put(`/api/outages/${outageId}`, { version, title: 'As people call it' });
    expect((await one(problem)).outcome).toBe('repeated');
    const restored = await one({ ...problem, ...ended('23:15', '00:10') });
    expect(restored).toMatchObject({ outcome: 'updated', state: 'restored', outageId });
    expect(await show(outageId)).toMatchObject({
      title: 'As people call it',
      endedAt: at('2026-10-10T23:15'),
    });
    // A message that was under way for longer changes nothing.
    expect((await one({ ...problem, ...ended('20:00', '00:05') })).outcome).toBe('late');
    expect((await show(outageId)).endedAt).toBe(at('2026-10-10T23:15'));
  });

  it('with a later end after confirmation are corrected by a revision that the key wrote', async () => {
    const problem = serviceProblem(nextId(), {
      reason: 'base_station',
      ...ended('21:00', '00:10'),
    });
    const { outageId, state } = await one(problem);
    expect(state).toBe('restored');
    await confirm(outageId);
    const later = {
      ...problem,
      ...ended('23:15', '09:00'),
      statusChangeReason: 'Second site came back later',
    };
    expect(await one(later)).toMatchObject({
      outcome: 'corrected',
      state: 'restored',
      revision: 2,
    });
    const outage = await show(outageId);
    expect(outage.endedAt).toBe(at('2026-10-10T23:15'));
    expect(outage.revisions.find(({ revision }) => revision === 2)).toMatchObject({
      createdByName: 'test ingest.outages',
      reason: 'Second site came back later',
    });
    expect((await one(later)).outcome).toBe('repeated');
    expect((await show(outageId)).revision).toBe(2);
  });

  it('follow a change of state in a notification, an estimate, a parent and a cancellation', async () => {
    const whole = nextId();
    const part = nextId();
    const [first, second] = (
      await send([
        serviceProblem(whole),
        serviceProblem(part, {
          parentProblem: [{ id: whole }],
          characteristic: [
            { name: 'severity', value: 'degraded' },
            { name: 'estimatedResolutionDate', value: '2027-01-01T00:00:00Z' },
          ],
        }),
      ])
    ).items;
    expect(await show(second?.outageId ?? null)).toMatchObject({
      parentId: first?.outageId,
      severity: 'degraded',
      estimatedEndAt: Date.parse('2027-01-01T00:00:00Z'),
    });
    const event = (problem: object) => ({
      eventId: nextId(),
      eventType: 'ServiceProblemStateChangeEvent',
      event: { serviceProblem: { originatingSystem: 'FM-1', ...problem } },
    });
    const answers = await send([
      event({ id: part, status: 'cancelled', statusChangeReason: 'False alarm' }),
      event({ id: whole, ...ended('22:00', '01:00') }),
    ]);
    expect(answers.items).toMatchObject([
      { outcome: 'cancelled', state: 'cancelled' },
      { outcome: 'updated', state: 'restored' },
    ]);
  });

  it('get the same answer for the same key and body, and nothing happens twice', async () => {
    const items = [serviceProblem(nextId())];
    const headers = { 'idempotency-key': 'fm-batch-0001' };
    const first = await send(items, headers);
    expect(await send(items, headers)).toEqual(first);
    expect(first.landed).toBe(1);
    const other = await key.json(PATH, [serviceProblem(nextId())], headers);
    expect(other.status).toBe(409);
  });

  it('come in by the hundreds, each of its own kind', async () => {
    const kinds = [
      (id: string) => [serviceProblem(id), 'landed'],
      (id: string) => [serviceProblem(id, ended('22:00', '02:00')), 'landed'],
      (id: string) => [serviceProblem(id, { affectedService: [{ name: '语音' }] }), 'landed'],
      (id: string) => [serviceProblem(id, { affectedService: [] }), 'rejected'],
      (id: string) => [serviceProblem(id, { ...ended('12:00', '02:00') }), 'rejected'],
      (id: string) => [serviceProblem(id, { status: 'rejected' }), 'repeated'],
      (id: string) => [serviceProblem(id, { characteristic: 'none' }), 'rejected'],
      (id: string) => [serviceProblem(id, { affectedResource: [{ id: '../etc' }] }), 'rejected'],
    ] as const;
    const samples = Array.from({ length: 200 }, (_, n) => kinds[n % kinds.length]?.(nextId()));
    const { items } = await send(samples.map((sample) => sample?.[0]));
    expect(items.map(({ outcome }) => outcome)).toEqual(samples.map((sample) => sample?.[1]));
    const again = await send(samples.map((sample) => sample?.[0]));
    expect(again).toMatchObject({
      landed: 0,
      updated: 0,
      corrected: 0,
      repeated: 100,
      rejected: 100,
    });
  });

  it('are taken from a key of that scope alone', async () => {
    const other = await keyClient(app, ['ingest.failures']);
    expect((await other.json(PATH, [])).status).toBe(403);
  });
});
