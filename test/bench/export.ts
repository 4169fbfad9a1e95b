import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { buildApp } from '#server/app.ts';
import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';
import { caseColumns } from '#server/features/exports/case-columns.ts';
import { exportWords } from '#server/features/exports/export-words.ts';
import { columnsOf } from '#server/features/exports/row-writer.ts';
import { createRuntime } from '#server/runtime.ts';
import { installDefaults } from '#server/seed/defaults.ts';
import { TEST_KEYS, testContext } from '../support/constants.ts';
import { startMariadb } from '../support/mariadb.ts';
import { testWorld, TEST_NOW } from '../support/world.ts';
import { median, numberArg } from './args.ts';
import { insertBulkCasesInSqlite } from './bulk-cases-sqlite.ts';
import { insertBulkCases, rebuildCounters, type BulkOptions } from './bulk-cases.ts';

const ROUNDS = 7;
const MB = 1024 * 1024;

/**
 * P16: rows a second of the CSV export over HTTP ÷ those of the database client's own dump of the same columns, in
 * alternating rounds; and how far resident memory grows while a file is made. `--sqlite 1` for SQLite, whose client
 * is its shell.
 */
export async function run(args: string[]): Promise<void> {
  const cases = numberArg(args, 'cases', 300_000);
  const bench = numberArg(args, 'sqlite', 0) === 1 ? sqliteBench() : await mariadbBench();
  const { db, dump } = bench;
  const server = createServer();
  try {
    await migrateToLatest(db);
    const session = await serve(db, server);
    await bench.fill({ seed: 1, from: 1, to: cases, untilAt: TEST_NOW });
    await rebuildCounters(db);
    await exportOnce(session, 'csv');
    await timeOf(dump());
    const rounds: { csv: number; dump: number; grownBytes: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const dumped = await timeOf(dump());
      const { seconds, grownBytes } = await exportOnce(session, 'csv');
      rounds.push({ csv: seconds, dump: dumped, grownBytes });
    }
    const middle = (of: (round: (typeof rounds)[number]) => number) => median(rounds.map(of));
    const xlsx = await exportOnce(session, 'xlsx');
    const rate = (rows: number, seconds: number) => `${Math.round(rows / seconds)} rows/s`;
    process.stdout.write(
      [
        `Export of ${cases} cases: CSV ${rate(
          cases,
          middle((one) => one.csv),
        )}, XLSX ${rate(cases, xlsx.seconds)}; the dump by ${bench.client} ${rate(
          cases,
          middle((one) => one.dump),
        )}`,
        `P16 CSV ÷ dump: ${middle((one) => one.dump / one.csv).toFixed(2)} (bar 0.5, stretch 0.8); rounds ${rounds.map((one) => (one.dump / one.csv).toFixed(2)).join(', ')}`,
        `P16 resident memory, in the second half of a file against the first: ${(middle((one) => one.grownBytes) / MB).toFixed(0)} MB more for CSV, ${(xlsx.grownBytes / MB).toFixed(0)} MB more for XLSX`,
        '',
      ].join('\n'),
    );
  } finally {
    server.closeAllConnections();
    server.close();
    await bench.close();
  }
}

interface Bench {
  db: Knex;
  client: string;
  fill(options: BulkOptions): Promise<void>;
  /** The client that writes the same columns. */
  dump(): ChildProcess;
  close(): Promise<void>;
}

const none = new Map<string, string>();
const names = { products: none, partners: none, codes: none, areas: none, staff: none };
const columns = columnsOf(caseColumns({ words: exportWords.en, names }));
const DUMPED = `select ${columns.map((one) => ('free' in one ? one.free : one.coded)).join(', ')} from cases order by id`;
const THROWN_AWAY: SpawnOptions = { stdio: ['ignore', 'ignore', 'inherit'] };

async function mariadbBench(): Promise<Bench> {
  process.env['REDRESS_TEST_MARIADB_ARGS'] ??= '--innodb-buffer-pool-size=1G';
  const mariadb = await startMariadb();
  const root = openDatabase(`${mariadb.url}/mysql`);
  await root.raw('create database bench');
  await root.destroy();
  const db = openDatabase(`${mariadb.url}/bench`);
  const { hostname, port, username } = new URL(mariadb.url);
  return {
    ...{ db, client: 'mariadb --batch', fill: (options) => insertBulkCases(db, options) },
    dump: () =>
      spawn(
        'mariadb',
        [
          ...[`--host=${hostname}`, `--port=${port}`, `--user=${decodeURIComponent(username)}`],
          ...['--protocol=tcp', '--quick', '--batch', '--database=bench', `--execute=${DUMPED}`],
        ],
        THROWN_AWAY,
      ),
    async close() {
      await db.destroy();
      await mariadb.stop();
    },
  };
}

function sqliteBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'redress-export-'));
  const file = join(folder, 'bench.sqlite');
  const db = openDatabase(`sqlite:${file}`);
  return {
    ...{ db, client: 'sqlite3 -csv', fill: (options) => insertBulkCasesInSqlite(db, options) },
    dump: () => spawn('sqlite3', ['-csv', file, DUMPED], THROWN_AWAY),
    async close() {
      await db.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Seconds until a program has ended. */
async function timeOf(child: ChildProcess): Promise<number> {
  const started = performance.now();
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`the client ended with ${String(code)}`);
  return (performance.now() - started) / 1000;
}

interface Session {
  base: string;
  cookie: string;
}

async function serve(
  db: ReturnType<typeof openDatabase>,
  server: ReturnType<typeof createServer>,
): Promise<Session> {
  const world = testWorld();
  const nowhere = 'http://127.0.0.1:9';
  const log = pino({ level: 'silent' });
  const runtime = await createRuntime(
    db,
    world,
    TEST_KEYS,
    {
      zone: 'Asia/Shanghai',
      tls: false,
      sessionIdleMs: 3_600_000,
      sessionMs: 36_000_000,
      gatewayTimeoutMs: 1000,
      provisioningUrl: nowhere,
      balanceUrl: nowhere,
      messagingUrl: nowhere,
      simulatedGateways: true,
      demo: false,
    },
    log,
  );
  await installDefaults(runtime.features, testContext);
  const { oneTimePassword } = await runtime.features.inTransaction((f) =>
    f.staff.invite(
      testContext,
      { login: 'bench', name: 'Bench', role: 'auditor', areaCodes: [], language: 'en' },
      { countersigned: true },
    ),
  );
  await db('staff').where('login', 'bench').update({ must_change_password: false });
  const { features } = runtime;
  server.on(
    'request',
    buildApp({ db, features, world, log, tls: false, trustProxy: false, version: 'bench' }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const reply = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'bench', password: oneTimePassword }),
  });
  return { base, cookie: reply.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

/** Read by a client of its own and thrown away, as the dump is. */
async function exportOnce(
  { base, cookie }: Session,
  format: 'csv' | 'xlsx',
): Promise<{ seconds: number; grownBytes: number }> {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(process.memoryUsage().rss), 25);
  const url = `${base}/api/exports/cases?format=${format}&lang=en`;
  const reader = spawn(
    'curl',
    ['--silent', '--fail', '--cookie', cookie, '--output', '/dev/null', url],
    THROWN_AWAY,
  );
  const seconds = await timeOf(reader);
  clearInterval(timer);
  const half = Math.floor(samples.length / 2);
  const most = (part: number[]) => Math.max(0, ...part);
  return {
    seconds,
    grownBytes: most(samples.slice(half)) - most(samples.slice(0, half)),
  };
}
