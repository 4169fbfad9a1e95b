import type { Knex } from 'knex';
import { z } from 'zod';
import {
  importKind,
  importState,
  type FileColumns,
  type ImportRecord,
  type ImportReject,
  type ImportRow,
  type ImportSample,
} from '#contract/imports.ts';
import { DomainError, type MessageArgs } from '#domain/errors.ts';
import { isImportRunning } from '#domain/import-lifecycle.ts';
import type { RelationList } from '#domain/reconciliation.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import { firstFileOf, type HeadedFile } from './import-columns.ts';
import {
  importFileOf,
  type ImportDbRow,
  type ImportFile,
  type ImportStore,
  type MappingKind,
} from './import-store.ts';
import { CRM_PART } from './part-store.ts';
import { fieldsOf, headerSignature, resolveColumns } from './parsers/columns.ts';
import { readCsv } from './parsers/csv-source.ts';
import { decodeText } from './parsers/decode.ts';
import type { RejectRecord } from './parsers/reject-file.ts';
import { keptOriginal } from './parsers/row-outcome.ts';

export const importList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    kind: oneOrMany(importKind),
    state: oneOrMany(importState),
  },
  sorts: { createdAt: 'created_at', fileName: 'file_name', kind: 'kind', state: 'state', id: 'id' },
  defaultSort: ['createdAt', 'DESC'],
} as const satisfies ListSpec;

export const rejectList = {
  filters: {},
  sorts: { seq: 'seq' },
  defaultSort: ['seq', 'ASC'],
} as const satisfies ListSpec;

const SAMPLE_ROWS = 3;
const REJECT_PAGE = 500;

export function createImportReads(
  db: Knex,
  world: Pick<World, 'now'>,
  source: Pick<ImportStore, 'chunks' | 'parts'>,
) {
  async function find(id: string): Promise<ImportFile> {
    const row = (await db('imports').where({ id }).first()) as ImportDbRow | undefined;
    if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
    return importFileOf(row);
  }

  async function isRemembered(kind: MappingKind, headers: readonly string[]): Promise<boolean> {
    const signature = headerSignature(headers);
    const row: unknown = await db('import_mappings').where({ kind, signature }).first();
    return row !== undefined;
  }

  async function columnsOf(kind: MappingKind, file: HeadedFile): Promise<FileColumns> {
    const tabular = file.headers.length > 0;
    const { missing } = resolveColumns(file.kind, file.headers, file.columns);
    return {
      headers: [...file.headers],
      columns: { ...file.columns },
      fields: tabular ? fieldsOf(file.kind) : [],
      missing: tabular ? [...missing] : [],
      remembered: tabular && (await isRemembered(kind, file.headers)),
    };
  }

  async function crmFileOf({ crmFile }: ImportFile): Promise<ImportRecord['crmFile']> {
    if (crmFile === null) return null;
    const { fileName, sizeBytes, encoding } = crmFile;
    const headed = { ...crmFile, kind: 'crm_relations', root: 'crmColumns' } as const;
    return { fileName, sizeBytes, encoding, ...(await columnsOf('relations_crm', headed)) };
  }

  return {
    list(query: ListQuery<FilterOf<typeof importList>>) {
      const { filter } = query;
      const rows = db('imports').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
        if (filter.kind) void q.whereIn('kind', filter.kind);
        if (filter.state) void q.whereIn('state', filter.state);
      });
      return pageOf(rows, query, {
        id: 'id',
        page: (q) => q.select('*'),
        toWire: (row) => importRowOf(importFileOf(row as ImportDbRow), world.now()),
      });
    },

    async show(id: string): Promise<ImportRecord> {
      const file = await find(id);
      const [kept] = await db('import_rejects')
        .where({ import_id: id })
        .count<{ n: number }[]>({ n: '*' });
      const bytes: unknown = await db('import_chunks')
        .where({ import_id: id })
        .select('seq')
        .first();
      return {
        ...importRowOf(file, world.now()),
        ...(await columnsOf(file.kind, firstFileOf(file))),
        crmFile: await crmFileOf(file),
        rejectsKept: Number(kept?.n ?? 0),
        fileKept: bytes !== undefined,
        findings: file.findings,
      };
    },

    async rejects(id: string, query: ListQuery<FilterOf<typeof rejectList>>) {
      await find(id);
      return pageOf(db('import_rejects').where({ import_id: id }), query, {
        id: 'seq',
        page: (q) => q.select('*'),
        toWire: (row) => rejectOf(row),
      });
    },

    /** All kept faults, or those of one of two files, in order, a page in memory at a time. */
    async *allRejects(id: string, list: RelationList | null): AsyncGenerator<RejectRecord> {
      for (let after = -1; ;) {
        const rows = (await db('import_rejects')
          .where({ import_id: id, ...(list === null ? {} : { list }) })
          .where('seq', '>', after)
          .orderBy('seq')
          .limit(REJECT_PAGE)) as Record<string, unknown>[];
        for (const row of rows) {
          const reject = rejectOf(row);
          after = reject.seq;
          yield {
            ...reject,
            list: reject.list ?? undefined,
            header: reject.column,
            args: reject.reasonArgs,
          };
        }
        if (rows.length < REJECT_PAGE) return;
      }
    },

    /** What stands in the first rows, to choose columns by; nothing for JSON. */
    async sample(id: string, list: RelationList = 'platform'): Promise<ImportSample> {
      const file = await find(id);
      const headers = (list === 'crm' ? file.crmFile?.headers : file.headers) ?? [];
      if (headers.length === 0) return { headers: [], rows: [] };
      const bytes = list === 'crm' ? source.parts.read(id, CRM_PART) : source.chunks(id);
      const { text } = await decodeText(bytes);
      const rows: string[][] = [];
      try {
        for await (const { cells } of (await readCsv(text)).rows) {
          rows.push(keptOriginal(cells.map((cell) => cell.slice(0, 120))));
          if (rows.length === SAMPLE_ROWS) break;
        }
      } catch (error) {
        // A broken record shows in the dry run, with its place.
        if (!(error instanceof DomainError)) throw error;
      }
      return { headers: [...headers], rows };
    },
  };
}

