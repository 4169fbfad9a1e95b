import type { Knex } from 'knex';
import type { Actor } from '#domain/context.ts';
import { queuesOf } from '#domain/task-queues.ts';
import { endOfDay, localDateAt, type Zone } from '#domain/time.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { numberOrNull, textOrNull } from '../../db/cells.ts';
import type { World } from '../../world.ts';
import type { InboxSource } from './inbox-feed.ts';
import { itemOf, listPath, sqlSource, textOf } from './sql-source.ts';

interface Needs {
  db: Knex;
  world: World;
  zone: Zone;
}

const TASK_COLUMNS = [
  'tasks.id',
  'tasks.title',
  'tasks.queue',
  'tasks.due_at',
  'tasks.created_at',
  'tasks.answered_at',
  'tasks.made_by_name',
  'tasks.answered_by_name',
];

/** Tasks of the queues a person works, those they took, and answers to those they made. */
export function taskSources({ db }: Needs): InboxSource[] {
  const tasks = (actor: Actor) =>
    db('tasks').where((any) => {
      void any.whereNull('tasks.area_code');
      void any.orWhere((inside) =>
        whereInAreas(inside.whereNotNull('tasks.area_code'), 'tasks.area_code', actor.areaCodes),
      );
    });
  const item = (from: string, at: string) => (row: Record<string, unknown>) =>
    itemOf({
      id: textOf(row, 'id'),
      to: `/tasks/${textOf(row, 'id')}/show`,
      title: textOf(row, 'title'),
      detailKey: `queue.${textOf(row, 'queue')}`,
      from: textOrNull(row[from]),
      at: Number(row[at]),
      dueAt: at === 'created_at' ? numberOrNull(row['due_at']) : null,
    });
  const filterTo = (filter: object) => listPath('/tasks', filter);
  return [
    sqlSource(db, {
      kind: 'task_open',
      permission: 'tasks.work',
      to: filterTo({ state: ['open'] }),
      waiting: (actor) => {
        const queues = queuesOf(actor.role);
        return queues.length === 0
          ? undefined
          : tasks(actor)
              .where('tasks.state', 'open')
              .whereIn('tasks.queue', [...queues]);
      },
      order: 'tasks.due_at',
      columns: TASK_COLUMNS,
      item: item('made_by_name', 'created_at'),
    }),
    sqlSource(db, {
      kind: 'task_taken',
      permission: 'tasks.work',
      to: filterTo({ state: ['taken'], mine: true }),
      waiting: (actor) => db('tasks').where({ taken_by: actor.id, state: 'taken' }),
      order: 'tasks.due_at',
      columns: TASK_COLUMNS,
      item: item('made_by_name', 'created_at'),
    }),
    sqlSource(db, {
      kind: 'task_answered',
      permission: 'tasks.work',
      to: filterTo({ state: ['answered'], madeByMe: true }),
      waiting: (actor) => db('tasks').where({ made_by: actor.id, state: 'answered' }),
      order: 'tasks.answered_at',
      columns: TASK_COLUMNS,
      item: item('answered_by_name', 'answered_at'),
    }),
  ];
}

const CLOCK_COLUMNS = [
  'clocks.id',
  'clocks.kind',
  'clocks.due_at',
  'clocks.warned_at',
  'clocks.breached_at',
  { case_id: 'cases.id', ticket_no: 'cases.ticket_no' },
];

/** Whom the escalation of a clock has reached, by the number the row keeps. */
const SUPERVISORS_TOLD = 2;
const MANAGERS_TOLD = 3;

/** Clocks of a person's own cases, and those whose escalation reached their role. */
export function clockSources({ db }: Needs): InboxSource[] {
  const running = (actor: Actor) =>
    whereInAreas(
      db('clocks')
        .join('cases', 'cases.id', 'clocks.subject_id')
        .whereNull('clocks.stopped_at')
        .whereNull('clocks.paused_since')
        .whereNot('clocks.kind', 'acknowledge'),
      'cases.area_code',
      actor.areaCodes,
    );
  const mine = (actor: Actor) => running(actor).where('cases.assignee_id', actor.id);
  const told = (actor: Actor) => {
    if (actor.role === 'supervisor')
      return running(actor).whereIn('clocks.told_to', [SUPERVISORS_TOLD, MANAGERS_TOLD]);
    return actor.role === 'manager'
      ? running(actor).where('clocks.told_to', MANAGERS_TOLD)
      : undefined;
  };
  const item = (at: string) => (row: Record<string, unknown>) =>
    itemOf({
      id: textOf(row, 'id'),
      to: `/cases/${textOf(row, 'case_id')}/show`,
      title: textOf(row, 'ticket_no'),
      detailKey: `clock.${textOf(row, 'kind')}`,
      at: Number(row[at]),
      dueAt: numberOrNull(row['due_at']),
    });
  const shared = {
    permission: 'clocks.read',
    order: 'clocks.due_at',
    columns: CLOCK_COLUMNS,
  } as const;
  const overdue = listPath('/cases', { stateGroup: 'open_any', overdue: true });
  return [
    sqlSource(db, {
      ...shared,
      kind: 'clock_breached',
      to: overdue,
      waiting: told,
      item: item('breached_at'),
    }),
    // What reached the role stands above already.
    sqlSource(db, {
      ...shared,
      kind: 'clock_breached',
      to: overdue,
      waiting: (actor) =>
        mine(actor)
          .whereNotNull('clocks.breached_at')
          .where((any) =>
            any
              .whereNull('clocks.told_to')
              .orWhere(
                'clocks.told_to',
                '<',
                actor.role === 'supervisor' ? SUPERVISORS_TOLD : MANAGERS_TOLD,
              ),
          ),
      item: item('breached_at'),
    }),
    sqlSource(db, {
      ...shared,
      kind: 'clock_warned',
      to: null,
      waiting: (actor) =>
        mine(actor).whereNotNull('clocks.warned_at').whereNull('clocks.breached_at'),
      item: item('warned_at'),
    }),
  ];
}

