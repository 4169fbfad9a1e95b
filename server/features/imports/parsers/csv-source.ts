import { Readable, pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import type { CsvError } from 'csv-parse';
import { DomainError } from '#domain/errors.ts';
import type { Reject } from '#domain/rejects.ts';

/** The longest record: more than any real row, less than what would hurt. In characters. */
export const MAX_RECORD_CHARS = 64 * 1024;
const MAX_COLUMNS = 200;

export interface CsvRow {
  /** As a spreadsheet counts: the header is row 1, line breaks inside quotes do not count. */
  rowNo: number;
  cells: readonly string[];
  /** Set when the record itself is broken; `cells` is then what could be saved of it. */
  fault: Reject | null;
}

export interface CsvFile {
  headers: readonly string[];
  /** Read once, to its end or broken off. Empty rows are left out, broken ones come with their fault. */
  rows: AsyncIterable<CsvRow>;
}

/**
 * A CSV by RFC 4180 (quotes, line breaks in quotes, CRLF or LF). The delimiter is a comma, or what the header
 * line uses instead (tab, semicolon). Throws `errors.imports.empty` for a file without a header and
 * `errors.imports.unreadable` when it cannot be cut into records at all.
 */
export async function readCsv(text: AsyncIterable<string>): Promise<CsvFile> {
  const records = recordsOf(text);
  const first = await records.next();
  if (first.done === true || first.value.fault !== null) {
    await records.return(undefined);
    const key = first.done === true ? 'errors.imports.empty' : 'errors.imports.unreadable';
    throw new DomainError('invalid', key, { args: { row: 1 } });
  }
  const headers = first.value.cells.map((cell) => cell.trim());
  return { headers, rows: checked(records, headers) };
}

async function* checked(
  records: AsyncGenerator<CsvRow>,
  headers: readonly string[],
): AsyncGenerator<CsvRow> {
  try {
    for await (const row of records) {
      if (row.fault === null && row.cells.every((cell) => cell.trim() === '')) continue;
      yield row.fault === null && row.cells.length !== headers.length
        ? { ...row, fault: wrongCount(headers.length, row.cells.length) }
        : row;
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
  const { delimiter, source } = await sniffDelimiter(text);
  let rowNo = 0;
  const broken: CsvRow[] = [];
  // Numbered inside the parser, where good and broken records still come in their order.
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD_CHARS,
    on_record: (cells: string[]): CsvRow => {
      rowNo += 1;
      return { rowNo, cells: cells.slice(0, MAX_COLUMNS), fault: null };
    },
    on_skip: (error: CsvError | undefined, raw: string | undefined): undefined => {
      rowNo += 1;
      broken.push({ rowNo, cells: [(raw ?? '').slice(0, 2_000)], fault: faultOf(error) });
    },
  });
  const records = pipeline(Readable.from(source), parser, () => undefined);
  try {
    for await (const record of records as AsyncIterable<CsvRow>) {
      while (broken[0] !== undefined && broken[0].rowNo < record.rowNo) yield* broken.splice(0, 1);
      yield record;
    }
    yield* broken;
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('invalid', 'errors.imports.unreadable', {
      args: { row: rowNo + 1 },
      cause,
    });
  } finally {
    records.destroy();
  }
}

function faultOf(error: CsvError | undefined): Reject {
  return error?.code === 'CSV_MAX_RECORD_SIZE'
    ? { column: '', reasonKey: 'rejects.recordTooLarge', args: { max: MAX_RECORD_CHARS } }
    : { column: '', reasonKey: 'rejects.badQuotes', args: {} };
}

/** Looks at the header line only; a comma wins unless there is none. */
async function sniffDelimiter(
  text: AsyncIterable<string>,
): Promise<{ delimiter: string; source: AsyncGenerator<string> }> {
  const iterator = text[Symbol.asyncIterator]();
  let head = '';
  let ended = false;
  while (!ended && head.length < MAX_RECORD_CHARS && !/[\r\n]/u.test(head)) {
    const next = await iterator.next();
    if (next.done === true) ended = true;
    else head += next.value;
  }
  const line = head.split(/[\r\n]/u, 1)[0] ?? '';
  const delimiter = [',', '\t', ';'].find((mark) => line.includes(mark)) ?? ',';
  async function* source(): AsyncGenerator<string> {
    try {
      if (head !== '') yield head;
      while (!ended) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { delimiter, source: source() };
}
