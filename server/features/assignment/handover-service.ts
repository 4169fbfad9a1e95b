import type { ActionContext, Actor } from '#domain/context.ts';
import { invalidField } from '#domain/errors.ts';
import { localDateAt, type Zone } from '#domain/time.ts';
import type { AssignmentNeeds } from './assignment-service.ts';

type Needs = Pick<
  AssignmentNeeds,
  'db' | 'world' | 'audit' | 'casesOf' | 'countOf' | 'give' | 'colleagueRole' | 'namesOf'
> & { zone: Zone };

const WORKERS: readonly string[] = ['supervisor', 'network_ops'];

/** The day's end: what an absent colleague has goes to another, with a note of what to know. */
export function createHandoverService(needs: Needs) {
  const { db, world } = needs;
  const openOf = (id: string) => ({ stateGroup: 'open_any', assigneeId: [id] });

  return {
    async assertPair(fromId: string, toId: string): Promise<void> {
      if (fromId === toId) throw invalidField('toId', 'errors.assignment.samePerson');
      const role = await needs.colleagueRole(toId);
      if (role === undefined || !WORKERS.includes(role))
        throw invalidField('toId', 'errors.cases.assignee');
    },

    /** The next cases of the one go to the other, in the caller's transaction; answers how many. */
    async moveSome(
      ctx: ActionContext,
      pair: { fromId: string; toId: string },
      limit: number,
    ): Promise<number> {
      const cases = await needs.casesOf(ctx.actor, openOf(pair.fromId), limit);
      for (const one of cases) await needs.give(ctx, one, pair.toId, { handOver: true });
      return cases.length;
    },

    async left(actor: Actor, fromId: string): Promise<number> {
      return (await needs.countOf(actor, openOf(fromId))).count;
    },

    /** The note that the colleague finds in the inbox. */
    async write(
      ctx: ActionContext,
      note: { fromId: string; toId: string; body: string; cases: number },
    ): Promise<void> {
      const now = world.now();
      const id = world.nextId();
      const names = await needs.namesOf([note.fromId]);
      await db('handover_notes').insert({
        id,
        from_id: note.fromId,
        from_name: (names.get(note.fromId) ?? ctx.actor.name).slice(0, 60),
        to_id: note.toId,
        body: note.body,
        cases: note.cases,
        on_date: localDateAt(needs.zone, now),
        created_at: now,
        read_at: null,
      });
      await needs.audit.record(ctx, {
        action: 'handover.made',
        subjectType: 'handover',
        subjectId: id,
        detail: { fromId: note.fromId, toId: note.toId, cases: note.cases },
      });
    },
  };
}

export type HandoverService = ReturnType<typeof createHandoverService>;
