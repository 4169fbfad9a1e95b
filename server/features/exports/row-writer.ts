import { CELL_END, type PackedColumn, type PackedPage } from '../../db/packed-rows.ts';
import {
  createDesk,
  isPlainId,
  numberAt,
  put,
  putTaken,
  reserve,
  takeCoded,
  takeFree,
  textOf,
  type Desk,
} from './byte-desk.ts';
import { TIME_ROOM, type TimeWriter } from './time-writer.ts';
import { createWrittenBefore } from './written-before.ts';

export type Cell = string | number;

/** One column of a file, or neighbouring ones that follow from the same values. */
export interface ExportPart {
  heads: readonly string[];
  /** A text from outside, or codes and numbers. */
  reads: { free: string } | { coded: readonly string[] };
  /**
   * What stands there: an identifier, of which every row has its own; characters that the code chose, with nothing in
   * them to make safe; an instant; or what follows from values in which few rows differ, found out once for each.
   */
  as: 'id' | 'plain' | 'instant' | ((...values: string[]) => readonly Cell[]);
}

/** How a format writes. */
export interface RowFormat {
  /** A whole cell, made safe. */
  cell(cell: Cell): string;
  between: string;
  /** Around a text in which nothing need be made safe. */
  around: readonly [string, string];
  start: string;
  end: string;
}

export const columnsOf = (parts: readonly ExportPart[]): PackedColumn[] =>
  parts.flatMap(({ reads }): PackedColumn[] =>
    'free' in reads ? [reads] : reads.coded.map((coded) => ({ coded })),
  );

const FIRST_ROOM = 65_536;

/**
 * Makes the bytes of a file's rows out of those of the database, without an object or a text for each row: a
 * million rows then leave nothing that has to be cleared away.
 */
export function createRowWriter(
  parts: readonly ExportPart[],
  format: RowFormat,
  time: TimeWriter,
): (page: PackedPage) => Uint8Array {
  const start = bytesOf(format.start);
  const end = bytesOf(format.end);
  const writers = parts.map((part, index) =>
    partWriter(part, index === 0 ? { ...format, between: '' } : format, time),
  );
  let room = FIRST_ROOM;
  return (page) => {
    const desk = createDesk(room);
    for (const piece of page.pieces) {
      desk.source = piece;
      desk.at = 0;
      while (desk.at < piece.length) {
        put(desk, start);
        for (const write of writers) write(desk);
        put(desk, end);
      }
    }
    // The next page will be about as long as this one.
    room = Math.max(FIRST_ROOM, Math.ceil(desk.used * 1.1));
    return desk.paper.subarray(0, desk.used);
  };
}

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);

type WritePart = (desk: Desk) => void;

function partWriter({ reads, as }: ExportPart, format: RowFormat, time: TimeWriter): WritePart {
  if (typeof as === 'function') return wordsWriter(reads, as, format);
  const take = takerOf(reads);
  const before = bytesOf(format.between + format.around[0]);
  const after = bytesOf(format.around[1]);
  const written = (text: string) => bytesOf(format.between + format.cell(text));
  const none = written('');
  return (desk) => {
    take(desk);
    const { source, from, until } = desk;
    if (from === until) return put(desk, none);
    if (as === 'id' && !isPlainId(source, from, until))
      return put(desk, written(textOf(source, from, until)));
    put(desk, before);
    if (as === 'instant') {
      reserve(desk, TIME_ROOM);
      desk.used = time(numberAt(source, from, until), desk.paper, desk.used);
    } else putTaken(desk);
    put(desk, after);
  };
}

function wordsWriter(
  reads: ExportPart['reads'],
  cells: (...values: string[]) => readonly Cell[],
  format: RowFormat,
): WritePart {
  const take = takerOf(reads);
  const known = createWrittenBefore();
  const { between } = format;
  const valuesOf = (value: string) =>
    'free' in reads ? [value] : value.split(String.fromCodePoint(CELL_END));
  return (desk) => {
    take(desk);
    let written = known.find(desk);
    if (written === undefined) {
      const values = valuesOf(textOf(desk.source, desk.from, desk.until));
      written = bytesOf(
        between +
          cells(...values)
            .map(format.cell)
            .join(between),
      );
      known.keep(desk, written);
    }
    put(desk, written);
  };
}

const takerOf = (reads: ExportPart['reads']): ((desk: Desk) => void) =>
  'free' in reads ? takeFree : takeCoded(reads.coded.length);
