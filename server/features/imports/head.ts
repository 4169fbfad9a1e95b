import type { ImportKind } from '#contract/imports.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { parserKindOf } from './parser-kind.ts';
import type { MappingKind } from './import-store.ts';
import { headerSignature, resolveColumns, type ColumnMapping } from './parsers/columns.ts';
import { openImport } from './parsers/open-import.ts';

/** What the beginning of a file tells. */
export interface HeadReading {
  /** Failed unsubscribes turn out to be TM Forum orders by being JSON. */
  kind: ImportKind;
  encoding: string;
  headers: readonly string[];
  /** Field → header: a mapping saved for these headers, else by their names. */
  columns: ColumnMapping;
  /** Subscribers: the day the first good row names. */
  asOfOn: string | null;
}

interface Asked {
  kind: ImportKind;
  zone: string;
  /** As the person said it. */
  asOfOn: string | null;
}

interface Needs {
  source(): AsyncGenerator<Uint8Array>;
  savedMapping(kind: MappingKind, signature: string): Promise<ColumnMapping | undefined>;
}

/** Rows looked at for one that names its day. */
const LOOKED_AT = 50;
const MAX_HEADER_BYTES = 60_000;

/**
 * Reads the beginning of a file. Throws what `openImport` throws, `errors.imports.spreadsheet` for a workbook,
 * `errors.imports.notJson` for orders that are none, and `errors.imports.otherDay` for another day than asked.
 */
export async function readHead(asked: Asked, needs: Needs): Promise<HeadReading> {
  await refuseWorkbook(needs.source());
  const opened = await openImport(parserKindOf(asked.kind), needs.source(), { zone: asked.zone });
  await opened.close();
  assertHeaders(opened);
  const kind = kindOf(asked.kind, opened.format);
  const saved =
    opened.resolved === null
      ? undefined
      : await needs.savedMapping(kind, opened.resolved.signature);
  const resolved = resolveColumns(parserKindOf(kind), opened.headers, saved);
  const columns = opened.resolved === null ? {} : { ...saved, ...resolved.columns };
  const ready = kind === 'subscribers' && resolved.missing.length === 0;
  const asOfOn = ready ? await namedDay(asked.zone, columns, needs) : null;
  if (asOfOn !== null && asked.asOfOn !== null && asOfOn !== asked.asOfOn)
    throw invalidField('asOf', 'errors.imports.asOfDiffers', { found: asOfOn });
  return { kind, encoding: opened.encoding, headers: opened.headers, columns, asOfOn };
}

/** The same of the CRM's list, the second file of a reconciliation. */
export async function readCrmHead(
  zone: string,
  needs: Needs,
): Promise<Pick<HeadReading, 'encoding' | 'headers' | 'columns'>> {
  await refuseWorkbook(needs.source());
  const opened = await openImport('crm_relations', needs.source(), { zone });
  await opened.close();
  assertHeaders(opened);
  const { encoding, headers } = opened;
  const saved = await needs.savedMapping('relations_crm', headerSignature(headers));
  const { columns } = resolveColumns('crm_relations', headers, saved);
  return { encoding, headers, columns: { ...saved, ...columns } };
}

function assertHeaders({
  format,
  headers,
}: {
  format: 'csv' | 'json';
  headers: readonly string[];
}) {
  if (format === 'csv' && headers.every((header) => header === ''))
    throw new DomainError('invalid', 'errors.imports.empty');
  if (Buffer.byteLength(JSON.stringify(headers)) > MAX_HEADER_BYTES)
    throw new DomainError('invalid', 'errors.imports.headers');
}

function kindOf(asked: ImportKind, format: 'csv' | 'json'): ImportKind {
  if (asked === 'unsubscribes' && format === 'json') return 'tmf641';
  if (asked === 'tmf641' && format === 'csv')
    throw new DomainError('invalid', 'errors.imports.notJson');
  return asked;
}

async function namedDay(
  zone: string,
  columns: ColumnMapping,
  needs: Needs,
): Promise<string | null> {
  const { rows } = await openImport('subscribers', needs.source(), { zone, columns });
  let seen = 0;
  for await (const row of rows) {
    if (row.ok) return row.value.asOfOn;
    seen += 1;
    if (seen >= LOOKED_AT) return null;
  }
  return null;
}

/** XLSX is a ZIP, XLS an OLE file: neither is text. */
const WORKBOOKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
] as const;

async function refuseWorkbook(source: AsyncGenerator<Uint8Array>): Promise<void> {
  for await (const first of source) {
    if (WORKBOOKS.some((magic) => magic.every((byte, at) => first[at] === byte)))
      throw new DomainError('invalid', 'errors.imports.spreadsheet');
    return;
  }
}
