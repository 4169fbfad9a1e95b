import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lampSystems, type ActualStates } from '#domain/lamps.ts';
import { createSimControl, type FaultInput } from '#server/gateway-sim/control-client.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { secondNode, type SecondNode } from '#test/support/second-node.ts';

/** How many stories are told; the long run asks for more. */
const STORIES = Number(process.env['REDRESS_TEST_STORIES'] ?? 2);
const CASES = 4;

const state = fc.constantFrom('active', 'cancelled', 'absent', 'unknown');
const lamps = fc.record({ crm: state, platform: state, network: state, billing: state });
const fault = fc
  .record({
    scope: fc.constantFrom<FaultInput['scope'][]>('ordering', 'ordering', 'inventory'),
    on: fc.constantFrom('write' as const, 'query' as const),
    kind: fc.constantFrom<FaultInput['kind'][]>(
      ...(['fail', 'refuse', 'timeout', 'reset', 'lose_reply', 'garbage'] as const),
      ...(['wrong_id', 'huge', 'redirect', 'status'] as const),
    ),
    times: fc.integer({ min: 1, max: 3 }),
    code: fc.constantFrom(
      { source: 'HLR', code: '3004', text: '网元过载' },
      { source: 'CRM', code: '0998', text: '存在在途工单' },
      { source: 'BIL', code: 'B2031', text: '已退订,计费周期未终止' },
    ),
  })
  .map(({ scope, on, kind, times, code }): FaultInput => {
    const status = kind === 'status' ? { status: 503 } : {};
    const way = scope === 'inventory' ? ('query' as const) : on;
    return { scope, on: way, kind, times, ...status, ...(kind === 'refuse' ? code : {}) };
  });
const step = fc.oneof(
  { weight: 4, arbitrary: fault.map((input) => ({ do: 'fault' as const, input })) },
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 90 }).map((s) => ({ do: 'work' as const, s })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ nth: fc.nat(CASES - 1), generation: fc.integer({ min: 1, max: 4 }) })
      .map((news) => ({ do: 'callback' as const, ...news })),
  },
  { weight: 2, arbitrary: fc.nat(CASES - 1).map((nth) => ({ do: 'press' as const, nth })) },
  { weight: 1, arbitrary: fc.nat(CASES - 1).map((nth) => ({ do: 'stale' as const, nth })) },
);
const story = fc.record({
  lamps: fc.array(lamps, { minLength: CASES, maxLength: CASES }),
  steps: fc.array(step, { minLength: 6, maxLength: 16 }),
});

interface Told {
  id: string;
  /** As the gateway names the service. */
  service: string;
  /** What its four systems held at first. */
  first: ActualStates;
}

const isOff = (held: string) => held === 'cancelled' || held === 'absent';

