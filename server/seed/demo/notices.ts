import { SYSTEM_ACTOR } from '#domain/context.ts';
import type { OutageEvent } from '#domain/outage-notices.ts';
import { quietUntilAt } from '#domain/quiet-hours.ts';
import type { Features } from '../../compose.ts';
import { defaultMessageSettings } from '../../features/messages/message-settings.ts';
import type { DemoScene } from '../demo.ts';
import { createChance } from './chance.ts';
import { HOUR, MINUTE } from './timeline.ts';

const NOTIFIER = 'chenmu';
const MAKER = 'linzx';
const APP_SHARE = 0.45;
const SILENT_SHARE = 0.03;
const CHUNK = 500;
/** Of its own: what the others draw stays as it is. */
const SEED = 20_261_123;

/** Lines with the operator's app, and the few that want only what is essential. */
export async function loadContacts({ runtime, times }: DemoScene): Promise<void> {
  const chance = createChance(SEED);
  const ids = (await runtime.db('lines').orderBy('id').pluck('id')) as string[];
  const rows = ids.flatMap((line_id) => {
    const [app_push, opted_out] = [chance.next() < APP_SHARE, chance.next() < SILENT_SHARE];
    if (!app_push && !opted_out) return [];
    return [{ line_id, app_push, opted_out, version: 1, updated_at: times.anchorAt }];
  });
  for (let start = 0; start < rows.length; start += CHUNK)
    await runtime.db('line_contacts').insert(rows.slice(start, start + CHUNK));
}

/** What the customers of an outage were told at its time, while it was as it then stood. */
export async function tellCustomers(
  scene: DemoScene,
  f: Features,
  told: { outageId: string; event: OutageEvent; at: number },
): Promise<void> {
  const { outageId, event, at } = told;
  scene.clock.goTo(Math.min(at, scene.times.anchorAt));
  const ctx = scene.as(NOTIFIER);
  const { count } = await f.outageTelling.preview(ctx, outageId, event);
  if (count === 0) return;
  await arrived(scene, f, await f.outageTelling.tell(ctx, outageId, { event, count }));
}

/** Of the outage that is over, and of the credits of one batch. */
export async function loadNotices(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  await runtime.features.inTransaction(async (f) => {
    const over: { id: string; ended_at: number } | undefined = await f
      .db('outages')
      .where({ state: 'restored' })
      .orderBy('ended_at', 'desc')
      .first('id', 'ended_at');
    if (over !== undefined) {
      const told = { outageId: over.id, event: 'restored', at: Number(over.ended_at) } as const;
      await tellCustomers(scene, f, { ...told, at: told.at + 16 * MINUTE });
    }
    await tellCredited(scene, f);
  });
  clock.goTo(times.anchorAt);
}

async function tellCredited(scene: DemoScene, f: Features): Promise<void> {
  const { clock, as, times } = scene;
  const batch: { id: string; updated_at: number } | undefined = await f
    .db('batches')
    .where({ state: 'credited' })
    .whereNotNull('outage_id')
    .orderBy('id')
    .first('id', 'updated_at');
  if (batch === undefined) return;
  clock.goTo(Math.min(Number(batch.updated_at) + 2 * HOUR, times.anchorAt - HOUR));
  const { count } = await f.batchTelling.preview(as(MAKER), batch.id);
  if (count > 0) await arrived(scene, f, await f.batchTelling.tell(as(MAKER), batch.id, { count }));
}

/**
 * The round walked to its end, and set-wise what became of its messages: nearly all arrived, a few handsets were off;
 * by SMS nothing left where SMS was out. What would still lie in quiet hours waits for the outbox to say so.
 */
async function arrived(scene: DemoScene, f: Features, roundId: string): Promise<void> {
  const ctx = { actor: SYSTEM_ACTOR, requestId: 'demo' };
  const walk = async () => {
    while ((await f.noticeRounds.step(ctx, roundId)) === 'on');
  };
  await walk();
  const { quietFrom: from, quietUntil: until } = defaultMessageSettings;
  const now = f.world.now();
  const at = quietUntilAt(scene.times.zone, now, { from, until }) ?? now;
  if (at > scene.times.anchorAt - 2 * MINUTE) return;
  const queued = () => f.db('notices').where({ round_id: roundId, state: 'queued' });
  const byApp = (await queued().where({ channel: 'push' }).first('id')) !== undefined;
  const left = () => (byApp ? queued().where({ channel: 'push' }) : queued());
  const ids = (await left().orderBy('id').pluck('id')) as string[];
  const sent = { sent_at: at + MINUTE, next_at: null, updated_at: at + 2 * MINUTE, version: 3 };
  await f
    .db('notices')
    .whereIn(
      'id',
      ids.filter((_, index) => index % 97 === 31),
    )
    .update({
      ...{ ...sent, state: 'failed', reason: 'undelivered' },
      reason_text: 'SMSC_0069 · 手机关机,超过有效期',
    });
  await left().update({ ...sent, state: 'delivered', delivered_at: at + 2 * MINUTE });
  await queued().update({
    ...{ state: 'held', reason: 'sms_out', version: 2 },
    next_at: scene.times.anchorAt,
  });
  await walk();
}
