import type { Knex } from 'knex';
import type { ImportFindings, ImportKind, ImportState } from '#contract/imports.ts';
import { DomainError, type MessageArgs } from '#domain/errors.ts';
import { importLifecycle } from '#domain/import-lifecycle.ts';
import { assertTransition } from '#domain/lifecycles.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import { fittingJson } from './fitting-json.ts';
import type { ColumnMapping } from './parsers/columns.ts';
import type { RejectRecord } from './parsers/reject-file.ts';
import { createPartStore } from './part-store.ts';

/** How far a run got. Written with what it landed, so that a run begun again starts behind it. */
export interface ImportCounts {
  rowsTotal: number;
  rowsGood: number;
  rowsBad: number;
  rowsRepeated: number;
  rowsLanded: number;
  rowsJoined: number;
}

/** The CRM's list, the second file of a reconciliation. */
export interface CrmFile {
  fileName: string;
  sizeBytes: number;
  encoding: string;
  headers: readonly string[];
  columns: ColumnMapping;
}

/** An import as rules see it. */
export interface ImportFile extends ImportCounts {
  id: string;
  kind: ImportKind;
  fileName: string;
  /** Of both files, where there are two. */
  sizeBytes: number;
  state: ImportState;
  encoding: string | null;
  zone: string;
  asOfAt: number | null;
  headers: readonly string[];
  columns: ColumnMapping;
  crmFile: CrmFile | null;
  bytesDone: number;
  phaseStartedAt: number | null;
  failureKey: string | null;
  failureArgs: MessageArgs;
  cancelRequested: boolean;
  /** Reconciliation: how the systems differ. */
  findings: ImportFindings | null;
  createdBy: string;
  createdByName: string;
  createdAt: number;
  finishedAt: number | null;
  version: number;
}

export interface NewImport {
  kind: ImportKind;
  fileName: string;
  zone: string;
  asOfAt: number | null;
  createdBy: { id: string; name: string };
}

/** Whose headers a mapping is kept for; the CRM's list has its own. */
export type MappingKind = ImportKind | 'relations_crm';

type Change = Partial<
  Omit<
    ImportFile,
    'id' | 'version' | 'state' | 'createdBy' | 'createdByName' | 'createdAt' | 'finishedAt'
  >
>;

export const NO_COUNTS: ImportCounts = {
  rowsTotal: 0,
  rowsGood: 0,
  rowsBad: 0,
  rowsRepeated: 0,
  rowsLanded: 0,
  rowsJoined: 0,
};

const ENDED: readonly ImportState[] = ['committed', 'cancelled', 'failed'];
const REJECT_CHUNK = 200;
const EMPTY = { total: 0, good: 0, bad: 0, repeated: 0, joined: 0, landed: 0 };

