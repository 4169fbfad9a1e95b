import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Role } from '#domain/permissions.ts';
import { buildApp } from '#server/app.ts';
import { startGatewaySim } from '#server/gateway-sim/sim.ts';
import { createRuntime, type Runtime } from '#server/runtime.ts';
import { installDefaults } from '#server/seed/defaults.ts';
import { freshDatabase, type EngineName } from './engines.ts';
import { createTestClient, type TestClient } from './client.ts';
import { TEST_KEYS, testContext } from './constants.ts';
import { testWorld, type TestWorld } from './world.ts';

export interface TestApp extends Runtime {
  url: string;
  world: TestWorld;
  gatewayUrl: string;
  databaseUrl: string;
  /** Where evidence lies. */
  filesDir: string;
  /** A client signed in as a new person of that role (or a second one of it, by another name). */
  signIn(role: Role, login?: string): Promise<TestClient>;
  /** Runs schedules and jobs until nothing is due. */
  work(): Promise<number>;
  close(): Promise<void>;
}

export { TEST_KEYS, testContext };

interface TestAppOptions {
  engine?: EngineName;
  world?: TestWorld;
  gatewayTimeoutMs?: number;
  webhookHosts?: readonly string[];
  /** Cases whose cause passes by itself are sent without a person (default off). */
  automaticResync?: boolean;
  /** Installs catalogue, calendars, profile and policy (default true). */
  defaults?: boolean;
}

const PASSWORD = 'correct horse battery';

/** The real application on a free port, over a fresh database, with the real simulated gateway. Jobs run when told. */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const world = options.world ?? testWorld();
  const database = await freshDatabase(options.engine ?? 'sqlite');
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const gateway = await startGatewaySim({
    port: 0,
    databaseUrl: 'sqlite::memory:',
    seed: 7,
    world,
    faultRate: 0,
  });
  const filesDir = join(tmpdir(), `redress-test-files-${randomUUID()}`);
  const runtime = await createRuntime(
    database.db,
    world,
    TEST_KEYS,
    {
      zone: 'Asia/Shanghai',
      tls: false,
      sessionIdleMs: 3_600_000,
      sessionMs: 12 * 3_600_000,
      gatewayTimeoutMs: options.gatewayTimeoutMs ?? 2_000,
      provisioningUrl: gateway.url,
      balanceUrl: gateway.url,
      messagingUrl: gateway.url,
      webhookHosts: options.webhookHosts,
      filesDir,
      simulatedGateways: true,
      automaticResync: options.automaticResync,
      demo: false,
    },
    log,
  );
  if (options.defaults !== false) await installDefaults(runtime.features, testContext);
  const app = buildApp({
    db: database.db,
    features: runtime.features,
    world,
    log,
    tls: false,
    trustProxy: false,
    version: 'test',
  });
  const server = createServer(app);
  // A busy test leaves connections idle for longer than the five seconds after which Node ends them.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...runtime,
    world,
    url,
    gatewayUrl: gateway.url,
    filesDir,
    databaseUrl: database.url,
    signIn: (role, login = role.replace('_', '')) => signInAs(runtime, url, role, login),
    work: () => runtime.runner.drain(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await runtime.runner.stop();
      await gateway.close();
      await database.destroy();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

async function signInAs(
  runtime: Runtime,
  url: string,
  role: Role,
  login: string,
): Promise<TestClient> {
  const existing = await runtime.db('staff').where({ login }).first();
  const client = createTestClient(url);
  if (existing !== undefined) {
    await client.signIn(login, PASSWORD);
    return client;
  }
  const { oneTimePassword } = await runtime.features.inTransaction((f) =>
    f.staff.invite(
      testContext,
      { login, name: `Test ${login}`, role, areaCodes: [], language: 'en' },
      { countersigned: true },
    ),
  );
  await client.signIn(login, oneTimePassword);
  await client.post('/api/session/password', { current: oneTimePassword, next: PASSWORD });
  await client.signIn(login, PASSWORD);
  return client;
}
