import type { LineNotesBody } from '#contract/line-notes.ts';
import { normaliseMsisdn } from '#domain/msisdn.ts';
import { suspensionReasons, type SuspensionReason } from '#domain/policy-types.ts';
import { parseLocal, type Zone } from '#domain/time.ts';

/** One row as it was understood; null where it says nothing that can be used. */
export interface ReadNote {
  row: number;
  text: string;
  msisdn: string | null;
  at: number | null;
  untilAt: number | null;
  reason: SuspensionReason | null;
}

/** `2026-10-10 18:05`, `2026/10/10T18:05:30`: local time of the outage's zone. */
function instantOf(cell: string, zone: Zone): number | null {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?$/u.exec(
    cell,
  );
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00'] = match;
  const two = (text: string) => text.padStart(2, '0');
  try {
    const text = `${year}-${two(month)}-${two(day)} ${two(hour)}:${minute}`;
    return parseLocal(zone, text) + Number(second) * 1000;
  } catch {
    return null;
  }
}

const wordOf = (cell: string): SuspensionReason | null =>
  suspensionReasons.find((reason) => reason === cell.toLowerCase()) ?? null;

function noteOfRow(text: string, row: number, zone: Zone): ReadNote {
  const cells = text
    .normalize('NFKC')
    .split(/[\t,;|]+/u)
    .map((cell) => cell.replace(/^["'\s]+|["'\s]+$/gu, ''));
  const times = cells.flatMap((cell) => instantOf(cell, zone) ?? []);
  const msisdn = cells.flatMap((cell) => normaliseMsisdn(cell) ?? [])[0] ?? null;
  const reason = cells.flatMap((cell) => wordOf(cell) ?? [])[0] ?? null;
  return { row, text, msisdn, at: times[0] ?? null, untilAt: times[1] ?? null, reason };
}

/** Rows of a call, or of the text of a file: blank rows and a head say nothing. */
export function readNotes({ text, rows }: LineNotesBody, zone: Zone): ReadNote[] {
  const called = (rows ?? []).map((one, index): ReadNote => ({
    row: index + 1,
    text: one.number,
    msisdn: normaliseMsisdn(one.number),
    at: one.at,
    untilAt: one.untilAt ?? null,
    reason: one.reason ?? null,
  }));
  const written = (text ?? '')
    .split(/\r?\n/u)
    .map((line, index) => ({ line: line.trim(), row: index + 1 }))
    .filter(({ line, row }) => line !== '' && (row > 1 || /\d/u.test(line)))
    .map(({ line, row }) => noteOfRow(line, row, zone));
  return [...called, ...written];
}
