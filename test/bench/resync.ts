import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { caseFacts } from '../support/case-facts.ts';
import { testContext } from '../support/constants.ts';
import { median, numberArg } from './args.ts';
import { benchRuntime, type BenchRuntime } from './bench-runtime.ts';

const CONCURRENCY = 8;

/** P14: calls a second of re-sync against a gateway that answers at once ÷ a bare loop of the same calls. */
export async function run(args: string[]): Promise<void> {
  const cases = numberArg(args, 'cases', 300);
  const rounds = numberArg(args, 'rounds', 5);
  const gateway = await startInstantGateway();
  const runtime = await benchRuntime({
    sqlite: numberArg(args, 'sqlite', 0) === 1,
    gatewayUrl: gateway.url,
  });
  try {
    await runtime.features.inTransaction((f) => f.systemStore.lock('network'));
    await runtime.db('systems').update({ concurrency: 500, rate_per_second: 5_000 });
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = round % 2 === 0;
      const a = first ? await resyncRate(runtime, cases) : 0;
      const b = await bareRate(gateway.url, cases * 2);
      const rate = first ? a : await resyncRate(runtime, cases);
      ratios.push(rate / b);
      process.stdout.write(`  re-sync ${rate.toFixed(0)} calls/s, bare ${b.toFixed(0)} calls/s\n`);
    }
    process.stdout.write(`P14 ${median(ratios).toFixed(2)} (bar 0.5, stretch 0.8)\n`);
  } finally {
    await runtime.close();
    await gateway.close();
  }
}

async function resyncRate({ features, runner, db }: BenchRuntime, cases: number): Promise<number> {
  const facts = Array.from({ length: cases }, () => caseFacts());
  const landed = await features.inTransaction((f) => f.caseLanding.landMany(testContext, facts));
  for (const { caseId } of landed.cases)
    await features.inTransaction((f) => f.resync.request(testContext, caseId, 1));
  const before = await attempts(db);
  const started = performance.now();
  await runner.drain();
  const seconds = (performance.now() - started) / 1000;
  return ((await attempts(db)) - before) / seconds;
}

async function attempts(db: BenchRuntime['db']): Promise<number> {
  const [row] = await db('attempts').count<{ n: number }[]>({ n: '*' });
  return Number(row?.n);
}

/** The same two calls a case takes, with the same client the product is built on, and nothing else. */
async function bareRate(url: string, calls: number): Promise<number> {
  let left = calls;
  const started = performance.now();
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      const order = left % 2 === 0;
      const reply = await fetch(
        order ? `${url}/tmf-api/serviceOrdering/v4/serviceOrder` : `${url}/service/x`,
        order ? { method: 'POST', body: '{"externalId":"x","serviceOrderItem":[]}' } : {},
      );
      await reply.text();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, loop));
  return (calls * 1000) / (performance.now() - started);
}

const seen = new Date(0).toISOString();
const characteristics = ['crm', 'platform', 'network', 'billing'].map((name) => ({
  name,
  value: { state: 'cancelled', seenAt: seen },
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
      res.end(JSON.stringify({ id, serviceCharacteristic: characteristics }));
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
