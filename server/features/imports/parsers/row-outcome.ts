import { redactNumbers } from '#domain/msisdn.ts';
import type { RelationList } from '#domain/reconciliation.ts';
import type { Reject } from '#domain/rejects.ts';
import type { ZoneBook } from '#domain/row-reader.ts';
import type { Zone } from '#domain/time.ts';

/** What reading one row needs besides the row: the zone of times that name none, and zones by name. */
export interface RowContext {
  zone: Zone;
  zones: ZoneBook;
}

/** What a row's cells say; columns are fields' names. */
export type RowRead<T> = { ok: true; value: T } | { ok: false; rejects: readonly Reject[] };

/** A fault, with the column as the file itself calls it (a CSV header, a path in a JSON element). */
export interface RowReject extends Reject {
  header: string;
}

/**
 * What became of one row. `rowNo` is the spreadsheet's row (the header is row 1), or the element's position in a
 * JSON file. `original` is the row as it stood there, made fit to be kept: numbers masked, length bounded. Of a
 * good row it is made when asked for: landing may still refuse it. `list` says which of two files it is from.
 */
export type RowOutcome<T> =
  | {
      rowNo: number;
      list?: RelationList;
      ok: true;
      value: T;
      original: () => readonly string[];
    }
  | {
      rowNo: number;
      list?: RelationList;
      ok: false;
      rejects: readonly RowReject[];
      original: readonly string[];
    };

/** What a TEXT column holds on every engine, at four bytes a character. */
const KEPT_CHARS = 15_000;

/** Cells of a refused row, fit to be stored: no phone number, no NUL, no half characters, not too long. */
export function keptOriginal(cells: readonly string[]): string[] {
  let left = KEPT_CHARS;
  return cells.map((cell) => {
    const part = cell.slice(0, Math.min(left, 4_000));
    left -= part.length;
    return redactNumbers(part)
      .replace(/\u0000/gu, '\u2400')
      .replace(/\p{Surrogate}/gu, '\ufffd');
  });
}
