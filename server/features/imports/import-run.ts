import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { ImportFindings } from '#contract/imports.ts';
import { addFindings, NO_FINDINGS } from './findings.ts';
import type { RelationRow } from './parsers/relation-rows.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createSorter, type SortedBatch, type Sorter } from './batches.ts';
import { foretell } from './import-landing.ts';
import type { ForetoldOutages, GoodRow, ImportLanding, Refused } from './import-landing.ts';
import { NO_COUNTS, type ImportCounts, type ImportFile, type ImportStore } from './import-store.ts';
import { openRows, type AnyOutcome, type Halt } from './import-rows.ts';
import { rowKindOf } from './parser-kind.ts';
import type { RejectRecord } from './parsers/reject-file.ts';
import type { ListsCounts } from './relation-lists.ts';

/** A dry run reads and compares; a commit lands. */
export type ImportMode = 'dry_run' | 'commit';

/** What a run needs of the graph, over the database or over a transaction. */
export interface ImportRunFeatures {
  importStore: ImportStore;
  importLanding: ImportLanding;
  audit: AuditTrail;
}

export interface ImportRunTools {
  /** One transaction, refused to a worker that lost its lease. */
  fenced<T>(work: (f: ImportRunFeatures) => Promise<T>): Promise<T>;
  extendLease(): Promise<void>;
  stopping(): boolean;
}

interface Needs {
  world: Pick<World, 'now'>;
  /** Over the database itself, for reading the file and for short writes between transactions. */
  outside: ImportRunFeatures;
  tools: ImportRunTools;
  onProgress?(counts: ImportCounts, bytesDone: number): void;
}

/** `put_off`: the process is stopping, and the rest is to be done by the next. */
export type RunEnd = 'ended' | 'put_off';

/** Rows a transaction lands at most; a dry run holds no locks and takes more. */
const BATCH: Readonly<Record<ImportMode, number>> = { commit: 500, dry_run: 2_000 };
/** Faults beyond are counted but not kept: such a file has the wrong columns. */
export const MAX_KEPT_REJECTS = 100_000;
const EXTEND_AFTER_MS = 10_000;

/** What a batch is settled with. */
interface Done {
  batch: SortedBatch;
  lists: ListsCounts | null;
  bytesDone: number;
  /** Of a dry run: what the rows above would have become. */
  foretold: ForetoldOutages;
}
type Progress = ImportCounts & { rejectsKept: number; findings: ImportFindings | null };

/**
 * Runs a file through in batches, each in one fenced transaction together with its faults and the counts so
 * far. A run begun again skips the rows that are counted already: it lands nothing twice, and the counts stay
 * right. What is wrong with the file as a whole ends the import as `failed`, with the reason.
 */
export async function runImport(
  ctx: ActionContext,
  importId: string,
  mode: ImportMode,
  needs: Needs,
): Promise<RunEnd> {
  const file = await needs.outside.importStore.byId(importId);
  if (file?.state !== (mode === 'commit' ? 'committing' : 'checking')) return 'ended';
  try {
    const end = await runThrough(ctx, file, mode, needs);
    if (end === 'put_off') return end;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await needs.tools.fenced((f) => fail(ctx, f, file, mode, error));
  }
  await tidy(file, needs.outside);
  return 'ended';
}

