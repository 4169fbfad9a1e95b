import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { migrateToLatest } from './db/migrations.ts';
import { openDatabase } from './db/open.ts';
import { startGatewaySim, type GatewaySim } from './gateway-sim/sim.ts';
import { createRuntime, type Runtime } from './runtime.ts';
import { loadKeys } from './security/keys.ts';
import { isDemoDatabase } from './seed/demo-mark.ts';
import { prepareData, type PreparedData } from './seed/prepare.ts';
import type { World } from './world.ts';

export interface Launched {
  url: string;
  gatewayUrl: string | undefined;
  prepared: PreparedData;
  runtime: Runtime;
  stop(): Promise<void>;
}

interface LaunchOptions {
  config: Config;
  world: World;
  log: Logger;
  version: string;
  clientDir?: string;
  /** Wraps the application, e.g. with Vite's middleware in development. */
  decorate?(app: RequestListener, server: Server): Promise<RequestListener>;
}

/** Brings up one process: database, simulated gateway where none is configured, data, jobs, HTTP. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const { config, world, log } = options;
  const db = openDatabase(config.databaseUrl, { poolSize: config.poolSize });
  const sim = await startSimIfNeeded(config, world, log);
  try {
    await migrateToLatest(db);
    const provisioningUrl = config.provisioningUrl ?? sim?.url ?? '';
    const balanceUrl = config.balanceUrl ?? sim?.url ?? '';
    const messagingUrl = config.messagingUrl ?? sim?.url ?? '';
    const demoExpected = config.demo && (await databaseIsEmpty(db));
    const runtime = await createRuntime(
      db,
      world,
      loadKeys(config),
      {
        zone: config.zone,
        tls: isTls(config),
        sessionIdleMs: config.sessionIdleMs,
        sessionMs: config.sessionMs,
        gatewayTimeoutMs: config.gatewayTimeoutMs,
        provisioningUrl,
        balanceUrl,
        messagingUrl,
        callbackSecret: config.callbackSecret,
        webhookHosts: config.webhookHosts,
        filesDir: config.filesDir,
        simulatedGateways: sim !== undefined,
        automaticResync: config.automaticResync,
        demo: demoExpected || (await isDemoDatabase(db)),
      },
      log,
    );
    const prepared = await prepareData(runtime, { config, gatewayUrl: sim?.url });
    const server = await listen(options, runtime);
    if (config.role !== 'api') runtime.runner.start();
    const { port } = server.address() as AddressInfo;
    sim?.callBack(`http://${hostOf(config)}:${port}`, runtime.features.callbackSecret);
    return {
      url: config.publicUrl ?? `http://${hostOf(config)}:${port}`,
      gatewayUrl: sim?.url,
      prepared,
      runtime,
      stop: async () => {
        // Open event streams would keep the server from closing.
        runtime.features.liveEvents.streams.close();
        await new Promise((resolve) => {
          server.close(resolve);
          server.closeIdleConnections();
        });
        await runtime.runner.stop();
        await sim?.close();
        await db.destroy();
      },
    };
  } catch (error) {
    await sim?.close();
    await db.destroy();
    throw error;
  }
}

const hostOf = ({ host }: Config) => (host.includes(':') ? `[${host}]` : host);

/** Longer than a proxy in front keeps a connection idle, or it would send a request into a closed one. */
const KEEP_ALIVE_MS = 75_000;

const isTls = (config: Config) => config.publicUrl?.startsWith('https:') ?? false;

async function listen(options: LaunchOptions, runtime: Runtime): Promise<Server> {
  const { config } = options;
  const app = buildApp({
    db: runtime.db,
    features: runtime.features,
    world: options.world,
    log: options.log,
    tls: isTls(config),
    trustProxy: config.trustProxy,
    version: options.version,
    ...(options.clientDir === undefined ? {} : { clientDir: options.clientDir }),
  });
  const server = createServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const handler = options.decorate === undefined ? app : await options.decorate(app, server);
  server.on('request', handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return server;
}

/** The simulated operator stands in for whichever gateway has no address. */
async function startSimIfNeeded(
  config: Config,
  world: World,
  log: Logger,
): Promise<GatewaySim | undefined> {
  const { provisioningUrl, balanceUrl, messagingUrl } = config;
  if (![provisioningUrl, balanceUrl, messagingUrl].includes(undefined)) return undefined;
  if (!config.demo)
    throw new Error(
      'Without the demo every gateway needs an address: set REDRESS_PROVISIONING_URL, REDRESS_BALANCE_URL and REDRESS_MESSAGING_URL.',
    );
  return startGatewaySim({
    port: config.gatewayPort,
    databaseUrl: `sqlite:${config.dataDir}/gateway.sqlite`,
    seed: config.gatewaySeed,
    faultRate: config.gatewayFaultPercent / 100,
    world,
    // Its calls are the operator's business, not ours: they would bury the start's own words.
    logger: {
      info: (fields, message) => log.debug(fields, message),
      error: (fields, message) => log.error(fields, message),
    },
  });
}

async function databaseIsEmpty(db: Knex): Promise<boolean> {
  return (await db('staff').select('id').first()) === undefined;
}
