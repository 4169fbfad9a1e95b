import { normaliseMsisdn } from './msisdn.ts';

/**
 * The numbers (E.164) of one row of a list, in any way of writing: in a cell of their own between commas, semicolons,
 * tabs or bars, or else between blanks. Whatever else stands in the row is passed over.
 */
export function numbersOfRow(row: string): string[] {
  const cells = row.split(/[\t,;，；、|]+/u).map((cell) => cell.replace(/^["'\s]+|["'\s]+$/gu, ''));
  const found = cells.flatMap((cell) => normaliseMsisdn(cell) ?? []);
  if (found.length > 0) return found;
  return row.split(/[\s"',:=;，：；、|]+/u).flatMap((word) => normaliseMsisdn(word) ?? []);
}