export type ImportReads = ReturnType<typeof createImportReads>;

function rejectOf(row: Record<string, unknown>): ImportReject {
  return {
    id: `${String(row['import_id'])}-${String(row['seq'])}`,
    seq: Number(row['seq']),
    rowNo: Number(row['row_no']),
    list: row['list'] === null ? null : (String(row['list']) as RelationList),
    column: String(row['column_name']),
    reasonKey: String(row['reason_key']),
    reasonArgs: JSON.parse(String(row['reason_args'])) as MessageArgs,
    original: JSON.parse(String(row['original'])) as string[],
  };
}

export function importRowOf(file: ImportFile, now: number): ImportRow {
  const { rowsGood, rowsRepeated, rowsLanded } = file;
  return {
    id: file.id,
    kind: file.kind,
    fileName: file.fileName,
    sizeBytes: file.sizeBytes,
    state: file.state,
    encoding: file.encoding,
    zone: file.zone,
    asOfOn: file.asOfAt === null ? null : localDateAt(createZone(file.zone), file.asOfAt),
    rowsTotal: file.rowsTotal,
    rowsGood,
    rowsBad: file.rowsBad,
    rowsRepeated,
    rowsAlready: rowsGood - rowsRepeated - rowsLanded,
    rowsLanded,
    rowsJoined: file.rowsJoined,
    bytesDone: file.bytesDone,
    ...paceOf(file, now),
    failureKey: file.failureKey,
    failureArgs: { ...file.failureArgs },
    cancelRequested: file.cancelRequested,
    createdBy: file.createdBy,
    createdByName: file.createdByName,
    createdAt: file.createdAt,
    finishedAt: file.finishedAt,
    version: file.version,
  };
}

/** Rate and time left of the run at work, from its own beginning. */
function paceOf(file: ImportFile, now: number): Pick<ImportRow, 'rowsPerMinute' | 'leftMs'> {
  const elapsedMs = now - (file.phaseStartedAt ?? now);
  if (!isImportRunning(file.state) || elapsedMs < 1_000 || file.bytesDone === 0)
    return { rowsPerMinute: null, leftMs: null };
  const left = Math.max(0, file.sizeBytes - file.bytesDone);
  return {
    rowsPerMinute: Math.round((file.rowsTotal * 60_000) / elapsedMs),
    leftMs: Math.round((elapsedMs * left) / file.bytesDone),
  };
}
