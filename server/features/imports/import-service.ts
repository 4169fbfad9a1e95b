import type { ImportColumnsBody, UploadQuery } from '#contract/imports.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { importLifecycle, isImportRunning, isOfOutages } from '#domain/import-lifecycle.ts';
import { assertTransition } from '#domain/lifecycles.ts';
import { redactNumbers } from '#domain/msisdn.ts';
import { roleMay } from '#domain/permissions.ts';
import { createZone, localDateAt, startOfDay } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { HeadReading } from './head.ts';
import { assertReadable, checkedColumns, crmFileOf, firstFileOf } from './import-columns.ts';
import type { ImportMode } from './import-run.ts';
import { NO_COUNTS, type CrmFile, type ImportFile, type ImportStore } from './import-store.ts';
import { headerSignature } from './parsers/columns.ts';
import { ARRIVING_PART, CRM_PART } from './part-store.ts';

export interface ImportServiceNeeds {
  store: ImportStore;
  audit: AuditTrail;
  world: Pick<World, 'now'>;
  zone: string;
  enqueue(request: {
    kind: string;
    subjectId: string;
    payload: Record<string, unknown>;
  }): Promise<unknown>;
}

/** Where no run has been yet, or none counts any more. */
const BEFORE_RUN = {
  ...NO_COUNTS,
  bytesDone: 0,
  phaseStartedAt: null,
  failureKey: null,
  failureArgs: {},
  findings: null,
} as const;

export type JobKind = 'import.dry_run' | 'import.commit';

/** Files of failed unsubscribes, lines, volumes and outages on their way in. */
export function createImportService(needs: ImportServiceNeeds) {
  const { store, audit, world } = needs;

  const record = (
    ctx: ActionContext,
    action: string,
    id: string,
    detail: Record<string, unknown> = {},
  ) =>
    audit.record(ctx, { action: `import.${action}`, subjectType: 'import', subjectId: id, detail });

  async function find(ctx: ActionContext, id: string, version?: number): Promise<ImportFile> {
    const file = await store.byId(id);
    if (file === undefined) throw new DomainError('not_found', 'errors.notFound');
    assertMayImport(ctx, file.kind);
    if (version !== undefined && file.version !== version)
      throw new DomainError('conflict', 'errors.stale');
    return file;
  }

  /** Sets the run going; a job does the work unless the caller does it itself. */
  async function start(
    ctx: ActionContext,
    id: string,
    version: number,
    mode: ImportMode,
    inline: boolean,
  ): Promise<void> {
    const file = await find(ctx, id, version);
    assertReadable(file);
    if (mode === 'commit' && file.state === 'checked' && file.rowsLanded === 0)
      throw new DomainError('conflict', 'errors.imports.nothingToLand');
    await store.clearRejects(id);
    await store.move(file, mode === 'commit' ? 'committing' : 'checking', {
      ...NO_COUNTS,
      bytesDone: 0,
      phaseStartedAt: world.now(),
      failureKey: null,
      failureArgs: {},
      cancelRequested: false,
      findings: null,
    });
    await record(ctx, mode === 'commit' ? 'commit_started' : 'dry_run_started', id);
    if (inline) return;
    const kind: JobKind = mode === 'commit' ? 'import.commit' : 'import.dry_run';
    await needs.enqueue({
      kind,
      subjectId: id,
      payload: { actor: ctx.actor, requestId: ctx.requestId },
    });
  }

  return {
    /** Opens a place for the bytes; refuses kinds the actor may not import before any arrive. */
    async begin(ctx: ActionContext, query: UploadQuery): Promise<string> {
      assertMayImport(ctx, query.kind);
      const zone = query.zone ?? needs.zone;
      return store.insert({
        kind: query.kind,
        fileName: cleanName(query.fileName),
        zone,
        asOfAt: query.asOf === undefined ? null : dayStart(zone, query.asOf),
        createdBy: { id: ctx.actor.id, name: ctx.actor.name },
      });
    },

    /** All bytes are here and their head was read: the columns are proposed. */
    async accept(
      ctx: ActionContext,
      id: string,
      sizeBytes: number,
      head: HeadReading,
      detail: Record<string, unknown> = {},
    ): Promise<void> {
      const file = await find(ctx, id);
      await store.move(file, 'uploaded', {
        kind: head.kind,
        sizeBytes,
        encoding: head.encoding,
        headers: head.headers,
        columns: head.columns,
        asOfAt: file.asOfAt ?? (head.asOfOn === null ? null : dayStart(file.zone, head.asOfOn)),
      });
      const { kind, fileName } = { ...file, kind: head.kind };
      await record(ctx, 'uploaded', id, { kind, fileName, sizeBytes, ...detail });
    },

    /** Before any byte of the CRM's list arrives. Answers the file it is to be compared with. */
    async expectCrmFile(ctx: ActionContext, id: string): Promise<ImportFile> {
      const file = await find(ctx, id);
      if (file.kind !== 'relations')
        throw new DomainError('conflict', 'errors.imports.oneFileOnly');
      assertTransition(importLifecycle, file.state, 'uploaded');
      return file;
    },

    /** The CRM's list is here, or another in its place: what was foretold before is void. */
    async acceptCrmFile(ctx: ActionContext, file: ImportFile, crmFile: CrmFile): Promise<void> {
      await store.parts.replace(file.id, CRM_PART, ARRIVING_PART);
      await store.clearRejects(file.id);
      const firstBytes = file.sizeBytes - (file.crmFile?.sizeBytes ?? 0);
      await store.move(file, 'uploaded', {
        ...BEFORE_RUN,
        crmFile: { ...crmFile, fileName: cleanName(crmFile.fileName) },
        sizeBytes: firstBytes + crmFile.sizeBytes,
      });
      const { fileName, sizeBytes } = crmFile;
      await record(ctx, 'crm_file_uploaded', file.id, {
        fileName: cleanName(fileName),
        sizeBytes,
      });
    },

    /** Which header holds which field; kept for the next file with the same headers. */
    async setColumns(ctx: ActionContext, id: string, body: ImportColumnsBody): Promise<void> {
      const file = await find(ctx, id, body.version);
      const columns = checkedColumns(firstFileOf(file), body.columns);
      const crmFile = withCrmColumns(file, body.crmColumns);
      const zone = body.zone ?? file.zone;
      const asOfAt = body.asOf === undefined ? file.asOfAt : dayStart(zone, body.asOf);
      await store.clearRejects(id);
      await store.move(file, 'uploaded', {
        ...BEFORE_RUN,
        columns,
        ...(crmFile === null ? {} : { crmFile }),
        zone,
        asOfAt: body.zone !== undefined && body.asOf === undefined ? shifted(file, zone) : asOfAt,
      });
      const by = ctx.actor.id;
      if (file.headers.length > 0)
        await store.saveMapping(file.kind, headerSignature(file.headers), columns, by);
      if (crmFile !== null)
        await store.saveMapping(
          'relations_crm',
          headerSignature(crmFile.headers),
          crmFile.columns,
          by,
        );
      await record(ctx, 'columns_set', id, { columns, crmColumns: crmFile?.columns, zone });
    },

    startDryRun: (ctx: ActionContext, id: string, version: number, inline = false) =>
      start(ctx, id, version, 'dry_run', inline),

    startCommit: (ctx: ActionContext, id: string, version: number, inline = false) =>
      start(ctx, id, version, 'commit', inline),

    /** A run at work stops after its present batch; a waiting file is done with. Answers whether bytes can go. */
    async cancel(ctx: ActionContext, id: string, version: number): Promise<{ ended: boolean }> {
      const file = await find(ctx, id, version);
      const running = isImportRunning(file.state);
      if (running) await store.requestCancel(id);
      else await store.move(file, 'cancelled');
      await record(ctx, running ? 'cancel_requested' : 'cancelled', id);
      return { ended: !running };
    },

    async noteRejectsExported(ctx: ActionContext, id: string): Promise<void> {
      await record(ctx, 'rejects_exported', id);
    },
  };
}

