import { csvCell, neutraliseFormula } from '#domain/spreadsheet-text.ts';
import type { PackedPage } from '../../db/packed-rows.ts';
import { createRowWriter, type Cell, type ExportPart, type RowFormat } from './row-writer.ts';
import type { TimeWriter } from './time-writer.ts';
import { zipStream, type ZipEntry } from './zip-stream.ts';

/** What a file is made of. */
export interface Table {
  parts: readonly ExportPart[];
  time: TimeWriter;
  pages: AsyncIterable<PackedPage>;
}

const headLine = (parts: readonly ExportPart[], { cell, between, start, end }: RowFormat): string =>
  start + parts.flatMap(({ heads }) => heads.map(cell)).join(between) + end;

const CSV: RowFormat = {
  cell: (cell) => (typeof cell === 'number' ? String(cell) : csvCell(cell)),
  between: ',',
  around: ['', ''],
  start: '',
  end: '\r\n',
};

/** CSV: UTF-8 with a byte-order mark, CRLF, cells neutralised, heads included. */
export async function* csvFile({ parts, time, pages }: Table): AsyncGenerator<Uint8Array> {
  const write = createRowWriter(parts, CSV, time);
  yield Buffer.from(`\ufeff${headLine(parts, CSV)}`);
  for await (const page of pages) yield write(page);
}

/** What a sheet holds, its head among them; further rows go on in the next. */
const SHEET_ROWS = 1_048_576;

const XLSX: RowFormat = {
  cell: xmlCell,
  between: '',
  around: ['<c t="inlineStr"><is><t xml:space="preserve">', '</t></is></c>'],
  start: '<row>',
  end: '</row>',
};

/** XLSX (ECMA-376): sheets of inline strings, written as they come. */
export function xlsxFile(table: Table, at: number): AsyncGenerator<Buffer> {
  return zipStream(xlsxEntries(table), at);
}

async function* xlsxEntries(table: Table): AsyncGenerator<ZipEntry> {
  const source = createPageSource(table.pages);
  let sheets = 0;
  do {
    sheets += 1;
    yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheet(table, source) };
  } while ((await source.next()) !== undefined);
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  yield { name: 'xl/workbook.xml', content: [workbook(numbers)] };
  yield { name: 'xl/_rels/workbook.xml.rels', content: [workbookRelations(numbers)] };
  yield { name: '_rels/.rels', content: [RELATIONS] };
  yield { name: '[Content_Types].xml', content: [contentTypes(numbers)] };
}

/** Pages that can be looked at before they are taken. */
function createPageSource(pages: AsyncIterable<PackedPage>) {
  const iterator = pages[Symbol.asyncIterator]();
  let waiting: PackedPage | undefined;
  return {
    async next(): Promise<PackedPage | undefined> {
      if (waiting === undefined) {
        const { done, value } = await iterator.next();
        if (done !== true) waiting = value;
      }
      return waiting;
    },
    take(): void {
      waiting = undefined;
    },
  };
}

async function* sheet(
  { parts, time }: Table,
  source: ReturnType<typeof createPageSource>,
): AsyncGenerator<string | Uint8Array> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  yield headLine(parts, XLSX);
  const write = createRowWriter(parts, XLSX, time);
  let left = SHEET_ROWS - 1;
  for (;;) {
    const page = await source.next();
    if (page === undefined || page.rows > left) break;
    source.take();
    left -= page.rows;
    yield write(page);
  }
  yield '</sheetData></worksheet>';
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
