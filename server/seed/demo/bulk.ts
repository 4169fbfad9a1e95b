import type { ActionContext } from '#domain/context.ts';
import { lampSystems } from '#domain/lamps.ts';
import type { Features } from '../../compose.ts';
import type { CaseRow } from '../../features/unsubscribes/case-row.ts';
import type { DemoScene } from '../demo.ts';
import { attemptRow } from './history.ts';
import { HOUR, MINUTE } from './timeline.ts';

const SECOND = 1000;

/** What a case of a demo job came to. */
type Fate = 'done' | 'refused' | 'unknown' | 'withdrawn' | 'running';

/**
 * Jobs in their states: one done with failures, one paused, one running, one plan above the second limit that
 * waits for another person. All through the services; only the calls to the gateway are told, not made.
 */
export async function loadBulk(scene: DemoScene): Promise<void> {
  const { times } = scene;
  const free = await openCases(scene);
  const take = (n: number) => free.splice(0, n);
  await finishedJob(scene, take(26), times.anchorAt - 5 * HOUR);
  await pausedJob(scene, take(34), times.anchorAt - 40 * MINUTE);
  await largePlan(scene, times.anchorAt - 25 * MINUTE);
  await runningJob(scene, take(24), times.anchorAt - 90 * SECOND);
  scene.clock.goTo(times.anchorAt);
}

/** Open cases that a re-sync may take, landed long enough ago for the oldest of the jobs. */
async function openCases({ runtime: { db }, times }: DemoScene): Promise<string[]> {
  const rows: { id: string }[] = await db('cases')
    .where({ state: 'open', wanted: 'cancelled' })
    .whereNull('assignee_id')
    .whereIn('category', ['sync', 'technical'])
    .where('opened_at', '<', times.anchorAt - 6 * HOUR)
    .whereNotNull('due_at')
    // Those that are due first stay for the people.
    .orderBy('due_at', 'desc')
    .limit(84)
    .select('id');
  return rows.map(({ id }) => id);
}

/** Null where none of the cases may be sent at that time, such as during a bill run. */
async function startJob(scene: DemoScene, ids: readonly string[], at: number) {
  scene.clock.goTo(at);
  const ctx: ActionContext = scene.as('linzx');
  return scene.runtime.features.inTransaction(async (f) => {
    const planId = await f.plans.make(ctx, {
      kind: 'resync',
      params: {},
      source: { kind: 'ids', ids: [...ids] },
    });
    const { plan: made } = await f.bulkReads.find(ctx.actor, planId);
    if (made.itemCount === 0) {
      await f.plans.discard(ctx, planId, made.version);
      return null;
    }
    const seen = async () => {
      const { plan } = await f.bulkReads.find(ctx.actor, planId);
      return { version: plan.version, hash: plan.hash ?? '' };
    };
    await f.plans.confirm(ctx, planId, await seen());
    const jobId = await f.plans.run(ctx, planId, {
      ...(await seen()),
      rates: { crm: 2, platform: 2, network: 1, billing: 2 },
    });
    return { planId, jobId };
  });
}

/** Releases second by second, and lets each case meet its fate, until so many were released. */
async function release(
  scene: DemoScene,
  jobId: string,
  job: { at: number; items: number; fateOf(index: number): Fate },
): Promise<number> {
  const { runtime, clock } = scene;
  let at = job.at;
  let released = 0;
  while (released < job.items) {
    clock.goTo(at);
    const left = job.items - released;
    await runtime.features.inTransaction((f) => f.bulkRun.release(jobId, Math.min(left, 4)));
    const taken = await takenItems(scene, jobId);
    for (const item of taken) {
      await meetFate(scene, item, job.fateOf(released), at);
      released += 1;
    }
    at += SECOND;
    if (at > job.at + HOUR) break;
  }
  clock.goTo(at);
  await runtime.features.inTransaction((f) => f.bulkRun.settle(jobId, 0));
  return at;
}

