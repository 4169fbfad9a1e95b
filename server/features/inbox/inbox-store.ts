import type { Knex } from 'knex';
import type { seenKinds } from '#contract/inbox.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { World } from '../../world.ts';

const TABLES = {
  mention: { table: 'mentions', person: 'staff_id', seen: 'seen_at' },
  handover: { table: 'handover_notes', person: 'to_id', seen: 'read_at' },
} as const;

export function createInboxStore(db: Knex, world: World) {
  return {
    /** The person has seen what was only for their eye; seen twice is seen once. */
    async markSeen(actor: Actor, kind: (typeof seenKinds)[number], id: string): Promise<void> {
      const { table, person, seen } = TABLES[kind];
      const own = { id, [person]: actor.id };
      if ((await db(table).where(own).first('id')) === undefined)
        throw new DomainError('not_found', 'errors.notFound');
      await db(table)
        .where(own)
        .whereNull(seen)
        .update({ [seen]: world.now() });
    },
  };
}

export type InboxStore = ReturnType<typeof createInboxStore>;
