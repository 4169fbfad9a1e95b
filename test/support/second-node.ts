import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { buildApp } from '#server/app.ts';
import { openDatabase } from '#server/db/open.ts';
import { createRuntime, type Runtime } from '#server/runtime.ts';
import type { TestApp } from './app.ts';
import { TEST_KEYS } from './constants.ts';

export interface SecondNode extends Runtime {
  url: string;
  close(): Promise<void>;
}

/** Another process of the same installation: its own connections and memory over the same database. */
export async function secondNode(app: TestApp): Promise<SecondNode> {
  const db = openDatabase(app.databaseUrl);
  const log = pino({ level: 'silent' });
  const runtime = await createRuntime(
    db,
    app.world,
    TEST_KEYS,
    {
      zone: 'Asia/Shanghai',
      tls: false,
      sessionIdleMs: 3_600_000,
      sessionMs: 12 * 3_600_000,
      gatewayTimeoutMs: 2_000,
      provisioningUrl: app.gatewayUrl,
      balanceUrl: app.gatewayUrl,
      messagingUrl: app.gatewayUrl,
      simulatedGateways: true,
      demo: false,
    },
    log,
  );
  const node = buildApp({
    db,
    features: runtime.features,
    world: app.world,
    log,
    tls: false,
    trustProxy: false,
    version: 'test',
  });
  const server = createServer(node);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...runtime,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      runtime.features.liveEvents.streams.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await runtime.runner.stop();
      await db.destroy();
    },
  };
}
