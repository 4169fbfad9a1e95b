import { createRunner } from '#server/jobs/runner.ts';
import { median, numberArg } from './args.ts';
import { benchRuntime, type BenchRuntime } from './bench-runtime.ts';

const KIND = 'bench';
const CONCURRENCY = 8;

/** P13: jobs a second through the runner ÷ the same claim and acknowledge SQL without a handler. */
export async function run(args: string[]): Promise<void> {
  const jobs = numberArg(args, 'jobs', 2_000);
  const rounds = numberArg(args, 'rounds', 5);
  const runtime = await benchRuntime({
    sqlite: numberArg(args, 'sqlite', 0) === 1,
    gatewayUrl: 'http://127.0.0.1:9',
  });
  try {
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const ways = [throughRunner, bare];
      const rates = new Map<unknown, number>();
      // In alternating order, so that neither always comes second.
      for (const way of round % 2 === 0 ? ways : ways.toReversed())
        rates.set(way, await rateOf(runtime, jobs, way));
      const [a = 0, b = 1] = ways.map((way) => rates.get(way));
      ratios.push(a / b);
      process.stdout.write(`  runner ${a.toFixed(0)}/s, bare ${b.toFixed(0)}/s\n`);
    }
    process.stdout.write(`P13 ${median(ratios).toFixed(2)} (bar 0.7, stretch 0.9)\n`);
  } finally {
    await runtime.close();
  }
}

async function rateOf(
  runtime: BenchRuntime,
  jobs: number,
  way: (runtime: BenchRuntime) => Promise<void>,
): Promise<number> {
  const { db, world } = runtime;
  await db('jobs').delete();
  const now = world.now();
  for (let start = 0; start < jobs; start += 100)
    await db('jobs').insert(
      Array.from({ length: 100 }, () => ({
        id: world.nextId(),
        kind: KIND,
        subject_id: 'x',
        payload: '{}',
        state: 'ready',
        run_at: now,
        tries: 0,
        created_at: now,
      })),
    );
  const started = performance.now();
  await way(runtime);
  return (jobs * 1000) / (performance.now() - started);
}

async function throughRunner({ db, world, features }: BenchRuntime): Promise<void> {
  const runner = createRunner({
    db,
    world,
    queue: features.queue,
    handlers: { [KIND]: () => Promise.resolve(undefined) },
    schedules: [],
    inTransaction: (work) => features.inTransaction((f) => work(f, f.queue)),
    log: { error: () => undefined, warn: () => undefined },
    concurrency: CONCURRENCY,
  });
  await runner.drain();
}

async function bare({ features: { queue } }: BenchRuntime): Promise<void> {
  for (;;) {
    const jobs = await queue.claim(CONCURRENCY);
    if (jobs.length === 0) return;
    await queue.settleDone(jobs);
  }
}
