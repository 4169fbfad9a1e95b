import type { Knex } from 'knex';
import type { CaseRecord } from '#contract/cases.ts';
import type { createTestClient } from '../support/client.ts';
import { median } from './args.ts';

type Client = ReturnType<typeof createTestClient>;

const ROUNDS = 7;
const CALLS = 60;
const ROWS_MAX = 10_000;

/** P3 of two sizes or more. */
export function tellGrowth(growth: readonly { size: number; ms: number }[]): void {
  const [small, large] = [growth[0], growth.at(-1)];
  if (small === undefined || large === undefined || small.size === large.size) return;
  const exponent = Math.log(large.ms / small.ms) / Math.log(large.size / small.size);
  process.stdout.write(
    `P3 growth exponent of page 1 with total, ${small.size} → ${large.size}: ${exponent.toFixed(3)} (bar 0.10, stretch 0.03)\n`,
  );
}

const listOf = (filter: object, sort: readonly [string, string], place = '') =>
  `/api/cases?${new URLSearchParams({
    filter: JSON.stringify(filter),
    sort: JSON.stringify(sort),
    range: '[0,24]',
    total: 'false',
  }).toString()}${place}`;

async function time(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < CALLS; i += 1) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return median(times);
}

/** P6: the page behind the row before the last twenty-five of all cases, and the page before it. */
export async function measureCursor(client: Client, db: Knex): Promise<void> {
  const sort = ['requestedAt', 'DESC'] as const;
  const far: { id: string; requested_at: number } | undefined = await db('cases')
    .orderBy([{ column: 'requested_at' }, { column: 'id' }])
    .offset(25)
    .first('id', 'requested_at');
  if (far === undefined) throw new Error('too few cases');
  const place = encodeURIComponent(JSON.stringify([Number(far.requested_at), far.id]));
  const pages = {
    first: listOf({}, sort),
    next: listOf({}, sort, `&after=${place}`),
    previous: listOf({}, sort, `&before=${place}`),
  };
  for (const url of Object.values(pages)) {
    const { status, body } = await client.get<CaseRecord[]>(url);
    if (status !== 200 || body.length !== 25) throw new Error(`${url}: ${status}`);
  }
  const ratios: Record<'next' | 'previous', number[]> = { next: [], previous: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = await time(() => client.get(pages.first));
    for (const name of ['next', 'previous'] as const)
      ratios[name].push((await time(() => client.get(pages[name]))) / first);
  }
  process.stdout.write(
    `P6 page at the last row ÷ page 1: next ${median(ratios.next).toFixed(2)}, previous ${median(ratios.previous).toFixed(2)} (bar 2, stretch 1.3)\n`,
  );
}

const open = { stateGroup: 'open_any' };
/** The pairs of docs/queue-lists.md. */
const documentedPairs: readonly (readonly [object, readonly [string, string]])[] = [
  ...['ASC', 'DESC'].flatMap((way) => [
    [open, ['dueAt', way]] as const,
    [{}, ['dueAt', way]] as const,
    [{}, ['requestedAt', way]] as const,
    [{}, ['ticketNo', way]] as const,
    [{ state: ['open'] }, ['dueAt', way]] as const,
    [{ state: ['unknown'] }, ['requestedAt', way]] as const,
    [{ stateGroup: 'ended' }, ['requestedAt', way]] as const,
  ]),
  ...[
    { category: ['sync'] },
    { failureCode: ['SYN-03'] },
    { stage: ['network'] },
    { channel: ['app'] },
    { areaCode: ['320102'] },
    { productCode: ['600902'] },
    { partnerCode: ['SP0017'] },
  ].flatMap((filter) => [
    [filter, ['requestedAt', 'DESC']] as const,
    [{ ...filter, ...open }, ['dueAt', 'ASC']] as const,
  ]),
  [{ ...open, overdue: true }, ['dueAt', 'ASC']],
  [{ ...open, dueInHours: 2 }, ['dueAt', 'ASC']],
  [{ ...open, assigneeId: ['me'] }, ['dueAt', 'ASC']],
  [{ ...open, inOutage: true }, ['dueAt', 'ASC']],
  [{ ...open, failureCode: ['UNK-00'] }, ['dueAt', 'ASC']],
  [{ ...open, failureCode: ['USR-05'] }, ['dueAt', 'ASC']],
  [{ ...open, priority: [2] }, ['dueAt', 'ASC']],
  [{ attemptsMin: 3, overcharged: true, channel: ['web'] }, ['dueAt', 'ASC']],
];

/** P7: rows that the storage engine handed out for each pair, by its own counters. */
export async function readsOfPairs(client: Client, db: Knex): Promise<void> {
  let worst = 0;
  for (const [filter, sort] of documentedPairs) {
    const before = await handlerReads(db);
    const { status } = await client.get(listOf(filter, sort));
    const reads = (await handlerReads(db)) - before;
    worst = Math.max(worst, status === 200 ? reads : 0);
    const told = status === 200 ? `${reads} rows` : `asks to narrow after ${reads} rows`;
    process.stdout.write(`  ${JSON.stringify(filter)} by ${sort.join(' ')}: ${told}\n`);
  }
  process.stdout.write(`P7 most rows read by an answered pair: ${worst} (bar ${ROWS_MAX})\n`);
}

/** Of the whole server: nothing else runs while this is measured. */
async function handlerReads(db: Knex): Promise<number> {
  const [rows] = (await db.raw(
    "show global status where Variable_name in ('Handler_read_key','Handler_read_next','Handler_read_prev','Handler_read_rnd','Handler_read_first','Handler_read_last')",
  )) as [{ Variable_name: string; Value: string }[]];
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}
