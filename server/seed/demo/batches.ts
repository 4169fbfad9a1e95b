import type { Features } from '../../compose.ts';
import type { DemoScene } from '../demo.ts';
import { correctOutage, type DemoOutages } from './outages.ts';
import { HOUR, MINUTE } from './timeline.ts';

/** Where a batch of the demo stands. */
type BatchFate =
  | 'draft'
  | 'calculated'
  | 'submitted'
  | 'approved'
  | 'credited'
  | 'partly'
  | 'rejected'
  | 'cancelled';

const PLAN: readonly (readonly [outage: string, fate: BatchFate])[] = [
  ['worked-example', 'credited'],
  ['base-1', 'credited'],
  ['power', 'partly'],
  ['fibre', 'submitted'],
  ['overlap-a', 'submitted'],
  ['config', 'calculated'],
  ['degraded', 'calculated'],
  ['base-2', 'rejected'],
  ['rain', 'cancelled'],
  ['planned-late', 'draft'],
];

const MAKER = 'linzx';
const CHECKER = 'zhouyn';
const MANAGER = 'shenqh';

/** Makes, calculates, submits, approves and credits the demo's batches through the services and their jobs. */
export async function loadBatches(scene: DemoScene, outages: DemoOutages): Promise<void> {
  const { times, clock } = scene;
  await supplemented(scene, outages.get('corrected'));
  let at = times.anchorAt - 40 * HOUR;
  for (const [key, fate] of PLAN) {
    const outageId = outages.get(key);
    if (outageId === undefined) continue;
    clock.goTo(at);
    await live(scene, outageId, fate);
    at += 3 * HOUR;
  }
  clock.goTo(times.anchorAt);
}

/** Credited, then corrected to have lasted longer: what that owes beyond it waits for approval. */
async function supplemented(scene: DemoScene, outageId: string | undefined): Promise<void> {
  if (outageId === undefined) return;
  const { facts } = await scene.runtime.features.outages.find(scene.ctx, outageId);
  scene.clock.goTo((facts.endedAt ?? facts.startedAt) + 6 * HOUR);
  await live(scene, outageId, 'credited');
  await correctOutage(scene, outageId);
  // Late enough to be waiting still.
  scene.clock.goTo(scene.times.anchorAt - 44 * HOUR);
  await live(scene, outageId, 'submitted');
}

async function live(scene: DemoScene, outageId: string, fate: BatchFate): Promise<void> {
  const { runtime, as } = scene;
  const id = await runtime.features.inTransaction((f) => f.batches.make(as(MAKER), { outageId }));
  const step = batchSteps(scene, id);
  if (fate === 'draft') return;
  await step((f, row) => f.batches.calculate(as(MAKER), id, row.version));
  await runtime.runner.drain({ schedules: false });
  if (fate === 'calculated') return;
  if (fate === 'cancelled') {
    const reason = '并入另一批次';
    return step((f, row) => f.batches.cancel(as(MAKER), id, { version: row.version, reason }));
  }
  await step((f, row) => f.batches.submit(as(MAKER), id, row.version));
  if (fate === 'submitted') return;
  if (fate === 'rejected') {
    const reason = '受影响基站清单与工单不一致，请核对后重报';
    return step((f, row) =>
      f.batchApprovals.reject(as(CHECKER), id, { version: row.version, reason }),
    );
  }
  if (fate === 'partly') await breakGateway(scene, id);
  const approver = await approverOf(scene, id);
  await step((f, row) =>
    f.batchApprovals.approve(as(approver), id, {
      version: row.version,
      contentHash: row.contentHash ?? '',
    }),
  );
  if (fate === 'approved') return;
  scene.clock.goTo(scene.clock.now() + 5 * MINUTE);
  await runtime.runner.drain({ schedules: false });
  await scene.gateway?.clearFaults();
}

interface BatchView {
  version: number;
  contentHash: string | null;
  tier: string | null;
}

function batchSteps({ runtime, clock, ctx }: DemoScene, id: string) {
  return async (act: (f: Features, row: BatchView) => Promise<void>): Promise<void> => {
    clock.goTo(clock.now() + 10 * MINUTE);
    await runtime.features.inTransaction(async (f) =>
      act(f, await f.batchReads.show(ctx.actor, id)),
    );
  };
}

async function approverOf({ runtime, ctx }: DemoScene, id: string): Promise<string> {
  const { tier } = await runtime.features.batchReads.show(ctx.actor, id);
  return tier === 'supervisor' ? CHECKER : MANAGER;
}

/** A dozen credits are refused for good, and three lose their replies. */
async function breakGateway({ gateway }: DemoScene, _id: string): Promise<void> {
  await gateway?.addFault({
    scope: 'balance',
    kind: 'refuse',
    code: 'BAL-4031',
    text: '账户已冻结',
    times: 12,
  });
}
