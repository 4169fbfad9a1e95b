import type { Knex } from 'knex';
import type { IdentityMethod, IdentityResult } from '#domain/identity.ts';
import type { Features } from '../../compose.ts';
import type { DemoScene } from '../demo.ts';

const MINUTE = 60_000;

interface Call {
  minutesAgo: number;
  method: IdentityMethod;
  result: IdentityResult;
}

const calls: readonly Call[] = [
  { minutesAgo: 12, method: 'sms_code', result: 'passed' },
  { minutesAgo: 55, method: 'service_password', result: 'failed' },
  { minutesAgo: 50, method: 'sms_code', result: 'passed' },
  { minutesAgo: 140, method: 'service_password', result: 'passed' },
  { minutesAgo: 260, method: 'recent_calls', result: 'passed' },
  { minutesAgo: 1_500, method: 'id_document', result: 'passed' },
  { minutesAgo: 2_900, method: 'voice_print', result: 'failed' },
];

/** `to` is named in the note; what was `seen` no longer waits in the inbox. */
const notes = [
  { from: 'zhouyn', to: 'linzx', minutesAgo: 35, body: '用户下午会再来电，麻烦先看一下计费。' },
  { from: 'zhouyn', to: 'linzx', minutesAgo: 190, body: '合作方已回电，等平台回读。', seen: true },
  { from: 'linzx', to: 'zhouyn', minutesAgo: 80, body: '这单与昨天那件同一原因，请一并处理。' },
  { from: 'linzx', to: null, minutesAgo: 420, body: '用户只要结果，不需要再打电话。' },
  { from: 'zhouyn', to: null, minutesAgo: 700, body: '已按话术说明，用户表示理解。' },
] as const;

/** Urgent, high, and one set back to normal. */
const priorities = [2, 2, 1, 1, 1, 1, 1, 0] as const;

/** Who called, what colleagues wrote to each other, and what cannot wait. */
export async function loadCasework(scene: DemoScene): Promise<void> {
  const rows = await openCases(scene.runtime.db, calls.length + notes.length + priorities.length);
  const take = rows[Symbol.iterator]();
  const next = () => take.next().value;
  await scene.runtime.features.inTransaction(async (f) => {
    for (const call of calls) await receive(scene, f, next(), call);
    for (const note of notes) await write(scene, f, next(), note);
    for (const priority of priorities) await prioritise(scene, f, next(), priority);
  });
}

type Row = { id: string; line_id: string; opened_at: number } | undefined;

async function openCases(db: Knex, limit: number): Promise<NonNullable<Row>[]> {
  const rows: NonNullable<Row>[] = await db('cases')
    .where({ demo: true, state: 'open' })
    .orderBy('due_at')
    .limit(limit)
    .select('id', 'line_id', 'opened_at');
  return rows;
}

/** At so many minutes before the present, and never before the case was there. */
function goTo({ clock, times }: DemoScene, row: NonNullable<Row>, minutesAgo: number): void {
  const at = Math.max(times.anchorAt - minutesAgo * MINUTE, Number(row.opened_at) + MINUTE);
  clock.goTo(Math.min(at, times.anchorAt));
}

async function receive(scene: DemoScene, f: Features, row: Row, call: Call): Promise<void> {
  if (row === undefined) return;
  goTo(scene, row, call.minutesAgo);
  const { method, result } = call;
  await f.identity.check(scene.as('linzx'), row.line_id, { method, result, caseId: row.id });
}

async function write(
  scene: DemoScene,
  f: Features,
  row: Row,
  note: (typeof notes)[number],
): Promise<void> {
  if (row === undefined) return;
  goTo(scene, row, note.minutesAgo);
  const { to } = note;
  const named = to === null ? null : scene.as(to).actor;
  const body = named === null ? note.body : `@${named.name} ${note.body}`;
  await f.cases.note(scene.as(note.from), row.id, body, named === null ? [] : [named.id]);
  if (to !== null && 'seen' in note) await f.cases.mentionsSeen(scene.as(to), row.id);
}

async function prioritise(
  scene: DemoScene,
  f: Features,
  row: Row,
  priority: number,
): Promise<void> {
  const found = row === undefined ? undefined : await f.caseStore.find(row.id);
  if (row === undefined || found === undefined) return;
  goTo(scene, row, 240);
  const ctx = scene.as('linzx');
  const { version } = found;
  await f.cases.setPriority(ctx, row.id, { version, priority: priority === 0 ? 1 : priority });
  if (priority === 0) await f.cases.setPriority(ctx, row.id, { version: version + 1, priority });
}
