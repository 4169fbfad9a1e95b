import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutageShow } from '#contract/outages.ts';
import type { OutageCost, SimulationShow } from '#contract/simulations.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  cast,
  mixedLines,
  seedLines,
  SNAPSHOT_ID,
  WORKED_EXAMPLE,
  type Cast,
} from '../support/compensation.ts';

const MINUTE = 60_000;

describe('the running cost of an open outage', () => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'network'>;
  let policyId: string;
  const at = (local: string) => Date.parse(`${local}+08:00`);

  beforeAll(async () => {
    app = await startApp();
    await seedLines(app, mixedLines(120));
    people = await cast(app, 'maker', 'manager', 'network');
    const policies = await people.manager.get<{ id: string }[]>('/api/policies');
    policyId = policies.body[0]?.id ?? '';
  });
  afterAll(() => app.close());

  async function open(change: object = {}): Promise<OutageShow> {
    const { endedLocal: _, ...draft } = { ...WORKED_EXAMPLE, ...change };
    const reply = await people.network.post<OutageShow>('/api/outages', draft);
    expect(reply.status).toBe(201);
    return reply.body;
  }
  const costOf = async (id: string) =>
    (await people.manager.get<OutageCost>(`/api/outages/${id}/cost`)).body;
  const simulated = async (body: object) => {
    const reply = await people.manager.post<SimulationShow>('/api/simulations', body);
    expect(reply.status).toBe(201);
    return reply.body.result?.a;
  };

  it('is nothing until the minimum is reached, and says when that is', async () => {
    app.world.set(at('2026-10-10T17:45:10'));
    const { id } = await open();
    const cost = await costOf(id);
    expect(cost).toMatchObject({ state: 'known', fault: null, affectedLines: 90 });
    expect(cost.now).toMatchObject({ lines: 0, valueFen: 0 });
    expect(cost.next).toMatchObject({ kind: 'threshold', at: at('2026-10-10T18:00:00') });
    expect(cost.next?.addsFen).toBeGreaterThan(0);
    app.world.set(at('2026-10-10T18:00:00'));
    expect((await costOf(id)).now.valueFen).toBe(cost.next?.addsFen);
  });

  it('grows as the simulation of the same moment does, and names the next weight', async () => {
    const { id } = await open();
    app.world.set(at('2026-10-10T19:10:00'));
    const first = await costOf(id);
    expect(first.now.valueFen).toBe((await simulated({ outageId: id, a: { policyId } }))?.valueFen);
    expect(first.next).toMatchObject({
      kind: 'weight',
      at: at('2026-10-10T23:00:00'),
      weightPerMille: 500,
    });
    app.world.advance(MINUTE);
    const second = await costOf(id);
    expect(second.now.valueFen - first.now.valueFen).toBe(first.perMinute.valueFen);
    expect(first.perHour.valueFen).toBeGreaterThan(first.perMinute.valueFen);
  });

  it('is told from kept counts where many lines are out, and counted again when the facts change', async () => {
    const { id } = await open();
    const few = await costOf(id);
    const many = Array.from({ length: 5_000 }, () => ({}));
    await seedLines(app, many, 1_000);
    expect(await costOf(id)).toMatchObject({ state: 'counting', now: { valueFen: 0 } });
    await app.work();
    const known = await costOf(id);
    expect(known).toMatchObject({ state: 'known', affectedLines: 5_090 });
    const a = await simulated({ outageId: id, a: { policyId } });
    expect(known.now).toEqual({ lines: a?.lines, amounts: a?.amounts, valueFen: a?.valueFen });
    expect(known.now.valueFen).toBeGreaterThan(few.now.valueFen);
    const { version } = (await people.network.get<OutageShow>(`/api/outages/${id}`)).body;
    const changed = await people.network.put(`/api/outages/${id}`, {
      version,
      areaCodes: ['320100'],
    });
    expect(changed.status).toBe(200);
    expect((await costOf(id)).state).toBe('counting');
    await app
      .db('line_facts')
      .where({ snapshot_id: SNAPSHOT_ID })
      .where('line_id', '>', '01LINE00000000000000001000')
      .delete();
  });

  it('says why there is none, and is refused once the outage is over', async () => {
    const early = await open({ startedLocal: '2026-07-01T10:00' });
    expect(await costOf(early.id)).toMatchObject({
      state: 'blocked',
      fault: 'errors.batch.noSnapshot',
    });
    const { id, version } = await open();
    const endedLocal = '2026-10-10T18:30';
    await people.network.post(`/api/outages/${id}/restore`, { version, endedLocal });
    const over = await people.manager.get(`/api/outages/${id}/cost`);
    expect(over).toMatchObject({ status: 409, body: { message: 'errors.simulations.notOpen' } });
  });
});

describe('a large simulation', () => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'network'>;

  beforeAll(async () => {
    app = await startApp();
    await seedLines(
      app,
      Array.from({ length: 20_001 }, () => ({})),
    );
    people = await cast(app, 'maker', 'manager', 'network');
  }, 60_000);
  afterAll(() => app.close());

  const ask = async () => {
    const policies = await people.maker.get<{ id: string }[]>('/api/policies');
    return people.maker.post<SimulationShow>('/api/simulations', {
      drawn: {
        services: [{ service: 'data', severity: 'full' }],
        areaCodes: ['320102'],
        startedLocal: '2026-10-10T17:30',
        endedLocal: '2026-10-10T23:15',
      },
      a: { policyId: policies.body[0]?.id },
    });
  };
  const show = async (id: string) =>
    (await people.maker.get<SimulationShow>(`/api/simulations/${id}`)).body;

  it('is worked out by a job, and stands in the list of whoever asked', async () => {
    const { body } = await ask();
    expect(body).toMatchObject({ state: 'waiting', result: null });
    await app.work();
    const done = await show(body.id);
    // The worked example: 1,238 MB a line.
    expect(done.result?.a).toMatchObject({ lines: 20_001, amounts: { data: 20_001 * 1238 } });
    expect(done).toMatchObject({ state: 'done', progressDone: 20_001, progressTotal: 20_001 });
    const mine = await people.maker.get<{ id: string }[]>('/api/simulations');
    expect(mine.body.map(({ id }) => id)).toEqual([body.id]);
    expect((await people.manager.get<unknown[]>('/api/simulations')).body).toEqual([]);
  });

  it('stops when its maker says so, and at nobody else’s word', async () => {
    const { body } = await ask();
    const cancel = `/api/simulations/${body.id}/cancel`;
    expect((await people.manager.post(cancel, {})).status).toBe(404);
    expect((await people.maker.post(cancel, {})).body).toMatchObject({ cancelRequested: true });
    await app.work();
    expect(await show(body.id)).toMatchObject({ state: 'cancelled', result: null });
    expect((await people.maker.post(cancel, {})).status).toBe(409);
  });
});
