import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { ImportRecord } from '#contract/imports.ts';
import { uploadQuery } from '#contract/imports.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { importKinds } from '#domain/import-lifecycle.ts';
import { ConfigError, readConfig, type Config } from '../config.ts';
import { migrateToLatest } from '../db/migrations.ts';
import { openDatabase } from '../db/open.ts';
import { runImport, type ImportMode } from '../features/imports/import-run.ts';
import { receiveCrmFile, receiveImport } from '../features/imports/import-upload.ts';
import { writeRejectFile } from '../features/imports/parsers/reject-file.ts';
import { rejectLabels } from '../features/imports/parsers/reject-labels.ts';
import { createRuntime, type Runtime } from '../runtime.ts';
import { loadKeys } from '../security/keys.ts';
import { installDefaults } from '../seed/defaults.ts';
import { systemWorld } from '../world.ts';
import { importFaultText } from './import-texts.ts';

const USAGE = `npm run import -- <kind> <file> [options]

  kind              ${importKinds.join(' | ')}
  --crm <file>      relations: the CRM's list, beside that of the platform
  --dry-run         read and compare only; nothing lands
  --zone <zone>     IANA zone of times that name none (default: REDRESS_ZONE)
  --as-of <date>    subscribers: the day the snapshot describes, YYYY-MM-DD
  --rejects <file>  write the rows that cannot be used, with the reason, as CSV
  --lang zh|en      language of the reject file (default: zh)

Uses the configured database (DATABASE_URL or REDRESS_DATA_DIR); the server may be running.
Ends with 0 when the file could be used, also if some rows could not; 1 when it could not; 2 for a wrong call.
`;

interface Arguments {
  kind: string;
  path: string;
  /** The CRM's list, beside that of the platform. */
  crm: string | undefined;
  dryRun: boolean;
  zone: string | undefined;
  asOf: string | undefined;
  rejects: string | undefined;
  lang: 'zh' | 'en';
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

function readArguments(): Arguments | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        zone: { type: 'string' },
        'as-of': { type: 'string' },
        crm: { type: 'string' },
        rejects: { type: 'string' },
        lang: { type: 'string', default: 'zh' },
      },
    });
    const [kind, path] = positionals;
    if (kind === undefined || path === undefined || positionals.length > 2)
      throw new Error('a kind and one file are needed');
    if (!(importKinds as readonly string[]).includes(kind)) throw new Error(`no kind ${kind}`);
    if (values.lang !== 'zh' && values.lang !== 'en') throw new Error('--lang is zh or en');
    const { zone, crm, rejects, lang } = values;
    if ((kind === 'relations') !== (crm !== undefined))
      throw new Error('relations, and nothing else, takes a second file: --crm FILE');
    const dryRun = values['dry-run'];
    return { kind, path, crm, dryRun, zone, asOf: values['as-of'], rejects, lang };
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

async function openRuntime(config: Config): Promise<Runtime> {
  const db = openDatabase(config.databaseUrl, { poolSize: 4 });
  await migrateToLatest(db);
  const runtime = await createRuntime(
    db,
    systemWorld(),
    loadKeys(config),
    {
      zone: config.zone,
      tls: false,
      sessionIdleMs: config.sessionIdleMs,
      sessionMs: config.sessionMs,
      gatewayTimeoutMs: config.gatewayTimeoutMs,
      // Importing calls no gateway.
      provisioningUrl: config.provisioningUrl ?? 'http://127.0.0.1:9',
      balanceUrl: config.balanceUrl ?? 'http://127.0.0.1:9',
      messagingUrl: config.balanceUrl ?? 'http://127.0.0.1:9',
      simulatedGateways: false,
      demo: false,
    },
    pino({ level: 'error' }, pino.destination(2)),
  );
  return runtime;
}

