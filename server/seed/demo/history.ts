import type { Knex } from 'knex';
import { lampSystems } from '#domain/lamps.ts';
import { localDateAt } from '#domain/time.ts';
import type { Landed } from '../../features/unsubscribes/case-landing.ts';
import type { World } from '../../world.ts';
import type { Chance } from './chance.ts';
import type { DemoCase } from './cases.ts';
import { HOUR, MINUTE, type DemoTimes } from './timeline.ts';

/**
 * The past of cases that have ended, written set-wise: such rows only make volume. Each gets the moves, attempts
 * and audit events the services would have written, at their times; counters are rebuilt from the rows after.
 */
interface Needs {
  db: Knex;
  clock: World & { goTo(at: number): void };
  chance: Chance;
  times: DemoTimes;
}

type Row = Record<string, unknown>;

const CHUNK = 400;
/** Of a statement that looks through a list for each of its rows. */
const CASES = 100;
const SYSTEM = { actor_id: 'system', actor_name: 'system', request_id: 'demo' };

export async function settleHistory(
  needs: Needs,
  settled: readonly { demo: DemoCase; landed: Landed }[],
): Promise<void> {
  const { db } = needs;
  const opened = await openings(
    db,
    settled.map(({ landed }) => landed.caseId),
  );
  const attempts: Row[] = [];
  const events: Row[] = [];
  const ends = new Map<string, End>();
  for (const { demo, landed } of settled) {
    const opening = opened.get(landed.caseId);
    if (opening === undefined) continue;
    const end = endOf(needs, demo, opening.openedAt);
    ends.set(landed.caseId, end);
    attempts.push(...attemptsOf(needs, demo, landed.caseId, end));
    events.push(...movesOf(needs, landed.caseId, opening.state, end));
  }
  await endCases(needs, ends);
  await insertAll(db, 'attempts', attempts);
  await insertAll(db, 'audit_events', events);
  await insertAll(
    db,
    'audit_unsealed',
    events.map((event) => ({ event_id: event['id'] })),
  );
}

interface End {
  state: 'verified' | 'failed_final' | 'withdrawn';
  sentAt: number;
  endedAt: number;
}

/** Most systems' faults were put right within hours; refusals ended with the customer. */
function endOf({ chance, times }: Needs, demo: DemoCase, openedAt: number): End {
  const hours = chance.weighted([
    [chance.int(1, 8), 60],
    [chance.int(8, 23), 33],
    [chance.int(24, 96), 7],
  ]);
  const after = Math.max(
    demo.facts.requestedAt + hours * HOUR,
    openedAt + chance.int(2, 40) * MINUTE,
  );
  const sentAt = Math.min(after, times.anchorAt - HOUR);
  const endedAt = sentAt + chance.int(2, 90) * 1000;
  const base = { sentAt, endedAt };
  if (Object.values(demo.facts.actual).every((state) => state === 'active'))
    return chance.next() < 0.7
      ? { ...base, state: 'failed_final' }
      : { ...base, state: 'withdrawn' };
  return { ...base, state: 'verified' };
}

/** Each at its own time; what else follows is the same for all that ended alike. */
async function endCases({ db, times }: Needs, ends: ReadonlyMap<string, End>): Promise<void> {
  const all = [...ends];
  for (let start = 0; start < all.length; start += CASES) {
    const slice = all.slice(start, start + CASES);
    const at = (valueOf: (end: End) => string | number) =>
      db.raw(
        `case id ${slice.map(() => 'when ? then ?').join(' ')} end`,
        slice.flatMap(([id, end]) => [id, valueOf(end)]),
      );
    await db('cases')
      .whereIn(
        'id',
        slice.map(([id]) => id),
      )
      .update({
        ended_at: at(({ endedAt }) => endedAt),
        ended_on: at(({ endedAt }) => localDateAt(times.zone, endedAt)),
      });
  }
  for (const state of ['verified', 'failed_final', 'withdrawn'] as const) {
    const ids = all.filter(([, end]) => end.state === state).map(([id]) => id);
    for (let start = 0; start < ids.length; start += CHUNK)
      await db('cases')
        .whereIn('id', ids.slice(start, start + CHUNK))
        .update(endColumns(db, state));
  }
}

