import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import mysql from 'mysql2/promise';
import { pino } from 'pino';
import { buildApp } from '#server/app.ts';
import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';
import { caseRecordOf, type CaseDbRow } from '#server/features/unsubscribes/case-row.ts';
import { createRuntime } from '#server/runtime.ts';
import { installDefaults } from '#server/seed/defaults.ts';
import { TEST_KEYS, testContext } from '../support/constants.ts';
import { createTestClient } from '../support/client.ts';
import { startMariadb } from '../support/mariadb.ts';
import { testWorld, TEST_NOW } from '../support/world.ts';
import { median, numberArg } from './args.ts';
import { insertBulkCasesInSqlite } from './bulk-cases-sqlite.ts';
import { insertBulkCases, rebuildCounters } from './bulk-cases.ts';
import { measureCursor, plansOfPairs, readsOfPairs, tellGrowth } from './list-reads.ts';

const ROUNDS = 7;
const CALLS = 150;
const QUERY = '?filter={"stateGroup":"open_any"}&range=[0,24]&sort=["dueAt","ASC"]';

/**
 * P1: the list signed in, with rights and validation, ÷ a bare server that answers the same bytes from one prepared
 * statement. P2: with total ÷ without. P3: how page 1 with its total grows with the table. P6: a page by cursor at the
 * last row ÷ page 1. P7: what the documented filters and orders read. Taken in alternating rounds, the median of the
 * rounds' ratios.
 */
export async function run(args: string[]): Promise<void> {
  const largest = numberArg(args, 'cases', 1_000_000);
  if (numberArg(args, 'sqlite', 0) === 1) return runOnSqlite(largest);
  process.env['REDRESS_TEST_MARIADB_ARGS'] ??=
    '--innodb-buffer-pool-size=2G --innodb-log-file-size=512M';
  const mariadb = await startMariadb();
  const root = openDatabase(`${mariadb.url}/mysql`);
  await root.raw('create database bench');
  await root.destroy();
  const db = openDatabase(`${mariadb.url}/bench`);
  try {
    const { client, close } = await serve(db);
    let from = 1;
    const growth: { size: number; ms: number }[] = [];
    for (const size of [Math.min(100_000, largest), largest].filter(
      (n, i, all) => all.indexOf(n) === i,
    )) {
      await insertBulkCases(db, { seed: 7, from, to: size, untilAt: TEST_NOW });
      await rebuildCounters(db);
      from = size + 1;
      growth.push({ size, ms: await measure(size, client, db, `${mariadb.url}/bench`) });
    }
    tellGrowth(growth);
    await measureCursor(client, db);
    await readsOfPairs(client, db);
    close();
  } finally {
    await db.destroy();
    await mariadb.stop();
  }
}

