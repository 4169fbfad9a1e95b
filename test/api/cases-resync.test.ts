import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CaseShow } from '#contract/cases.ts';
import { createSimControl, type FaultInput } from '#server/gateway-sim/control-client.ts';
import { createProvisioningClient } from '#server/connectors/provisioning/http.ts';
import type { ProvisioningPort } from '#server/connectors/provisioning/port.ts';
import { createResyncHandler } from '#server/features/resync/resync-job.ts';
import { createSystemGate } from '#server/features/resync/system-gate.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { LeaseLostError, type Job } from '#server/jobs/queue.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';

let app: TestApp;
let sim: ReturnType<typeof createSimControl>;
let supervisor: TestClient;

beforeAll(async () => {
  app = await startApp({ gatewayTimeoutMs: 300 });
  sim = createSimControl({ baseUrl: app.gatewayUrl });
  supervisor = await app.signIn('supervisor');
});
afterAll(() => app.close());
// The clock only goes on: schedules and sessions remember when they were last touched.
beforeEach(() => sim.clearFaults());

/** A case whose network still lags, with the gateway agreeing to that. */
async function land(
  changes: Partial<LandingFacts> = {},
  options: { demo?: boolean } = {},
): Promise<CaseShow> {
  const facts = caseFacts(changes);
  const { msisdn, productCode, actual } = facts;
  await sim.setServices([{ msisdn, productCode, systems: actual }]);
  const { cases } = await app.features.inTransaction((f) =>
    f.caseLanding.landMany(testContext, [facts], options),
  );
  return show(cases[0]?.caseId ?? '');
}

const show = async (id: string): Promise<CaseShow> => {
  const reply = await supervisor.get<CaseShow>(`/api/cases/${id}`);
  expect(reply.status).toBe(200);
  return reply.body;
};

const resync = (found: CaseShow, client = supervisor) =>
  client.post<CaseShow & { message: string }>(`/api/cases/${found.id}/resync`, {
    version: found.version,
  });

/** Lets jobs run until the clock has passed every wait. */
async function workFor(ms: number, stepMs = 5_000): Promise<void> {
  for (let passed = 0; passed <= ms; passed += stepMs) {
    await app.work();
    app.world.advance(stepMs);
  }
}

const effectsOf = async (found: CaseShow) =>
  (await sim.log({ scope: 'ordering' })).filter((effect) => effect.key.startsWith(found.id));

const fault = (input: Omit<FaultInput, 'scope'> & { scope?: FaultInput['scope'] }) =>
  sim.addFault({ scope: 'ordering', times: 1, ...input });

it('queues the case and its job at once, and ends it verified when four systems agree', async () => {
  const found = await land();
  expect(found.resyncAllowed).toEqual({ allowed: true, reasonKey: null });
  expect(found.laggingSystems).toEqual(['network']);
  const reply = await resync(found);
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({ state: 'queued', version: found.version + 1 });

  await app.work();
  const end = await show(found.id);
  expect(end).toMatchObject({ state: 'verified', attemptCount: 1, endedAt: app.world.now() });
  expect(end.lamps.network).toEqual({
    actual: 'cancelled',
    seenAt: app.world.now(),
    tone: 'agree',
  });
  expect(end.attempts.map((attempt) => [attempt.kind, attempt.outcome])).toEqual([
    ['read_back', 'agree'],
    ['send', 'accepted'],
  ]);
  expect(end.attempts[1]).toMatchObject({
    systems: ['network'],
    idempotencyKey: `${found.id}-cancel-1`,
    trigger: 'manual',
    actorName: 'Test supervisor',
  });
  expect(JSON.stringify(end)).not.toMatch(/1700100\d{4}/);
  const moves = end.timeline.flatMap((entry) =>
    entry.kind === 'event' && entry.action === 'case.moved' ? [entry.detail['to']] : [],
  );
  expect(moves.reverse()).toEqual(['queued', 'sent', 'confirmed', 'verified']);
  expect((await effectsOf(found)).map((effect) => effect.system)).toEqual(['network']);
});

it('sends to the lagging systems only, billing first', async () => {
  const found = await land({
    actual: { crm: 'active', platform: 'cancelled', network: 'absent', billing: 'active' },
  });
  await resync(found);
  await app.work();
  expect((await show(found.id)).state).toBe('verified');
  expect((await effectsOf(found)).map((effect) => effect.system)).toEqual(['billing', 'crm']);
});