/** Uploads, runs the phases here instead of by a job, and answers what stands in the database then. */
async function importFile(runtime: Runtime, given: Arguments): Promise<ImportRecord> {
  const { features, world } = runtime;
  const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: `cli-${world.nextId()}` };
  await installDefaults(features, ctx);
  const query = uploadQuery.parse({
    kind: given.kind,
    fileName: basename(given.path),
    ...(given.zone === undefined ? {} : { zone: given.zone }),
    ...(given.asOf === undefined ? {} : { asOf: given.asOf }),
  });
  const id = await receiveImport(features, ctx, query, createReadStream(given.path), {
    declaredBytes: statSync(given.path).size,
    auditDetail: { by: 'command line', osUser: userInfo().username },
  });
  if (given.crm !== undefined) {
    const list = { fileName: basename(given.crm) };
    await receiveCrmFile(features, ctx, id, list, createReadStream(given.crm), {
      declaredBytes: statSync(given.crm).size,
    });
  }
  const file = await features.importReads.show(id);
  say(`${file.fileName}: ${file.kind}, ${file.encoding ?? ''}, import ${id}`);
  const mode: ImportMode = given.dryRun ? 'dry_run' : 'commit';
  await features.inTransaction((f) =>
    mode === 'commit'
      ? f.imports.startCommit(ctx, id, file.version, true)
      : f.imports.startDryRun(ctx, id, file.version, true),
  );
  const show = progressPrinter(file.sizeBytes, () => world.now());
  await runImport(ctx, id, mode, {
    world,
    outside: features,
    tools: {
      fenced: (work) => features.inTransaction(work),
      extendLease: () => Promise.resolve(),
      stopping: () => false,
    },
    onProgress: (counts, bytes) => show(counts.rowsTotal, bytes),
  });
  const ended = await features.importReads.show(id);
  if (given.rejects !== undefined) await writeRejects(runtime, ended, given.rejects, given.lang);
  // A dry run from here has nobody to commit it: its bytes need not stay.
  if (given.dryRun && ended.state !== 'committed') {
    await features.inTransaction((f) => f.imports.cancel(ctx, id, ended.version));
    await features.importStore.dropChunks(id);
  }
  return ended;
}

async function writeRejects(
  runtime: Runtime,
  file: ImportRecord,
  path: string,
  lang: 'zh' | 'en',
): Promise<void> {
  const lines = writeRejectFile(
    runtime.features.importReads.allRejects(file.id, null),
    file.headers,
    rejectLabels[lang],
  );
  await pipeline(Readable.from(lines), createWriteStream(path));
  say(`rejects      ${path}`);
}

/** A line a second at most. */
function progressPrinter(size: number, now: () => number) {
  const startedAt = now();
  let lastAt = startedAt;
  return (rows: number, bytes: number): void => {
    if (now() - lastAt < 1_000) return;
    lastAt = now();
    const perMinute = Math.round((rows * 60_000) / (lastAt - startedAt));
    say(`  ${rows} rows, ${Math.floor((bytes * 100) / size)} %, ${perMinute} rows/min`);
  };
}

function report(file: ImportRecord, dryRun: boolean): void {
  const lines: [string, number][] = [
    ['rows', file.rowsTotal],
    [dryRun ? 'would land' : 'landed', file.rowsLanded],
    ['  of these joined an open ticket', file.rowsJoined],
    ['repeated in the file', file.rowsRepeated],
    ['here already', file.rowsAlready],
    ['cannot be used', file.rowsBad],
  ];
  for (const [label, count] of lines) say(`${label.padEnd(32)}${String(count).padStart(10)}`);
}

async function main(): Promise<number> {
  const given = readArguments();
  if (given === null) return 2;
  const found = statSync(given.path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) {
    complain(`There is no file ${given.path}.`);
    return 1;
  }
  const runtime = await openRuntime(readConfig(process.env));
  try {
    const file = await importFile(runtime, given);
    report(file, given.dryRun);
    if (file.state !== 'failed') return 0;
    complain(importFaultText(file.failureKey ?? '', file.failureArgs));
    return 1;
  } finally {
    await runtime.db.destroy();
  }
}

function explain(error: unknown): string {
  if (error instanceof DomainError) {
    const field = Object.entries(error.fields ?? {})[0];
    if (error.key === 'errors.invalid' && field !== undefined)
      return `${field[0]}: ${importFaultText(field[1].message, field[1].args ?? {})}`;
    return importFaultText(error.key, error.args ?? {});
  }
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

process.exitCode = await main().catch((error: unknown) => {
  complain(explain(error));
  return 1;
});