/** Cases assigned to a person that fall due before the day is over. */
export function dueTodaySource({ db, world, zone }: Needs): InboxSource {
  return sqlSource(db, {
    kind: 'case_due',
    permission: 'cases.resync',
    to: null,
    waiting: (actor) => {
      const now = world.now();
      return db('cases')
        .where('assignee_id', actor.id)
        .where('due_at', '>=', now)
        .where('due_at', '<', endOfDay(zone, localDateAt(zone, now)))
        .whereNull('ended_at');
    },
    order: 'cases.due_at',
    columns: ['cases.id', 'cases.ticket_no', 'cases.due_at', 'cases.due_kind', 'cases.opened_at'],
    item: (row) =>
      itemOf({
        id: textOf(row, 'id'),
        to: `/cases/${textOf(row, 'id')}/show`,
        title: textOf(row, 'ticket_no'),
        detailKey: `clock.${textOrNull(row['due_kind']) ?? 'technical'}`,
        at: Number(row['opened_at']),
        dueAt: numberOrNull(row['due_at']),
      }),
  });
}

/** Staff who wait for a manager's countersign. */
export function countersignSource({ db }: Needs): InboxSource {
  return sqlSource(db, {
    kind: 'countersign',
    permission: 'staff.countersign',
    to: '/staff',
    waiting: (actor) =>
      db('staff').whereNotNull('staff.pending_role').whereNot('staff.id', actor.id),
    order: 'staff.updated_at',
    columns: ['staff.id', 'staff.name', 'staff.pending_role', 'staff.updated_at'],
    item: (row) =>
      itemOf({
        id: textOf(row, 'id'),
        to: `/staff/${textOf(row, 'id')}/show`,
        title: textOf(row, 'name'),
        detailKey: `role.${textOf(row, 'pending_role')}`,
        at: Number(row['updated_at']),
      }),
  });
}

const NOTE_WORDS = 120;

/** Notes in which a colleague named this person, until they have seen them. */
export function mentionSource({ db }: Needs): InboxSource {
  return sqlSource(db, {
    kind: 'mention',
    permission: 'cases.read',
    to: null,
    waiting: (actor) =>
      db('mentions')
        .join('case_notes', 'case_notes.id', 'mentions.note_id')
        .join('cases', 'cases.id', 'mentions.case_id')
        .where('mentions.staff_id', actor.id)
        .whereNull('mentions.seen_at'),
    order: 'mentions.id',
    columns: [
      'mentions.id',
      'mentions.author_name',
      'mentions.created_at',
      { case_id: 'cases.id', ticket: 'cases.ticket_no', body: 'case_notes.body' },
    ],
    item: (row) =>
      itemOf({
        id: textOf(row, 'id'),
        to: `/cases/${textOf(row, 'case_id')}/show`,
        title: textOf(row, 'body').slice(0, NOTE_WORDS),
        detailKey: 'case',
        args: { ticket: textOf(row, 'ticket') },
        from: textOrNull(row['author_name']),
        at: Number(row['created_at']),
      }),
  });
}

/** What a colleague wrote when handing over the day. */
export function handoverSource({ db }: Needs): InboxSource {
  return sqlSource(db, {
    kind: 'handover',
    permission: 'cases.read',
    to: null,
    waiting: (actor) => db('handover_notes').where({ to_id: actor.id }).whereNull('read_at'),
    order: 'handover_notes.created_at',
    columns: ['id', 'body', 'from_name', 'to_id', 'cases', 'on_date', 'created_at'],
    item: (row) =>
      itemOf({
        id: textOf(row, 'id'),
        to: listPath('/cases', { stateGroup: 'open_any', assigneeId: [textOf(row, 'to_id')] }),
        title: textOf(row, 'body'),
        detailKey: 'handover',
        args: { on: textOf(row, 'on_date'), n: Number(row['cases']) },
        from: textOrNull(row['from_name']),
        at: Number(row['created_at']),
      }),
  });
}
