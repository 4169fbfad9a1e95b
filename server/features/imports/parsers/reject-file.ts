import type { MessageArgs } from '#domain/errors.ts';
import type { RelationList } from '#domain/reconciliation.ts';
import type { RejectReason } from '#domain/rejects.ts';
import { csvLine } from '#domain/spreadsheet-text.ts';

/** One stored fault of an import. */
export interface RejectRecord {
  rowNo: number;
  /** Where an import has two files. */
  list?: RelationList | undefined;
  /** The column as the file calls it. */
  header: string;
  reasonKey: string;
  args: MessageArgs;
  original: readonly string[];
}

/** Wording of one language; `{name}` stands for an argument of the reason. */
export interface RejectLabels {
  row: string;
  column: string;
  reason: string;
  /** For JSON files, whose originals have no headers. */
  original: string;
  reasons: Readonly<Record<RejectReason, string>>;
}

/**
 * A CSV (UTF-8 with byte-order mark, CRLF) with one line per fault: row, column, reason, then the row as it was.
 * Cells that a spreadsheet would run as a formula are made plain text.
 */
export async function* writeRejectFile(
  rejects: AsyncIterable<RejectRecord> | Iterable<RejectRecord>,
  headers: readonly string[],
  labels: RejectLabels,
): AsyncGenerator<string> {
  const names = headers.length > 0 ? headers : [labels.original];
  yield `\ufeff${csvLine([labels.row, labels.column, labels.reason, ...names])}`;
  for await (const { rowNo, header, reasonKey, args, original } of rejects) {
    yield csvLine([String(rowNo), header, wordingOf(labels, reasonKey, args), ...original]);
  }
}

function wordingOf(labels: RejectLabels, reasonKey: string, args: MessageArgs): string {
  const template = (labels.reasons as Readonly<Record<string, string>>)[reasonKey] ?? reasonKey;
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => String(args[name] ?? ''));
}