export type ImportService = ReturnType<typeof createImportService>;

/** Outages are network operations' to log, from a form or from a file. */
function assertMayImport(ctx: ActionContext, kind: ImportFile['kind']): void {
  const { role } = ctx.actor;
  if (role === 'system') return;
  const may = roleMay(role, 'imports.run') && (!isOfOutages(kind) || roleMay(role, 'outages.log'));
  if (!may) throw new DomainError('forbidden', 'errors.imports.kindForbidden', { args: { kind } });
}

/** The CRM's list as it is to be read from now on; null where nothing was said of it. */
function withCrmColumns(file: ImportFile, chosen: ImportColumnsBody['crmColumns']): CrmFile | null {
  if (chosen === undefined) return null;
  const headed = crmFileOf(file);
  if (headed === null || file.crmFile === null)
    throw invalidField('crmColumns', 'errors.imports.oneFileOnly');
  return { ...file.crmFile, columns: checkedColumns(headed, chosen) };
}

function dayStart(zone: string, day: string): number {
  try {
    return startOfDay(createZone(zone), day);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw invalidField('asOf', 'errors.field.format');
  }
}

/** The same local day in another zone. */
function shifted(file: ImportFile, zone: string): number | null {
  return file.asOfAt === null
    ? null
    : dayStart(zone, localDateAt(createZone(file.zone), file.asOfAt));
}

/** The name alone, without control characters and phone numbers. */
function cleanName(name: string): string {
  const base = name.split(/[\\/]/u).at(-1) ?? '';
  const clean = redactNumbers(base.replace(/[\p{Cc}\p{Cs}\p{Cf}]/gu, ' ').trim());
  return clean === '' ? 'import' : clean.slice(0, 200);
}
