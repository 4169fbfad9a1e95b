import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createZone, localDateAt } from '#domain/time.ts';
import { csvCell } from '#domain/spreadsheet-text.ts';
import { createRowWriter, type ExportPart, type RowFormat } from './row-writer.ts';
import { createTimeWriter } from './time-writer.ts';

const CSV: RowFormat = {
  cell: (cell) => (typeof cell === 'number' ? String(cell) : csvCell(cell)),
  ...{ between: ',', around: ['', ''], start: '', end: '\n' },
};
const END = '\u001f';
const free = (text: string) => `${Buffer.byteLength(text)}${END}${text}${END}`;
const zone = createZone('America/New_York');

function written(parts: readonly ExportPart[], rows: readonly string[]): string {
  const write = createRowWriter(parts, CSV, createTimeWriter(zone));
  const page = { rows: rows.length, last: '', pieces: [Buffer.from(rows.join(''))] };
  return Buffer.from(write(page)).toString();
}

it('writes texts whatever stands in them, and codes by their words, as one cell at a time would be', () => {
  const parts: ExportPart[] = [
    { heads: ['a'], reads: { free: 'a' }, as: 'id' },
    { heads: ['b'], reads: { free: 'b' }, as: (text) => [text] },
    { heads: ['c', 'd'], reads: { coded: ['c', 'd'] }, as: (c, d = '') => [`${d}:`, Number(c)] },
  ];
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const code = fc.constantFrom('', 'open', 'SYN-03');
  const row = fc.tuple(
    text,
    fc.oneof(text, fc.constantFrom('=1', 'a\u001fb', '')),
    fc.nat(9),
    code,
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const packed = rows.map(([a, b, c, d]) => `${free(a)}${free(b)}${c}${END}${d}${END}`);
      const cells = rows.map(([a, b, c, d]) => [csvCell(a), csvCell(b), csvCell(`${d}:`), c]);
      expect(written(parts, packed)).toBe(cells.map((line) => `${line.join(',')}\n`).join(''));
    }),
  );
});

it('tells values apart though more of them come than are remembered', () => {
  const parts: ExportPart[] = [{ heads: ['a'], reads: { coded: ['a'] }, as: (a) => [`v${a}`] }];
  const numbers = Array.from({ length: 12_000 }, (_, n) => n % 6_000);
  const rows = numbers.map((n) => `${n}${END}`);
  expect(written(parts, rows)).toBe(numbers.map((n) => `v${n}\n`).join(''));
});

it('writes instants as local time, also on the days on which clocks are put forward and back', () => {
  const parts: ExportPart[] = [{ heads: ['at'], reads: { coded: ['at'] }, as: 'instant' }];
  const around = (day: string) =>
    fc.integer({ min: -100_000_000, max: 100_000_000 }).map((ms) => Date.parse(day) + ms);
  const instant = fc.oneof(
    around('2026-03-08T07:00Z'),
    around('2026-11-01T06:00Z'),
    fc.integer({ min: -2e12, max: 4e12 }),
  );
  fc.assert(
    fc.property(instant, (at) => {
      const local = new Date(at + zone.offsetMsAt(at)).toISOString().slice(11, 19);
      expect(written(parts, [`${at}${END}`])).toBe(`${localDateAt(zone, at)} ${local}\n`);
    }),
  );
});
