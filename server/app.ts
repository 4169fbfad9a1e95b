import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import sirv from 'sirv';
import { pendingMigrations } from './db/migrations.ts';
import type { Features } from './compose.ts';
import { apiPage } from './http/api-page.ts';
import { errorHandler, notFoundHandler } from './http/error-handler.ts';
import { createMetrics } from './http/metrics.ts';
import { openApiDocument } from './http/openapi.ts';
import { registerEndpoints } from './http/register.ts';
import { routes } from './routes.ts';
import type { World } from './world.ts';

export interface AppNeeds {
  db: Knex;
  features: Features;
  world: World;
  log: Logger;
  tls: boolean;
  trustProxy: boolean;
  version: string;
  /** The built client, or undefined where something else serves it (development, tests). */
  clientDir?: string;
}

/** The Express application: reads no environment and does not listen, so that tests can call it. */
export function buildApp(needs: AppNeeds): Express {
  const app = express();
  app.disable('x-powered-by');
  // API answers are never stored, so a hash of each would be work for nobody.
  app.disable('etag');
  app.set('trust proxy', needs.trustProxy ? 1 : false);
  app.set('query parser', 'simple');
  app.use(requestLog(needs));
  app.use(securityHeaders(needs.tls));
  const metrics = createMetrics({
    queue: needs.features.queue,
    breakers: needs.features.systemStore.pace,
  });
  app.use(metrics.observe);
  app.get('/healthz', (_req, res) => void res.json({ ok: true }));
  app.get('/readyz', readiness(needs.db));
  app.get('/metrics', metrics.expose);

  const api = express.Router();
  api.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  const document = once(() => openApiDocument(routes, needs.version));
  api.get('/openapi.json', (_req, res) => void res.json(document()));
  api.get('/docs', (_req, res) => void res.type('html').send(apiPage(document())));
  registerEndpoints(api, routes, { features: needs.features, tls: needs.tls });
  api.use(notFoundHandler);
  app.use('/api', api);

  if (needs.clientDir !== undefined && existsSync(join(needs.clientDir, 'index.html')))
    app.use(
      sirv(needs.clientDir, {
        single: true,
        brotli: true,
        gzip: true,
        etag: true,
        setHeaders: cacheHeaders,
      }),
    );
  app.use(errorHandler);
  return app;
}

/** Describing every route takes longer than all the rest of a start, and few starts are asked for it. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function requestLog(needs: AppNeeds) {
  return pinoHttp({
    logger: needs.log,
    genReqId: (_req, res) => {
      const id = needs.world.nextId();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    // Neither query nor headers nor address: they can carry what must not be in a log.
    serializers: {
      req: (req: { id: unknown; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        path: req.url.split('?')[0],
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
    customLogLevel: (_req, res, error) =>
      error !== undefined || res.statusCode >= 500
        ? 'error'
        : res.statusCode >= 400
          ? 'info'
          : 'debug',
  });
}

function securityHeaders(tls: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Emotion writes style elements; scripts stay strict.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: tls,
    crossOriginEmbedderPolicy: false,
  });
}

function readiness(db: Knex): express.RequestHandler {
  return async (_req, res) => {
    try {
      const pending = await pendingMigrations(db);
      res
        .status(pending === 0 ? 200 : 503)
        .json({ ready: pending === 0, pendingMigrations: pending });
    } catch {
      res.status(503).json({ ready: false });
    }
  };
}

function cacheHeaders(
  res: { setHeader(name: string, value: string): unknown },
  path: string,
): void {
  const hashed = path.includes('/assets/');
  res.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}
