import type { Knex } from 'knex';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { reachesOwnTasksOnly, roleMay } from '#domain/permissions.ts';

/** What a path can name: `/cases/:id`, `/lines/:id`, `/notices/:id`. */
const records = ['cases', 'lines', 'notices'] as const;
type WorkRecord = (typeof records)[number];

const isRecord = (name: string): name is WorkRecord =>
  (records as readonly string[]).includes(name);

/** Where working a case reaches only as far as the tasks a person has taken and not yet answered. */
export function createOwnWork(db: Knex) {
  const taken = (actorId: string) =>
    db('tasks').where({ 'tasks.taken_by': actorId, 'tasks.state': 'taken' });

  const queries: Record<WorkRecord, (actorId: string, id: string) => Knex.QueryBuilder> = {
    cases: (actorId, id) => taken(actorId).where('tasks.case_id', id),
    lines: (actorId, id) =>
      taken(actorId).join('cases', 'cases.id', 'tasks.case_id').where('cases.line_id', id),
    notices: (actorId, id) =>
      taken(actorId).join('notices', 'notices.case_id', 'tasks.case_id').where('notices.id', id),
  };

  async function owns(actorId: string, record: WorkRecord, id: string): Promise<boolean> {
    const rows = (await queries[record](actorId, id).limit(1).select('tasks.id')) as unknown[];
    return rows.length > 0;
  }

  /** Whether this person may work this case, the cases of this line, or the case of this message. */
  async function mayWork(actor: Actor, record: WorkRecord, id: string): Promise<boolean> {
    if (actor.role === 'system') return true;
    if (!roleMay(actor.role, 'cases.work')) return false;
    return !reachesOwnTasksOnly(actor.role, 'cases.work') || owns(actor.id, record, id);
  }

  return {
    mayWork,

    /** The rest of the right `cases.work`, after the role's part of it. What the path does not name is refused. */
    async assertMayWork(actor: Actor, record: string, id: string): Promise<void> {
      if (!isRecord(record) || !(await mayWork(actor, record, id)))
        throw new DomainError('forbidden', 'errors.cases.notYourTask');
    },
  };
}

export type OwnWork = ReturnType<typeof createOwnWork>;