function endColumns(db: Knex, state: End['state']): Row {
  const verified = state === 'verified';
  const endedAt = db.ref('ended_at');
  return {
    state,
    resolution: state === 'failed_final' ? 'refused' : null,
    not_before_at: null,
    next_charge_at: null,
    ...(verified ? {} : { wanted: 'active', wanted_from_at: null }),
    ...Object.fromEntries(
      lampSystems.flatMap((system) => [
        [`${system}_actual`, verified ? 'cancelled' : 'active'],
        [`${system}_seen_at`, endedAt],
      ]),
    ),
    attempt_count: verified ? 2 : 1,
    version: verified ? 5 : 2,
    updated_at: endedAt,
  };
}

/** A row of `attempts` as the re-sync job writes it. */
export function attemptRow(clock: Needs['clock'], caseId: string, at: number, part: Row): Row {
  clock.goTo(at);
  return {
    id: clock.nextId(),
    case_id: caseId,
    job_id: null,
    generation: 1,
    idempotency_key: `${caseId}-cancel-1`,
    trigger_kind: 'auto',
    actor_id: SYSTEM.actor_id,
    actor_name: SYSTEM.actor_name,
    started_at: at,
    raw_code: null,
    raw_text: null,
    request: '{}',
    response: '{}',
    ...part,
  };
}

function attemptsOf({ clock, chance }: Needs, demo: DemoCase, caseId: string, end: End): Row[] {
  const lagging = Object.entries(demo.facts.actual).filter(([, state]) => state !== 'cancelled');
  const attempt = (at: number, part: Row) =>
    attemptRow(clock, caseId, at, { duration_ms: chance.int(40, 900), ...part });
  const readBack = attempt(end.endedAt - 1000, {
    kind: 'read_back',
    systems: 'billing,platform,network,crm',
    outcome: end.state === 'verified' ? 'agree' : 'lagging',
  });
  if (end.state !== 'verified') return [readBack];
  const systems = lagging.map(([system]) => system).join(',') || 'billing';
  return [attempt(end.sentAt, { kind: 'send', systems, outcome: 'accepted' }), readBack];
}

interface Opened {
  state: string;
  openedAt: number;
}

/** How and when each case began: what the landing made of it. */
async function openings(db: Knex, ids: readonly string[]): Promise<Map<string, Opened>> {
  const found = new Map<string, Opened>();
  for (let start = 0; start < ids.length; start += CHUNK) {
    const rows = await db('cases')
      .whereIn('id', ids.slice(start, start + CHUNK))
      .select<{ id: string; state: string; opened_at: number }[]>('id', 'state', 'opened_at');
    for (const row of rows)
      found.set(row.id, { state: row.state, openedAt: Number(row.opened_at) });
  }
  return found;
}

function movesOf({ clock }: Needs, caseId: string, opened: string, end: End): Row[] {
  const path =
    end.state === 'verified'
      ? ([
          [opened, 'queued', end.sentAt - 2000],
          ['queued', 'sent', end.sentAt],
          ['sent', 'confirmed', end.endedAt - 1000],
          ['confirmed', 'verified', end.endedAt],
        ] as const)
      : ([[opened, end.state, end.endedAt]] as const);
  return path.map(([from, to, at]) => {
    clock.goTo(at);
    return {
      id: clock.nextId(),
      at,
      ...SYSTEM,
      action: 'case.moved',
      subject_type: 'case',
      subject_id: caseId,
      reason: to === 'failed_final' ? '不符合退订条件，已向用户说明' : null,
      detail: JSON.stringify({ from, to }),
    };
  });
}

async function insertAll(db: Knex, table: string, rows: readonly Row[]): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK)
    await db(table).insert(rows.slice(start, start + CHUNK));
}