it('reads first where the code asks for it, and sends nothing when nothing lags', async () => {
  const found = await land({
    ...raw.timeout,
    actual: { crm: 'cancelled', platform: 'cancelled', network: 'active', billing: 'cancelled' },
  });
  const facts = {
    crm: 'cancelled',
    platform: 'absent',
    network: 'cancelled',
    billing: 'cancelled',
  };
  const msisdn = (await app.features.lines.numberOf(found.lineId)) ?? '';
  await sim.setServices([
    { msisdn, productCode: found.productCode, systems: facts as LandingFacts['actual'] },
  ]);
  await resync(found);
  await app.work();
  const end = await show(found.id);
  expect(end).toMatchObject({ state: 'verified', attemptCount: 0 });
  expect(end.lamps.platform.actual).toBe('absent');
  expect(await effectsOf(found)).toEqual([]);
});

it('refuses a request that was refused, is early, held, ended or already under way, and a stale version', async () => {
  const expectRefused = async (found: CaseShow, key: string) => {
    const reply = await resync(found);
    expect([reply.status, reply.body.message]).toEqual([409, key]);
    if (key !== 'errors.stale') expect(found.resyncAllowed.reasonKey).toBe(key);
  };
  await expectRefused(await land(raw.contract), 'errors.cases.resync.refused');
  await expectRefused(await land(raw.nextCycle), 'errors.cases.resync.notYet');

  const found = await land();
  await supervisor.post(`/api/cases/${found.id}/hold`, { version: 1, reason: 'customer asked' });
  await expectRefused(found, 'errors.stale');
  const held = await show(found.id);
  expect(held.state).toBe('held');
  await expectRefused(held, 'errors.cases.resync.held');
  await supervisor.post(`/api/cases/${found.id}/release`, { version: held.version });
  await resync(await show(found.id));
  await expectRefused(await show(found.id), 'errors.cases.resync.inFlight');
  await app.work();
  await expectRefused(await show(found.id), 'errors.cases.resync.ended');
});

it('sends again by itself after a passing refusal, as a new order, and stops after three', async () => {
  const found = await land();
  await fault({ kind: 'refuse', source: 'HLR', code: '3004', text: '网元过载' });
  await resync(found);
  await app.work();
  const waiting = await show(found.id);
  expect(waiting).toMatchObject({ state: 'queued', generation: 2, attemptCount: 1 });
  expect(waiting.notBeforeAt).toBeGreaterThan(app.world.now());
  expect(waiting.attempts.find((attempt) => attempt.kind === 'send')).toMatchObject({
    outcome: 'refused',
    rawCode: '3004',
  });
  await workFor(60_000);
  expect(await show(found.id)).toMatchObject({ state: 'verified', attemptCount: 2 });

  const worse = await land();
  await fault({ kind: 'refuse', source: 'HLR', code: '3004', text: '网元过载', times: 9 });
  await resync(worse);
  await workFor(10 * 60_000, 30_000);
  const end = await show(worse.id);
  expect(end).toMatchObject({ state: 'open', attemptCount: 3, generation: 4, notBeforeAt: null });
  expect(end.resyncAllowed.allowed).toBe(true);
});

it('gives a case back to people with the reason when a refusal does not pass by itself', async () => {
  const found = await land();
  await fault({ kind: 'refuse', source: 'CRM', code: '0998', text: '存在在途工单' });
  await resync(found);
  await workFor(30_000);
  const end = await show(found.id);
  expect(end).toMatchObject({ state: 'open', attemptCount: 1, generation: 2 });
  const last = end.timeline.find(
    (entry) => entry.kind === 'event' && entry.detail['cause'] === 'refused',
  );
  expect(last).toMatchObject({ detail: { rawCode: '0998', failureCode: 'POL-08' } });
  expect(await effectsOf(found)).toEqual([]);
});

it('reads the systems after a partial refusal and sends only what still lags', async () => {
  const found = await land({
    actual: { crm: 'cancelled', platform: 'cancelled', network: 'active', billing: 'active' },
  });
  await fault({ kind: 'fail', match: { system: 'network' }, source: 'HLR', code: '3004' });
  await resync(found);
  await app.work();
  const partial = await show(found.id);
  expect(partial).toMatchObject({ state: 'queued', generation: 2 });
  expect(partial.lamps.billing.actual).toBe('cancelled');
  expect(partial.lamps.network.actual).toBe('active');
  await workFor(60_000);
  expect(await show(found.id)).toMatchObject({ state: 'verified' });
  expect((await effectsOf(found)).map((effect) => effect.system)).toEqual(['billing', 'network']);
});

