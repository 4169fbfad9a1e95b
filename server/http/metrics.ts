import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { breakerStates, type BreakerState } from '#domain/breaker.ts';
import type { JobQueue } from '../jobs/queue.ts';

interface Watched {
  queue: Pick<JobQueue, 'depth' | 'waiting'>;
  /** The four systems and whether calls go out to each. */
  breakers(): Promise<readonly SystemPace[]>;
}

interface SystemPace {
  system: string;
  breaker: BreakerState;
}

/** Prometheus metrics of one process (requests by route, Node's own) and of all together (jobs, breakers). */
export function createMetrics({ queue, breakers }: Watched) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'redress_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'redress_jobs',
    help: 'Jobs waiting or running, by kind',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const row of await queue.depth()) this.set({ kind: row.kind, state: row.state }, row.n);
    },
  });

  new Gauge({
    name: 'redress_job_oldest_seconds',
    help: 'How long the oldest due job of a kind has waited',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { kind, waitingMs } of await queue.waiting()) this.set({ kind }, waitingMs / 1000);
    },
  });
  new Gauge({
    name: 'redress_breaker_state',
    help: 'Circuit breaker of each system: 1 for the state it is in, 0 for the others',
    labelNames: ['system', 'state'],
    registers: [registry],
    async collect() {
      for (const { system, breaker } of await breakers())
        for (const state of breakerStates) this.set({ system, state }, state === breaker ? 1 : 0);
    },
  });

  const observe: RequestHandler = (req, res, next) => {
    const end = seconds.startTimer({ method: req.method });
    res.on('finish', () => {
      // The pattern, never the address itself: that would grow a label per record.
      const route = (req.route as { path?: unknown } | undefined)?.path;
      // A stream stays open for hours: that is no time to answer.
      if (route === '/events') return;
      end({ route: typeof route === 'string' ? route : 'other', status: String(res.statusCode) });
    });
    next();
  };

  const expose: RequestHandler = async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  };
  return { observe, expose };
}
