import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { buildApp } from '#server/app.ts';
import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';
import { caseExportColumns } from '#server/features/exports/case-columns.ts';
import { createRuntime } from '#server/runtime.ts';
import { installDefaults } from '#server/seed/defaults.ts';
import { TEST_KEYS, testContext } from '../support/constants.ts';
import { startMariadb } from '../support/mariadb.ts';
import { testWorld, TEST_NOW } from '../support/world.ts';
import { median, numberArg } from './args.ts';
import { insertBulkCases, rebuildCounters } from './bulk-cases.ts';

const ROUNDS = 5;
const MB = 1024 * 1024;

/**
 * P16: rows a second of the CSV export over HTTP ÷ those of the database client's own dump of the same columns, in
 * alternating rounds; and how far resident memory grows while a file is made.
 */
export async function run(args: string[]): Promise<void> {
  const cases = numberArg(args, 'cases', 300_000);
  process.env['REDRESS_TEST_MARIADB_ARGS'] ??= '--innodb-buffer-pool-size=1G';
  const mariadb = await startMariadb();
  const root = openDatabase(`${mariadb.url}/mysql`);
  await root.raw('create database bench');
  await root.destroy();
  const url = `${mariadb.url}/bench`;
  const db = openDatabase(url);
  const server = createServer();
  try {
    await migrateToLatest(db);
    const session = await serve(db, server);
    await insertBulkCases(db, { seed: 1, from: 1, to: cases, untilAt: TEST_NOW });
    await rebuildCounters(db);
    await exportOnce(session, 'csv');
    await dump(url);
    const rounds: { csv: number; dump: number; grownBytes: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const dumped = await dump(url);
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
        )}, XLSX ${rate(cases, xlsx.seconds)}; the client's dump ${rate(
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
    await db.destroy();
    await mariadb.stop();
  }
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
  const started = performance.now();
  const url = `${base}/api/exports/cases?format=${format}&lang=en`;
  const reader = spawn(
    'curl',
    ['--silent', '--fail', '--cookie', cookie, '--output', '/dev/null', url],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const code = await new Promise((resolve) => reader.once('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`the reader ended with ${String(code)}`);
  const half = Math.floor(samples.length / 2);
  const most = (part: number[]) => Math.max(0, ...part);
  return {
    seconds: (performance.now() - started) / 1000,
    grownBytes: most(samples.slice(half)) - most(samples.slice(0, half)),
  };
}

/** Seconds that the database's own command-line client takes to write the same columns. */
async function dump(url: string): Promise<number> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const columns = [...caseExportColumns.free, ...caseExportColumns.coded];
  const sql = `select ${columns.join(', ')} from cases order by id`;
  const started = performance.now();
  const child = spawn(
    'mariadb',
    [
      `--host=${hostname}`,
      `--port=${port}`,
      `--user=${decodeURIComponent(username)}`,
      ...(password === '' ? [] : [`--password=${decodeURIComponent(password)}`]),
      '--protocol=tcp',
      '--quick',
      '--batch',
      `--database=${pathname.slice(1)}`,
      `--execute=${sql}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`the client ended with ${String(code)}`);
  return (performance.now() - started) / 1000;
}
