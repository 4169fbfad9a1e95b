import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import fc from 'fast-check';
import { createMessagingClient } from '#server/connectors/messaging/http.ts';
import type { MessagingPort } from '#server/connectors/messaging/port.ts';
import { SEND_JOB } from '#server/features/messages/message-service.ts';
import { sendNotices } from '#server/features/messages/notices-job.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import { LeaseLostError, type Job } from '#server/jobs/queue.ts';
import type { Features } from '#server/compose.ts';
import type { JobTools } from '#server/jobs/runner.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';

const MINUTE = 60_000;
const FAULTS = ['lose_reply', 'garbage', 'status', 'reset', 'wrong_id', 'timeout'] as const;

onEachEngine('The outbox', (engine) => {
  let app: TestApp;
  let sim: ReturnType<typeof createSimControl>;
  let real: MessagingPort;
  let number = 0;

  beforeAll(async () => {
    app = await startApp({ engine, gatewayTimeoutMs: 150 });
    sim = createSimControl({ baseUrl: app.gatewayUrl });
    real = createMessagingClient({ baseUrl: app.gatewayUrl, timeoutMs: 150, world: app.world });
  });
  afterAll(() => app.close());
  beforeEach(() => sim.clearFaults());

  /** A message that waits in the outbox, without its job. */
  async function queued(): Promise<string> {
    number += 1;
    const facts = caseFacts({ msisdn: `+861381${String(1_000_000 + number)}` });
    const landed = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [facts]),
    );
    const outcome = await app.features.inTransaction((f) =>
      f.messages.queueForCase(testContext, landed.cases[0]?.caseId ?? '', 'T6A'),
    );
    if (outcome.outcome !== 'queued') throw new Error(outcome.outcome);
    await app.db('jobs').where({ kind: SEND_JOB }).delete();
    return outcome.noticeId;
  }

  async function job(): Promise<Job> {
    await app.features.queue.enqueue({ kind: SEND_JOB, subjectId: SEND_JOB });
    const [taken] = await app.features.queue.claim(1);
    if (taken === undefined) throw new Error('no job');
    return taken;
  }

  const toolsOf = (taken: Job): JobTools<Features> => ({
    fenced: (work) =>
      app.features.inTransaction(async (f) => {
        await f.queue.assertLease(taken);
        return work(f);
      }),
    extendLease: () => app.features.queue.extend(taken),
    stopping: () => false,
  });

  const handler = (messaging: MessagingPort) =>
    sendNotices<Features>({
      ...{ world: app.world, messaging, simulatedGateway: true },
      numberOf: app.features.lines.numberOf,
    });

  async function run(messaging: MessagingPort): Promise<void> {
    const taken = await job();
    await handler(messaging)(taken, toolsOf(taken));
    await app.features.queue.settle(taken, { state: 'done' });
  }

  async function settle(id: string): Promise<string> {
    for (let turn = 0; turn < 40; turn += 1) {
      app.world.advance(MINUTE);
      await run(real);
      const { state } = (await app.db('notices').where({ id }).first()) as { state: string };
      if (state === 'delivered') return state;
    }
    return 'never';
  }

  const left = async (id: string) => (await sim.log({ key: id, scope: 'messages' })).length;

  it.each(['before', 'after'] as const)(
    'sends a message once when its worker dies %s the call',
    async (moment) => {
      const id = await queued();
      const killed = new Error('killed');
      const dying: MessagingPort = {
        ...real,
        async send(input) {
          if (moment === 'after') await real.send(input);
          throw killed;
        },
      };
      const taken = await job();
      await expect(handler(dying)(taken, toolsOf(taken))).rejects.toBe(killed);
      // Until its lease is over nobody else may touch it.
      await run(real);
      expect(await left(id)).toBe(moment === 'after' ? 1 : 0);
      expect(await settle(id)).toBe('delivered');
      expect(await left(id)).toBe(1);
    },
  );

  it('lets a worker that overslept its lease write nothing down', async () => {
    const id = await queued();
    const taken = await job();
    const slow: MessagingPort = {
      ...real,
      async send(input) {
        const answer = await real.send(input);
        app.world.advance(2 * MINUTE);
        await app.features.queue.releaseExpired();
        return answer;
      },
    };
    await expect(handler(slow)(taken, toolsOf(taken))).rejects.toBeInstanceOf(LeaseLostError);
    expect(await settle(id)).toBe('delivered');
    expect(await left(id)).toBe(1);
  });

  it('gives two workers at the same time each message to one of them', async () => {
    const ids = [];
    for (let i = 0; i < 12; i += 1) ids.push(await queued());
    const [first, second] = [await job(), await job()];
    await Promise.all([
      handler(real)(first, toolsOf(first)),
      handler(real)(second, toolsOf(second)),
    ]);
    for (const id of ids) expect([id, await left(id)]).toEqual([id, 1]);
    const attempts: { n: unknown }[] = await app
      .db('notice_attempts')
      .whereIn('notice_id', ids)
      .where({ kind: 'send' })
      .count({ n: '*' });
    expect(Number(attempts[0]?.n)).toBe(12);
  });

  it('tells one event once, however often and at once it is queued', async () => {
    const facts = caseFacts({ msisdn: '+8613810009999' });
    const landed = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [facts]),
    );
    const caseId = landed.cases[0]?.caseId ?? '';
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () =>
        app.features.inTransaction((f) => f.messages.queueForCase(testContext, caseId, 'T1')),
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'queued')).toHaveLength(1);
    expect(await app.db('notices').where({ case_id: caseId })).toHaveLength(1);
  });

  it('delivers each message exactly once under any run of faults and deaths', async () => {
    const fault = fc.record({
      kind: fc.constantFrom(...FAULTS),
      on: fc.constantFrom('write' as const, 'query' as const),
    });
    const step = fc.oneof(
      fault.map((one) => ({ ...one, act: 'fault' as const })),
      fc.constant({ act: 'die' as const }),
      fc.constant({ act: 'run' as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        await sim.clearFaults();
        const id = await queued();
        for (const one of steps) {
          if (one.act === 'fault') await sim.addFault({ ...faultOf(one), times: 1 });
          else if (one.act === 'run') await run(real);
          else await dieAfterSending();
          app.world.advance(70_000);
        }
        await sim.clearFaults();
        expect(await settle(id)).toBe('delivered');
        expect(await left(id)).toBe(1);
      }),
      { numRuns: engine === 'sqlite' ? 25 : 8 },
    );
  });

  async function dieAfterSending(): Promise<void> {
    const taken = await job();
    const dying: MessagingPort = {
      ...real,
      async send(input) {
        await real.send(input);
        throw new Error('killed');
      },
    };
    await handler(dying)(taken, toolsOf(taken)).catch(() => undefined);
    await app.db('jobs').where({ id: taken.id }).delete();
  }
});

const faultOf = (one: { kind: (typeof FAULTS)[number]; on: 'write' | 'query' }) => ({
  scope: 'messages' as const,
  kind: one.kind,
  on: one.on,
});
