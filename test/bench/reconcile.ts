import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';
import { runImport, type ImportMode } from '#server/features/imports/import-run.ts';
import { receiveCrmFile, receiveImport } from '#server/features/imports/import-upload.ts';
import { createRuntime, type Runtime } from '#server/runtime.ts';
import { installDefaults } from '#server/seed/defaults.ts';
import { systemWorld } from '#server/world.ts';
import { TEST_KEYS, testContext } from '../support/constants.ts';
import { numberArg } from './args.ts';

const MB = 1024 * 1024;

/**
 * A reconciliation of `--rows` relations (100,000) of which `--differing` in a thousand differ (10): rows a second of
 * the dry run and of the commit, and how far memory grew after the first tenth. `--two` takes them as two lists, the
 * CRM's in another order; `--database` another engine.
 */
export async function run(args: string[]): Promise<void> {
  const rows = numberArg(args, 'rows', 100_000);
  const differing = numberArg(args, 'differing', 10);
  const at = args.indexOf('--database');
  const folder = mkdtempSync(join(tmpdir(), 'redress-reconcile-'));
  const url = at < 0 ? `sqlite:${join(folder, 'bench.sqlite')}` : (args[at + 1] ?? '');
  const db = openDatabase(url);
  try {
    await migrateToLatest(db);
    const runtime = await createRuntime(
      db,
      systemWorld(),
      TEST_KEYS,
      settings,
      pino({ level: 'silent' }),
    );
    await installDefaults(runtime.features, testContext);
    const receive = args.includes('--two') ? receiveTwo : receiveOne;
    const id = await receive(runtime, rows, differing);
    for (const mode of ['dry_run', 'commit'] as const) await measure(runtime, id, mode, rows);
  } finally {
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

const settings = {
  zone: 'Asia/Shanghai',
  tls: false,
  sessionIdleMs: 1,
  sessionMs: 1,
  gatewayTimeoutMs: 1_000,
  provisioningUrl: 'http://127.0.0.1:9',
  balanceUrl: 'http://127.0.0.1:9',
  messagingUrl: 'http://127.0.0.1:9',
  simulatedGateways: true,
  demo: false,
};

function receiveOne({ features }: Runtime, rows: number, differing: number): Promise<string> {
  const file = fileOf('手机号码,业务代码,SP代码,平台状态,CRM状态,变更时间', rows, (n) =>
    rowOf(n, `在用,${crmState(n, differing)}`),
  );
  const query = { kind: 'reconciliation', fileName: 'relations.csv' } as const;
  return receiveImport(features, testContext, query, file);
}

async function receiveTwo({ features }: Runtime, rows: number, differing: number): Promise<string> {
  const header = '手机号码,业务代码,SP代码,状态,变更时间';
  const platform = fileOf(header, rows, (n) => rowOf(n, '在用'));
  const crm = fileOf(header, rows, (n) => {
    const other = rows - 1 - n;
    return rowOf(other, crmState(other, differing));
  });
  const query = { kind: 'relations', fileName: 'platform.csv' } as const;
  const id = await receiveImport(features, testContext, query, platform);
  await receiveCrmFile(features, testContext, id, { fileName: 'crm.csv' }, crm);
  return id;
}

const crmState = (n: number, differing: number) => (n % 1_000 < differing ? '已退订' : '在用');

const rowOf = (n: number, states: string) =>
  `139${String(n).padStart(8, '0')},601204,SP0044,${states},2026-11-01 00:00:00\n`;

async function* fileOf(
  header: string,
  rows: number,
  row: (n: number) => string,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${header}\n`);
  for (let start = 0; start < rows; start += 1_000) {
    let text = '';
    for (let n = start; n < Math.min(rows, start + 1_000); n += 1) text += row(n);
    yield Buffer.from(text);
  }
}

async function measure(runtime: Runtime, id: string, mode: ImportMode, rows: number) {
  const { features, world } = runtime;
  const { version } = await features.importReads.show(id);
  await features.inTransaction((f) =>
    mode === 'commit'
      ? f.imports.startCommit(testContext, id, version, true)
      : f.imports.startDryRun(testContext, id, version, true),
  );
  let first = 0;
  let most = 0;
  const started = performance.now();
  await runImport(testContext, id, mode, {
    world,
    outside: features,
    tools: {
      fenced: (work) => features.inTransaction(work),
      extendLease: () => Promise.resolve(),
      stopping: () => false,
    },
    onProgress: ({ rowsTotal }) => {
      const { rss } = process.memoryUsage();
      if (rowsTotal <= rows / 10) first = Math.max(first, rss);
      most = Math.max(most, rss);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const done = await features.importReads.show(id);
  process.stdout.write(
    `${mode}: ${done.rowsTotal} rows, ${done.rowsLanded} differences, ${seconds.toFixed(1)} s, ` +
      `${Math.round(done.rowsTotal / seconds)} rows/s; memory after a tenth ${Math.round(first / MB)} MB, ` +
      `most ${Math.round(most / MB)} MB, grew ${Math.round((most - first) / MB)} MB\n`,
  );
}