async function runThrough(
  ctx: ActionContext,
  file: ImportFile,
  mode: ImportMode,
  needs: Needs,
): Promise<RunEnd> {
  const { tools, outside } = needs;
  const meter = { bytes: 0 };
  let progress: Progress = {
    ...countsOf(file),
    findings: file.findings,
    rejectsKept: await outside.importStore.countRejects(file.id),
  };
  const halted = async (why: Halt): Promise<RunEnd> => {
    if (why === 'put_off') return why;
    await tools.fenced((f) => cancel(ctx, f, file, mode, progress));
    return 'ended';
  };
  const check = checkpoint(file, needs);
  const opened = await openRows(file, outside.importStore, meter, check);
  if (typeof opened === 'string') return halted(opened);
  const sorter = createSorter(rowKindOf(file.kind), dayOf(file));
  const foretold: ForetoldOutages = new Map();
  for await (const batch of batchesOf(opened.rows, file.rowsTotal, BATCH[mode], sorter, foretold)) {
    const halt = await check();
    if (halt !== null) return halted(halt);
    const before = progress;
    const done = { batch, lists: opened.lists, bytesDone: meter.bytes, foretold };
    progress = await tools.fenced((f) => settle(ctx, f, file, mode, done, before));
    needs.onProgress?.(progress, meter.bytes);
  }
  await tools.fenced((f) => finish(ctx, f, file, mode, progress));
  return 'ended';
}

/** Between two pieces of work: whether to stop, and the lease held on to. Lets requests in: SQLite works in this thread. */
function checkpoint(file: ImportFile, { world, tools, outside }: Needs) {
  let extendedAt = world.now();
  return async (): Promise<Halt | null> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (await outside.importStore.cancelRequested(file.id)) return 'cancelled';
    if (tools.stopping()) return 'put_off';
    if (world.now() - extendedAt > EXTEND_AFTER_MS) {
      await tools.extendLease();
      extendedAt = world.now();
    }
    return null;
  };
}

/** Rows in batches, sorted. The first `skip` are only remembered: they were settled before. */
async function* batchesOf(
  rows: AsyncIterable<AnyOutcome>,
  skip: number,
  size: number,
  sorter: Sorter,
  foretold: ForetoldOutages,
): AsyncGenerator<SortedBatch> {
  let batch: AnyOutcome[] = [];
  let position = 0;
  for await (const row of rows) {
    position += 1;
    if (position <= skip) {
      foretell(sorter.sort([row]).good, foretold);
      continue;
    }
    batch.push(row);
    if (batch.length < size) continue;
    yield sorter.sort(batch);
    batch = [];
  }
  if (batch.length > 0) yield sorter.sort(batch);
}

async function settle(
  ctx: ActionContext,
  f: ImportRunFeatures,
  file: ImportFile,
  mode: ImportMode,
  { batch, lists, bytesDone, foretold }: Done,
  before: Progress,
): Promise<Progress> {
  const { landed, joined, refused } =
    mode === 'commit'
      ? await f.importLanding.land(ctx, file, batch.good)
      : await f.importLanding.look(ctx, file, batch.good, foretold);
  const rejects = [...batch.rejects, ...refused.map((one) => rejectOf(file, one))];
  rejects.sort((a, b) => listOrder(a) - listOrder(b) || a.rowNo - b.rowNo);
  const rowsRefused = new Set(refused.map(({ row }) => row)).size;
  const kept = rejects.slice(0, Math.max(0, MAX_KEPT_REJECTS - before.rejectsKept));
  await f.importStore.addRejects(file.id, before.rejectsKept, kept);
  const findings = findingsAfter(file, before.findings, batch, lists);
  const progress: Progress = {
    rowsTotal: before.rowsTotal + batch.counts.rowsTotal,
    rowsGood: before.rowsGood + batch.counts.rowsGood - rowsRefused,
    rowsBad: before.rowsBad + batch.counts.rowsBad + rowsRefused,
    rowsRepeated: before.rowsRepeated + batch.counts.rowsRepeated,
    rowsLanded: before.rowsLanded + landed,
    rowsJoined: before.rowsJoined + joined,
    rejectsKept: before.rejectsKept + kept.length,
    findings,
  };
  await f.importStore.noteProgress(file.id, {
    ...countsOf(progress),
    bytesDone,
    ...(findings === null ? {} : { findings }),
  });
  return progress;
}

/** Only a reconciliation finds something besides rows. */
function findingsAfter(
  file: ImportFile,
  before: ImportFindings | null,
  batch: SortedBatch,
  lists: ListsCounts | null,
): ImportFindings | null {
  if (rowKindOf(file.kind) !== 'reconciliation') return null;
  const rows = batch.good as readonly (GoodRow & { value: RelationRow })[];
  const found = addFindings(before ?? NO_FINDINGS, rows);
  return lists === null ? found : { ...found, lists: structuredClone(lists) };
}

