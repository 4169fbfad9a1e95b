import { expect } from 'vitest';
import type { PlanRecord } from '#contract/bulk.ts';
import { itemResults } from '#domain/bulk-rules.ts';
import { holdAt, type HoldPoint } from './holds.ts';
import type { Installation } from './installation.ts';
import { holdsAtTheEnd, holdsMeanwhile, landed, LEASE_PASSES_MS, toRest } from './resync-story.ts';
import { nap, until } from './until.ts';

const PER_KILL = 12;
const PER_SECOND = 6;

interface Item {
  seq: number;
  case_id: string;
  state: string;
  reason: string | null;
  finished_at: number | null;
}

/** Held in the midst of a release, in the midst of writing results, or killed wherever it happens to be. */
const HOLDS: readonly (HoldPoint | null)[] = [
  null,
  { table: 'plan_items', event: 'update', when: "new.state = 'taken' and old.state = 'waiting'" },
  null,
  { table: 'plan_items', event: 'update', when: "new.state = 'done' and old.state <> 'done'" },
];

async function started(inst: Installation, ids: readonly string[]): Promise<string> {
  const supervisor = await inst.app.signIn('supervisor');
  const made = await supervisor.post<PlanRecord>('/api/plans', {
    kind: 'resync',
    source: { kind: 'ids', ids },
  });
  const seen = ({ version, hash }: PlanRecord) => ({ version, hash });
  const path = `/api/plans/${made.body.id}`;
  const confirmed = await supervisor.post<PlanRecord>(`${path}/confirm`, seen(made.body));
  const rates = { crm: PER_SECOND, platform: PER_SECOND, network: PER_SECOND, billing: PER_SECOND };
  const run = await supervisor.post<PlanRecord>(`${path}/run`, { ...seen(confirmed.body), rates });
  expect([run.status, run.body.job?.state]).toEqual([200, 'running']);
  return made.body.id;
}

const itemsOf = ({ app }: Installation, planId: string): Promise<Item[]> =>
  app
    .db('plan_items')
    .where({ plan_id: planId })
    .orderBy('seq')
    .select('seq', 'case_id', 'state', 'reason', 'finished_at');

const hasResult = ({ state }: Item) => (itemResults as readonly string[]).includes(state);

/** A job killed again and again: every id of its plan ends with one result, nothing else is touched. */
export async function bulkStory(inst: Installation, kills: number): Promise<string[]> {
  const ids = await landed(inst, PER_KILL * (kills + 1));
  const bystanders = await landed(inst, 3);
  const planId = await started(inst, ids);
  const told: string[] = [];
  const results = new Map<number, string>();
  let touched = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const point = HOLDS[kill % HOLDS.length] ?? null;
    const hold = point === null ? null : await holdAt(inst.app, inst.engine, point);
    const worker = await inst.startWorker();
    const before = touched;
    const look = async () =>
      (await itemsOf(inst, planId)).filter(({ state }) => state !== 'waiting').length;
    if (hold === null) {
      await until('the job goes on', async () => (touched = await look()) > before);
      await nap((kill * 137) % 400);
    } else await hold.caught();
    await worker.kill();
    await hold?.lift();
    const items = await itemsOf(inst, planId);
    touched = items.filter(({ state }) => state !== 'waiting').length;
    const ended = items.filter(hasResult);
    told.push(
      `${point?.when ?? 'anywhere'}: ${items.length - touched} waiting, ${touched - ended.length} under way, ${ended.length} ended`,
    );
    for (const { seq, state, reason, finished_at } of ended) {
      const result = JSON.stringify([state, reason, finished_at]);
      expect(results.get(seq) ?? result).toBe(result);
      results.set(seq, result);
    }
    await holdsMeanwhile(inst, ids);
    await inst.pass(LEASE_PASSES_MS);
  }
  await toRest(inst, async () => (await itemsOf(inst, planId)).every(hasResult));
  await isWholeAndAlone(inst, planId, { ids, bystanders });
  return told;
}

/** Each id of the plan is done, and the gateway's log knows these and nobody else: sent ids ⊆ plan ids. */
async function isWholeAndAlone(
  inst: Installation,
  planId: string,
  { ids, bystanders }: Readonly<Record<'ids' | 'bystanders', readonly string[]>>,
): Promise<void> {
  const items = await itemsOf(inst, planId);
  expect(items.map((item) => item.case_id)).toEqual([...ids].sort());
  expect(items.filter(({ state }) => state !== 'done')).toEqual([]);
  await holdsAtTheEnd(inst, ids);
  const others = await inst.app.db('attempts').whereIn('case_id', bystanders).select('id');
  expect(others).toEqual([]);
}
