import { idParams } from '#contract/common.ts';
import { lineNotes, lineNotesBody, lineNotesResult } from '#contract/line-notes.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { LineNoteService } from './line-note-service.ts';

const { route } = endpointsFor<{ lineNotes: LineNoteService }>();
const tag = 'outages';
const NOTES = '/outages/:id/line-notes';

export const lineNoteRoutes = [
  route({
    method: 'get',
    path: NOTES,
    tag,
    summary: 'How many lines reported, claimed, accepted or were suspended in an outage',
    permission: 'outages.read',
    params: idParams,
    response: lineNotes,
    run: ({ f, ctx, params }) => f.lineNotes.show(ctx, params.id),
  }),
  route({
    method: 'post',
    path: NOTES,
    tag,
    summary: 'Reports, claims, acceptances or suspensions of single lines, as rows or a CSV text',
    permission: 'imports.run',
    params: idParams,
    body: lineNotesBody,
    response: lineNotesResult,
    run: ({ f, ctx, params, body }) => f.lineNotes.receive(ctx, params.id, body),
  }),
];
