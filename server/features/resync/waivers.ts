import type { Knex } from 'knex';
import type { ActionContext } from '#domain/context.ts';
import type { World } from '../../world.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';

/** Refusals that were lifted: `waive` by right, `clear` because the obstacle was gone. */
export function createWaivers(db: Knex, world: World) {
  return {
    async add(
      ctx: ActionContext,
      row: Pick<CaseRow, 'id' | 'failureCode' | 'demo'>,
      lifted: { kind: 'waive' | 'clear'; fromAt: number },
    ): Promise<void> {
      await db('waivers').insert({
        id: world.nextId(),
        case_id: row.id,
        failure_code: row.failureCode,
        kind: lifted.kind,
        from_at: lifted.fromAt,
        reason: ctx.reason ?? '',
        actor_id: ctx.actor.id,
        actor_name: ctx.actor.name,
        created_at: world.now(),
        demo: row.demo,
      });
    },
  };
}

export type Waivers = ReturnType<typeof createWaivers>;
