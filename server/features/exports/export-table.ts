import { csvCell, neutraliseFormula } from '#domain/spreadsheet-text.ts';
import { zipStream, type ZipEntry } from './zip-stream.ts';

/** One column of a file: its head, and each row's cell. */
export interface ExportColumn<Row> {
  head: string;
  /** A number is written as one; text stays text. */
  cell(row: Row): string | number;
  /** Cells whose characters the code chose: nothing in them to neutralise or quote. */
  plain?: boolean;
  /** What alone the cell follows from, where few rows differ in it: each is then written once for a file. */
  code?(row: Row): unknown;
}

type Batches<Row> = AsyncIterable<readonly Row[]>;

/** CSV: UTF-8 with a byte-order mark, CRLF, cells neutralised, heads included. */
export async function* csvFile<Row>(
  columns: readonly ExportColumn<Row>[],
  batches: Batches<Row>,
): AsyncGenerator<string> {
  const cells = columns.map(cellWriter);
  yield `\ufeff${columns.map(({ head }) => csvCell(head)).join(',')}\r\n`;
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      for (const cell of cells) text += cell(row);
      text += '\r\n';
    }
    yield text;
  }
}

const KEPT = 2_000;

/** Most texts that every row has its own of: identifiers. What `csvCell` would leave as it is, told faster. */
const PLAIN_ID = /^[A-Za-z][A-Za-z0-9-]*$/;

/** Writes one column's cells and the comma before; what a code stands for is neutralised and quoted once. */
function cellWriter<Row>(
  { cell, plain, code }: ExportColumn<Row>,
  index: number,
): (row: Row) => string {
  const comma = index > 0 ? ',' : '';
  const write = (row: Row): string => {
    const value = cell(row);
    if (plain === true || typeof value === 'number' || PLAIN_ID.test(value))
      return `${comma}${value}`;
    return `${comma}${csvCell(value)}`;
  };
  if (code === undefined) return write;
  const kept = new Map<unknown, string>();
  return (row) => {
    const key = code(row);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const written = write(row);
    if (kept.size < KEPT) kept.set(key, written);
    return written;
  };
}

/** A sheet holds no more rows; further ones go on in the next. */
const SHEET_ROWS = 1_048_000;

/** XLSX (ECMA-376): sheets of inline strings, written as they come. */
export function xlsxFile<Row>(
  columns: readonly ExportColumn<Row>[],
  batches: Batches<Row>,
  at: number,
): AsyncGenerator<Buffer> {
  return zipStream(xlsxEntries(columns, batches), at);
}

async function* xlsxEntries<Row>(
  columns: readonly ExportColumn<Row>[],
  batches: Batches<Row>,
): AsyncGenerator<ZipEntry> {
  const rows = createRowSource(batches);
  let sheets = 0;
  do {
    sheets += 1;
    yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheet(columns, rows) };
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
  columns: readonly ExportColumn<Row>[],
  rows: ReturnType<typeof createRowSource<Row>>,
): AsyncGenerator<string> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  yield xmlRow(columns.map(({ head }) => head));
  let left = SHEET_ROWS - 1;
  while (left > 0) {
    const batch = await rows.take(left);
    if (batch.length === 0) break;
    left -= batch.length;
    let text = '';
    for (const row of batch) text += xmlRow(columns.map((column) => column.cell(row)));
    yield text;
  }
  yield '</sheetData></worksheet>';
}

function xmlRow(cells: readonly (string | number)[]): string {
  let text = '<row>';
  for (const cell of cells)
    text +=
      typeof cell === 'number'
        ? `<c><v>${cell}</v></c>`
        : cell === ''
          ? '<c/>'
          : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(neutraliseFormula(cell))}</t></is></c>`;
  return `${text}</row>`;
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
