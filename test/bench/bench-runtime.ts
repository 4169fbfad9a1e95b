import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monotonicFactory } from 'ulid';
import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';
import { createRuntime, type Runtime } from '#server/runtime.ts';
import { installDefaults } from '#server/seed/defaults.ts';
import { TEST_KEYS, testContext } from '../support/constants.ts';
import { startMariadb } from '../support/mariadb.ts';

export interface BenchRuntime extends Runtime {
  close(): Promise<void>;
}

/** A process over an empty database of its own: a private MariaDB, or SQLite with `--sqlite 1`. */
export async function benchRuntime(options: {
  sqlite: boolean;
  gatewayUrl: string;
}): Promise<BenchRuntime> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  const server = options.sqlite ? undefined : await startMariadb();
  if (server !== undefined) {
    const root = openDatabase(`${server.url}/mysql`);
    await root.raw('create database bench');
    await root.destroy();
  }
  const db = openDatabase(
    server === undefined ? `sqlite:${folder}/b.sqlite` : `${server.url}/bench`,
  );
  await migrateToLatest(db);
  const ulid = monotonicFactory();
  const world = { now: () => Date.now(), nextId: () => ulid(Date.now()) };
  const quiet = { error: () => undefined, warn: () => undefined };
  const runtime = await createRuntime(
    db,
    world,
    TEST_KEYS,
    {
      zone: 'Asia/Shanghai',
      tls: false,
      sessionIdleMs: 3_600_000,
      sessionMs: 3_600_000,
      gatewayTimeoutMs: 5_000,
      provisioningUrl: options.gatewayUrl,
      balanceUrl: options.gatewayUrl,
      messagingUrl: options.gatewayUrl,
      simulatedGateways: true,
      demo: false,
    },
    quiet,
  );
  await installDefaults(runtime.features, testContext);
  return {
    ...runtime,
    async close() {
      await runtime.runner.stop();
      await db.destroy();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
