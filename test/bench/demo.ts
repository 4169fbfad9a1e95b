import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';
import { startGatewaySim } from '#server/gateway-sim/sim.ts';
import { createRuntime } from '#server/runtime.ts';
import { prepareData } from '#server/seed/prepare.ts';
import { systemWorld } from '#server/world.ts';
import { TEST_KEYS } from '../support/constants.ts';
import { startMariadb } from '../support/mariadb.ts';

/**
 * The seed's half of P19: the demo's parts and what each took, in SQLite or with `--mariadb` in a private one.
 * `--at 2026-12-31T23:59:00+08:00` starts it at another moment.
 */
export async function run(args: string[]): Promise<void> {
  const option = (name: string): string | undefined => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? undefined : (args[at + 1] ?? '');
  };
  const server = option('mariadb') === undefined ? undefined : await startMariadb();
  const folder = mkdtempSync(join(tmpdir(), 'redress-demo-bench-'));
  try {
    if (server !== undefined) {
      const root = openDatabase(`${server.url}/mysql`);
      await root.raw('create database demo');
      await root.destroy();
    }
    const path = option('keep') ?? join(folder, 'demo.sqlite');
    await fill(server === undefined ? `sqlite:${path}` : `${server.url}/demo`, option('at'));
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(url: string, at: string | undefined): Promise<void> {
  const db = openDatabase(url);
  const { nextId } = systemWorld();
  const anchorAt = at === undefined ? undefined : Date.parse(at);
  const world = { now: () => anchorAt ?? Date.now(), nextId };
  const quiet = { error: () => undefined, warn: () => undefined };
  const logger = { info: () => undefined, error: () => undefined };
  const gateway = await startGatewaySim({
    ...{ port: 0, databaseUrl: 'sqlite::memory:', seed: 7, faultRate: 0, world, logger },
  });
  try {
    const watch = stopwatch();
    await migrateToLatest(db);
    watch('migrations');
    const runtime = await createRuntime(
      db,
      world,
      TEST_KEYS,
      {
        ...{ zone: 'Asia/Shanghai', tls: false, sessionIdleMs: 3_600_000, sessionMs: 3_600_000 },
        ...{ gatewayTimeoutMs: 5_000, provisioningUrl: gateway.url, balanceUrl: gateway.url },
        ...{ messagingUrl: gateway.url, simulatedGateways: true, demo: true },
      },
      quiet,
    );
    watch('runtime');
    const before = performance.now();
    await prepareData(runtime, {
      config: { demo: true, demoLines: 12_000 },
      gatewayUrl: gateway.url,
      loaded: watch,
    });
    const ms = performance.now() - before;
    process.stdout.write(`Demo seed: ${ms.toFixed(0)} ms (bar 5,000)\n`);
  } finally {
    await gateway.close();
    await db.destroy();
  }
}

/** Prints what passed since the last call, on the clock and of the processor. */
function stopwatch(): (part: string) => void {
  let last = performance.now();
  let cpu = process.cpuUsage();
  return (part) => {
    const spent = process.cpuUsage(cpu);
    const own = (spent.user + spent.system) / 1000;
    const ms = performance.now() - last;
    process.stdout.write(
      `${part.padEnd(16)}${ms.toFixed(0).padStart(7)} ms, processor ${own.toFixed(0)} ms\n`,
    );
    last = performance.now();
    cpu = process.cpuUsage();
  };
}
