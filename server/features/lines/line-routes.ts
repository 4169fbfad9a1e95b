import { idParams } from '#contract/common.ts';
import { lineLookupBody, lineLookupResult, lineRecord } from '#contract/lines.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { LineReads } from './line-reads.ts';
import type { LineService } from './line-service.ts';

interface Needs {
  lineService: LineService;
  lineReads: LineReads;
}

const { route } = endpointsFor<Needs>();
const tag = 'lines';

export const lineRoutes = [
  route({
    method: 'post',
    path: '/lines/lookup',
    tag,
    summary: 'The line of a number, written in any way',
    permission: 'cases.read',
    body: lineLookupBody,
    response: lineLookupResult,
    run: async ({ f, ctx, body }) => {
      const { id } = await f.lineService.lookup(ctx, body.msisdn);
      // A line the caller may not read is as unknown as an absent one.
      await f.lineReads.show(ctx.actor, id);
      return { id };
    },
  }),
  route({
    method: 'get',
    path: '/lines/:id',
    tag,
    summary: 'One line: its masked number and the facts last known of it',
    permission: 'cases.read',
    params: idParams,
    response: lineRecord,
    run: ({ f, ctx, params }) => f.lineReads.show(ctx.actor, params.id),
  }),
];
