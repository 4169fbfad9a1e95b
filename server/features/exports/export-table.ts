import { csvCell, neutraliseFormula } from '#domain/spreadsheet-text.ts';
import { zipStream, type ZipEntry } from './zip-stream.ts';

type Cell = string | number;

/** One column of a file: its head, and each row's cell. */
export interface ExportColumn<Row> {
  head: string;
  /** A number is written as one; text stays text. */
  cell(row: Row): Cell;
  /** Cells whose characters the code chose: nothing in them to neutralise or quote. */
  plain?: boolean;
}

/** Neighbouring columns whose cells follow from one value that few rows differ in: written once for each value. */
export interface ExportGroup<Row> {
  heads: readonly string[];
  code(row: Row): unknown;
  cells(code: unknown): readonly Cell[];
}

export type ExportPart<Row> = ExportColumn<Row> | ExportGroup<Row>;

type Batches<Row> = AsyncIterable<readonly Row[]>;

const headsOf = <Row>(parts: readonly ExportPart<Row>[]): string[] =>
  parts.flatMap((part) => ('heads' in part ? part.heads : part.head));

/** Short pieces: their texts are gone before the collector has to carry them. */
const ROWS_OF_PIECE = 100;

/** CSV: UTF-8 with a byte-order mark, CRLF, cells neutralised, heads included. */
export async function* csvFile<Row>(
  parts: readonly ExportPart<Row>[],
  batches: Batches<Row>,
): AsyncGenerator<Buffer> {
  const writers = parts.map(csvWriter);
  yield Buffer.from(`\ufeff${headsOf(parts).map(csvCell).join(',')}\r\n`);
  for await (const rows of batches)
    for (let start = 0; start < rows.length; start += ROWS_OF_PIECE) {
      let text = '';
      for (const row of rows.slice(start, start + ROWS_OF_PIECE)) {
        for (const write of writers) text += write(row);
        text += '\r\n';
      }
      yield Buffer.from(text);
    }
}

/** Most texts that every row has its own of: identifiers. What `csvCell` would leave as it is, told faster. */
const PLAIN_ID = /^[A-Za-z][A-Za-z0-9-]*$/;

const csvOf = (cell: Cell): string =>
  typeof cell === 'number' || PLAIN_ID.test(cell) ? `${cell}` : csvCell(cell);

/** Writes the cells of one part, with the comma before. */
function csvWriter<Row>(part: ExportPart<Row>, index: number): (row: Row) => string {
  const comma = index > 0 ? ',' : '';
  if ('heads' in part)
    return onceForEach(part, (cells) => comma + cells.map((cell) => csvOf(cell)).join(','));
  const { cell, plain } = part;
  if (plain === true) return (row) => `${comma}${cell(row)}`;
  return (row) => comma + csvOf(cell(row));
}

/** Values of a group that a file remembers; what comes in more is written anew each time. */
const KEPT = 5_000;

function onceForEach<Row>(
  { code, cells }: ExportGroup<Row>,
  write: (cells: readonly Cell[]) => string,
): (row: Row) => string {
  const kept = new Map<unknown, string>();
  return (row) => {
    const key = code(row);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const written = write(cells(key));
    if (kept.size < KEPT) kept.set(key, written);
    return written;
  };
}

/** A sheet holds no more rows; further ones go on in the next. */
const SHEET_ROWS = 1_048_000;

/** XLSX (ECMA-376): sheets of inline strings, written as they come. */
export function xlsxFile<Row>(
  parts: readonly ExportPart<Row>[],
  batches: Batches<Row>,
  at: number,
): AsyncGenerator<Buffer> {
  return zipStream(xlsxEntries(parts, batches), at);
}

async function* xlsxEntries<Row>(
  parts: readonly ExportPart<Row>[],
  batches: Batches<Row>,
): AsyncGenerator<ZipEntry> {
  const rows = createRowSource(batches);
  let sheets = 0;
  do {
    sheets += 1;
    yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheet(parts, rows) };
  } while (await rows.more());
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  yield { name: 'xl/workbook.xml', content: [workbook(numbers)] };
  yield { name: 'xl/_rels/workbook.xml.rels', content: [workbookRelations(numbers)] };
  yield { name: '_rels/.rels', content: [RELATIONS] };
  yield { name: '[Content_Types].xml', content: [contentTypes(numbers)] };
}

/** Hands out batches, cut where a sheet is full. */
function createRowSource<Row>(batches: Batches<Row>) {
  const iterator = batches[Symbol.asyncIterator]();
  let rest: readonly Row[] = [];
  let ended = false;
  const fill = async () => {
    while (rest.length === 0 && !ended) {
      const next = await iterator.next();
      if (next.done === true) ended = true;
      else rest = next.value;
    }
  };
  return {
    async more(): Promise<boolean> {
      await fill();
      return rest.length > 0;
    },
    async take(max: number): Promise<readonly Row[]> {
      await fill();
      const taken = rest.slice(0, max);
      rest = rest.slice(max);
      return taken;
    },
  };
}

async function* sheet<Row>(
  parts: readonly ExportPart<Row>[],
  rows: ReturnType<typeof createRowSource<Row>>,
): AsyncGenerator<string> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  yield `<row>${headsOf(parts).map(xmlCell).join('')}</row>`;
  const writers = parts.map(xmlWriter);
  let left = SHEET_ROWS - 1;
  while (left > 0) {
    const batch = await rows.take(left);
    if (batch.length === 0) break;
    left -= batch.length;
    let text = '';
    for (const row of batch) {
      text += '<row>';
      for (const write of writers) text += write(row);
      text += '</row>';
    }
    yield text;
  }
  yield '</sheetData></worksheet>';
}

function xmlWriter<Row>(part: ExportPart<Row>): (row: Row) => string {
  if ('heads' in part)
    return onceForEach(part, (cells) => cells.map((cell) => xmlCell(cell)).join(''));
  return (row) => xmlCell(part.cell(row));
}

function xmlCell(cell: Cell): string {
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (cell === '') return '<c/>';
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(neutraliseFormula(cell))}</t></is></c>`;
}

const NEEDS_ESCAPE = /[&<>\u0000-\u001f\ufffe\uffff]/u;

/** Text of an XML element; characters that XML does not know are left out. */
function escaped(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  // Halves of surrogate pairs become U+FFFD when the text is encoded.
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const workbook = (numbers: readonly number[]): string =>
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${numbers
    .map((n) => `<sheet name="${n}" sheetId="${n}" r:id="rId${n}"/>`)
    .join('')}</sheets></workbook>`;

const workbookRelations = (numbers: readonly number[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${numbers
    .map(
      (n) =>
        `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
    )
    .join('')}</Relationships>`;

const contentTypes = (numbers: readonly number[]): string =>
  `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${numbers
    .map(
      (n) =>
        `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
    )
    .join('')}</Types>`;
