import type { Knex } from 'knex';
import { describe, expect, it } from 'vitest';
import type { Job, JobQueue } from './queue.ts';
import { createRunner } from './runner.ts';

const LOCKED = new Error('database is locked');

function job(id: string): Job {
  return { id, kind: 'work', subjectId: id, payload: {}, tries: 0, leaseToken: 'lease' };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A queue that hands out each job once and keeps what is told of it. */
function memoryQueue(ids: string[], faults: { done?: number; settle?: number }) {
  const ends: string[] = [];
  const queue: Pick<JobQueue, 'claim' | 'settle' | 'settleDone'> = {
    claim: (limit) => Promise.resolve(ids.splice(0, limit).map(job)),
    async settleDone(jobs) {
      await tick();
      faults.done = (faults.done ?? 0) - 1;
      if (faults.done >= 0) throw LOCKED;
      ends.push(...jobs.map(({ id }) => `${id} done`));
    },
    async settle({ id }, { state }) {
      await tick();
      faults.settle = (faults.settle ?? 0) - 1;
      if (faults.settle >= 0) throw LOCKED;
      ends.push(`${id} ${state}`);
    },
  };
  const told: string[] = [];
  const log = {
    error: (_: object, message: string) => void told.push(message),
    warn: (_: object, message: string) => void told.push(message),
  };
  const runner = createRunner<object>({
    ...{ db: {} as Knex, schedules: [], log, concurrency: 2 },
    world: { now: () => 0, nextId: () => 'id' },
    queue: queue as JobQueue,
    handlers: { work: (one) => (one.id > 'b' ? tick() : Promise.resolve()).then(() => undefined) },
    inTransaction: () => Promise.reject(LOCKED),
  });
  return { runner, ends, told };
}

describe('A runner whose database refuses a write', () => {
  it('acknowledges the jobs that end after one could not be acknowledged', async () => {
    const { runner, ends } = memoryQueue(['a', 'c', 'd', 'e', 'f'], { done: 1 });
    await runner.drain({ schedules: false });
    expect(ends.sort()).toEqual(['a ready', 'c done', 'd done', 'e done', 'f done']);
  });

  it('goes on where the end of a job cannot be written at all, and says so', async () => {
    const { runner, ends, told } = memoryQueue(['a', 'c', 'd'], { done: 1, settle: 1 });
    await runner.drain({ schedules: false });
    expect(ends.sort()).toEqual(['c done', 'd done']);
    expect(told).toContain('job left to its lease');
  });
});

describe('A runner with two places', () => {
  it('takes more short jobs, as many as are useful, and never a third long one', async () => {
    const waiting = ['short', 'long', 'short', 'long', 'long', 'short', 'short'];
    const running = { short: 0, long: 0 };
    const most = { short: 0, long: 0 };
    const run = (kind: 'short' | 'long') => async () => {
      running[kind] += 1;
      most[kind] = Math.max(most[kind], running[kind]);
      await tick();
      running[kind] -= 1;
      return undefined;
    };
    const kept: Pick<JobQueue, 'claim' | 'settleDone'> = {
      claim: (limit) =>
        Promise.resolve(waiting.splice(0, limit).map((kind) => ({ ...job(kind), kind }))),
      settleDone: () => Promise.resolve(),
    };
    const runner = createRunner<object>({
      ...{ db: {} as Knex, schedules: [], concurrency: 2 },
      log: { error: () => undefined, warn: () => undefined },
      world: { now: () => 0, nextId: () => 'id' },
      queue: kept as JobQueue,
      handlers: { short: run('short'), long: run('long') },
      together: { kinds: ['short'], useful: () => 4, transactions: 1 },
      inTransaction: () => Promise.reject(LOCKED),
    });
    expect(await runner.drain({ schedules: false })).toBe(7);
    expect(most.long).toBe(2);
    expect(most.short).toBeGreaterThan(1);
  });
});
