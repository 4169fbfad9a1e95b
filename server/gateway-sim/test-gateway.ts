import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createSimControl } from './control-client.ts';
import { startGatewaySim, type GatewaySimOptions } from './sim.ts';

export const NUMBER = '+8617004305359';
export const NATIONAL = '17004305359';
export const OTHER_NUMBER = '+8617097809404';

/** 2026-11-20T08:00:00Z, one millisecond later at each look. */
export function steppingWorld(start = 1_795_161_600_000) {
  let at = start;
  let ids = 0;
  return {
    now: () => (at += 1),
    nextId: () => `01TEST${String((ids += 1)).padStart(20, '0')}`,
  };
}

/** A simulator on a free port with an empty database in memory, closed when the test ends. */
export async function startTestGateway(options: Partial<GatewaySimOptions> = {}) {
  const world = options.world ?? steppingWorld();
  const sim = await startGatewaySim({
    port: 0,
    databaseUrl: 'sqlite::memory:',
    seed: 7,
    faultRate: 0,
    ...options,
    world,
  });
  onTestFinished(() => sim.close());
  return { url: sim.url, world, control: createSimControl({ baseUrl: sim.url }) };
}

/** A gateway that answers everything the same way. */
export async function startOdd(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
