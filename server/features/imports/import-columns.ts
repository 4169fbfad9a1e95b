import { DomainError, invalidField, type FieldFault } from '#domain/errors.ts';
import type { ImportFile } from './import-store.ts';
import { parserKindOf } from './parser-kind.ts';
import {
  fieldsOf,
  resolveColumns,
  type ColumnMapping,
  type ImportKind as ParserKind,
} from './parsers/columns.ts';

/** One file's headers and how they are read. */
export interface HeadedFile {
  kind: ParserKind;
  headers: readonly string[];
  columns: ColumnMapping;
  /** Where a form has its choices. */
  root: 'columns' | 'crmColumns';
}

export const firstFileOf = (file: ImportFile): HeadedFile => ({
  kind: parserKindOf(file.kind),
  headers: file.headers,
  columns: file.columns,
  root: 'columns',
});

/** The CRM's list, where this import has two files; throws `errors.imports.crmMissing` until it is there. */
export function crmFileOf({ kind, crmFile }: ImportFile): HeadedFile | null {
  if (kind !== 'relations') return null;
  if (crmFile === null) throw invalidField('crmFile', 'errors.imports.crmMissing');
  const { headers, columns } = crmFile;
  return { kind: 'crm_relations', headers, columns, root: 'crmColumns' };
}

/** Every required field has a column, and a snapshot has its day. */
export function assertReadable(file: ImportFile): void {
  if (file.kind === 'subscribers' && file.asOfAt === null)
    throw invalidField('asOf', 'errors.imports.asOfMissing');
  for (const headed of [firstFileOf(file), crmFileOf(file)]) {
    if (headed === null || headed.headers.length === 0) continue;
    const { missing } = resolveColumns(headed.kind, headed.headers, headed.columns);
    if (missing.length > 0) throw missingColumns(missing, headed.root);
  }
}

/** The choice as it is kept, or what is wrong with it, field by field. */
export function checkedColumns(file: HeadedFile, chosen: ColumnMapping): ColumnMapping {
  if (file.headers.length === 0) {
    if (Object.keys(chosen).length > 0) throw invalidField(file.root, 'errors.imports.noColumns');
    return {};
  }
  const known = fieldsOf(file.kind).map(({ field }) => field);
  const used = new Map<string, string>();
  const fields: Record<string, FieldFault> = {};
  for (const [field, header] of Object.entries(chosen)) {
    const fault = columnFault(file, known, used, field, header);
    if (fault !== null) fields[`${file.root}.${field}`] = fault;
    else if (header !== '') used.set(header, field);
  }
  if (Object.keys(fields).length > 0)
    throw new DomainError('invalid', 'errors.imports.columns', { fields });
  const columns = Object.fromEntries(
    known.flatMap((field) => (Object.hasOwn(chosen, field) ? [[field, chosen[field] ?? '']] : [])),
  );
  const { missing } = resolveColumns(file.kind, file.headers, columns);
  if (missing.length > 0) throw missingColumns(missing, file.root);
  return columns;
}

function missingColumns(missing: readonly string[], root: HeadedFile['root']): DomainError {
  const fields: Record<string, FieldFault> = {};
  for (const field of missing) fields[`${root}.${field}`] = { message: 'errors.field.required' };
  return new DomainError('invalid', 'errors.imports.missingColumns', {
    args: { columns: missing.join(', ') },
    fields,
  });
}

function columnFault(
  { headers }: HeadedFile,
  known: readonly string[],
  used: ReadonlyMap<string, string>,
  field: string,
  header: string,
): FieldFault | null {
  if (!known.includes(field)) return { message: 'errors.field.unknown' };
  if (header === '') return null;
  if (!headers.includes(header)) return { message: 'errors.imports.noSuchHeader' };
  if (used.has(header)) return { message: 'errors.imports.headerUsedTwice', args: { header } };
  if (headers.indexOf(header) !== headers.lastIndexOf(header))
    return { message: 'errors.imports.headerStandsTwice', args: { header } };
  return null;
}
