import { idParams } from '#contract/common.ts';
import { batchReplay, evaluationQuery, evaluationReplay, replayQuery } from '#contract/replays.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { ReplayReads } from './replay-reads.ts';

const { route } = endpointsFor<{ batchReplays: ReplayReads }>();
const tag = 'compensation';

export const replayRoutes = [
  route({
    method: 'get',
    path: '/compensation-batches/:id/replay',
    tag,
    summary: 'Work the classes of a batch out again, and compare to the byte',
    permission: 'batches.read',
    params: idParams,
    query: replayQuery,
    response: batchReplay,
    run: ({ f, params, query }) => f.batchReplays.ofBatch(params.id, query.after),
  }),
  route({
    method: 'get',
    path: '/evaluations',
    tag,
    summary: 'An evaluation again, by the hashes of its facts and rules',
    permission: 'batches.read',
    query: evaluationQuery,
    response: evaluationReplay,
    run: ({ f, query }) => f.batchReplays.byHashes(query.facts, query.rules),
  }),
];
