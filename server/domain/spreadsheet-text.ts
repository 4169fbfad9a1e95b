/** What makes a spreadsheet take a cell for a formula or a command, in both widths, also behind white space. */
const FORMULA = /^(?:[\t\r\n\u0000]|[\s\u0000"']*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;
/** Digits that a spreadsheet would round or shorten: long ones, and those with a nought in front. */
const LOSSY_DIGITS = /^(?:0\d+|\d{12,})$/u;
const QUOTED = /[",\r\n\t;]/u;

/** The cell as text: an apostrophe before what a spreadsheet would run. NUL never leaves. */
export function neutraliseFormula(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return safe.replaceAll('\u0000', '');
}

/** Most cells: a letter first, and nothing a spreadsheet or a CSV could misread. */
const HARMLESS = /^[\p{L}_][\p{L}\d_ .:/()*\-（）、。：]*$/u;

/** One cell of a CSV: neutralised, identifiers kept digit by digit, quoted by RFC 4180. */
export function csvCell(cell: string): string {
  if (cell === '' || HARMLESS.test(cell)) return cell;
  const safe = LOSSY_DIGITS.test(cell) ? `'${cell}` : neutraliseFormula(cell);
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a CSV by RFC 4180, with its line end; every cell is neutralised. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(neutraliseFormula(cell))).join(',')}\r\n`;
}

const quoted = (cell: string): string =>
  QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
