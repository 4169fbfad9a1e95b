import { idParams } from '#contract/common.ts';
import {
  lineLookupBody,
  lineLookupResult,
  lineOverview,
  lineReadAnswer,
  lineRecord,
} from '#contract/lines.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { LineOverviewReads } from './line-overview.ts';
import type { LineReads } from './line-reads.ts';
import type { LineService } from './line-service.ts';

interface Needs {
  lineService: LineService;
  lineReads: LineReads;
  lineOverview: LineOverviewReads;
  resync: { readBack(ctx: ActionContext, id: string, version: number): Promise<void> };
  inTransaction<T>(work: (f: Pick<Needs, 'lineService'>) => Promise<T>): Promise<T>;
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
    // Its own transaction: the trace of a look-up that finds nothing stays when the answer is refused.
    ownTransaction: true,
    run: async ({ f, ctx, body }) => {
      const found = await f.inTransaction((inside) => inside.lineService.lookup(ctx, body.msisdn));
      // A line the caller may not read is as unknown as an absent one.
      if (found === null) throw new DomainError('not_found', 'errors.notFound');
      return found;
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
  route({
    method: 'get',
    path: '/lines/:id/overview',
    tag,
    summary: 'All that stands about one line: subscriptions, cases, benefits, messages, contacts',
    permission: 'cases.read',
    params: idParams,
    response: lineOverview,
    run: ({ f, ctx, params }) => f.lineOverview.overview(ctx.actor, params.id),
  }),
  route({
    method: 'post',
    path: '/lines/:id/read-back',
    tag,
    summary: "Ask the four systems about the line's open cases",
    permission: 'cases.resync',
    params: idParams,
    response: lineReadAnswer,
    run: async ({ f, ctx, params }) => {
      const open = await f.lineOverview.openCases(ctx.actor, params.id);
      let queued = 0;
      for (const one of open)
        try {
          await f.resync.readBack(ctx, one.id, one.version);
          queued += 1;
        } catch (error) {
          // One that is being read already, or may not be read now, keeps none of the others back.
          if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error;
        }
      return { queued, skipped: open.length - queued };
    },
  }),
];
