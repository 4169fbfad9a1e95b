import type { Zone } from '#domain/time.ts';
import { formatLocal, resolveLocal } from '#domain/time.ts';
import { attempt } from './attempt.ts';
import type { Refusal } from './attempt.ts';

const pad = (value: number) => String(value).padStart(2, '0');

/** '-04:00' of an offset. */
function offsetText(offsetMs: number): string {
  const minutes = Math.trunc(Math.abs(offsetMs) / 60_000);
  return `${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/**
 * What people type as a local time, as 'YYYY-MM-DDTHH:mm[:ss][offset]': any separators, full-width
 * digits, without the year or without the date (then those of `nearDate`). Null for anything else.
 */
export function tidyLocal(text: string, nearDate: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[年月/.]/gu, '-')
    .replaceAll('日', ' ')
    .replaceAll('T', ' ')
    .trim();
  const match =
    /^(?:(?:(\d{4})-)?(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):?(\d{2})(?::(\d{2}))?\s*([+-]\d{2}:\d{2}|Z)?$/.exec(
      plain,
    );
  if (match === null) return null;
  const [, year, month, day, hour = '', minute = '', second, offset = ''] = match;
  const date =
    month === undefined
      ? nearDate
      : `${year ?? nearDate.slice(0, 4)}-${pad(Number(month))}-${pad(Number(day))}`;
  const seconds = second === undefined ? '' : `:${second}`;
  return `${date}T${pad(Number(hour))}:${minute}${seconds}${offset}`;
}

/** How a stored local time stands in its field. */
export const shownLocal = (local: string): string => local.replace('T', ' ');

export type LocalReading =
  | { kind: 'empty' }
  | { kind: 'at'; at: number }
  /** It happens twice: the two ways to write it. */
  | { kind: 'twice'; earlier: string; later: string }
  | { kind: 'refused'; refusal: Refusal };

const withOffset = /^(.*\d)(Z|[+-]\d{2}:\d{2})$/;

/** What a field's local time means in a zone; the server reads it in the same way. */
export function readLocal(zone: Zone, local: string): LocalReading {
  if (local === '') return { kind: 'empty' };
  const [, plain = local, offset] = withOffset.exec(local) ?? [];
  const { value, refusal } = attempt(() => resolveLocal(zone, plain));
  if (refusal !== null) return { kind: 'refused', refusal };
  if (value.kind === 'skipped') {
    return { kind: 'refused', refusal: { key: 'errors.time.skipped', args: { text: plain } } };
  }
  if (value.kind === 'exact') return { kind: 'at', at: value.at };
  const ways = [value.earlierAt, value.laterAt].map((at) => ({
    at,
    text: `${plain}${offsetText(zone.offsetMsAt(at))}`,
  }));
  const chosen = ways.find((way) => way.text === `${plain}${offset ?? ''}`);
  if (chosen !== undefined) return { kind: 'at', at: chosen.at };
  const [earlier, later] = ways;
  return { kind: 'twice', earlier: earlier?.text ?? '', later: later?.text ?? '' };
}

/** The present in a zone as a field takes it, to the minute. */
export const localNow = (zone: Zone, at: number): string =>
  formatLocal(zone, at).replace(' ', 'T').slice(0, 16);
