import type { Knex } from 'knex';
import type { SnapshotLine } from '../../features/lines/snapshot-store.ts';
import type { DemoScene } from '../demo.ts';
import { WORKED_EXAMPLE_ACCOUNT } from './lines.ts';
import { PROVINCE_NAMED, cities, districts } from './places.ts';
import { DAY, DEMO_DAYS, HOUR, type DemoTimes } from './timeline.ts';

const FIRST_DAYS_AGO = DEMO_DAYS + 14;
const LATER_DAYS_AGO = 21;

/** Two snapshots: one before all that the demo tells of, one of three weeks ago. */
export async function loadSnapshots(
  scene: DemoScene,
  lines: readonly SnapshotLine[],
): Promise<void> {
  const { runtime, clock, times } = scene;
  const firstAt = firstSnapshotAt(times);
  clock.goTo(firstAt + HOUR);
  const first = clock.nextId();
  await runtime.features.inTransaction(async (f) => {
    await f.snapshots.begin(first, firstAt, { demo: true });
    await f.snapshots.complete(first, await f.snapshots.add(first, lines, { demo: true }));
  });
  const laterAt = times.dayAgo(LATER_DAYS_AGO);
  clock.goTo(laterAt + HOUR);
  const later = clock.nextId();
  await runtime.features.inTransaction((f) => f.snapshots.begin(later, laterAt, { demo: true }));
  await copyFacts(runtime.db, first, later);
  await runtime.features.inTransaction((f) => f.snapshots.complete(later, lines.length));
  await nameAreas(runtime.db);
}

/** A snapshot names areas in Chinese only; the demo's have an English name too. */
async function nameAreas(db: Knex): Promise<void> {
  const areas = [PROVINCE_NAMED, ...cities, ...districts];
  const named = areas.map(() => 'when ? then ?').join(' ');
  await db('areas')
    .whereIn(
      'code',
      areas.map(({ code }) => code),
    )
    .update({
      name_en: db.raw(
        `case code ${named} else name_en end`,
        areas.flatMap(({ code, nameEn }) => [code, nameEn]),
      ),
    });
}

/** Early enough for the worked example too. */
function firstSnapshotAt(times: DemoTimes): number {
  const example = times.example === null ? Infinity : times.example.startAt - DAY;
  return Math.min(times.dayAgo(FIRST_DAYS_AGO), example);
}

const SAME = [
  ...['line_id', 'plan_code', 'plan_name', 'plan_type', 'monthly_fee_fen', 'data_quota_mb'],
  ...['area_code', 'site_code', 'payment_type', 'bill_day', 'language', 'account_id'],
  ...['line_kind', 'joined_on'],
];

/**
 * The same lines some weeks later, set-wise, since they only make volume: data was used up and bought, some lines
 * were ported. The line of the worked example stays as it was.
 */
async function copyFacts(db: Knex, fromId: string, intoId: string): Promise<void> {
  // Of each line another number, and the same one on every engine.
  const own = 'cast(substr(account_id, 2) as signed)';
  const used = `(data_quota_mb * ((${own} * 733) % 1001))`;
  const columns = [...SAME, 'snapshot_id', 'data_remaining_mb', 'status'];
  await db(db.raw('?? (??)', ['line_facts', columns]) as unknown as string).insert(
    db('line_facts')
      .where({ snapshot_id: fromId })
      .select(
        ...SAME,
        db.raw('?', [intoId]),
        db.raw(
          `case when account_id = ? then data_remaining_mb else (${used} - ${used} % 1000) / 1000 end`,
          [WORKED_EXAMPLE_ACCOUNT],
        ),
        db.raw(`case when status = 'active' and ${own} % 250 = 7 then 'ported' else status end`),
      ),
  );
}
