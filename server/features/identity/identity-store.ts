import type { Knex } from 'knex';
import type { IdentityCheck } from '#contract/lines.ts';
import type { ActionContext } from '#domain/context.ts';
import type { IdentityMethod, IdentityResult, RevealReason } from '#domain/identity.ts';
import { lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

const SHOWN = 20;

export function identityCheckOf(row: Record<string, unknown>): IdentityCheck {
  return {
    id: String(row['id']),
    caseId: row['case_id'] == null ? null : String(row['case_id']),
    method: String(row['method']) as IdentityMethod,
    result: String(row['result']) as IdentityResult,
    agentId: String(row['agent_id']),
    agentName: String(row['agent_name']),
    checkedAt: Number(row['checked_at']),
  };
}

export function createIdentityStore(db: Knex, world: World) {
  return {
    async add(
      ctx: ActionContext,
      check: { lineId: string; caseId: string | null; method: string; result: string },
    ): Promise<void> {
      await db('identity_checks').insert({
        id: world.nextId(),
        line_id: check.lineId,
        case_id: check.caseId,
        method: check.method,
        result: check.result,
        agent_id: ctx.actor.id,
        agent_name: ctx.actor.name,
        checked_at: world.now(),
      });
    },

    /** The latest checks of a line, newest first. */
    async ofLine(lineId: string): Promise<IdentityCheck[]> {
      const rows = (await db('identity_checks')
        .where({ line_id: lineId })
        .orderBy('checked_at', 'desc')
        .orderBy('id', 'desc')
        .limit(SHOWN)) as Record<string, unknown>[];
      return rows.map(identityCheckOf);
    },

    /** An agent's last check of a line since an instant; a later failure takes an earlier pass away. */
    async lastOf(
      lineId: string,
      agentId: string,
      sinceAt: number,
    ): Promise<IdentityCheck | undefined> {
      const row = (await db('identity_checks')
        .where({ line_id: lineId, agent_id: agentId })
        .where('checked_at', '>', sinceAt)
        .orderBy('checked_at', 'desc')
        .orderBy('id', 'desc')
        .first()) as Record<string, unknown> | undefined;
      return row === undefined ? undefined : identityCheckOf(row);
    },

    /**
     * How many numbers a person saw since an instant. The person's row is locked first, so that two requests at once
     * cannot both take the last one.
     */
    async revealsSince(staffId: string, sinceAt: number): Promise<number> {
      await lockRows(db, db('staff').where({ id: staffId }).select('id'));
      const [row]: { n: number }[] = await db('reveals')
        .where({ staff_id: staffId })
        .where('revealed_at', '>', sinceAt)
        .count({ n: '*' });
      return Number(row?.n ?? 0);
    },

    async addReveal(ctx: ActionContext, lineId: string, reason: RevealReason): Promise<void> {
      await db('reveals').insert({
        id: world.nextId(),
        line_id: lineId,
        staff_id: ctx.actor.id,
        reason,
        revealed_at: world.now(),
      });
    },

    /** Whether the person has taken a task about one of the line's cases; of one case where given. */
    async hasTask(staffId: string, lineId: string, caseId: string | undefined): Promise<boolean> {
      const row: unknown = await db('tasks')
        .join('cases', 'cases.id', 'tasks.case_id')
        .where({ 'tasks.taken_by': staffId, 'tasks.state': 'taken', 'cases.line_id': lineId })
        .modify((q: Knex.QueryBuilder) => {
          if (caseId !== undefined) void q.where('tasks.case_id', caseId);
        })
        .select('tasks.id')
        .first();
      return row !== undefined;
    },

    /** Whether a case is about this line. */
    async caseIsOf(caseId: string, lineId: string): Promise<boolean> {
      const row: unknown = await db('cases')
        .where({ id: caseId, line_id: lineId })
        .select('id')
        .first();
      return row !== undefined;
    },
  };
}

export type IdentityStore = ReturnType<typeof createIdentityStore>;
