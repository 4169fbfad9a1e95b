import { Temporal } from 'temporal-polyfill';
import { parseCivil } from './civil-date.ts';
import { DomainError } from './errors.ts';
import type { MessageArgs } from './errors.ts';
import { normaliseMsisdn, redactNumbers } from './msisdn.ts';
import type { Reject, RejectReason } from './rejects.ts';
import { createZone, isZoneName, parseLocal } from './time.ts';
import type { Zone } from './time.ts';
import { parseYuan } from './yuan.ts';

/** The text cells of one row under their field names; a field that the file does not have is missing. */
export type RowRecord = Readonly<Record<string, string | undefined>>;

const MAX_INTEGER = 2_147_483_647;
const UNSTORABLE = /[\u0000\p{Surrogate}]/u;
const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._:/-]*$/u;

/**
 * Reads the cells of one row strictly and collects every fault. After a fault a method returns a stand-in
 * ('' or 0 or the first allowed value): callers assemble the value and drop it when `rejects` is not empty.
 */
export interface RowReader {
  readonly rejects: Reject[];
  reject(column: string, reasonKey: RejectReason, args?: MessageArgs): void;
  /** Trimmed text of at most `max` characters; required. */
  text(column: string, max: number): string;
  /** Trimmed text, null when empty. */
  optionalText(column: string, max: number): string | null;
  /** Word for word, may be empty; only numbers in it are masked. */
  rawText(column: string, max: number): string;
  /** An identifier: letters, digits and . _ : / - */
  code(column: string, max: number): string;
  msisdn(column: string): string;
  feeFen(column: string): number;
  integer(column: string, min?: number, max?: number): number;
  /** Epoch ms of a local time in the zone, or of a time with its own offset. */
  time(column: string, zone: Zone): number;
  optionalTime(column: string, zone: Zone): number | null;
  date(column: string): string;
  optionalDate(column: string): string | null;
  /** The zone named in the cell; without a cell, the fallback. */
  zone(column: string, fallback: Zone, zones: ZoneBook): Zone;
  word<T>(column: string, lookup: (word: string) => T | null, standIn: T): T;
  /** Words joined by |, distinct, in order. */
  list<T>(column: string, lookup: (word: string) => T | null, rule: ListRule): T[];
  areaCode(column: string): string;
}

export interface ListRule {
  required: boolean;
  /** The most words. */
  max: number;
  /** What a word that is none is called. */
  reason: RejectReason;
}

/** Zones by name, made once per import: a zone object keeps the offsets it has read. */
export type ZoneBook = (name: string) => Zone | null;

export function createZoneBook(): ZoneBook {
  const known = new Map<string, Zone | null>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const zone = isZoneName(name) ? createZone(name) : null;
    // A file full of wrong names must not fill the memory.
    if (known.size < 1_000) known.set(name, zone);
    return zone;
  };
}

export function areaCodeOf(text: string): string | null {
  return /^[1-9][0-9]{5}$/u.test(text) ? text : null;
}

