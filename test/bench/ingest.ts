import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { buildApp } from '#server/app.ts';
import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';
import { createRuntime } from '#server/runtime.ts';
import { installDefaults } from '#server/seed/defaults.ts';
import { systemWorld } from '#server/world.ts';
import { TEST_KEYS, testContext } from '../support/constants.ts';
import { numberArg } from './args.ts';

/** One request of `--items` failures (10,000) over HTTP with a key, `--rounds` times (3): seconds and items a second. */
export async function run(args: string[]): Promise<void> {
  const items = numberArg(args, 'items', 10_000);
  const rounds = numberArg(args, 'rounds', 3);
  const at = args.indexOf('--database');
  const folder = mkdtempSync(join(tmpdir(), 'redress-ingest-'));
  const db = openDatabase(at < 0 ? `sqlite:${join(folder, 'bench.sqlite')}` : (args[at + 1] ?? ''));
  const log = pino({ level: 'silent' });
  const world = systemWorld();
  try {
    await migrateToLatest(db);
    const { features } = await createRuntime(db, world, TEST_KEYS, settings, log);
    await installDefaults(features, testContext);
    const { key } = await features.apiKeys.create(testContext, {
      name: 'bench',
      scopes: ['ingest.failures'],
      expiresInDays: 1,
      ratePerMinute: 6_000,
    });
    const app = buildApp({
      db,
      features,
      world,
      log,
      tls: false,
      trustProxy: false,
      version: 'bench',
    });
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/ingest/unsubscribe-failures`;
    for (let round = 0; round < rounds; round += 1) {
      const body = JSON.stringify(itemsOf(round, items));
      const started = performance.now();
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      });
      const { landed } = (await response.json()) as { landed: number };
      const seconds = (performance.now() - started) / 1000;
      process.stdout.write(
        `${landed} of ${items} landed in ${seconds.toFixed(2)} s, ${Math.round(items / seconds)} items/s\n`,
      );
    }
    server.closeAllConnections();
    server.close();
  } finally {
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

const settings = {
  zone: 'Asia/Shanghai',
  tls: false,
  sessionIdleMs: 1,
  sessionMs: 1,
  gatewayTimeoutMs: 1_000,
  provisioningUrl: 'http://127.0.0.1:9',
  balanceUrl: 'http://127.0.0.1:9',
  messagingUrl: 'http://127.0.0.1:9',
  simulatedGateways: true,
  demo: false,
};

const itemsOf = (round: number, count: number): object[] =>
  Array.from({ length: count }, (_, n) => ({
    ticketNo: `B${round}-${n}`,
    msisdn: `13${round}${String(n).padStart(8, '0')}`,
    productCode: '601204',
    partnerCode: 'SP0044',
    channel: 'app',
    requestedAt: '2026-11-20T10:30:00+08:00',
    stage: 'network',
    sourceSystem: 'HLR',
    rawCode: '5012',
    rawText: '签约数据删除失败',
    monthlyFeeFen: 300,
  }));
