import { runTransaction } from '../../db/transaction.ts';
import { RESYNC_JOB } from '../../features/resync/resync-service.ts';
import type { Landed } from '../../features/unsubscribes/case-landing.ts';
import type { DemoScene } from '../demo.ts';
import type { DemoCase } from './cases.ts';
import { attemptRow, settleHistory } from './history.ts';
import { loadOvercharges } from './resync.ts';
import { MINUTE } from './timeline.ts';

/** Lands the cases in the order of their requests, then lets each meet its fate. */
export async function landDemoCases(scene: DemoScene, cases: readonly DemoCase[]): Promise<void> {
  const { clock, times } = scene;
  const landed = await land(scene, cases);
  await settle(scene, landed);
  clock.goTo(times.anchorAt);
  await hold(scene, landed);
  await loseReplies(scene, landed);
  await assign(scene, landed);
  await tellGateway(scene, landed);
}

type Pair = { demo: DemoCase; landed: Landed };

/** So many arrive together; always as many, so that the same prepared statements serve all. */
const AT_ONCE = 100;

function land(scene: DemoScene, cases: readonly DemoCase[]): Promise<Pair[]> {
  const { runtime, clock, times } = scene;
  return runtime.features.inTransaction(async (f) => {
    const landed: Pair[] = [];
    for (let start = 0; start < cases.length; start += AT_ONCE) {
      const group = cases.slice(start, start + AT_ONCE);
      const last = group.at(-1)?.facts.requestedAt ?? times.anchorAt;
      clock.goTo(Math.min(last + MINUTE, times.anchorAt));
      const result = await f.caseLanding.landMany(
        { ...scene.ctx, requestId: `demo-${start / AT_ONCE + 1}` },
        group.map((item) => item.facts),
        { demo: true },
      );
      result.cases.forEach((one, index) => {
        const demo = group[index];
        if (demo !== undefined && one.outcome === 'landed') landed.push({ demo, landed: one });
      });
    }
    return landed;
  });
}

async function settle(scene: DemoScene, landed: readonly Pair[]): Promise<void> {
  const settled = landed.filter(({ demo }) => demo.fate === 'settled');
  await runTransaction(scene.runtime.db, (trx) => settleHistory({ ...scene, db: trx }, settled));
  await loadOvercharges(scene, settled);
  await scene.runtime.features.inTransaction((f) => f.caseCounters.rebuild());
}

async function hold(scene: DemoScene, landed: readonly Pair[]): Promise<void> {
  const ctx = { ...scene.as('linzx'), reason: '合作方系统维护，恢复后再同步' };
  await scene.runtime.features.inTransaction(async (f) => {
    for (const { landed: one } of landed.filter(({ demo }) => demo.fate === 'held')) {
      const row = await f.caseStore.find(one.caseId);
      if (row?.state === 'open') await f.cases.hold(ctx, row.id, row.version);
    }
  });
}

const LOST = {
  kind: 'send',
  systems: 'billing,platform',
  outcome: 'unknown',
  duration_ms: 30_000,
};

/** Calls that were sent and never answered: their jobs ask the gateway by and by. */
async function loseReplies(scene: DemoScene, landed: readonly Pair[]): Promise<void> {
  const { runtime, ctx, clock, times } = scene;
  const lost = landed.filter(({ demo }) => demo.fate === 'unknown');
  await runtime.features.inTransaction(async (f) => {
    for (const [index, { landed: one }] of lost.entries()) {
      const row = await f.caseStore.find(one.caseId);
      if (row?.state !== 'open') continue;
      const queued = await f.caseStore.move(ctx, row, 'queued');
      const sent = await f.caseStore.move(ctx, queued, 'sent', { attemptCount: 1 });
      await f.caseStore.move(ctx, sent, 'unknown');
      await f.queue.enqueue({
        kind: RESYNC_JOB,
        subjectId: row.id,
        payload: { mode: 'recover', trigger: 'recover' },
        runAt: clock.now() + (20 + 15 * (index + 1)) * MINUTE,
      });
    }
  });
  await runtime
    .db('attempts')
    .insert(lost.map(({ landed: one }) => attemptRow(clock, one.caseId, times.anchorAt, LOST)));
}

/** With those that a rule of assignment gives, about twenty-five for each of the two supervisors. */
const MINE = 44;

async function assign(scene: DemoScene, landed: readonly Pair[]): Promise<void> {
  const open = landed.filter(({ demo }) => demo.fate === 'stays').slice(-MINE);
  await scene.runtime.features.inTransaction(async (f) => {
    for (const [index, { landed: one }] of open.entries()) {
      const ctx = scene.as(index % 2 === 0 ? 'linzx' : 'zhouyn');
      const row = await f.caseStore.find(one.caseId);
      if (row !== undefined)
        await f.cases.assign(ctx, row.id, { version: row.version, assigneeId: ctx.actor.id });
    }
  });
}

/** The simulated operator holds for each open case what its lamps say. */
async function tellGateway({ gateway }: DemoScene, landed: readonly Pair[]): Promise<void> {
  await gateway?.setServices(
    landed
      .filter(({ demo }) => demo.fate !== 'settled')
      .map(({ demo }) => ({
        msisdn: demo.facts.msisdn,
        productCode: demo.facts.productCode,
        systems: demo.facts.actual,
      })),
  );
}
