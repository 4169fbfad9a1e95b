import type { Request, Response } from 'express';
import { eventsQuery, type LiveEvent } from '#contract/events.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { EventListener, EventStreams, StreamReads } from './event-streams.ts';

interface Needs {
  liveEvents: { streams: EventStreams; reads: StreamReads };
}

const { route } = endpointsFor<Needs>();

/** What may wait for a slow reader. */
const MAX_WAITING_BYTES = 256 * 1024;
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export const eventRoutes = [
  route({
    method: 'get',
    path: '/events',
    tag: 'events',
    summary: 'What changes, as server-sent events: type, id and state only',
    permission: 'signed_in',
    query: eventsQuery,
    download: true,
    run: async ({ f, ctx, session, query, req, res }) => {
      if (session === null) throw new DomainError('unauthenticated', 'errors.unauthenticated');
      const { streams, reads } = f.liveEvents;
      streams.assertRoom(ctx.actor.id);
      const stream = listenerOf(res, session.id, ctx.actor);
      begin(res);
      const leave = await streams.join(stream, reads, lastIdOf(req, query.after));
      if (res.closed) leave();
      else res.on('close', leave);
    },
  }),
];

function lastIdOf(req: Request, after: string | undefined): string | undefined {
  const header = req.get('Last-Event-ID');
  return header !== undefined && ULID.test(header) ? header : after;
}

function begin(res: Response): void {
  res.status(200);
  res.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store, no-transform');
  // Nginx would otherwise keep the events until it has a page of them.
  res.setHeader('X-Accel-Buffering', 'no');
  res.socket?.setNoDelay(true);
  res.write('retry: 3000\nevent: ready\ndata: {}\n\n');
}

function listenerOf(res: Response, sessionId: string, actor: Actor): EventListener {
  return {
    sessionId,
    actor,
    send(event: LiveEvent, id: string | null) {
      const line = id === null ? '' : `id: ${id}\n`;
      res.write(`${line}event: change\ndata: ${JSON.stringify(event)}\n\n`);
      return res.writableLength < MAX_WAITING_BYTES;
    },
    beat: () => void res.write(': beat\n\n'),
    end: () => void res.end(),
  };
}
