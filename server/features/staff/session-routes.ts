import type { Request, Response } from 'express';
import { z } from 'zod';
import { idParams } from '#contract/common.ts';
import {
  changePasswordBody,
  ownSession,
  sessionView,
  signInBody,
  type SessionView,
} from '#contract/session.ts';
import { DomainError } from '#domain/errors.ts';
import { permissionsOf } from '#domain/permissions.ts';
import { endpointsFor, type CallSession } from '../../http/endpoint.ts';
import type { LiveSession, SessionService } from './session-service.ts';
import { staffRecordOf, type StaffRow } from './staff-store.ts';

/** What the client is told about the installation, signed in or not. */
export interface Installation {
  demo: boolean;
  zone: string;
  simulatedGateways: boolean;
}

export interface SessionCookie {
  set(res: Response, token: string): void;
  clear(res: Response): void;
}

interface Needs {
  sessions: SessionService;
  findStaff(id: string): Promise<StaffRow | undefined>;
  installation: Installation;
  sessionCookie: SessionCookie;
  inTransaction<T>(work: (f: { sessions: SessionService }) => Promise<T>): Promise<T>;
}

const { route } = endpointsFor<Needs>();
const tag = 'session';

export const sessionRoutes = [
  route({
    method: 'get',
    path: '/session',
    tag,
    summary: 'Who is signed in and may do what',
    permission: 'public',
    response: sessionView,
    run: async ({ f, session }) => {
      const row = session === null ? undefined : await f.findStaff(session.staffId);
      return viewOf(f.installation, row, session?.csrfToken ?? '');
    },
  }),
  route({
    method: 'post',
    path: '/session',
    tag,
    summary: 'Sign in',
    permission: 'public',
    body: signInBody,
    response: sessionView,
    // A failed try is counted in the database, which a rolled-back transaction would undo.
    ownTransaction: true,
    run: async ({ f, ctx, body, req, res }) => {
      const row = await f.sessions.verify({ ...body, address: req.ip ?? '' });
      const opened = await f.inTransaction((t) =>
        t.sessions.begin(row, { userAgent: userAgentOf(req), requestId: ctx.requestId }),
      );
      return announce(f, res, opened);
    },
  }),
  route({
    method: 'delete',
    path: '/session',
    tag,
    summary: 'Sign out',
    permission: 'signed_in',
    run: async ({ f, ctx, session, res }) => {
      await f.sessions.signOut(ctx, current(session).id);
      f.sessionCookie.clear(res);
    },
  }),
  route({
    method: 'post',
    path: '/session/password',
    tag,
    summary: 'Change the own password; other sessions end',
    permission: 'signed_in',
    body: changePasswordBody,
    response: sessionView,
    ownTransaction: true,
    run: async ({ f, ctx, body, req, res }) => {
      const row = await f.sessions.verifyOwn(ctx, body.current);
      const opened = await f.inTransaction((t) =>
        t.sessions.changePassword(ctx, row, { ...body, userAgent: userAgentOf(req) }),
      );
      return announce(f, res, opened);
    },
  }),
  route({
    method: 'get',
    path: '/session/sessions',
    tag,
    summary: 'Own sessions',
    permission: 'signed_in',
    response: z.array(ownSession),
    run: ({ f, ctx, session }) => f.sessions.ownSessions(ctx.actor.id, current(session).id),
  }),
  route({
    method: 'delete',
    path: '/session/sessions/:id',
    tag,
    summary: 'End one of the own sessions',
    permission: 'signed_in',
    params: idParams,
    run: ({ f, ctx, params }) => f.sessions.endOwnSession(ctx, params.id),
  }),
];

function announce(
  f: Needs,
  res: Response,
  opened: { token: string; session: LiveSession },
): SessionView {
  f.sessionCookie.set(res, opened.token);
  return viewOf(f.installation, opened.session.staff, opened.session.csrfToken);
}

function viewOf(
  installation: Installation,
  row: StaffRow | undefined,
  csrfToken: string,
): SessionView {
  if (row === undefined) return { staff: null, permissions: [], csrfToken: '', ...installation };
  const { id, login, name, role, areaCodes, language, mustChangePassword } = staffRecordOf(row);
  return {
    staff: { id, login, name, role, areaCodes, language, mustChangePassword },
    permissions: mustChangePassword ? [] : permissionsOf(role),
    csrfToken,
    ...installation,
  };
}

const userAgentOf = (req: Request): string => req.headers['user-agent'] ?? '';

function current(session: CallSession | null): CallSession {
  if (session === null) throw new DomainError('unauthenticated', 'errors.unauthenticated');
  return session;
}
