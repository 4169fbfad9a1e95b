import { expect } from 'vitest';
import { defaultMessageSettings } from '#server/features/messages/message-settings.ts';
import { testContext } from '../app.ts';
import { holdAt, type HoldPoint } from './holds.ts';
import type { Installation } from './installation.ts';
import { landed, LEASE_PASSES_MS, listOf, toRest } from './resync-story.ts';
import { until } from './until.ts';

const points = ['unanswered', 'unsent', 'unsettled', 'untaken'] as const;
type Point = (typeof points)[number];

const HOLDS: Partial<Record<Point, (ids: string) => HoldPoint>> = {
  untaken: (ids) => ({
    table: 'notices',
    event: 'update',
    when: `new.claim_token is not null and old.claim_token is null and new.id in (${ids})`,
  }),
  unsettled: (ids) => ({
    table: 'notice_attempts',
    event: 'insert',
    when: `new.kind = 'send' and new.notice_id in (${ids})`,
  }),
};

const PER_KILL = 3;

interface NoticeRow {
  id: string;
  state: string;
  claim_token: string | null;
}

/** Nobody is left alone at night here: the story may be told at any hour. */
async function withoutQuietHours({ app }: Installation): Promise<void> {
  const { version: _, ...settings } = await app.features.inTransaction((f) =>
    f.messageSettings.read(),
  );
  await app.features.inTransaction((f) =>
    f.messageSettings.update(testContext, {
      ...defaultMessageSettings,
      ...settings,
      ...{ quietFrom: '00:00', quietUntil: '00:00', version: 0 },
    }),
  );
}

async function queued(inst: Installation): Promise<string[]> {
  const told: string[] = [];
  for (const caseId of await landed(inst, PER_KILL)) {
    const outcome = await inst.app.features.inTransaction((f) =>
      f.messages.queueForCase(testContext, caseId, 'T6A'),
    );
    if (outcome.outcome !== 'queued') throw new Error(outcome.outcome);
    told.push(outcome.noticeId);
  }
  return told;
}

/** How often each message left, by the gateway's log; the key of a later generation begins alike. */
async function leftOf({ sim }: Installation, ids: readonly string[]): Promise<number[]> {
  const log = await sim.log({ scope: 'messages' });
  return ids.map((id) => log.filter(({ key }) => key.startsWith(id)).length);
}

const rowsOf = ({ app }: Installation, ids: readonly string[]): Promise<NoticeRow[]> =>
  app
    .db('notices')
    .whereIn('id', [...ids])
    .select('id', 'state', 'claim_token');

async function killedAt(inst: Installation, point: Point, ids: readonly string[]): Promise<void> {
  const where = HOLDS[point]?.(listOf(ids));
  const hold = where === undefined ? null : await holdAt(inst.app, inst.engine, where);
  const worker = await inst.startWorker();
  const haveLeft = async () =>
    point !== 'unsettled' || (await leftOf(inst, ids)).every((times) => times > 0);
  if (hold !== null) await hold.caught(haveLeft);
  else {
    worker.wire.set(point === 'unsent' ? 'swallow' : 'hold', ids);
    await until(`a message is ${point}`, () => worker.wire.caught() > 0);
  }
  await worker.kill();
  await hold?.lift();
}

/** So many kills, the points in turn: every message arrives, none twice. */
export async function messageStory(inst: Installation, kills: number): Promise<string[]> {
  await withoutQuietHours(inst);
  const all: string[] = [];
  const told: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const point = points[kill % points.length] ?? 'unsent';
    const ids = await queued(inst);
    all.push(...ids);
    await killedAt(inst, point, ids);
    const rows = await rowsOf(inst, ids);
    const left = (await leftOf(inst, ids)).filter((n) => n > 0).length;
    const taken = rows.filter((row) => row.claim_token !== null).length;
    told.push(`${point}: ${taken} of ${rows.length} taken, ${left} had left`);
    expect(rows.map(({ state }) => state)).toEqual(ids.map(() => 'queued'));
    if (point === 'untaken') expect([taken, left]).toEqual([0, 0]);
    else expect(taken).toBe(ids.length);
    if (point === 'unsent') expect(left).toBe(0);
    if (point === 'unanswered' || point === 'unsettled') expect(left).toBeGreaterThan(0);
    for (const times of await leftOf(inst, all)) expect(times).toBeLessThanOrEqual(1);
    await inst.pass(LEASE_PASSES_MS);
  }
  await toRest(inst, async () =>
    (await rowsOf(inst, all)).every(({ state }) => state === 'delivered'),
  );
  expect(await leftOf(inst, all)).toEqual(all.map(() => 1));
  return told;
}
