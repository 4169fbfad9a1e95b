import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlanRecord } from '#contract/bulk.ts';
import { DomainError } from '#domain/errors.ts';
import { itemResults } from '#domain/bulk-rules.ts';
import type { Features } from '#server/compose.ts';
import { runBulkJob } from '#server/features/bulk/bulk-job.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import type { Job } from '#server/jobs/queue.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';

/** How many stories are told; the long run asks for more. */
const STORIES = Number(process.env['REDRESS_TEST_STORIES'] ?? 8);

/** I14: a job sends nothing outside its plan and leaves no id of it without a result. */

let app: TestApp;
let sim: ReturnType<typeof createSimControl>;
let supervisor: TestClient;

beforeAll(async () => {
  app = await startApp({ gatewayTimeoutMs: 200 });
  sim = createSimControl({ baseUrl: app.gatewayUrl });
});
afterAll(() => app.close());

const index = fc.nat({ max: 7 });
const command = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('work' as const) }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('kill' as const),
      step: fc.nat({ max: 7 }),
      committed: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), s: fc.nat({ max: 90 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('hand' as const),
      act: fc.constantFrom('hold', 'release', 'withdraw', 'resync', 'assign'),
      index,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('job' as const),
      act: fc.constantFrom('pause', 'resume', 'cancel', 'cancel'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hostile' as const), index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), index }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

it(
  'holds I14 whatever people, workers and clients do',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(command, { minLength: 3, maxLength: 14 }),
        async (size, perSecond, commands) => {
          // Sessions end by the clock, which only goes on.
          supervisor = await app.signIn('supervisor');
          const run = await begin(size, perSecond);
          for (const one of commands) {
            await perform(run, one);
            await keepsResults(run);
          }
          await toTheEnd(run);
          await holdsAtTheEnd(run);
        },
      ),
      { numRuns: STORIES, endOnFailure: true },
    );
  },
  300_000 + STORIES * 2_000,
);

interface Run {
  plan: PlanRecord;
  jobId: string;
  ids: string[];
  bystanders: string[];
  /** Results seen so far, by place in the plan. */
  seen: Map<number, string>;
}

async function land(n: number): Promise<string[]> {
  const facts = Array.from({ length: n }, () => caseFacts());
  await sim.setServices(
    facts.map(({ msisdn, productCode, actual }) => ({ msisdn, productCode, systems: actual })),
  );
  const { cases } = await app.features.inTransaction((f) =>
    f.caseLanding.landMany(testContext, facts),
  );
  return cases.map(({ caseId }) => caseId);
}

async function begin(size: number, perSecond: number): Promise<Run> {
  await sim.clearFaults();
  const ids = await land(size);
  const bystanders = await land(2);
  const made = await supervisor.post<PlanRecord>('/api/plans', {
    kind: 'resync',
    source: { kind: 'ids', ids },
  });
  const { id } = made.body;
  const seen = ({ version, hash }: PlanRecord) => ({ version, hash });
  const confirmed = await supervisor.post<PlanRecord>(`/api/plans/${id}/confirm`, seen(made.body));
  const rates = { crm: perSecond, platform: perSecond, network: perSecond, billing: perSecond };
  const plan = (
    await supervisor.post<PlanRecord>(`/api/plans/${id}/run`, { ...seen(confirmed.body), rates })
  ).body;
  return { plan, jobId: plan.job?.id ?? '', ids, bystanders, seen: new Map() };
}

async function perform(run: Run, one: Command): Promise<void> {
  switch (one.kind) {
    case 'work':
      await app.work();
      return;
    case 'wait':
      app.world.advance(one.s * 1000);
      return;
    case 'kill':
      await killedTurn(run, one.step, one.committed);
      return;
    case 'hand':
      await byHand(run.ids[one.index % run.ids.length] ?? '', one.act);
      return;
    case 'job':
      await onJob(run, one.act);
      return;
    case 'hostile':
      await hostile(run, run.bystanders[one.index % 2] ?? '');
      return;
    case 'lose':
      await sim.addFault({
        scope: 'ordering',
        kind: 'lose_reply',
        times: 1,
        match: { key: `${run.ids[one.index % run.ids.length]}-cancel-1` },
      });
  }
}

class Killed extends Error {}

/** A turn of the job by a worker that dies at one of its steps, before or after the commit. */
async function killedTurn(run: Run, step: number, committed: boolean): Promise<void> {
  const job = await leased(run.jobId);
  if (job === null) return;
  let steps = 0;
  let dead = false;
  const guard = () => {
    if (dead) throw new Killed();
  };
  const handler = runBulkJob<Features>(app.world);
  await handler(job, {
    async fenced(work) {
      guard();
      const last = steps === step;
      steps += 1;
      const answer = await app.features.inTransaction(async (f) => {
        await f.queue.assertLease(job);
        const result = await work(f);
        if (last && !committed) dead = true;
        guard();
        return result;
      });
      if (last) dead = true;
      guard();
      return answer;
    },
    extendLease: async () => guard(),
    stopping: () => false,
  }).then(
    () => app.features.queue.settle(job, { state: 'ready', runAt: app.world.now() + 1_000 }),
    (error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    },
  );
  // Whoever died holds its lease until it runs out.
  app.world.advance(61_000);
  await app.features.queue.releaseExpired();
}