export function createRowReader(record: RowRecord): RowReader {
  const rejects: Reject[] = [];
  const reject: RowReader['reject'] = (column, reasonKey, args = {}) => {
    if (!rejects.some((r) => r.column === column)) rejects.push({ column, reasonKey, args });
  };
  const shown = (text: string): MessageArgs => ({ text: redactNumbers(text).slice(0, 60) });

  /** The cell as it is, or null after a fault of its characters or length. */
  function cell(column: string, max: number): string | null {
    const text = record[column] ?? '';
    if (UNSTORABLE.test(text)) reject(column, 'rejects.badCharacter');
    else if (text.length > max) reject(column, 'rejects.tooLong', { max });
    else return text;
    return null;
  }
  const optionalText = (column: string, max: number): string | null => {
    const text = cell(column, max)?.trim();
    return text === undefined || text === '' ? null : text;
  };
  const text = (column: string, max: number): string => {
    const found = optionalText(column, max);
    if (found === null) reject(column, 'rejects.required');
    return found ?? '';
  };
  /** A required trimmed text put through a strict parser. */
  function parsed<T>(
    column: string,
    max: number,
    parse: (value: string) => T | null,
    reason: RejectReason,
    standIn: T,
    args?: MessageArgs,
  ): T {
    const found = text(column, max);
    if (found === '') return standIn;
    const value = parse(found);
    if (value === null) reject(column, reason, { ...shown(found), ...args });
    return value ?? standIn;
  }
  const time = (column: string, zone: Zone): number => {
    const found = text(column, 40);
    if (found === '') return 0;
    const read = readTime(found, zone);
    if (typeof read === 'number') return read;
    reject(column, read, { ...shown(found), zone: zone.name });
    return 0;
  };
  const date = (column: string): string =>
    parsed(column, 40, dateOf, 'rejects.notDate', '1970-01-01');

  return {
    rejects,
    reject,
    text,
    optionalText,
    time,
    date,
    rawText: (column, max) => redactNumbers(cell(column, max) ?? ''),
    code: (column, max) =>
      parsed(column, max, (v) => (CODE.test(v) ? v : null), 'rejects.notCode', ''),
    msisdn: (column) => parsed(column, 64, normaliseMsisdn, 'rejects.notMsisdn', ''),
    feeFen: (column) => parsed(column, 40, parseYuan, 'rejects.notFee', 0),
    integer: (column, min = 0, max = MAX_INTEGER) =>
      parsed(column, 40, (v) => integerOf(v, min, max), 'rejects.notInteger', min, { min, max }),
    optionalTime: (column, zone) => (optionalText(column, 40) === null ? null : time(column, zone)),
    optionalDate: (column) => (optionalText(column, 40) === null ? null : date(column)),
    zone: (column, fallback, zones) =>
      optionalText(column, 40) === null
        ? fallback
        : parsed(column, 40, zones, 'rejects.notZone', fallback),
    word: (column, lookup, standIn) => parsed(column, 60, lookup, 'rejects.unknownWord', standIn),
    list: (column, lookup, { required, max, reason }) => {
      const words = (optionalText(column, max * 32) ?? '')
        .split(/[|\uff5c]/u)
        .map((word) => word.trim())
        .filter((word) => word !== '');
      if (words.length === 0 && required) reject(column, 'rejects.required');
      if (words.length > max) reject(column, 'rejects.tooMany', { max });
      const values = words.map((word) => {
        const value = lookup(word);
        if (value === null) reject(column, reason, shown(word));
        return value;
      });
      return [...new Set(values.filter((value) => value !== null))];
    },
    areaCode: (column) => parsed(column, 12, areaCodeOf, 'rejects.notArea', ''),
  };
}

function integerOf(text: string, min: number, max: number): number | null {
  if (!/^[0-9]{1,15}$/u.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}

function dateOf(text: string): string | null {
  const match = /^([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})$/u.exec(text);
  const date = match === null ? text : [match[1], pad(match[3]), pad(match[4])].join('-');
  try {
    parseCivil(date);
    return date;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

const pad = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');

const WITH_OFFSET =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-5][0-9](?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})$/u;
/** Spreadsheets drop leading zeros: 2026/8/1 9:05. */
const LOCAL =
  /^([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})[ T]([0-9]{1,2}):([0-9]{2}(?::[0-9]{2})?)$/u;

/** Epoch ms, or why the text is no time. A time that the clocks skip or repeat is refused, never guessed. */
export function readTime(
  text: string,
  zone: Zone,
): number | 'rejects.notTime' | 'rejects.timeAmbiguous' | 'rejects.timeSkipped' {
  if (WITH_OFFSET.test(text)) {
    try {
      return Temporal.Instant.from(text).epochMilliseconds;
    } catch {
      return 'rejects.notTime';
    }
  }
  const m = LOCAL.exec(text);
  if (m === null) return 'rejects.notTime';
  try {
    const local = `${m[1]}-${pad(m[3])}-${pad(m[4])} ${pad(m[5])}:${m[6]}`;
    return parseLocal(zone, local, { ambiguous: 'refuse' });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.key === 'errors.time.ambiguous') return 'rejects.timeAmbiguous';
    return error.key === 'errors.time.skipped' ? 'rejects.timeSkipped' : 'rejects.notTime';
  }
}
