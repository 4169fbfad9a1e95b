import { idParams } from '#contract/common.ts';
import { pastedListBody, pastedListRecord, searchQuery, searchResult } from '#contract/search.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { PastedListService } from './pasted-list-service.ts';
import type { SearchReads } from './search-reads.ts';

interface Needs {
  pastedLists: PastedListService;
  searchReads: SearchReads;
}

const { route } = endpointsFor<Needs>();
const tag = 'search';

export const searchRoutes = [
  route({
    method: 'get',
    path: '/search',
    tag,
    summary: 'Cases, causes, outages and batches by what they are called',
    permission: 'signed_in',
    query: searchQuery,
    response: searchResult,
    run: async ({ f, ctx, query }) => ({ hits: await f.searchReads.find(ctx.actor, query.q) }),
  }),
  route({
    method: 'post',
    path: '/pasted-lists',
    tag,
    summary: 'Keep a pasted list of tickets and numbers, as a filter of the queue',
    permission: 'cases.read',
    body: pastedListBody,
    response: pastedListRecord,
    run: ({ f, ctx, body }) => f.pastedLists.keep(ctx, body.text),
  }),
  route({
    method: 'get',
    path: '/pasted-lists/:id',
    tag,
    summary: 'How many of a pasted list were found, and what was not',
    permission: 'cases.read',
    params: idParams,
    response: pastedListRecord,
    run: ({ f, params }) => f.pastedLists.show(params.id),
  }),
];