function rejectOf(file: ImportFile, { row, field, reasonKey, args }: Refused): RejectRecord {
  const header = file.columns[field] ?? field;
  return { rowNo: row.rowNo, header, reasonKey, args, original: row.original() };
}

async function finish(
  ctx: ActionContext,
  f: ImportRunFeatures,
  file: ImportFile,
  mode: ImportMode,
  progress: Progress,
): Promise<void> {
  const change = { bytesDone: file.sizeBytes, cancelRequested: false };
  if (mode === 'dry_run') return f.importStore.move(file, 'checked', change);
  await f.importLanding.complete(file, progress.rowsLanded);
  await f.importStore.move(file, 'committed', change);
  await note(ctx, f, file, 'committed', { kind: file.kind, ...countsOf(progress) });
}

/** A cancelled dry run leaves the file as it was; a cancelled commit keeps the batches that landed. */
async function cancel(
  ctx: ActionContext,
  f: ImportRunFeatures,
  file: ImportFile,
  mode: ImportMode,
  progress: Progress,
): Promise<void> {
  if (mode === 'dry_run') {
    await f.importStore.clearRejects(file.id);
    const change = { ...NO_COUNTS, bytesDone: 0, phaseStartedAt: null, cancelRequested: false };
    return f.importStore.move(file, 'uploaded', change);
  }
  await f.importStore.move(file, 'cancelled', {
    ...(leavesNothing(file, mode) ? NO_COUNTS : {}),
    cancelRequested: false,
  });
  await note(ctx, f, file, 'cancelled', { kind: file.kind, ...countsOf(progress) });
}

async function fail(
  ctx: ActionContext,
  f: ImportRunFeatures,
  file: ImportFile,
  mode: ImportMode,
  error: DomainError,
): Promise<void> {
  await f.importStore.move(file, 'failed', {
    ...(leavesNothing(file, mode) ? NO_COUNTS : {}),
    failureKey: error.key.slice(0, 80),
    failureArgs: { ...error.args },
    cancelRequested: false,
  });
  await note(ctx, f, file, 'failed', { kind: file.kind, mode, failureKey: error.key });
}

/** An unfinished dry run landed nothing, and an unfinished snapshot is thrown away. */
const leavesNothing = (file: ImportFile, mode: ImportMode): boolean =>
  mode === 'dry_run' || file.kind === 'subscribers';

const note = (
  ctx: ActionContext,
  f: ImportRunFeatures,
  file: ImportFile,
  what: string,
  detail: Record<string, unknown>,
): Promise<void> =>
  f.audit.record(ctx, {
    action: `import.${what}`,
    subjectType: 'import',
    subjectId: file.id,
    detail,
  });

/** What a run left behind that nobody needs: the bytes of an ended import, an unfinished snapshot. */
async function tidy(file: ImportFile, outside: ImportRunFeatures): Promise<void> {
  await outside.importLanding.tidy(file);
  await outside.importStore.parts.dropWorking(file.id);
  const now = await outside.importStore.byId(file.id);
  if (now?.state === 'committed' || now?.state === 'cancelled')
    await outside.importStore.dropChunks(file.id);
}

function countsOf(progress: ImportCounts): ImportCounts {
  const { rowsTotal, rowsGood, rowsBad, rowsRepeated, rowsLanded, rowsJoined } = progress;
  return { rowsTotal, rowsGood, rowsBad, rowsRepeated, rowsLanded, rowsJoined };
}

const dayOf = (file: ImportFile): string | null =>
  file.asOfAt === null ? null : localDateAt(createZone(file.zone), file.asOfAt);

/** The platform's list first. */
const listOrder = ({ list }: RejectRecord): number => (list === 'crm' ? 1 : 0);
