import { z } from 'zod';
import { importKinds, importStates } from '#domain/import-lifecycle.ts';
import { actualStates } from '#domain/lamps.ts';
import { differenceKinds, relationLists } from '#domain/reconciliation.ts';
import { isZoneName } from '#domain/time.ts';
import { epochMs, localDate, text, version } from './common.ts';

export const importKind = z.enum(importKinds);
export const importState = z.enum(importStates);
export type ImportKind = z.infer<typeof importKind>;
export type ImportState = z.infer<typeof importState>;

/** One file must not fill the disk. */
export const MAX_IMPORT_BYTES = 512 * 1024 * 1024;

const zoneName = text(40).refine(isZoneName, 'errors.time.badZone');

/** POST /api/imports: the body is the file itself. */
export const uploadQuery = z.strictObject({
  kind: importKind,
  fileName: text(200),
  /** Of the times that name none; the installation's zone when left out. */
  zone: zoneName.optional(),
  /** Subscribers only: the local day the snapshot describes. */
  asOf: localDate.optional(),
});
export type UploadQuery = z.infer<typeof uploadQuery>;

/** Which of the two files of a reconciliation. */
const relationList = z.enum(relationLists);

/** POST /api/imports/:id/crm-file: the body is the CRM's list. */
export const crmFileQuery = z.strictObject({ fileName: text(200) });
export type CrmFileQuery = z.infer<typeof crmFileQuery>;

const args = z.record(z.string(), z.union([z.string(), z.number()]));

/** One file in the list. Counts are those of its last dry run or of its commit. */
export const importRow = z.object({
  id: z.string(),
  kind: importKind,
  fileName: z.string(),
  sizeBytes: z.int(),
  state: importState,
  encoding: z.string().nullable(),
  zone: z.string(),
  asOfOn: localDate.nullable(),
  rowsTotal: z.int(),
  /** Rows without a fault. */
  rowsGood: z.int(),
  rowsBad: z.int(),
  /** The same ticket, line, hour or outage once more in the same file. */
  rowsRepeated: z.int(),
  /** Stand here already, from an earlier file. */
  rowsAlready: z.int(),
  /** New; after a dry run those that would land. */
  rowsLanded: z.int(),
  /** Of the new ones, those that join an earlier ticket of the same line and product. */
  rowsJoined: z.int(),
  bytesDone: z.int(),
  rowsPerMinute: z.int().nullable(),
  leftMs: z.int().nullable(),
  /** Why the file as a whole cannot be used: a message key and what it names. */
  failureKey: z.string().nullable(),
  failureArgs: args,
  cancelRequested: z.boolean(),
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: epochMs,
  finishedAt: epochMs.nullable(),
  version: z.int(),
});
export type ImportRow = z.infer<typeof importRow>;

const listCounts = z.object({
  rows: z.int(),
  bad: z.int(),
  /** Older states of a relation that the same list has a newer one of. */
  repeated: z.int(),
});

/** Reconciliation: how many relations agree, how the others differ, and the first of those, numbers masked. */
export const importFindings = z.object({
  agreeing: z.int(),
  kinds: z.partialRecord(z.enum(differenceKinds), z.int()),
  /** Of two files: what each of them held. */
  lists: z.object({ platform: listCounts, crm: listCounts }).optional(),
  first: z.array(
    z.object({
      rowNo: z.int(),
      /** Of two files: in which of them that row is. */
      list: relationList.optional(),
      kind: z.enum(differenceKinds),
      msisdnMasked: z.string(),
      productCode: z.string(),
      platform: z.enum(actualStates),
      crm: z.enum(actualStates),
      sinceAt: epochMs,
    }),
  ),
});
export type ImportFindings = z.infer<typeof importFindings>;

/** How one file is read. */
const fileColumns = z.object({
  /** Empty for JSON, whose fields have fixed places. */
  headers: z.array(z.string()),
  /** Field → header, as it would be read now. */
  columns: z.record(z.string(), z.string()),
  fields: z.array(z.object({ field: z.string(), required: z.boolean() })),
  /** Required fields that have no column yet. */
  missing: z.array(z.string()),
  /** A mapping for these headers was saved before. */
  remembered: z.boolean(),
});
export type FileColumns = z.infer<typeof fileColumns>;

/** One file with what its page needs. */
export const importRecord = importRow.extend({
  ...fileColumns.shape,
  /** The CRM's list beside that of the platform; null for other kinds, and until it was uploaded. */
  crmFile: fileColumns
    .extend({ fileName: z.string(), sizeBytes: z.int(), encoding: z.string() })
    .nullable(),
  /** Faults kept for the list and the reject file. */
  rejectsKept: z.int(),
  /** The bytes are still here, so that it can be checked or committed. */
  fileKept: z.boolean(),
  /** Null for other kinds, and before the first run. */
  findings: importFindings.nullable(),
});
export type ImportRecord = z.infer<typeof importRecord>;

/** PUT /api/imports/:id/columns. A field with '' has no column. */
export const importColumnsBody = z.strictObject({
  version,
  columns: z.record(z.string().max(40), z.string().max(500)),
  /** Of the CRM's list, where there are two. */
  crmColumns: z.record(z.string().max(40), z.string().max(500)).optional(),
  zone: zoneName.optional(),
  asOf: localDate.optional(),
});
export type ImportColumnsBody = z.infer<typeof importColumnsBody>;

/** POST /api/imports/:id/dry-run | /commit | /cancel. */
export const importVersionBody = z.strictObject({ version });

/** GET /api/imports/:id/rejects: one fault of one row. Filters: none; sorts: seq. */
export const importReject = z.object({
  id: z.string(),
  seq: z.int(),
  /** As a spreadsheet counts, the header being row 1; the element's position in JSON. */
  rowNo: z.int(),
  /** Of two files: in which of them. */
  list: relationList.nullable(),
  /** The column as the file calls it. */
  column: z.string(),
  reasonKey: z.string(),
  reasonArgs: args,
  /** The row as it stood there, phone numbers masked. */
  original: z.array(z.string()),
});
export type ImportReject = z.infer<typeof importReject>;

/** Of two files each has its own reject file; the platform's when `list` is left out. */
export const rejectFileQuery = z.strictObject({
  lang: z.enum(['zh', 'en']).default('zh'),
  list: relationList.optional(),
});
export const sampleQuery = z.strictObject({ list: relationList.optional() });

/** GET /api/imports/:id/sample: the first rows under the headers, phone numbers masked. */
export const importSample = z.object({
  headers: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});
export type ImportSample = z.infer<typeof importSample>;
