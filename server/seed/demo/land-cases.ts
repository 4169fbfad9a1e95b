import { localDateAt } from '#domain/time.ts';
import { runTransaction } from '../../db/transaction.ts';
import { RESYNC_JOB } from '../../features/resync/resync-service.ts';
import type { Landed } from '../../features/unsubscribes/case-landing.ts';
import type { DemoScene } from '../demo.ts';
import type { DemoCase } from './cases.ts';
import { attemptRow, settleHistory } from './history.ts';
import { loadOvercharges } from './resync.ts';
import { MINUTE } from './timeline.ts';

/** Lands the cases day by day, then lets each meet its fate. */
export async function landDemoCases(scene: DemoScene, cases: readonly DemoCase[]): Promise<void> {
  const { runtime, clock, times } = scene;
  const landed: { demo: DemoCase; landed: Landed }[] = [];
  for (const [day, group] of byDay(scene, cases)) {
    const last = group.at(-1)?.facts.requestedAt ?? times.anchorAt;
    clock.goTo(Math.min(last + MINUTE, times.anchorAt));
    const result = await runtime.features.inTransaction((f) =>
      f.caseLanding.landMany(
        { ...scene.ctx, requestId: `demo-${day}` },
        group.map((item) => item.facts),
        { demo: true },
      ),
    );
    result.cases.forEach((one, index) => {
      const demo = group[index];
      if (demo !== undefined && one.outcome === 'landed') landed.push({ demo, landed: one });
    });
  }
  await settle(scene, landed);
  clock.goTo(times.anchorAt);
  await hold(scene, landed);
  await loseReplies(scene, landed);
  await assign(scene, landed);
  await tellGateway(scene, landed);
}

type Pair = { demo: DemoCase; landed: Landed };

function byDay({ times }: DemoScene, cases: readonly DemoCase[]): Map<string, DemoCase[]> {
  const days = new Map<string, DemoCase[]>();
  for (const item of cases) {
    const day = localDateAt(times.zone, item.facts.requestedAt);
    const group = days.get(day);
    if (group === undefined) days.set(day, [item]);
    else group.push(item);
  }
  return days;
}

async function settle(scene: DemoScene, landed: readonly Pair[]): Promise<void> {
  const settled = landed.filter(({ demo }) => demo.fate === 'settled');
  await runTransaction(scene.runtime.db, (trx) => settleHistory({ ...scene, db: trx }, settled));
  await loadOvercharges(scene, settled);
  await scene.runtime.features.inTransaction((f) => f.caseCounters.rebuild());
}

async function hold(scene: DemoScene, landed: readonly Pair[]): Promise<void> {
  const ctx = { ...scene.as('linzx'), reason: '合作方系统维护，恢复后再同步' };
  for (const { landed: one } of landed.filter(({ demo }) => demo.fate === 'held'))
    await scene.runtime.features.inTransaction(async (f) => {
      const row = await f.caseStore.find(one.caseId);
      if (row?.state === 'open') await f.cases.hold(ctx, row.id, row.version);
    });
}

/** Calls that were sent and never answered: their jobs ask the gateway by and by. */
async function loseReplies(scene: DemoScene, landed: readonly Pair[]): Promise<void> {
  const { runtime, ctx, clock } = scene;
  let delay = 20 * MINUTE;
  for (const { landed: one } of landed.filter(({ demo }) => demo.fate === 'unknown')) {
    await runtime.features.inTransaction(async (f) => {
      const row = await f.caseStore.find(one.caseId);
      if (row?.state !== 'open') return;
      const queued = await f.caseStore.move(ctx, row, 'queued');
      const sent = await f.caseStore.move(ctx, queued, 'sent', { attemptCount: 1 });
      await f.caseStore.move(ctx, sent, 'unknown');
      delay += 15 * MINUTE;
      await f.queue.enqueue({
        kind: RESYNC_JOB,
        subjectId: row.id,
        payload: { mode: 'recover', trigger: 'recover' },
        runAt: clock.now() + delay,
      });
    });
    const lost = {
      kind: 'send',
      systems: 'billing,platform',
      outcome: 'unknown',
      duration_ms: 30_000,
    };
    await runtime.db('attempts').insert(attemptRow(clock, one.caseId, scene.times.anchorAt, lost));
  }
}

async function assign(scene: DemoScene, landed: readonly Pair[]): Promise<void> {
  const { runtime } = scene;
  const open = landed.filter(({ demo }) => demo.fate === 'stays').slice(-44);
  for (const [index, { landed: one }] of open.entries()) {
    const ctx = scene.as(index % 2 === 0 ? 'linzx' : 'zhouyn');
    await runtime.features.inTransaction(async (f) => {
      const row = await f.caseStore.find(one.caseId);
      if (row !== undefined)
        await f.cases.assign(ctx, row.id, { version: row.version, assigneeId: ctx.actor.id });
    });
  }
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
