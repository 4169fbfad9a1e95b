import { idParams } from '#contract/common.ts';
import {
  attachBody,
  attachedList,
  attachedListQuery,
  estimateBody,
  outageAreas,
  outageAreasQuery,
  outageCalendar,
  outageCalendarQuery,
  outageEstimates,
  outageLine,
  outageOverlaps,
  outagePreview,
  outageWall,
  previewLines,
  previewLinesBody,
  quickOutageBody,
} from '#contract/outage-work.ts';
import { outagePreviewBody, outageShow } from '#contract/outages.ts';
import { DomainError } from '#domain/errors.ts';
import type { Zone } from '#domain/time.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { ListSpec } from '../../http/rest-list.ts';
import { withRestOfBody } from '../../http/uploads.ts';
import { receiveAttachedList, type ListUploadFeatures } from './attached-list-upload.ts';
import type { OutageBoards } from './outage-boards.ts';
import type { OutagePreviews } from './outage-preview.ts';
import type { OutageReads } from './outage-reads.ts';
import type { OutageService } from './outage-service.ts';
import type { OutageViews } from './outage-views.ts';

interface Needs extends ListUploadFeatures {
  outages: OutageService;
  outageReads: OutageReads;
  outageViews: OutageViews;
  outagePreviews: OutagePreviews;
  outageBoards: OutageBoards;
  zone: Zone;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'outages';
const read = { tag, permission: 'outages.read' } as const;
const outage = record({
  tag,
  response: outageShow,
  show: (f, ctx, id) => f.outageViews.show(ctx, id),
});

const lineList = {
  filters: {},
  sorts: { id: 'id' },
  defaultSort: ['id', 'ASC'],
} as const satisfies ListSpec;

/** Beside the life of an outage: drafts seen before they are saved, estimates, families, lists, boards. */
export const outageWorkRoutes = [
  route({
    ...read,
    method: 'get',
    path: '/outages/calendar',
    summary: 'Outages and hours out, day by day',
    query: outageCalendarQuery,
    response: outageCalendar,
    run: ({ f, ctx, query }) => f.outageBoards.calendar(ctx.actor, query),
  }),
  route({
    ...read,
    method: 'get',
    path: '/outages/areas',
    summary: 'Outages by area, at an instant or in a stretch of time',
    query: outageAreasQuery,
    response: outageAreas,
    run: ({ f, ctx, query }) => f.outageBoards.areas(ctx.actor, query),
  }),
  route({
    ...read,
    method: 'get',
    path: '/outages/wall',
    summary: 'Under way, to be confirmed, and announced for the next 72 hours',
    response: outageWall,
    run: ({ f, ctx }) => f.outageReads.wall(ctx.actor, f.zone.name),
  }),
  route({
    ...read,
    method: 'post',
    path: '/outages/preview',
    summary: 'Affected lines of a draft, and what it overlaps; changes nothing',
    body: outagePreviewBody,
    response: outagePreview,
    run: ({ f, ctx, body }) => f.outagePreviews.preview(ctx, body),
  }),
  route({
    ...read,
    method: 'post',
    path: '/outages/preview/lines',
    summary: 'The lines a draft would hit; changes nothing',
    body: previewLinesBody,
    response: previewLines,
    run: ({ f, ctx, body }) => f.outagePreviews.lines(ctx, body),
  }),
  outage.make('/outages/quick', {
    permission: 'outages.log',
    summary: 'Log an outage in a few words: now, here, this service',
    body: quickOutageBody,
    run: (f, ...act) => f.outages.quick(...act),
  }),
  route({
    ...read,
    method: 'get',
    path: '/outages/:id/estimates',
    summary: 'What was said about its end, and when',
    params: idParams,
    response: outageEstimates,
    run: ({ f, ctx, params }) => f.outageViews.estimates(ctx, params.id),
  }),
  outage.post('/outages/:id/estimate', {
    permission: 'outages.log',
    summary: 'Say when it will be over, or that nobody knows',
    body: estimateBody,
    run: (f, ...act) => f.outages.estimate(...act),
  }),
  outage.post('/outages/:id/attach', {
    permission: 'outages.log',
    summary: 'Make it a part of another outage, or of none',
    body: attachBody,
    run: (f, ...act) => f.outages.attach(...act),
  }),
  route({
    ...read,
    method: 'get',
    path: '/outages/:id/overlaps',
    summary: 'Outages of the same service at the same time and place',
    params: idParams,
    response: outageOverlaps,
    run: ({ f, ctx, params }) => f.outageViews.overlaps(ctx, params.id),
  }),
  list({
    ...read,
    path: '/outages/:id/lines',
    params: idParams,
    summary: 'The lines it hit, numbers masked',
    list: lineList,
    response: outageLine,
    run: ({ f, ctx, params, list: query }) =>
      f.outageViews.lines(ctx, idParams.parse(params).id, query),
  }),
  route({
    method: 'post',
    path: '/attached-lists',
    tag,
    summary: 'Upload the numbers that were attached (the body: a CSV file or text)',
    permission: 'outages.log',
    query: attachedListQuery,
    response: attachedList,
    status: 201,
    upload: true,
    run: async ({ f, ctx, query, req, res }) => {
      const body = req.iterator({ destroyOnReturn: false });
      const id = await withRestOfBody(req, res, () =>
        receiveAttachedList(f, ctx, query.name, body),
      );
      return listOf(f, id);
    },
  }),
  route({
    ...read,
    method: 'get',
    path: '/attached-lists/:id',
    summary: 'How many numbers of a list were read and known',
    params: idParams,
    response: attachedList,
    run: ({ f, params }) => listOf(f, params.id),
  }),
];

async function listOf({ attachedLists }: Needs, id: string) {
  const found = await attachedLists.byId(id);
  if (found === undefined) throw new DomainError('not_found', 'errors.notFound');
  return found;
}
