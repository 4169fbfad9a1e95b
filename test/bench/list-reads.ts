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

type Pairs = readonly (readonly [object, readonly [string, string]])[];

const open = { stateGroup: 'open_any' };
/** The pairs of docs/queue-lists.md. */
const documentedPairs: Pairs = [
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
];

/** Combinations that no index answers, from those a page is soon found for to those that nothing matches. */
const hardPairs: Pairs = [
  [{ attemptsMin: 3, overcharged: true, channel: ['web'] }, ['dueAt', 'ASC']],
  [{ ...open, productCode: ['600902'], channel: ['web'] }, ['dueAt', 'ASC']],
  [{ ...open, productCode: ['600902'], attemptsMin: 3, areaCode: ['320102'] }, ['dueAt', 'ASC']],
  [{ category: ['sync'], stage: ['network'], attemptsMin: 1 }, ['requestedAt', 'DESC']],
  [{ state: ['unknown', 'held'], feeMinFen: 99_999 }, ['dueAt', 'ASC']],
  [{ state: ['verified'], overdue: true }, ['dueAt', 'ASC']],
  [{ stateGroup: 'ended', attemptsMin: 9 }, ['requestedAt', 'DESC']],
  [{ priority: [1, 2], complained: true, inOutage: true, attemptsMin: 9 }, ['ticketNo', 'ASC']],
  [{ countsAsFailure: true, policyRefusal: false, channel: ['app', 'sms'] }, ['dueAt', 'DESC']],
  [{ state: ['unknown'] }, ['monthlyFeeFen', 'DESC']],
  [{ failureCode: ['UNK-00'], stage: ['network'] }, ['monthlyFeeFen', 'DESC']],
  [{}, ['updatedAt', 'DESC']],
];

/** P7: index entries and rows that were read of tables for each pair, by the server's own counter. */
export async function readsOfPairs(client: Client, db: Knex): Promise<void> {
  for (const [told, pairs] of [
    ['a documented pair', documentedPairs],
    ['any other combination', hardPairs],
  ] as const) {
    let worst = 0;
    for (const [filter, sort] of pairs) {
      const before = await rowsRead(db);
      const { status } = await client.get(listOf(filter, sort));
      const reads = (await rowsRead(db)) - before;
      worst = Math.max(worst, reads);
      const answer = status === 200 ? `${reads} rows` : `asks to narrow after ${reads} rows`;
      process.stdout.write(`  ${JSON.stringify(filter)} by ${sort.join(' ')}: ${answer}\n`);
    }
    process.stdout.write(`P7 most rows read by ${told}: ${worst} (bar ${ROWS_MAX})\n`);
  }
}

/** Of the whole server: nothing else runs while this is measured. */
async function rowsRead(db: Knex): Promise<number> {
  const [rows] = (await db.raw("show global status like 'Rows_read'")) as [{ Value: string }[]];
  return Number(rows[0]?.Value ?? Number.NaN);
}

interface Query {
  sql: string;
  bindings: readonly (string | number)[];
}

/** P7 on SQLite: its plan of every query that a pair takes; scans and sorts of more rows than a page is found in. */
export async function plansOfPairs(client: Client, db: Knex): Promise<void> {
  for (const [told, pairs] of [
    ['documented pairs', documentedPairs],
    ['other combinations', hardPairs],
  ] as const) {
    let faults = 0;
    const times: number[] = [];
    for (const [filter, sort] of pairs) {
      const queries: Query[] = [];
      const note = (query: Query) => queries.push(query);
      const started = performance.now();
      db.on('query', note);
      const { status } = await client.get(listOf(filter, sort));
      db.removeListener('query', note);
      const ms = performance.now() - started;
      times.push(ms);
      const bad: string[] = [];
      for (const { sql, bindings } of queries.filter((one) => one.sql.includes('`cases`')))
        bad.push(...(await badStepsOf(db, sql, bindings)));
      faults += bad.length;
      process.stdout.write(
        `  ${JSON.stringify(filter)} by ${sort.join(' ')}: ${status}, ${ms.toFixed(1)} ms${bad.length > 0 ? `; ${bad.join('; ')}` : ''}\n`,
      );
    }
    process.stdout.write(
      `P7 plans of ${told} with a scan or sort of the table: ${faults} (bar 0); p50 ${median(times).toFixed(1)} ms, most ${Math.max(...times).toFixed(1)} ms\n`,
    );
  }
}

/** A scan of the cases without an index, or one that is sorted; steps over what a limit has cut are small. */
async function badStepsOf(
  db: Knex,
  sql: string,
  bindings: readonly (string | number)[],
): Promise<string[]> {
  const rows = await db.raw<{ id: number; parent: number; detail: string }[]>(
    `explain query plan ${sql}`,
    [...bindings],
  );
  // Beside one of these the cases are looked up for rows that a limit has cut already.
  const cut = (parent: number) =>
    rows.some((row) => row.parent === parent && /^SCAN (page|merged|looked)/.test(row.detail));
  const walksIndex = (parent: number) =>
    !cut(parent) &&
    rows.some((row) => row.parent === parent && /(SCAN|SEARCH) cases/.test(row.detail));
  return rows
    .filter(
      ({ detail, parent }) =>
        /^SCAN cases(?! USING)/.test(detail) ||
        (detail.startsWith('USE TEMP B-TREE') && walksIndex(parent)),
    )
    .map(({ detail }) => detail);
}
