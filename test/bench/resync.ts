import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RESYNC_JOB } from '#server/features/resync/resync-service.ts';
import { SHORT_JOBS_AT_ONCE } from '#server/jobs/runner.ts';
import { caseFacts } from '../support/case-facts.ts';
import { testContext } from '../support/constants.ts';
import { median, numberArg } from './args.ts';
import { benchRuntime, type BenchRuntime } from './bench-runtime.ts';
import { createStatementLog, type StatementLog } from './statement-log.ts';

/**
 * P14: calls a second of re-sync ÷ a bare loop of the same calls.
 *
 * A call is one HTTP exchange with the gateway: the order of a case and the reading of the four systems after it.
 * Both sides make them over the same fetch of the same process, to the same gateway in it, which answers at once,
 * with the same bodies and as many at a time. What re-sync does besides, from claiming the jobs to the last message
 * queued, is inside its time: the ratio says what the record of a call costs. Rounds alternate which side is first.
 * `--statements 1` adds a round, outside the figure, that tells what is asked of the database for one case.
 */
export async function run(args: string[]): Promise<void> {
  const cases = numberArg(args, 'cases', 300);
  const rounds = numberArg(args, 'rounds', 5);
  const gateway = await startInstantGateway();
  const runtime = await benchRuntime({
    sqlite: numberArg(args, 'sqlite', 0) === 1,
    gatewayUrl: gateway.url,
  });
  const sides = [() => resyncRate(runtime, cases), () => bareRate(gateway.url, cases * 2)] as const;
  try {
    await runtime.features.inTransaction((f) => f.systemStore.lock('network'));
    await runtime.db('systems').update({ concurrency: 500, rate_per_second: 5_000 });
    const ratios: number[] = [];
    // The first round warms both sides up.
    for (let round = 0; round <= rounds; round += 1) {
      const rates = new Map<unknown, number>();
      for (const side of round % 2 === 0 ? sides : sides.toReversed())
        rates.set(side, await side());
      const [rate = 0, bare = 1] = sides.map((side) => rates.get(side));
      if (round > 0) ratios.push(rate / bare);
      process.stdout.write(
        `  re-sync ${rate.toFixed(0)} calls/s, bare ${bare.toFixed(0)} calls/s\n`,
      );
    }
    process.stdout.write(`P14 ${median(ratios).toFixed(2)} (bar 0.5, stretch 0.8)\n`);
    if (numberArg(args, 'statements', 0) === 1)
      await resyncRate(runtime, cases, createStatementLog(runtime.db));
  } finally {
    await runtime.close();
    await gateway.close();
  }
}

async function resyncRate(
  runtime: BenchRuntime,
  cases: number,
  log?: StatementLog,
): Promise<number> {
  const { features, db } = runtime;
  const facts = Array.from({ length: cases }, () => caseFacts());
  const landed = await features.inTransaction((f) => f.caseLanding.landMany(testContext, facts));
  for (const { caseId } of landed.cases)
    await features.inTransaction((f) => f.resync.request(testContext, caseId, 1));
  // What the landing left in the queue is not what is measured.
  await db('jobs').where('state', 'ready').whereNot('kind', RESYNC_JOB).delete();
  const before = await attempts(db);
  log?.start();
  const started = performance.now();
  await runtime.runner.drain({ schedules: false });
  const seconds = (performance.now() - started) / 1000;
  if (log !== undefined) process.stdout.write(log.report(cases));
  return ((await attempts(db)) - before) / seconds;
}

async function attempts(db: BenchRuntime['db']): Promise<number> {
  const [row] = await db('attempts').count<{ n: number }[]>({ n: '*' });
  return Number(row?.n);
}

const order = {
  externalId: '01J0000000000000000000000X-cancel-1',
  category: 'unsubscribe',
  '@type': 'ServiceOrder',
  serviceOrderItem: [
    {
      id: '1',
      action: 'delete',
      '@type': 'ServiceOrderItem',
      service: {
        id: '13800000000-VIDEO',
        serviceType: 'CFS',
        serviceSpecification: { id: 'VIDEO' },
        serviceCharacteristic: [
          { name: 'msisdn', valueType: 'string', value: '13800000000' },
          { name: 'productCode', valueType: 'string', value: 'VIDEO' },
          { name: 'targetSystems', valueType: 'array', value: ['billing', 'network'] },
        ],
      },
    },
  ],
};

/** The two calls of a case in turns, and nothing else. */
async function bareRate(url: string, calls: number): Promise<number> {
  let left = calls;
  const started = performance.now();
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      const reply =
        left % 2 === 0
          ? await fetch(`${url}/tmf-api/serviceOrdering/v4/serviceOrder`, {
              ...{ method: 'POST', headers, body: JSON.stringify(order) },
            })
          : await fetch(`${url}/tmf-api/serviceInventory/v4/service/13800000000-VIDEO`, {
              headers,
            });
      await reply.json();
    }
  };
  await Promise.all(Array.from({ length: SHORT_JOBS_AT_ONCE }, loop));
  return (calls * 1000) / (performance.now() - started);
}

/** As a gateway says it: each reading with its own time. */
const characteristics = (seenAt: string) =>
  ['crm', 'platform', 'network', 'billing'].map((name) => ({
    name,
    value: { state: 'cancelled', seenAt },
  }));

/** Says yes to every order and shows every service as cancelled, at once. */
async function startInstantGateway() {
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      res.setHeader('content-type', 'application/json');
      if (req.method === 'POST') {
        const order = JSON.parse(body) as Record<string, unknown>;
        return res.end(JSON.stringify({ ...order, id: '1', state: 'completed' }));
      }
      const id = decodeURIComponent((req.url ?? '').split('/').at(-1) ?? '');
      res.end(
        JSON.stringify({ id, serviceCharacteristic: characteristics(new Date().toISOString()) }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