/** P7 on SQLite: the plans of the documented filters and orders, P6 and how long a page takes. */
async function runOnSqlite(cases: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-list-'));
  const db = openDatabase(`sqlite:${join(folder, 'bench.sqlite')}`);
  try {
    await migrateToLatest(db);
    await insertBulkCasesInSqlite(db, { seed: 7, from: 1, to: cases, untilAt: TEST_NOW });
    await rebuildCounters(db);
    const { client, close } = await serve(db);
    await measureCursor(client, db);
    await plansOfPairs(client, db);
    close();
  } finally {
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The application over a database, and somebody signed in. */
async function serve(
  db: Knex,
): Promise<{ client: ReturnType<typeof createTestClient>; close(): void }> {
  await migrateToLatest(db);
  const world = testWorld();
  const settings = {
    zone: 'Asia/Shanghai',
    tls: false,
    sessionIdleMs: 3_600_000,
    sessionMs: 36_000_000,
    gatewayTimeoutMs: 1000,
    provisioningUrl: 'http://127.0.0.1:9',
    balanceUrl: 'http://127.0.0.1:9',
    messagingUrl: 'http://127.0.0.1:9',
    simulatedGateways: true,
    demo: false,
  };
  const log = pino({ level: 'warn' }, pino.destination('/dev/null'));
  const runtime = await createRuntime(db, world, TEST_KEYS, settings, log);
  await installDefaults(runtime.features, testContext);
  const app = buildApp({
    db,
    features: runtime.features,
    world,
    log,
    tls: false,
    trustProxy: false,
    version: 'bench',
  });
  const server = createServer(app);
  const base = await listen(server);
  const client = createTestClient(base);
  const { oneTimePassword } = await runtime.features.inTransaction((f) =>
    f.staff.invite(testContext, {
      login: 'bench',
      name: 'Bench',
      role: 'auditor',
      areaCodes: [],
      language: 'en',
    }),
  );
  await client.signIn('bench', oneTimePassword);
  await client.post('/api/session/password', {
    current: oneTimePassword,
    next: 'a long enough secret',
  });
  return {
    client,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function measure(
  size: number,
  client: ReturnType<typeof createTestClient>,
  db: Knex,
  url: string,
): Promise<number> {
  const page = await pageStatement(db, () => client.get(`/api/cases${QUERY}&total=false`));
  const floor = await bareServer(url, page);
  const bytes = JSON.stringify((await client.get(`/api/cases${QUERY}&total=false`)).body);
  const same = await (await fetch(floor.base)).text();
  if (same !== bytes) throw new Error('the bare server does not answer the same bytes');
  const ours = () => time(() => client.get(`/api/cases${QUERY}&total=false`));
  const total = () => time(() => client.get(`/api/cases${QUERY}`));
  const bare = () => time(async () => (await fetch(floor.base)).text());
  await ours();
  await total();
  await bare();
  const p1: number[] = [];
  const p2: number[] = [];
  const p50: Record<string, number[]> = { bare: [], ours: [], total: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const f = await bare();
    const o = await ours();
    const t = await total();
    p50['bare']?.push(f);
    p50['ours']?.push(o);
    p50['total']?.push(t);
    p1.push(o / f);
    p2.push(t / o);
  }
  const ms = (name: string) => `${median(p50[name] ?? []).toFixed(2)} ms`;
  process.stdout.write(
    `${size.toLocaleString('en')} cases: bare ${ms('bare')}, list ${ms('ours')}, with total ${ms('total')}\n` +
      `  P1 list ÷ bare = ${median(p1).toFixed(2)} (bar 2.0, stretch 1.6)\n` +
      `  P2 with total ÷ without = ${median(p2).toFixed(2)} (bar 1.5, stretch 1.15)\n`,
  );
  await floor.close();
  return median(p50['total'] ?? []);
}

/** p50 of a run of calls, in milliseconds. */
async function time(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < CALLS; i += 1) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return median(times);
}

interface Statement {
  sql: string;
  bindings: (string | number)[];
}

/** The statement behind the page, as the list itself sends it. */
async function pageStatement(db: Knex, call: () => Promise<unknown>): Promise<Statement> {
  const seen: Statement[] = [];
  const note = (query: { sql: string; bindings: (string | number)[] }) =>
    void seen.push({ sql: query.sql, bindings: [...query.bindings] });
  db.on('query', note);
  await call();
  db.removeListener('query', note);
  const page = seen.find((query) => query.sql.includes('join `cases`'));
  if (page === undefined) throw new Error('the page statement was not seen');
  return page;
}

async function bareServer(url: string, page: Statement) {
  const address = new URL(url);
  const pool = mysql.createPool({
    host: address.hostname,
    port: Number(address.port),
    user: 'root',
    database: 'bench',
    supportBigNumbers: true,
    decimalNumbers: true,
  });
  // LIMIT wants its numbers as text in a prepared statement of this server.
  const bindings = page.bindings.map((value) => String(value));
  const server = createServer((_req, res) => {
    void pool.execute(page.sql, bindings).then(([rows]) => {
      const body = JSON.stringify((rows as CaseDbRow[]).map((row) => caseRecordOf(row, TEST_NOW)));
      res.setHeader('content-type', 'application/json; charset=utf-8');
      res.end(body);
    });
  });
  const base = await listen(server);
  return {
    base,
    async close() {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