async function leased(jobId: string): Promise<Job | null> {
  const row = await app
    .db('bulk_jobs')
    .join('jobs', 'jobs.id', 'bulk_jobs.runner_id')
    .where('bulk_jobs.id', jobId)
    .where('jobs.state', 'ready')
    .first<{ id: string; kind: string; tries: number } | undefined>(
      'jobs.id',
      'jobs.kind',
      'jobs.tries',
    );
  if (row === undefined) return null;
  const leaseToken = app.world.nextId();
  await app
    .db('jobs')
    .where('id', row.id)
    .update({ state: 'leased', lease_token: leaseToken, lease_until: app.world.now() + 60_000 });
  return { ...row, subjectId: jobId, payload: {}, leaseToken };
}

/** What people do with the same cases meanwhile; what the table of states refuses stays undone. */
async function byHand(id: string, act: string): Promise<void> {
  await app.features
    .inTransaction(async (f) => {
      const row = await f.caseStore.find(id);
      if (row === undefined) return;
      const { version } = row;
      if (act === 'hold') await f.cases.hold({ ...testContext, reason: 'x' }, id, version);
      else if (act === 'release') await f.cases.release(testContext, id, version);
      else if (act === 'withdraw')
        await f.cases.withdraw(testContext, id, { version, reason: 'x', exception: true });
      else if (act === 'resync') await f.resync.request(testContext, id, version);
      else await f.cases.assign(testContext, id, { version, assigneeId: null });
    })
    .catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
}

async function onJob(run: Run, act: 'pause' | 'resume' | 'cancel'): Promise<void> {
  supervisor = await app.signIn('supervisor');
  const job = (await supervisor.get<{ version: number }>(`/api/bulk-jobs/${run.jobId}`)).body;
  const reply = await supervisor.post(`/api/bulk-jobs/${run.jobId}/${act}`, {
    version: job.version,
  });
  expect([200, 409]).toContain(reply.status);
}

/** A client that sends more than it may. */
async function hostile(run: Run, extra: string): Promise<void> {
  supervisor = await app.signIn('supervisor');
  const { id } = run.plan;
  const seen = { version: run.plan.version, hash: run.plan.hash };
  const replies = await Promise.all([
    supervisor.post(`/api/plans/${id}/run`, seen),
    supervisor.post(`/api/plans/${id}/run`, { ...seen, ids: [extra] }),
    supervisor.post(`/api/plans/${id}/confirm`, { ...seen, hash: '0'.repeat(64) }),
    supervisor.post(`/api/plans/${id}/approve`, seen),
    supervisor.post(`/api/bulk-jobs/${run.jobId}/resume`, { version: 999, ids: [extra] }),
    supervisor.post(`/api/bulk-jobs/${run.jobId}/rates`, { rates: { network: 1e9 } }),
  ]);
  for (const { status } of replies) expect([403, 409, 412, 422]).toContain(status);
}

const itemsOf = (run: Run): Promise<Record<string, unknown>[]> =>
  app.db('plan_items').where('plan_id', run.plan.id).orderBy('seq');

/** A result, once written, is never written over. */
async function keepsResults(run: Run): Promise<void> {
  for (const item of await itemsOf(run)) {
    if (!(itemResults as readonly unknown[]).includes(item['state'])) continue;
    const result = JSON.stringify([item['state'], item['reason'], item['finished_at']]);
    const before = run.seen.get(Number(item['seq'])) ?? result;
    expect(result).toBe(before);
    run.seen.set(Number(item['seq']), result);
  }
}

async function toTheEnd(run: Run): Promise<void> {
  await onJob(run, 'resume');
  for (let turn = 0; turn < 200; turn += 1) {
    await app.work();
    await keepsResults(run);
    const job = await app.features.inTransaction((f) =>
      f.bulkReads.find(testContext.actor, run.plan.id),
    );
    if (job.job?.finishedAt !== null) return;
    app.world.advance(20_000);
  }
  throw new Error('the job never ended');
}

async function holdsAtTheEnd(run: Run): Promise<void> {
  const items = await itemsOf(run);
  expect(items.map((item) => item['case_id'])).toEqual([...run.ids].sort());
  for (const item of items) expect(itemResults).toContain(item['state']);

  const attempts: { case_id: string }[] = await app
    .db('attempts')
    .where('trigger_kind', 'bulk')
    .whereIn('job_id', workOf(items))
    .select('case_id');
  const sent = new Set(attempts.map((attempt) => attempt.case_id));
  for (const id of sent) expect(run.ids).toContain(id);
  const untouched = items.filter(
    ({ state, work_id: work }) => work === null || state === 'cancelled' || state === 'skipped',
  );
  for (const item of untouched) expect(sent.has(String(item['case_id']))).toBe(false);

  const jobs: { subject_id: string; payload: string }[] = await app
    .db('jobs')
    .where('payload', 'like', `%${run.jobId}%`)
    .select('subject_id', 'payload');
  for (const job of jobs) expect(run.ids).toContain(job.subject_id);
  // Each case was handed over once at most, whoever died in between.
  expect(new Set(jobs.map((job) => job.subject_id)).size).toBe(jobs.length);

  const log = await sim.log({ scope: 'ordering' });
  for (const id of run.bystanders)
    expect(log.filter((effect) => effect.key.startsWith(id))).toEqual([]);
}

const workOf = (items: readonly Record<string, unknown>[]): string[] =>
  items.flatMap((item) => (item['work_id'] === null ? [] : [String(item['work_id'])]));