it('asks about a lost reply and never sends it again', async () => {
  const found = await land();
  await fault({ kind: 'lose_reply' });
  await resync(found);
  await app.work();
  const unknown = await show(found.id);
  expect(unknown.state).toBe('unknown');
  expect(unknown.resyncAllowed.reasonKey).toBe('errors.cases.resync.unknown');
  await workFor(30_000);
  const end = await show(found.id);
  expect(end).toMatchObject({ state: 'verified', attemptCount: 1, generation: 1 });
  expect(end.attempts.map((attempt) => `${attempt.kind} ${attempt.outcome}`).sort()).toEqual([
    'query found',
    'read_back agree',
    'send accepted',
  ]);
  expect(await effectsOf(found)).toHaveLength(1);
});

it('sends anew only when neither the order nor its effect is there', async () => {
  const found = await land();
  await fault({ kind: 'status', status: 503 });
  await resync(found);
  await app.work();
  expect(await show(found.id)).toMatchObject({ state: 'unknown', generation: 1 });
  await workFor(120_000);
  const end = await show(found.id);
  expect(end).toMatchObject({ state: 'verified', generation: 2, attemptCount: 2 });
  expect((await effectsOf(found)).map((effect) => effect.key)).toEqual([`${found.id}-cancel-2`]);
});

it('stays unknown while the gateway cannot tell, until a person asks again', async () => {
  const found = await land();
  await fault({ kind: 'lose_reply' });
  await fault({ kind: 'status', status: 500, on: 'query', times: 50 });
  await resync(found);
  await workFor(50 * 60_000, 60_000);
  const unknown = await show(found.id);
  expect(unknown.state).toBe('unknown');
  expect(await app.db('jobs').where({ subject_id: found.id, state: 'ready' })).toEqual([]);
  await sim.clearFaults();
  const reply = await supervisor.post(`/api/cases/${found.id}/read-back`, {
    version: unknown.version,
  });
  expect(reply.status).toBe(200);
  await app.work();
  expect(await show(found.id)).toMatchObject({ state: 'verified', attemptCount: 1 });
});

it('does not count a success that the systems do not show', async () => {
  const found = await land();
  await resync(found);
  const real = gateway();
  // A bundle opens the service again behind every cancel.
  await workWith(20 * 60_000, {
    ...real,
    async readBack(service) {
      const outcome = await real.readBack(service);
      if (outcome.kind !== 'found') return outcome;
      const network = { ...outcome.value.network, state: 'active' as const };
      return { ...outcome, value: { ...outcome.value, network } };
    },
  });
  const end = await show(found.id);
  expect(end).toMatchObject({ state: 'open', attemptCount: 3, generation: 4 });
  expect(end.lamps.network).toMatchObject({ actual: 'active', tone: 'lag' });
  expect(end.attempts.filter((attempt) => attempt.kind === 'send').length).toBe(3);
});

it('waits for a gateway that cannot be reached, with the same order, then gives the case back', async () => {
  const found = await land();
  await resync(found);
  const dead = createProvisioningClient({
    baseUrl: `http://127.0.0.1:${await closedPort()}`,
    timeoutMs: 500,
    world: app.world,
  });
  await workWith(50 * 60_000, { ...dead, simulated: () => Promise.resolve(true) });
  const end = await show(found.id);
  expect(end).toMatchObject({ state: 'open', generation: 1, attemptCount: 8 });
  expect(new Set(end.attempts.map((attempt) => attempt.outcome))).toEqual(new Set(['not_sent']));
  await resync(end);
  await app.work();
  expect((await show(found.id)).state).toBe('verified');
});

it('only reads when asked to read, and moves no case that lags', async () => {
  const found = await land({
    actual: { crm: 'unknown', platform: 'unknown', network: 'unknown', billing: 'unknown' },
  });
  const msisdn = (await app.features.lines.numberOf(found.lineId)) ?? '';
  const systems = {
    crm: 'cancelled',
    platform: 'active',
    network: 'absent',
    billing: 'cancelled',
  } as const;
  await sim.setServices([{ msisdn, productCode: found.productCode, systems }]);
  await supervisor.post(`/api/cases/${found.id}/read-back`, { version: found.version });
  await app.work();
  const read = await show(found.id);
  expect(read).toMatchObject({ state: 'open', attemptCount: 0 });
  expect(read.lamps.platform).toEqual({ actual: 'active', seenAt: app.world.now(), tone: 'lag' });
  expect(await effectsOf(found)).toEqual([]);
});

it('continues after a crash between writing the attempt and writing its outcome', async () => {
  for (const reached of [true, false]) {
    const found = await land();
    await resync(found);
    const [job] = await app.features.queue.claim(1);
    if (job === undefined) throw new Error('no job');
    const real = gateway();
    const crash = new Error('killed');
    const handler = handlerOver({
      ...real,
      async sendCancel(input) {
        if (reached) await real.sendCancel(input);
        throw crash;
      },
    });
    await expect(handler(job, toolsOf(job))).rejects.toBe(crash);
    expect(await show(found.id)).toMatchObject({ state: 'sent', attemptCount: 1 });

    // The lease runs out; the next worker looks before it acts.
    app.world.advance(120_000);
    await workFor(120_000);
    const end = await show(found.id);
    expect(end).toMatchObject({ state: 'verified', attemptCount: reached ? 1 : 2 });
    expect(await effectsOf(found)).toHaveLength(1);
  }
});

