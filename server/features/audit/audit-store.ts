import type { Knex } from 'knex';
import type { ActionContext } from '#domain/context.ts';
import { gatherWrites } from '../../gather.ts';
import type { World } from '../../world.ts';

export interface AuditEntry {
  action: string;
  subjectType: string;
  subjectId: string;
  /** Facts of the change; never a phone number in clear. */
  detail?: Record<string, unknown>;
}

export interface AuditTrail {
  /** Writes one event in the caller's transaction. */
  record(ctx: ActionContext, entry: AuditEntry): Promise<void>;
  /** Many events in one go, for set-wise work. */
  recordMany(ctx: ActionContext, entries: readonly AuditEntry[]): Promise<void>;
}

const CHUNK = 200;

export function createAuditTrail(db: Knex, world: World): AuditTrail {
  async function write(events: readonly { ctx: ActionContext; entry: AuditEntry }[]) {
    const at = world.now();
    for (let start = 0; start < events.length; start += CHUNK) {
      const rows = events.slice(start, start + CHUNK).map(({ ctx, entry }) => ({
        id: world.nextId(),
        at,
        actor_id: ctx.actor.id,
        actor_name: ctx.actor.name,
        request_id: ctx.requestId,
        action: entry.action,
        subject_type: entry.subjectType,
        subject_id: entry.subjectId,
        reason: ctx.reason ?? null,
        detail: JSON.stringify(entry.detail ?? {}),
      }));
      await db('audit_events').insert(rows);
      await db('audit_unsealed').insert(rows.map((row) => ({ event_id: row.id })));
    }
  }
  const gathered = gatherWrites(write);
  return {
    record: (ctx, entry) => gathered({ ctx, entry }),
    recordMany: (ctx, entries) => write(entries.map((entry) => ({ ctx, entry }))),
  };
}
