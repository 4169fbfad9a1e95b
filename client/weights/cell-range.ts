import type { DayKind } from '#domain/calendar.ts';
import { dayKinds } from '#domain/calendar.ts';

/** A block of cells: rows and hours, both inclusive; `row`/`hour` is where the keyboard stands. */
export interface CellRange {
  anchorRow: number;
  anchorHour: number;
  row: number;
  hour: number;
}

export interface GridMark {
  kind: DayKind;
  fromMinute: number;
  toMinute: number;
}

/** The day kinds a block touches. */
export const rowsOf = (range: CellRange): DayKind[] =>
  dayKinds.slice(Math.min(range.anchorRow, range.row), Math.max(range.anchorRow, range.row) + 1);

/** From and to minute of a block. */
export const minutesOf = (range: CellRange): [number, number] => [
  Math.min(range.anchorHour, range.hour) * 60,
  (Math.max(range.anchorHour, range.hour) + 1) * 60,
];