onEachEngine('Re-sync with a gateway that does anything', (engine) => {
  let app: TestApp;
  /** Another worker: with a connection and memory of its own where the engine lets several write. */
  let other: Pick<SecondNode, 'features' | 'runner'>;
  let close: () => Promise<void>;
  let sim: ReturnType<typeof createSimControl>;

  beforeAll(async () => {
    app = await startApp({ engine, gatewayTimeoutMs: 60 });
    const node = engine === 'sqlite' ? undefined : await secondNode(app);
    other = node ?? app;
    close = async () => {
      await node?.close();
      await app.close();
    };
    sim = createSimControl({ baseUrl: app.gatewayUrl });
  });
  afterAll(() => close());

  /** I15 and no second effect of one key, whatever happened so far. */
  async function check(cases: readonly Told[]): Promise<void> {
    const log = await sim.log({ scope: 'ordering' });
    for (const told of cases) {
      const row = await app.features.caseStore.find(told.id);
      if (row?.state !== 'verified') continue;
      const cancelled = log.filter((one) => one.subject === told.service).map((one) => one.system);
      const held = lampSystems.filter((s) => !isOff(told.first[s]) && !cancelled.includes(s));
      expect(held).toEqual([]);
      expect(lampSystems.filter((system) => !isOff(row.actual[system]))).toEqual([]);
    }
    const seen = new Set<string>();
    for (const { key, system } of log) {
      expect(seen.has(`${key} ${system}`)).toBe(false);
      seen.add(`${key} ${system}`);
    }
  }

  async function press(told: Told): Promise<void> {
    const row = await app.features.caseStore.find(told.id);
    if (row === undefined) return;
    await app.features
      .inTransaction((f) => f.resync.request(testContext, row.id, row.version))
      .catch(() =>
        app.features.inTransaction((f) => f.resync.readBack(testContext, row.id, row.version)),
      )
      .catch(() => undefined);
  }

  /** A worker that took a case's job and sleeps until another has it: it must not finish it. */
  async function takeAndSleep(told: Told): Promise<void> {
    const [job] = await other.features.queue.claim(1);
    if (job === undefined) return;
    app.world.advance(70_000);
    await app.work();
    await expect(
      other.features.inTransaction(async (f) => {
        await f.queue.assertLease(job);
        throw new Error(`a stale worker may still write about ${told.id}`);
      }),
    ).rejects.toThrow(/lease of job/);
  }

  it(
    'verifies nothing while a system disagrees, acts once per key, and leaves nothing stuck, whatever the gateway does',
    async () => {
      await fc.assert(
        fc.asyncProperty(story, async ({ lamps: held, steps }) => {
          await sim.clearFaults();
          const facts = held.map((actual) => caseFacts({ actual }));
          const first = held.map(
            (states) =>
              Object.fromEntries(
                lampSystems.map((s) => [s, states[s] === 'unknown' ? 'active' : states[s]]),
              ) as unknown as ActualStates,
          );
          await sim.setServices(
            facts.map(({ msisdn, productCode }, index) => ({
              ...{ msisdn, productCode },
              systems: first[index] as ActualStates,
            })),
          );
          const landed = await app.features.inTransaction((f) =>
            f.caseLanding.landMany(testContext, facts),
          );
          const cases = landed.cases.map(({ caseId }, index): Told => {
            const { msisdn = '', productCode = '' } = facts[index] ?? {};
            const service = `${msisdn.slice(-11)}-${productCode}`;
            return { id: caseId, service, first: first[index] as ActualStates };
          });
          for (const told of cases) await press(told);
          for (const one of steps) {
            const told = 'nth' in one ? cases[one.nth] : undefined;
            if (one.do === 'fault') await sim.addFault(one.input);
            if (one.do === 'work') {
              app.world.advance(one.s * 1000);
              await Promise.all([app.work(), other.runner.drain()]);
            }
            if (one.do === 'press' && told !== undefined) await press(told);
            if (one.do === 'stale' && told !== undefined) await takeAndSleep(told);
            if (one.do === 'callback' && told !== undefined)
              await app.features.inTransaction((f) =>
                f.resync.orderStateSeen(told.id, one.generation),
              );
            await check(cases);
          }
          await settle(cases);
        }),
        { numRuns: STORIES, endOnFailure: true },
      );
    },
    120_000 + STORIES * 10_000,
  );

  /** Once the gateway is well again everything comes to rest, and a press brings every case to its end. */
  async function settle(cases: readonly Told[]): Promise<void> {
    await sim.clearFaults();
    for (let round = 0; round < 3; round += 1) {
      for (let minutes = 0; minutes < 30; minutes += 2) {
        app.world.advance(120_000);
        await Promise.all([app.work(), other.runner.drain()]);
      }
      for (const told of cases) await press(told);
    }
    await app.work();
    const lost = await app
      .db('jobs')
      .where('state', 'leased')
      .where('lease_until', '<', app.world.now());
    expect(lost).toEqual([]);
    await check(cases);
    for (const { id } of cases) {
      const row = await app.features.caseStore.find(id);
      // Nobody asked again about one whose questions ran out; everything else has its end.
      expect(['verified', 'unknown', 'open']).toContain(row?.state);
      if (row?.state === 'open') expect(lampSystems.some((s) => !isOff(row.actual[s]))).toBe(true);
    }
  }
});
