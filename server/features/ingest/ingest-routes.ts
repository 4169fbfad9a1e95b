import type { Request } from 'express';
import { ingestAnswer } from '#contract/integration.ts';
import { problemAnswer } from '#contract/outage-ingest.ts';
import type { ActionContext } from '#domain/context.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { IdempotencyStore } from '../../http/idempotency.ts';
import { ingestTypes, readIngestBody, type SentItem } from './ingest-body.ts';
import { readFailure, readVolume } from './ingest-rows.ts';
import { onceByKey, runIngest } from './ingest-run.ts';
import type { IngestService } from './ingest-service.ts';
import { runProblems } from './problem-run.ts';
import type { ProblemService } from './problem-service.ts';

interface Needs {
  ingest: IngestService;
  idempotency: IdempotencyStore;
  inTransaction<T>(
    work: (f: { ingest: IngestService; problems: ProblemService }) => Promise<T>,
  ): Promise<T>;
}

const { route } = endpointsFor<Needs>();
const tag = 'ingest';

export const ingestRoutes = [
  route({
    method: 'post',
    path: '/ingest/unsubscribe-failures',
    tag,
    summary: 'Failed unsubscribes, up to 10,000: a JSON array or NDJSON; every item is answered',
    permission: 'key:ingest.failures',
    upload: true,
    accepts: ingestTypes,
    response: ingestAnswer,
    run: ({ f, ctx, req }) =>
      received(f, ctx, req, 'failures', (items) =>
        runIngest({
          items,
          read: (item) => readFailure(item, f.ingest.zone),
          land: (facts) => f.inTransaction((t) => t.ingest.landFailures(ctx, facts)),
        }),
      ),
  }),
  route({
    method: 'post',
    path: '/ingest/volumes',
    tag,
    summary: 'Requests, orders and successes per hour, channel, product and area',
    permission: 'key:ingest.volumes',
    upload: true,
    accepts: ingestTypes,
    response: ingestAnswer,
    run: ({ f, ctx, req }) =>
      received(f, ctx, req, 'volumes', (items) => {
        const seen = new Set<string>();
        return runIngest({
          items,
          read: (item) => readVolume(item, f.ingest.readVolume),
          land: (rows) => f.inTransaction((t) => t.ingest.landVolumes(rows, seen)),
        });
      }),
  }),
  route({
    method: 'post',
    path: '/ingest/outages',
    tag,
    summary:
      'TM Forum 656 service problems or notifications of them: outages, their changes and corrections',
    permission: 'key:ingest.outages',
    upload: true,
    accepts: ingestTypes,
    response: problemAnswer,
    run: ({ f, ctx, req }) =>
      received(f, ctx, req, 'outages', (items) => runProblems(f, ctx, items)),
  }),
];

async function received<Answer extends { items: unknown }>(
  f: Needs,
  ctx: ActionContext,
  req: Request,
  what: 'failures' | 'volumes' | 'outages',
  run: (items: readonly SentItem[]) => Promise<Answer>,
) {
  const { items, bodyHash } = await readIngestBody(req, f.ingest.framer);
  const request = { path: req.path, key: req.get('Idempotency-Key'), bodyHash };
  return onceByKey(f.idempotency, ctx, request, async () => {
    const answer = await run(items);
    await f.inTransaction((t) => t.ingest.note(ctx, `${what}_received`, answer));
    return answer;
  });
}
