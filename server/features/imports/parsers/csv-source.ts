import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Options } from 'csv-parse';
import { DomainError } from '#domain/errors.ts';
import type { Reject } from '#domain/rejects.ts';
import { peekText } from './peek.ts';

/** The longest record: more than any real row, less than what would hurt. */
export const MAX_RECORD_BYTES = 256 * 1024;
const MAX_COLUMNS = 200;

export interface CsvRow {
  /** As a spreadsheet counts: the header is row 1, line breaks inside quotes do not count. */
  rowNo: number;
  cells: readonly string[];
  /** Set when the row has not as many cells as the header. */
  fault: Reject | null;
}

export interface CsvFile {
  headers: readonly string[];
  /**
   * Read once, to its end or broken off. Empty rows are left out. Throws `errors.imports.brokenRecord` {row}
   * at a quote that is never closed or a record without an end.
   */
  rows: AsyncIterable<CsvRow>;
}

/**
 * A CSV by RFC 4180 (quotes, line breaks in quotes, CRLF or LF). The delimiter is a comma, or what the header
 * line uses instead (tab, semicolon). Throws `errors.imports.empty` for a file without a header.
 */
export async function readCsv(text: AsyncIterable<string>): Promise<CsvFile> {
  const records = recordsOf(text);
  const first = await records.next();
  if (first.done === true) throw new DomainError('invalid', 'errors.imports.empty');
  const headers = first.value.cells.map((cell) => cell.trim());
  return { headers, rows: checked(records, headers) };
}

async function* checked(
  records: AsyncGenerator<CsvRow>,
  headers: readonly string[],
): AsyncGenerator<CsvRow> {
  try {
    for await (const row of records) {
      if (row.cells.every((cell) => cell.trim() === '')) continue;
      yield row.cells.length === headers.length
        ? row
        : { ...row, fault: wrongCount(headers.length, row.cells.length) };
    }
  } finally {
    await records.return(undefined);
  }
}

const wrongCount = (expected: number, found: number): Reject => ({
  column: '',
  reasonKey: 'rejects.columnCount',
  args: { expected, found },
});

async function* recordsOf(text: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  const { head, whole } = await peekText(text, (seen) => /[\r\n]/u.test(seen), MAX_RECORD_BYTES);
  let rowNo = 0;
  let parsed = 0;
  const options: Options = {
    delimiter: delimiterOf(head),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD_BYTES,
    // The parser runs ahead of the reader, and its error discards what was not read yet.
    on_record: (cells: string[]) => {
      parsed += 1;
      return cells;
    },
  };
  const parser = pipeline(Readable.from(whole), parse(options), () => undefined);
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      rowNo += 1;
      yield { rowNo, cells: cells.slice(0, MAX_COLUMNS), fault: null };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    // Where a quote is left open nobody can tell rows from text any more: better no row than wrong ones.
    throw new DomainError('invalid', 'errors.imports.brokenRecord', {
      args: { row: parsed + 1, maxBytes: MAX_RECORD_BYTES },
      cause,
    });
  } finally {
    parser.destroy();
  }
}

/** Judged by the header line only; a comma wins unless there is none. */
function delimiterOf(head: string): string {
  const line = head.split(/[\r\n]/u, 1)[0] ?? '';
  return [',', '\t', ';'].find((mark) => line.includes(mark)) ?? ',';
}
