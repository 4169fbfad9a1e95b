import { expect } from 'vitest';
import { sealAuditEvents, verifyAuditChain } from '#server/features/audit/audit-sealer.ts';
import { holdAt } from './holds.ts';
import type { Installation } from './installation.ts';
import { count, type Begin } from './long-jobs.ts';
import { LEASE_PASSES_MS } from './resync-story.ts';
import { until } from './until.ts';

/** Rows of a step of every long job. */
const STEP = 500;
const ENDS_MS = 120_000;

/**
 * A job killed in one step after the other, each time with a step's writes made and not committed. Whoever comes
 * after it goes on where the last whole step ended; answers what was done after each kill.
 */
export async function longJobStory(
  inst: Installation,
  begin: Begin,
  kills: number,
): Promise<string[]> {
  const rows = STEP * (kills + 1);
  const job = await begin(inst, rows);
  const told: string[] = [];
  let before = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const hold = await holdAt(inst.app, inst.engine, job.holdAt(STEP * kill + STEP / 2));
    const worker = await inst.startWorker();
    await hold.caught(async () => (await job.done()) >= STEP * kill);
    await worker.kill();
    await hold.lift();
    const done = await job.done();
    told.push(`${done} of ${rows} done`);
    // Whole steps only, each kill further than the one before.
    expect([done % STEP, done > before, done < rows]).toEqual([0, true, true]);
    before = done;
    await inst.pass(LEASE_PASSES_MS);
  }
  const last = await inst.startWorker();
  const isOver = async () => (await openJobs(inst)) === 0 && (await job.done()) === rows;
  await until('the last worker ends the job', isOver, ENDS_MS);
  await last.kill();
  await job.isWhole();
  await countersAreExact(inst);
  while ((await sealAuditEvents(inst.app.db, inst.app.world, STEP)) > 0);
  expect(await verifyAuditChain(inst.app.db)).toBeNull();
  return told;
}

const openJobs = async (inst: Installation): Promise<number> =>
  (await count(inst, 'jobs', { state: 'ready' })) +
  (await count(inst, 'jobs', { state: 'leased' }));

async function countersAreExact({ app }: Installation): Promise<void> {
  const counted = (await app.features.caseCounters.read()).filter(({ n }) => n !== 0);
  const rows: { state: string; failure_code: string; n: unknown }[] = await app
    .db('cases')
    .groupBy('state', 'failure_code')
    .select('state', 'failure_code')
    .count({ n: '*' });
  const text = (all: (readonly [string, string, number])[]) => all.map(String).sort();
  expect(text(counted.map((one) => [one.state, one.failureCode, one.n]))).toEqual(
    text(rows.map((one) => [one.state, one.failure_code, Number(one.n)])),
  );
}