it('continues after a crash between the acceptance and the reading', async () => {
  const found = await land();
  await resync(found);
  const [job] = await app.features.queue.claim(1);
  if (job === undefined) throw new Error('no job');
  const crash = new Error('killed');
  const handler = handlerOver({ ...gateway(), readBack: () => Promise.reject(crash) });
  await expect(handler(job, toolsOf(job))).rejects.toBe(crash);
  expect(await show(found.id)).toMatchObject({ state: 'confirmed', attemptCount: 1 });
  app.world.advance(120_000);
  await workFor(20_000);
  expect(await show(found.id)).toMatchObject({ state: 'verified', attemptCount: 1 });
  expect(await effectsOf(found)).toHaveLength(1);
});

it('lets a worker that overslept its lease write nothing', async () => {
  const found = await land();
  await resync(found);
  const [job] = await app.features.queue.claim(1);
  if (job === undefined) throw new Error('no job');
  app.world.advance(120_000);
  await app.features.queue.releaseExpired();
  const handler = handlerOver(gateway());
  await expect(handler(job, toolsOf(job))).rejects.toBeInstanceOf(LeaseLostError);
  expect(await show(found.id)).toMatchObject({ state: 'queued', attemptCount: 0 });
  expect(await effectsOf(found)).toEqual([]);
  await app.work();
  expect((await show(found.id)).state).toBe('verified');
});

it('holds an invented case back from a gateway that is not simulated', async () => {
  const found = await land({}, { demo: true });
  await resync(found);
  const [job] = await app.features.queue.claim(1);
  if (job === undefined) throw new Error('no job');
  const refuse = () => Promise.reject(new Error('it was called'));
  const handler = handlerOver(
    {
      simulated: () => Promise.resolve(false),
      sendCancel: refuse,
      queryOrder: refuse,
      readBack: refuse,
    },
    false,
  );
  await handler(job, toolsOf(job));
  expect(await show(found.id)).toMatchObject({ state: 'held', attemptCount: 0 });
});

it('gives a case that its job left in flight a new job', async () => {
  const found = await land();
  await resync(found);
  await app.db('jobs').where({ subject_id: found.id }).update({ state: 'failed' });
  app.world.advance(10 * 60_000);
  await app.work();
  expect((await show(found.id)).state).toBe('verified');
});

it('lets network operations re-sync and a manager or auditor only look', async () => {
  const found = await land();
  for (const role of ['manager', 'auditor'] as const) {
    const client = await app.signIn(role);
    expect((await resync(found, client)).status).toBe(403);
    expect((await client.get(`/api/cases/${found.id}`)).status).toBe(200);
  }
  expect((await resync(found, await app.signIn('administrator'))).status).toBe(403);
  expect((await resync(found, await app.signIn('network_ops'))).status).toBe(200);
});

const gateway = (): ProvisioningPort =>
  createProvisioningClient({ baseUrl: app.gatewayUrl, timeoutMs: 1_000, world: app.world });

const handlerOver = (provisioning: ProvisioningPort, simulatedGateways = true) =>
  createResyncHandler({
    features: app.features,
    gate: createSystemGate({
      inTransaction: app.features.inTransaction,
      now: app.world.now,
      nodeId: app.world.nextId(),
    }),
    now: app.world.now,
    simulatedGateways,
    provisioning,
  });

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs re-sync jobs by hand over another gateway until the clock has passed every wait. */
async function workWith(ms: number, provisioning: ProvisioningPort): Promise<void> {
  const handler = handlerOver(provisioning);
  for (let passed = 0; passed <= ms; passed += 20_000) {
    for (const job of await app.features.queue.claim(20)) {
      const end = await handler(job, toolsOf(job));
      await app.features.queue.settle(
        job,
        end === undefined ? { state: 'done' } : { state: 'ready', runAt: end.again },
      );
    }
    app.world.advance(20_000);
  }
}

/** The runner's own tools, for one job run by hand. */
function toolsOf(job: Job) {
  return {
    fenced: <T>(work: (f: TestApp['features']) => Promise<T>) =>
      app.features.inTransaction(async (f) => {
        await f.queue.assertLease(job);
        return work(f);
      }),
    extendLease: () => app.features.queue.extend(job),
    stopping: () => false,
  };
}
