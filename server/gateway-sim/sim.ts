import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { redactNumbers } from '#domain/msisdn.ts';
import { openDatabase } from '#server/db/open.ts';
import type { World } from '#server/world.ts';
import { balanceRoutes } from './balance-routes.ts';
import { callbackRoutes, createCallbacks } from './callbacks.ts';
import type { SimContext } from './context.ts';
import { chargeRoutes } from './charge-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { createFaultBox } from './faults.ts';
import { inventoryRoutes } from './inventory-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { orderingRoutes } from './ordering-routes.ts';
import { createProfile } from './profile.ts';
import { createSimStore, createSimTables } from './store.ts';
import { isTmfError, tmfError, tmfErrorBody } from './tmf-error.ts';

const BODY_LIMIT = '256kb';
const BULK_LIMIT = '8mb';
const GRACE_MS = 2_000;
const DEFAULT_FAULT_RATE = 0.04;

export interface SimLogger {
  info(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface GatewaySimOptions {
  /** 0 takes any free port; listens on loopback only */
  readonly port: number;
  /** `sqlite:<path>` or `sqlite::memory:`; the simulator's own, shared with nobody */
  readonly databaseUrl: string;
  /** everything the simulator decides by itself follows from it */
  readonly seed: number;
  readonly world: World;
  /** share of orders that fail in the background, 0..1; 0 is a gateway where everything works (default 0.04) */
  readonly faultRate?: number;
  readonly logger?: SimLogger;
}

export interface GatewaySim {
  readonly url: string;
  /** Tells this console how orders end, signed with the secret. */
  callBack(url: string, secret: string): void;
  /** Ends open calls after a short grace, then the database. */
  close(): Promise<void>;
}

/** Starts the simulated operator: provisioning (641, 638), balance (654) and messages (681) in one HTTP service. */
export async function startGatewaySim(options: GatewaySimOptions): Promise<GatewaySim> {
  const db = openDatabase(options.databaseUrl);
  const closing = new AbortController();
  try {
    await createSimTables(db);
    const profile = createProfile(options.seed, options.faultRate ?? DEFAULT_FAULT_RATE);
    const callbacks = createCallbacks(options.world);
    const app = buildSim(
      {
        seed: options.seed,
        world: options.world,
        profile,
        faults: createFaultBox(profile, () => options.world.nextId()),
        store: createSimStore(db),
        callbacks,
        closing: closing.signal,
        inTransaction: (work) => db.transaction((trx) => work(createSimStore(trx))),
      },
      options.logger,
    );
    const server = createServer(app);
    await listen(server, options.port);
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      callBack: (url, secret) => callbacks.to({ url, secret }),
      async close() {
        closing.abort();
        callbacks.to(null);
        await callbacks.settled();
        await stop(server);
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function buildSim(sim: SimContext, logger: SimLogger | undefined): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  if (logger !== undefined) {
    app.use((req, res, next) => {
      const startedAt = sim.world.now();
      res.on('close', () => {
        const path = redactNumbers(req.path);
        const durationMs = sim.world.now() - startedAt;
        logger.info(
          { method: req.method, path, status: res.statusCode, durationMs },
          'gateway call',
        );
      });
      next();
    });
  }
  app.use('/sim/services', express.json({ limit: BULK_LIMIT }));
  app.use(express.json({ limit: BODY_LIMIT }));
  app.use(orderingRoutes(sim), inventoryRoutes(sim), balanceRoutes(sim), messageRoutes(sim));
  app.use(chargeRoutes(sim), controlRoutes(sim), callbackRoutes(sim.callbacks));
  app.use((_req, _res, next) => next(tmfError(404, '404', 'not found', 'no such resource')));
  app.use(errorHandler(logger));
  return app;
}

function errorHandler(logger: SimLogger | undefined): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    if (isTmfError(error)) return void res.status(error.status).json(tmfErrorBody(error));
    const status = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      // body-parser and the router tell malformed input this way
      const fault = tmfError(
        status,
        String(status),
        'invalid request',
        'the request cannot be read',
      );
      return void res.status(status).json(tmfErrorBody(fault));
    }
    logger?.error({ error: redactNumbers(String(error)) }, 'gateway simulator failed');
    const fault = tmfError(500, '500', 'internal error', 'the simulator failed');
    res.status(500).json(tmfErrorBody(fault));
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(force);
}
