import { CELL_END } from '../../db/packed-rows.ts';

/** What is read and what is written of a page's bytes, and how far both have come. */
export interface Desk {
  source: Uint8Array;
  /** The next cell to take. */
  at: number;
  /** The value that was taken, and a hash of it. */
  from: number;
  until: number;
  hash: number;
  paper: Uint8Array;
  used: number;
}

export function createDesk(room: number): Desk {
  const paper = new Uint8Array(room);
  return { source: paper, at: 0, from: 0, until: 0, hash: 0, paper, used: 0 };
}

/** FNV-1a. */
const HASH_START = 0x811c9dc5;
const HASH_TIMES = 0x01000193;

/** Takes so many coded cells as one value. */
export const takeCoded = (cells: number) => (desk: Desk) => {
  const { source } = desk;
  const { length } = source;
  let at = desk.at;
  let hash = HASH_START;
  let left = cells;
  desk.from = at;
  for (; at < length; at += 1) {
    const byte = source[at] as number;
    if (byte === CELL_END && --left === 0) break;
    hash = Math.imul(hash ^ byte, HASH_TIMES);
  }
  desk.until = at;
  desk.at = at + 1;
  desk.hash = hash;
};

/** Takes a text of told length. */
export function takeFree(desk: Desk): void {
  const { source } = desk;
  let at = desk.at;
  let length = 0;
  for (let byte = source[at] as number; byte !== CELL_END; byte = source[++at] as number)
    length = length * 10 + byte - NOUGHT;
  at += 1;
  const until = at + length;
  let hash = HASH_START;
  desk.from = at;
  for (; at < until; at += 1) hash = Math.imul(hash ^ (source[at] as number), HASH_TIMES);
  desk.until = until;
  desk.at = until + 1;
  desk.hash = hash;
}

const NOUGHT = 0x30;
const MINUS = 0x2d;

/** A whole number in digits. */
export function numberAt(source: Uint8Array, from: number, until: number): number {
  const negative = source[from] === MINUS;
  let n = 0;
  for (let i = negative ? from + 1 : from; i < until; i += 1)
    n = n * 10 + (source[i] as number) - NOUGHT;
  return negative ? -n : n;
}

export const textOf = (source: Uint8Array, from: number, until: number): string =>
  Buffer.from(source.buffer, source.byteOffset + from, until - from).toString();

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
const isLetter = (byte: number) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** A letter, then letters, digits and hyphens: nothing in it that a spreadsheet or a format could misread. */
export function isPlainId(source: Uint8Array, from: number, until: number): boolean {
  if (!isLetter(source[from] as number)) return false;
  for (let i = from + 1; i < until; i += 1) {
    const byte = source[i] as number;
    if (!isDigit(byte) && !isLetter(byte) && byte !== MINUS) return false;
  }
  return true;
}

/** Makes sure that so many more bytes fit. */
export function reserve(desk: Desk, bytes: number): void {
  if (desk.used + bytes <= desk.paper.length) return;
  const larger = new Uint8Array((desk.used + bytes) * 2);
  larger.set(desk.paper);
  desk.paper = larger;
}

/** Up to here a loop is done sooner than the call that would do it. */
const SHORT = 24;

/** Writes all of these bytes. */
export function put(desk: Desk, bytes: Uint8Array): void {
  const { length } = bytes;
  reserve(desk, length);
  const { paper, used } = desk;
  if (length > SHORT) paper.set(bytes, used);
  else for (let i = 0; i < length; i += 1) paper[used + i] = bytes[i] as number;
  desk.used = used + length;
}

/** Writes the value that was taken as it is. */
export function putTaken(desk: Desk): void {
  const { source, from, until } = desk;
  reserve(desk, until - from);
  const { paper } = desk;
  let { used } = desk;
  for (let i = from; i < until; i += 1, used += 1) paper[used] = source[i] as number;
  desk.used = used;
}
