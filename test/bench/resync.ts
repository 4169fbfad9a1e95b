import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWire } from '#server/connectors/http-wire.ts';
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
 * Both sides make them in the same process, to the same gateway in it, which answers at once, with the same bodies
 * and as many at a time. What re-sync does besides, from claiming the jobs to the last message queued, is inside its
 * time: the ratio says what the record of a call costs. Rounds alternate which side is first. The process is as it
 * ships, connections and jobs at a time included; only the systems' limits are raised, which would be measured else.
 *
 * The bare loop is one of `fetch`, the client that comes with Node. The connectors' own connections are cheaper: the
 * second figure is against a loop over those.
 * `--statements 1` adds a round, outside the figures, that tells what is asked of the database for one case.
 */
export async function run(args: string[]): Promise<void> {
  const cases = numberArg(args, 'cases', 1_000);
  const rounds = numberArg(args, 'rounds', 5);
  const gateway = await startInstantGateway();
  const runtime = await benchRuntime({
    sqlite: numberArg(args, 'sqlite', 0) === 1,
    gatewayUrl: gateway.url,
  });
  const sides: readonly Side[] = [
    { name: 're-sync', calls: () => resyncCalls(runtime, cases) },
    { name: 'fetch', calls: () => bareCalls(cases * 2, overFetch(gateway.url)) },
    { name: 'own connections', calls: () => bareCalls(cases * 2, overWire(gateway.url)) },
  ];
  try {
    await runtime.features.inTransaction((f) => f.systemStore.lock('network'));
    await runtime.db('systems').update({ concurrency: 500, rate_per_second: 5_000 });
    const ratios: Record<string, number[]> = {};
    // The first rounds warm all sides up: a worker runs for weeks.
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const rates = await ratesOf(round % 2 === 0 ? sides : sides.toReversed());
      const rate = rates.get('re-sync') ?? 0;
      for (const [name, bare] of rates) if (round >= 0) (ratios[name] ??= []).push(rate / bare);
    }
    process.stdout.write(
      `P14 ${median(ratios['fetch'] ?? []).toFixed(2)} (bar 0.5, stretch 0.8); ` +
        `${median(ratios['own connections'] ?? []).toFixed(2)} of a loop over its own connections\n`,
    );
    if (numberArg(args, 'statements', 0) === 1)
      await resyncCalls(runtime, cases, createStatementLog(runtime.db));
  } finally {
    await runtime.close();
    await gateway.close();
  }
}

const WARM_UP = 2;

/** One way of making calls; answers how many in how many seconds. */
interface Side {
  name: string;
  calls(): Promise<Made>;
}

interface Made {
  calls: number;
  seconds: number;
  /** Of this process, per call; the database's own is not in it. */
  cpuMs: number;
}

/** Calls a second of each side, told as a line. */
async function ratesOf(sides: readonly Side[]): Promise<Map<string, number>> {
  const rates = new Map<string, number>();
  const told: string[] = [];
  for (const side of sides) {
    const { calls, seconds, cpuMs } = await side.calls();
    rates.set(side.name, calls / seconds);
    told.push(`${side.name} ${(calls / seconds).toFixed(0)} calls/s (${cpuMs.toFixed(2)} ms CPU)`);
  }
  process.stdout.write(`  ${told.sort().toReversed().join(', ')}\n`);
  return rates;
}

async function measured(work: () => Promise<number>): Promise<Made> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const calls = await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { calls, seconds, cpuMs: (user + system) / 1000 / calls };
}

const PER_TRANSACTION = 100;

async function resyncCalls(
  { features, db, runner }: BenchRuntime,
  cases: number,
  log?: StatementLog,
): Promise<Made> {
  const facts = Array.from({ length: cases }, () => caseFacts());
  const landed = await features.inTransaction((f) => f.caseLanding.landMany(testContext, facts));
  for (let start = 0; start < cases; start += PER_TRANSACTION)
    await features.inTransaction(async (f) => {
      for (const { caseId } of landed.cases.slice(start, start + PER_TRANSACTION))
        await f.resync.request(testContext, caseId, 1);
    });
  // What the landing left in the queue is not what is measured.
  await db('jobs').where('state', 'ready').whereNot('kind', RESYNC_JOB).delete();
  const before = await attempts(db);
  log?.start();
  const made = await measured(async () => {
    await runner.drain({ schedules: false });
    return cases * 2;
  });
  if (log !== undefined) process.stdout.write(log.report(cases));
  // The time is only worth what was done in it.
  const done = (await attempts(db)) - before;
  if (done !== made.calls) throw new Error(`${done} calls were made of ${made.calls}`);
  return made;
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

const ORDERS = '/tmf-api/serviceOrdering/v4/serviceOrder';
const SERVICE = '/tmf-api/serviceInventory/v4/service/13800000000-VIDEO';

/** The two calls of a case. */
interface Bare {
  send(): Promise<unknown>;
  read(): Promise<unknown>;
}

/** Both in turns, and nothing else. */
async function bareCalls(calls: number, bare: Bare): Promise<Made> {
  let left = calls;
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      await (left % 2 === 0 ? bare.send() : bare.read());
    }
  };
  return measured(async () => {
    await Promise.all(Array.from({ length: SHORT_JOBS_AT_ONCE }, loop));
    return calls;
  });
}

function overFetch(url: string): Bare {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return {
    async send() {
      const body = JSON.stringify(order);
      return (await fetch(`${url}${ORDERS}`, { method: 'POST', headers, body })).json();
    },
    read: async () => (await fetch(`${url}${SERVICE}`, { headers })).json(),
  };
}

function overWire(url: string): Bare {
  const wire = createWire(new URL(url), { timeoutMs: 5_000, maxReplyBytes: 1_048_576 });
  const call = async (method: 'GET' | 'POST', path: string, body: string | null) => {
    const reply = await wire({ method, path, headers: {}, body });
    return JSON.parse(reply.text ?? '') as unknown;
  };
  return {
    send: () => call('POST', ORDERS, JSON.stringify(order)),
    read: () => call('GET', SERVICE, null),
  };
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
