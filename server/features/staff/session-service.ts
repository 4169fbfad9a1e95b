import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { OwnSession } from '#contract/session.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { StaffRow, StaffStore } from './staff-store.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export interface SessionSettings {
  idleMs: number;
  absoluteMs: number;
  /** Key of the CSRF tokens, which are derived from the session and stored nowhere. */
  csrfKey: Buffer;
}

export interface LiveSession {
  id: string;
  csrfToken: string;
  staff: StaffRow;
  actor: Actor;
}

interface Needs {
  db: Knex;
  world: World;
  staff: StaffStore;
  audit: AuditTrail;
  throttle: SignInThrottle;
  settings: SessionSettings;
  hashPassword(password: string): Promise<string>;
  passwordMatches(stored: string, password: string): Promise<boolean>;
  /** Verified when the name is unknown, so that the answer takes as long. */
  decoyHash: string;
}

/** Seen-at is written at most this often, so that reading does not write. */
const TOUCH_MS = 60_000;

const tokenHashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** One way of writing for one account: case, width and blanks do not make another name. */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}

export function createSessionService(needs: Needs) {
  const { db, world, staff, audit, settings } = needs;
  const csrfOf = (tokenHash: string) =>
    createHmac('sha256', settings.csrfKey).update(tokenHash).digest('base64url');

  async function open(
    row: StaffRow,
    userAgent: string,
  ): Promise<{ token: string; session: LiveSession }> {
    const token = randomBytes(32).toString('base64url');
    const tokenHash = tokenHashOf(token);
    const id = world.nextId();
    const now = world.now();
    await db('sessions').insert({
      id,
      token_hash: tokenHash,
      staff_id: row.id,
      user_agent: userAgent.slice(0, 200),
      created_at: now,
      last_seen_at: now,
      expires_at: now + settings.absoluteMs,
    });
    return {
      token,
      session: { id, csrfToken: csrfOf(tokenHash), staff: row, actor: actorOf(row) },
    };
  }

  return {
    /** The live session of a token, or null. A role change or deactivation counts at once: nothing is cached. */
    async resolve(token: string): Promise<LiveSession | null> {
      const tokenHash = tokenHashOf(token);
      const now = world.now();
      const row = (await db('sessions')
        .join('staff', 'staff.id', 'sessions.staff_id')
        .where('sessions.token_hash', tokenHash)
        .select(
          'staff.*',
          'sessions.id as session_id',
          'sessions.last_seen_at',
          'sessions.expires_at',
        )
        .first()) as
        (StaffRow & { session_id: string; last_seen_at: number; expires_at: number }) | undefined;
      if (row === undefined || row.status !== 'active') return null;
      if (now >= Number(row.expires_at) || now - Number(row.last_seen_at) >= settings.idleMs)
        return null;
      if (now - Number(row.last_seen_at) > TOUCH_MS)
        await db('sessions').where({ id: row.session_id }).update({ last_seen_at: now });
      return { id: row.session_id, csrfToken: csrfOf(tokenHash), staff: row, actor: actorOf(row) };
    },

    /** Of these sessions, those that still live, with the rights each has now. Counts as no activity. */
    async liveAmong(ids: readonly string[]): Promise<Map<string, Actor>> {
      const now = world.now();
      const live = new Map<string, Actor>();
      for (let start = 0; start < ids.length; start += 200) {
        const rows: (StaffRow & { session_id: string })[] = await db('sessions')
          .join('staff', 'staff.id', 'sessions.staff_id')
          .whereIn('sessions.id', ids.slice(start, start + 200))
          .where('sessions.expires_at', '>', now)
          .where('sessions.last_seen_at', '>', now - settings.idleMs)
          .where('staff.status', 'active')
          .select('staff.*', 'sessions.id as session_id');
        for (const row of rows) live.set(row.session_id, actorOf(row));
      }
      return live;
    },

    /**
     * The account behind a name and password. The refusal is the same for an unknown name, a wrong password and
     * an account that may not sign in. Runs outside a transaction, so that a failure stays counted.
     */
    async verify(input: { login: string; password: string; address: string }): Promise<StaffRow> {
      const login = normaliseLogin(input.login);
      const keys = [`login:${login}`, `address:${input.address}`];
      await needs.throttle.assertOpen(keys);
      const row = await staff.byLogin(login);
      const matches = await needs.passwordMatches(
        row?.password_hash ?? needs.decoyHash,
        input.password,
      );
      if (row === undefined || !matches || row.status !== 'active') {
        await needs.throttle.noteFailure(keys);
        throw new DomainError('unauthenticated', 'errors.signIn');
      }
      return row;
    },

    /** Opens a session for an account that was verified. */
    async begin(row: StaffRow, input: { userAgent: string; requestId: string }) {
      await needs.throttle.forget(`login:${row.login}`);
      await staff.noteSignIn(row.id);
      const opened = await open(row, input.userAgent);
      await audit.record(
        { actor: opened.session.actor, requestId: input.requestId },
        { action: 'session.opened', subjectType: 'session', subjectId: opened.session.id },
      );
      return opened;
    },

    async signOut(ctx: ActionContext, sessionId: string): Promise<void> {
      await db('sessions').where({ id: sessionId }).delete();
      await audit.record(ctx, {
        action: 'session.ended',
        subjectType: 'session',
        subjectId: sessionId,
      });
    },

    /** Refuses a wrong current password; like `verify`, outside a transaction. */
    async verifyOwn(ctx: ActionContext, current: string): Promise<StaffRow> {
      const row = await staff.byId(ctx.actor.id);
      if (row === undefined) throw new DomainError('unauthenticated', 'errors.unauthenticated');
      const keys = [`password:${row.id}`];
      await needs.throttle.assertOpen(keys);
      if (await needs.passwordMatches(row.password_hash, current)) return row;
      await needs.throttle.noteFailure(keys);
      throw invalidField('current', 'errors.password.wrong');
    },

    /** Sets a new password and ends every session of the account; the caller gets a new one. */
    async changePassword(
      ctx: ActionContext,
      row: StaffRow,
      input: { current: string; next: string; userAgent: string },
    ) {
      if (input.next === input.current) throw invalidField('next', 'errors.password.same');
      if (input.next.toLowerCase().includes(row.login))
        throw invalidField('next', 'errors.password.login');
      await staff.update(row.id, row.version, {
        password_hash: await needs.hashPassword(input.next),
        must_change_password: false,
      });
      await db('sessions').where({ staff_id: row.id }).delete();
      await audit.record(ctx, {
        action: 'staff.password_changed',
        subjectType: 'staff',
        subjectId: row.id,
      });
      return open({ ...row, must_change_password: false }, input.userAgent);
    },

    async ownSessions(staffId: string, currentId: string): Promise<OwnSession[]> {
      const now = world.now();
      const rows = (await db('sessions')
        .where({ staff_id: staffId })
        .where('expires_at', '>', now)
        .where('last_seen_at', '>', now - settings.idleMs)
        .orderBy('last_seen_at', 'desc')) as Record<string, unknown>[];
      return rows.map((row) => ({
        id: String(row['id']),
        userAgent: String(row['user_agent']),
        createdAt: Number(row['created_at']),
        lastSeenAt: Number(row['last_seen_at']),
        current: row['id'] === currentId,
      }));
    },

    async endOwnSession(ctx: ActionContext, sessionId: string): Promise<void> {
      const ended = affected(
        await db('sessions').where({ id: sessionId, staff_id: ctx.actor.id }).delete(),
      );
      if (ended !== 1) throw new DomainError('not_found', 'errors.notFound');
      await audit.record(ctx, {
        action: 'session.ended',
        subjectType: 'session',
        subjectId: sessionId,
      });
    },

    async endSessionsOf(staffId: string): Promise<number> {
      return affected(await db('sessions').where({ staff_id: staffId }).delete());
    },

    /** Removes what has run out; a job calls it. */
    async sweep(): Promise<number> {
      return affected(await db('sessions').where('expires_at', '<', world.now()).delete());
    },
  };
}

export type SessionService = ReturnType<typeof createSessionService>;

function actorOf(row: StaffRow): Actor {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    areaCodes: JSON.parse(row.area_codes) as string[],
  };
}
