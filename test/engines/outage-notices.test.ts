import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ActionContext } from '#domain/context.ts';
import { formatLocal, createZone } from '#domain/time.ts';
import type { OutageEvent } from '#domain/outage-notices.ts';
import { outageDraft, type OutageDraft } from '#contract/outages.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import { lineId, seedLines, WORKED_EXAMPLE } from '#test/support/compensation.ts';
import { onEachEngine } from '#test/support/engines.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Mon 23 Nov 2026, 12:00 in Shanghai. */
const NOON = Date.UTC(2026, 10, 23, 4);
const zone = createZone('Asia/Shanghai');
const net: ActionContext = {
  actor: { id: 'net', name: 'Net', role: 'network_ops', areaCodes: [] },
  requestId: 'test',
};
const LINES = 12;
/** Of the twelve: one ported, one closed, one with the app, two that want nothing that is not essential. */
const [PORTED, CLOSED, APP, SILENT, SILENT_TOO] = [0, 1, 2, 3, 4];
const REACHED = LINES - 4;

interface Row {
  id: string;
  line_id: string;
  state: string;
  reason: string | null;
  channel: string;
  template_code: string;
  body: string;
  event_key: string;
}

onEachEngine('Notices of an outage', (engine) => {
  let app: TestApp;
  let sim: ReturnType<typeof createSimControl>;

  beforeAll(async () => {
    app = await startApp({ engine });
    sim = createSimControl({ baseUrl: app.gatewayUrl });
    await seedLines(
      app,
      Array.from({ length: LINES }, (_, n) => ({
        status: n === PORTED ? 'ported' : n === CLOSED ? 'closed' : 'active',
      })),
    );
    const contact = (n: number, app_push: boolean, opted_out: boolean) => ({
      ...{ line_id: lineId(n), app_push, opted_out, version: 1, updated_at: 0 },
    });
    await app
      .db('line_contacts')
      .insert([
        contact(APP, true, false),
        contact(SILENT, false, true),
        contact(SILENT_TOO, false, true),
      ]);
    await app
      .db('line_facts')
      .where({ line_id: lineId(5) })
      .update({ language: 'en' });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.world.set(Math.max(NOON, app.world.now() + 48 * HOUR));
    app.world.set(noonAfter(app.world.now()));
    await app.db('notices').delete();
    await app.db('notice_rounds').delete();
    await app.db('jobs').delete();
    await app.db('outages').update({ state: 'closed' });
  });

  const local = (at: number) => formatLocal(zone, at).replace(' ', 'T').slice(0, 16);
  const noonAfter = (at: number) => Math.ceil((at - 4 * HOUR) / (24 * HOUR)) * 24 * HOUR + 4 * HOUR;

  async function logged(change: Partial<OutageDraft> = {}): Promise<string> {
    const draft = outageDraft.parse({
      ...WORKED_EXAMPLE,
      startedLocal: local(app.world.now() - 10 * MINUTE),
      endedLocal: null,
      ...change,
    });
    return app.features.inTransaction((f) => f.outages.log(net, draft));
  }
  const version = async (id: string) => (await app.features.outages.find(net, id)).version;
  async function estimate(id: string, inMs: number): Promise<void> {
    const estimatedLocal = local(app.world.now() + inMs);
    const input = { version: await version(id), estimatedLocal };
    await app.features.inTransaction((f) => f.outages.estimate(net, id, input));
  }
  async function restore(id: string): Promise<void> {
    const input = { version: await version(id), endedLocal: local(app.world.now()) };
    await app.features.inTransaction((f) => f.outages.restore(net, id, input));
  }
  async function tell(id: string, event: OutageEvent): Promise<void> {
    const { count } = await app.features.outageTelling.preview(net, id, event);
    await app.features.inTransaction((f) => f.outageTelling.tell(net, id, { event, count }));
  }
  const rows = (): Promise<Row[]> => app.db('notices').orderBy('event_key');
  const states = async () => {
    const found: Record<string, number> = {};
    for (const { state } of await rows()) found[state] = (found[state] ?? 0) + 1;
    return found;
  };
  const round = async (id: string) => (await app.features.noticeRoundReads.about(id))[0];

  it('goes once to every line that is still there and wants it, in its language, with the real values', async () => {
    const id = await logged();
    await estimate(id, 2 * HOUR);
    const preview = await app.features.outageTelling.preview(net, id, 'begun');
    expect(preview).toMatchObject({
      ...{ count: REACHED, excluded: { line_ended: 2, opted_out: 2 }, quietUntilAt: null },
      texts: [
        { language: 'zh', channel: 'sms', templateCode: 'O2', lines: REACHED - 1, parts: 1 },
        { language: 'en', channel: 'sms', templateCode: 'O2', lines: 1 },
      ],
    });
    await tell(id, 'begun');
    await app.work();
    const told = await rows();
    expect(told.map(({ line_id }) => line_id)).not.toContain(lineId(PORTED));
    expect(told).toHaveLength(REACHED);
    expect(told.find(({ line_id }) => line_id === lineId(6))?.body).toBe(
      '【云州通信】玄武区上网因故障受影响,正在抢修,预计14:00恢复。给您带来不便,深表歉意。',
    );
    expect(told.find(({ line_id }) => line_id === lineId(5))?.body).toMatch(
      /^Yunzhou Telecom: Data in .* are disturbed by a fault; .* expected by 14:00/,
    );
    for (const one of told)
      expect(await sim.log({ key: one.id, scope: 'messages' })).toHaveLength(1);
    await expect(tell(id, 'begun')).rejects.toThrow('errors.noticeRounds.gate.told');
    app.world.advance(MINUTE);
    await app.work();
    expect(await states()).toEqual({ delivered: REACHED });
    expect(await round(id)).toMatchObject({ state: 'done', made: REACHED, walked: true });
  });

  it('reaches those who opted out with announced works, which are owed to them', async () => {
    const start = app.world.now() + 80 * HOUR;
    const id = await logged({
      ...{ responsibility: 'planned', cause: 'planned_work', startedLocal: local(start) },
      announcedLocal: local(app.world.now()),
    });
    expect(
      (await app.features.outageTelling.eventsOf(await app.features.outages.find(net, id)))[0],
    ).toMatchObject({ event: 'planned', gates: ['end_not_set'] });
    await estimate(id, 84 * HOUR);
    await tell(id, 'planned');
    await app.work();
    expect(await states()).toEqual({ sent: LINES - 2 });
    expect((await rows())[0]?.body).toMatch(
      /^【云州通信】11月\d+日20:00-\d+月\d+日00:00,玄武区网络升级/,
    );
  });

  it('holds a "begun" in quiet hours, and lets it die once the outage is over', async () => {
    app.world.advance(10 * HOUR);
    const id = await logged();
    await tell(id, 'begun');
    await app.work();
    expect(await states()).toEqual({ held: REACHED });
    app.world.advance(HOUR);
    await restore(id);
    app.world.advance(5_000);
    await app.work();
    expect((await rows()).map(({ state, reason }) => `${state} ${reason}`)).toEqual(
      Array(REACHED).fill('expired too_late'),
    );
    expect(await round(id)).toMatchObject({ state: 'cancelled', endedReason: 'no_longer_true' });
    await tell(id, 'restored');
    await app.work();
    expect(await states()).toEqual({ expired: REACHED, held: REACHED });
    app.world.advance(12 * HOUR);
    await app.work();
    expect(await states()).toEqual({ expired: REACHED, sent: REACHED });
    const left = (await rows()).filter(({ state }) => state === 'expired');
    for (const { id: notice } of left)
      expect(await sim.log({ key: notice, scope: 'messages' })).toEqual([]);
  });

  it('waits while SMS is what is out, but by the app where the line has it', async () => {
    const id = await logged({ services: [{ service: 'sms', severity: 'full' }] });
    await tell(id, 'begun');
    await app.work();
    const told = await rows();
    const byApp = told.filter(({ channel }) => channel === 'push');
    expect(byApp.map(({ line_id, state }) => [line_id, state])).toEqual([[lineId(APP), 'sent']]);
    expect(
      told.filter(({ state, reason }) => state === 'held' && reason === 'sms_out'),
    ).toHaveLength(REACHED - 1);
    await restore(id);
    await tell(id, 'restored');
    app.world.advance(10 * MINUTE);
    await app.work();
    const after = await rows();
    expect(
      after.filter(({ template_code, state }) => template_code === 'O2A' && state === 'expired'),
    ).toHaveLength(REACHED - 1);
    expect(
      after.filter(({ template_code, state }) => template_code === 'O4' && state !== 'held'),
    ).toHaveLength(REACHED);
  });

  it('stops at once when paused, goes on where it stood, and never leaves after it was cancelled', async () => {
    const id = await logged();
    const { count } = await app.features.outageTelling.preview(net, id, 'begun');
    await app.features.inTransaction((f) =>
      f.outageTelling.tell(net, id, { event: 'begun', count, ratePerSecond: 1 }),
    );
    await app.work();
    const sent = (await states())['sent'] ?? 0;
    expect(sent).toBeLessThanOrEqual(2);
    const seen = await round(id);
    await app.features.inTransaction((f) =>
      f.noticeRounds.pause(net, seen?.id ?? '', seen?.version ?? 0),
    );
    app.world.advance(MINUTE);
    await app.work();
    expect((await states())['queued']).toBe(REACHED - sent);
    await app.features.inTransaction((f) =>
      f.noticeRounds.resume(net, seen?.id ?? '', (seen?.version ?? 0) + 1),
    );
    await app.work();
    const more = REACHED - ((await states())['queued'] ?? 0);
    expect(more).toBeGreaterThan(sent);
    expect(more).toBeLessThan(REACHED);
    await app.features.inTransaction((f) =>
      f.noticeRounds.cancel(net, seen?.id ?? '', (seen?.version ?? 0) + 2),
    );
    app.world.advance(MINUTE);
    await app.work();
    expect((await states())['expired']).toBe(REACHED - more);
    expect((await states())['queued']).toBeUndefined();
    expect((await round(id))?.finishedAt).not.toBeNull();
  });

  it('repeats no line when its worker dies between two steps or within one', async () => {
    const id = await logged();
    await tell(id, 'begun');
    const [seen] = await app.features.noticeRoundReads.about(id);
    const step = () => app.features.inTransaction((f) => f.noticeRounds.step(net, seen?.id ?? ''));
    const killed = new Error('killed');
    await expect(
      app.features.inTransaction(async (f) => {
        await f.noticeRounds.step(net, seen?.id ?? '');
        throw killed;
      }),
    ).rejects.toBe(killed);
    expect(await rows()).toHaveLength(0);
    expect(await step()).toBe('on');
    expect(await rows()).toHaveLength(REACHED);
    // As after a backup from before the step: the keys stand although nobody remembers.
    await app.db('notice_rounds').update({ cursor_line_id: '', walked: false, made: 0 });
    expect(await step()).toBe('on');
    expect(await rows()).toHaveLength(REACHED);
    await app.work();
    expect(await states()).toEqual({ sent: REACHED });
  });

  it('marks the message of an invented line, which then reaches no gateway but a simulated one', async () => {
    const invented = { id: lineId(7) };
    await app.db('lines').where(invented).update({ demo: true });
    await tell(await logged(), 'begun');
    await app.work();
    await app.db('lines').where(invented).update({ demo: false });
    const marked = (await app.db('notices').where({ demo: true }).pluck('line_id')) as string[];
    expect(marked).toEqual([lineId(7)]);
  });

  it('tells by rule what happens after the rule, once, and "restored" only to those who heard of it', async () => {
    const before = await logged();
    const rules = await app.features.noticeRules.read();
    const { changedAt: _at, ...values } = rules;
    const wanted = { ...values, begun: true, estimate: true, restored: true, minLines: 1 };
    app.world.advance(MINUTE);
    await app.features.inTransaction((f) => f.noticeRules.update(net, wanted));
    app.world.advance(MINUTE);
    const after = await logged();
    for (let turn = 0; turn < 3; turn += 1) {
      app.world.advance(6_000);
      await app.work();
    }
    expect((await app.features.noticeRoundReads.about(before)).length).toBe(0);
    await estimate(after, HOUR);
    app.world.advance(6_000);
    await app.work();
    await restore(after);
    await restore(before);
    app.world.advance(6_000);
    await app.work();
    const events = (await app.features.noticeRoundReads.about(after)).map(({ event }) => event);
    expect(events.sort()).toEqual(['begun', 'estimate', 'restored']);
    expect(await app.features.noticeRoundReads.about(before)).toEqual([]);
    const { version: now } = await app.features.noticeRules.read();
    await app.features.inTransaction((f) => f.noticeRules.update(net, { ...values, version: now }));
  });

  it('tells each line of each happening once at most, however things follow one another', async () => {
    const acts = fc.array(
      fc.constantFrom('begun', 'estimate', 'restored', 'move', 'restore', 'night', 'work', 'wake'),
      { minLength: 4, maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (story) => {
        app.world.set(noonAfter(app.world.now() + 48 * HOUR));
        await app.db('notices').delete();
        await app.db('notice_rounds').delete();
        await app.db('outages').update({ state: 'closed' });
        const id = await logged();
        const refused = (error: unknown) => String(error).includes('errors.');
        for (const act of story) {
          app.world.advance(MINUTE);
          try {
            if (act === 'work') await app.work();
            else if (act === 'wake') app.world.advance(20 * HOUR);
            else if (act === 'night') app.world.advance(10 * HOUR);
            else if (act === 'move') await estimate(id, 30 * HOUR);
            else if (act === 'restore') await restore(id);
            else await tell(id, act);
          } catch (error) {
            if (!refused(error)) throw error;
          }
        }
        const restoredAt = (await app.features.outages.find(net, id)).facts.endedAt;
        app.world.advance(6_000);
        await app.work();
        const all = await rows();
        expect(new Set(all.map(({ event_key }) => event_key)).size).toBe(all.length);
        const perEvent = new Map<string, number>();
        for (const { event_key } of all) {
          const event = event_key.split(':').slice(2, 4).join(':');
          perEvent.set(event, (perEvent.get(event) ?? 0) + 1);
        }
        for (const lines of perEvent.values()) expect(lines).toBeLessThanOrEqual(REACHED);
        // Over: nothing that says otherwise may still be waiting.
        if (restoredAt !== null)
          for (const { template_code, state } of all)
            if (/^O[23]/.test(template_code)) expect(['queued', 'held']).not.toContain(state);
        const keys = await sim.log({ scope: 'messages' });
        const sent = keys
          .filter(({ key }) => all.some((one) => one.id === key))
          .map(({ key }) => key);
        expect(new Set(sent).size).toBe(sent.length);
      }),
      {
        numRuns: engine === 'sqlite' ? 12 : 6,
        examples: [
          [['night', 'begun', 'work', 'restore', 'restored', 'wake', 'work']],
          [
            [
              'begun',
              'move',
              'estimate',
              'night',
              'move',
              'estimate',
              'work',
              'restore',
              'restored',
            ],
          ],
        ],
      },
    );
  });
});
