import type { Reject } from '#domain/rejects.ts';

/** A fault, with the column as the file itself calls it (a CSV header, a path in a JSON element). */
export interface RowReject extends Reject {
  header: string;
}

/**
 * What became of one row. `rowNo` is the spreadsheet's row (the header is row 1), or the element's position in a
 * JSON file. `original` is the row as it stood there, with numbers masked: it is kept with the reject.
 */
export type RowOutcome<T> =
  | { rowNo: number; ok: true; value: T }
  | { rowNo: number; ok: false; rejects: readonly RowReject[]; original: readonly string[] };