interface Taken {
  caseId: string;
  workId: string;
}

/** Items whose job of the queue has not been told about yet. */
async function takenItems({ runtime, clock }: DemoScene, jobId: string): Promise<Taken[]> {
  const rows: { case_id: string; work_id: string }[] = await runtime
    .db('plan_items')
    .join('bulk_jobs', 'bulk_jobs.plan_id', 'plan_items.plan_id')
    .join('jobs', 'jobs.id', 'plan_items.work_id')
    .where({ 'bulk_jobs.id': jobId, 'plan_items.state': 'taken' })
    .where('jobs.state', 'ready')
    .where('jobs.run_at', '<=', clock.now())
    .select('plan_items.case_id', 'plan_items.work_id');
  return rows.map((row) => ({ caseId: row.case_id, workId: row.work_id }));
}

async function meetFate(scene: DemoScene, item: Taken, fate: Fate, at: number): Promise<void> {
  if (fate === 'running') return;
  const { runtime, ctx, clock, chance } = scene;
  const took = chance.int(700, 2_400);
  const ask = { ...scene.as('linzx').actor };
  const attempt = (when: number, part: Record<string, unknown>) => ({
    ...attemptRow(clock, item.caseId, when, { duration_ms: took, ...part }),
    job_id: item.workId,
    trigger_kind: 'bulk',
    actor_id: ask.id,
    actor_name: ask.name,
  });
  await runtime.features.inTransaction(async (f) => {
    const row = await f.caseStore.find(item.caseId);
    if (row?.state !== 'queued') return;
    clock.goTo(at + 200);
    const sent = await f.caseStore.move(ctx, row, 'sent', { attemptCount: row.attemptCount + 1 });
    clock.goTo(at + took);
    await endOf(f, ctx, sent, fate, at + took);
  });
  const systems = 'network';
  const rows: Record<Exclude<Fate, 'running' | 'withdrawn'>, Record<string, unknown>[]> = {
    done: [
      attempt(at + 200, { kind: 'send', systems, outcome: 'accepted' }),
      attempt(at + took, { kind: 'read_back', systems, outcome: 'agree' }),
    ],
    refused: [
      attempt(at + 200, {
        kind: 'send',
        systems,
        outcome: 'refused',
        raw_code: 'NE-0021',
        raw_text: '用户数据锁定',
      }),
    ],
    unknown: [attempt(at + 200, { kind: 'send', systems, outcome: 'unknown' })],
  };
  await runtime.db('attempts').insert(rows[fate === 'withdrawn' ? 'done' : fate]);
  const later = fate === 'unknown' ? { run_at: scene.times.anchorAt + 30 * MINUTE } : ENDED;
  await runtime.db('jobs').where({ id: item.workId }).update(later);
}

const ENDED = { state: 'done' };

async function endOf(
  f: Features,
  ctx: ActionContext,
  sent: CaseRow,
  fate: Fate,
  at: number,
): Promise<void> {
  if (fate === 'unknown') {
    await f.caseStore.move(ctx, sent, 'unknown', {}, { cause: 'unknown' });
    return;
  }
  if (fate === 'refused') {
    const patch = { generation: sent.generation + 1, notBeforeAt: null };
    await f.caseStore.move(ctx, sent, 'open', patch, { cause: 'refused', rawCode: 'NE-0021' });
    return;
  }
  const lamps = Object.fromEntries(
    lampSystems.map((system) => [system, { state: 'cancelled', seenAt: at }]),
  ) as NonNullable<Parameters<typeof f.caseStore.move>[3]>['lamps'];
  const confirmed = await f.caseStore.move(ctx, sent, 'confirmed');
  await f.caseStore.move(ctx, confirmed, 'verified', lamps === undefined ? {} : { lamps }, {
    cause: 'read_back',
  });
}