/** Imports, the bytes of their files, their faults, and the column mappings kept for next time. */
export function createImportStore(db: Knex, world: World) {
  const parts = createPartStore(db);
  return {
    parts,

    async insert(file: NewImport): Promise<string> {
      const id = world.nextId();
      const counts = Object.entries(EMPTY).map(([name, n]) => [`rows_${name}`, n] as const);
      await db('imports').insert({
        id,
        kind: file.kind,
        file_name: file.fileName,
        size_bytes: 0,
        state: 'receiving',
        zone: file.zone,
        as_of_at: file.asOfAt,
        bytes_done: 0,
        cancel_requested: false,
        created_by: file.createdBy.id,
        created_by_name: file.createdBy.name,
        created_at: world.now(),
        version: 1,
        ...Object.fromEntries(counts),
      });
      return id;
    },

    async byId(id: string): Promise<ImportFile | undefined> {
      const row = (await db('imports').where({ id }).first()) as ImportDbRow | undefined;
      return row === undefined ? undefined : importFileOf(row);
    },

    /** Compare-and-set on state and version; a lost one is a conflict, an unlisted move `errors.transition`. */
    async move(file: ImportFile, to: ImportState, change: Change = {}): Promise<void> {
      assertTransition(importLifecycle, file.state, to);
      const touched = affected(
        await db('imports')
          .where({ id: file.id, state: file.state, version: file.version })
          .update({
            state: to,
            version: file.version + 1,
            finished_at: ENDED.includes(to) ? world.now() : null,
            ...columnsOf(change),
          }),
      );
      if (touched !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Progress of the run at work; leaves the version alone, so that whoever cancels is not refused. */
    async noteProgress(id: string, progress: Change): Promise<void> {
      await db('imports').where({ id }).update(columnsOf(progress));
    },

    async requestCancel(id: string): Promise<void> {
      await db('imports').where({ id }).update({ cancel_requested: true });
    },

    async cancelRequested(id: string): Promise<boolean> {
      const row = (await db('imports').where({ id }).select('cancel_requested').first()) as
        { cancel_requested: number } | undefined;
      return row === undefined || Boolean(row.cancel_requested);
    },

    async remove(id: string): Promise<void> {
      await db('import_rejects').where({ import_id: id }).delete();
      await db('imports').where({ id }).delete();
    },

    async appendChunk(id: string, seq: number, bytes: Uint8Array): Promise<void> {
      await db('import_chunks').insert({ import_id: id, seq, bytes: Buffer.from(bytes) });
    },

    /** The file's bytes in order, one stored chunk in memory at a time. */
    async *chunks(id: string): AsyncGenerator<Uint8Array> {
      for (let seq = 0; ; seq += 1) {
        const row = (await db('import_chunks').where({ import_id: id, seq }).first()) as
          { bytes: Uint8Array | ArrayBuffer } | undefined;
        if (row === undefined) return;
        // One driver answers a Buffer, the other a bare ArrayBuffer.
        yield row.bytes instanceof ArrayBuffer ? new Uint8Array(row.bytes) : row.bytes;
      }
    },

    /** One chunk at a time: each is a write of its own, and none holds the database for long. */
    async dropChunks(id: string): Promise<void> {
      await parts.dropAll(id);
      const rows = await db('import_chunks')
        .where({ import_id: id })
        .select<{ seq: number }[]>('seq');
      for (const { seq } of rows) await db('import_chunks').where({ import_id: id, seq }).delete();
    },

    async addRejects(
      id: string,
      startSeq: number,
      rejects: readonly RejectRecord[],
    ): Promise<void> {
      for (let start = 0; start < rejects.length; start += REJECT_CHUNK) {
        const part = rejects.slice(start, start + REJECT_CHUNK);
        await db('import_rejects').insert(
          part.map((reject, at) => ({
            import_id: id,
            seq: startSeq + start + at,
            row_no: reject.rowNo,
            list: reject.list ?? null,
            column_name: reject.header.slice(0, 80),
            reason_key: reject.reasonKey,
            reason_args: JSON.stringify(reject.args),
            original: fittingJson(reject.original),
          })),
        );
      }
    },

    async clearRejects(id: string): Promise<void> {
      await db('import_rejects').where({ import_id: id }).delete();
    },

    async countRejects(id: string): Promise<number> {
      const [row] = await db('import_rejects')
        .where({ import_id: id })
        .count<{ n: number }[]>({ n: '*' });
      return Number(row?.n ?? 0);
    },

    async savedMapping(kind: MappingKind, signature: string): Promise<ColumnMapping | undefined> {
      const row = (await db('import_mappings').where({ kind, signature }).first()) as
        { columns: string } | undefined;
      return row === undefined ? undefined : (JSON.parse(row.columns) as ColumnMapping);
    },

    async saveMapping(
      kind: MappingKind,
      signature: string,
      columns: ColumnMapping,
      by: string,
    ): Promise<void> {
      await db('import_mappings')
        .insert({
          kind,
          signature,
          columns: JSON.stringify(columns),
          updated_by: by,
          updated_at: world.now(),
        })
        .onConflict(['kind', 'signature'])
        .merge(['columns', 'updated_by', 'updated_at']);
    },
  };
}

export type ImportStore = ReturnType<typeof createImportStore>;

export type ImportDbRow = Record<string, string | number | null>;

export function importFileOf(row: ImportDbRow): ImportFile {
  const int = (name: string) => Number(row[name]);
  const maybe = (name: string) => (row[name] === null ? null : Number(row[name]));
  const json = <T>(name: string, otherwise: T): T =>
    row[name] === null ? otherwise : (JSON.parse(String(row[name])) as T);
  return {
    id: String(row['id']),
    kind: row['kind'] as ImportKind,
    fileName: String(row['file_name']),
    sizeBytes: int('size_bytes'),
    state: row['state'] as ImportState,
    encoding: row['encoding'] === null ? null : String(row['encoding']),
    zone: String(row['zone']),
    asOfAt: maybe('as_of_at'),
    headers: json<string[]>('headers', []),
    columns: json<ColumnMapping>('columns', {}),
    rowsTotal: int('rows_total'),
    rowsGood: int('rows_good'),
    rowsBad: int('rows_bad'),
    rowsRepeated: int('rows_repeated'),
    rowsLanded: int('rows_landed'),
    rowsJoined: int('rows_joined'),
    crmFile: json<CrmFile | null>('crm_file', null),
    bytesDone: int('bytes_done'),
    phaseStartedAt: maybe('phase_started_at'),
    failureKey: row['failure_key'] === null ? null : String(row['failure_key']),
    failureArgs: json<MessageArgs>('failure_args', {}),
    cancelRequested: Boolean(row['cancel_requested']),
    findings: json<ImportFindings | null>('findings', null),
    createdBy: String(row['created_by']),
    createdByName: String(row['created_by_name']),
    createdAt: int('created_at'),
    finishedAt: maybe('finished_at'),
    version: int('version'),
  };
}

const asJson = (value: unknown): string => JSON.stringify(value);

function columnsOf(change: Change): Record<string, unknown> {
  const { headers, columns, crmFile, failureArgs, findings, ...plain } = change;
  const snake = Object.entries(plain).map(([name, value]) => [
    name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return {
    ...(Object.fromEntries(snake) as Record<string, unknown>),
    ...(headers === undefined ? {} : { headers: asJson(headers) }),
    ...(columns === undefined ? {} : { columns: asJson(columns) }),
    ...(crmFile === undefined ? {} : { crm_file: crmFile && asJson(crmFile) }),
    ...(findings === undefined ? {} : { findings: findings && asJson(findings) }),
    ...(failureArgs === undefined ? {} : { failure_args: asJson(failureArgs) }),
  };
}