async function finishedJob(scene: DemoScene, ids: readonly string[], at: number): Promise<void> {
  const started = await startJob(scene, ids, at);
  if (started === null) return;
  const { jobId } = started;
  const [withdrawn] = ids;
  await scene.runtime.features.inTransaction(async (f) => {
    const row = await f.caseStore.find(withdrawn ?? '');
    if (row?.state === 'open')
      await f.cases.withdraw(scene.as('zhouyn'), row.id, {
        version: row.version,
        reason: '用户来电撤回退订',
        exception: true,
      });
  });
  const fates: readonly Fate[] = ['refused', 'done', 'done', 'unknown', 'done', 'done', 'refused'];
  const end = await release(scene, jobId, {
    at: at + 20 * SECOND,
    items: ids.length - 1,
    fateOf: (index) => fates[index] ?? (index === 15 ? 'refused' : 'done'),
  });
  await tellGateway(scene, ids);
  // Those without an answer end as unknown once their time is over.
  scene.clock.goTo(end + 11 * MINUTE);
  await scene.runtime.features.inTransaction(async (f) => {
    await f.bulkRun.release(jobId);
    await f.bulkRun.settle(jobId, 0);
    await f.bulkRun.finish(jobId);
  });
  await endRunner(scene, jobId);
}

async function pausedJob(scene: DemoScene, ids: readonly string[], at: number): Promise<void> {
  const started = await startJob(scene, ids, at);
  if (started === null) return;
  const { planId, jobId } = started;
  const end = await release(scene, jobId, { at: at + 5 * SECOND, items: 11, fateOf: () => 'done' });
  await tellGateway(scene, ids);
  scene.clock.goTo(end + 4 * SECOND);
  await scene.runtime.features.inTransaction(async (f) => {
    const ctx = scene.as('zhouyn');
    const { job } = await f.bulkReads.find(ctx.actor, planId);
    if (job !== null) await f.bulkJobs.pause(ctx, jobId, job.version);
  });
  await endRunner(scene, jobId);
}

/** Goes on by itself once the server runs; two of its cases wait for an answer that does not come soon. */
async function runningJob(scene: DemoScene, ids: readonly string[], at: number): Promise<void> {
  const started = await startJob(scene, ids, at);
  if (started === null) return;
  const { jobId } = started;
  await release(scene, jobId, {
    at: at + 2 * SECOND,
    items: 9,
    fateOf: (index) => (index < 2 ? 'unknown' : 'done'),
  });
  await tellGateway(scene, ids);
}

/** A pause or an end leaves the job's worker nothing to do. */
async function endRunner({ runtime }: DemoScene, jobId: string): Promise<void> {
  await runtime.db('jobs').where({ subject_id: jobId, kind: 'bulk.run' }).update(ENDED);
}

/** What was verified is no longer in use at the simulated operator either. */
async function tellGateway(scene: DemoScene, ids: readonly string[]): Promise<void> {
  const { runtime, gateway } = scene;
  const told = [];
  for (const id of ids) {
    const row = await runtime.features.caseStore.find(id);
    if (row?.state !== 'verified') continue;
    const msisdn = await runtime.features.lines.numberOf(row.lineId);
    if (msisdn !== undefined)
      told.push({ msisdn, productCode: row.productCode, systems: row.actual });
  }
  await gateway?.setServices(told);
}

/** Every case there is: above the second limit, so somebody else has to agree. */
async function largePlan(scene: DemoScene, at: number): Promise<void> {
  scene.clock.goTo(at);
  const ctx = scene.as('linzx');
  await scene.runtime.features.inTransaction(async (f) => {
    const id = await f.plans.make(ctx, {
      kind: 'note',
      params: { body: '季度核查：已核对原始失败码与处理结论。' },
      source: { kind: 'filter', filter: {} },
    });
    const { plan } = await f.bulkReads.find(ctx.actor, id);
    await f.plans.confirm(ctx, id, {
      version: plan.version,
      hash: plan.hash ?? '',
      typedCount: String(plan.itemCount),
    });
  });
}
