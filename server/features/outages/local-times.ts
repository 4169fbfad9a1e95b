import { DomainError, type FieldFault } from '#domain/errors.ts';
import { formatLocal, resolveLocal, type Zone } from '#domain/time.ts';

export type ReadTime = { ok: true; at: number } | { ok: false; fault: FieldFault };

const withOffset = /^(.*[0-9])(Z|[+-]\d{2}:\d{2})$/;
const MINUTE_MS = 60_000;

const failed = (message: string, args: Record<string, string>): ReadTime => ({
  ok: false,
  fault: { message, args },
});

/** '+08:00' of an offset; seconds, which only history has, are cut. */
function offsetText(offsetMs: number): string {
  const minutes = Math.trunc(Math.abs(offsetMs) / MINUTE_MS);
  const pad = (value: number) => String(value).padStart(2, '0');
  const sign = offsetMs < 0 ? '-' : '+';
  return `${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/**
 * What a form's local time means in a zone. A time that happens twice needs its offset behind it,
 * and the fault tells both ways to write it; one that never happens is a fault.
 */
export function readLocal(zone: Zone, text: string): ReadTime {
  const [, local = text, offset] = withOffset.exec(text) ?? [];
  try {
    const found = resolveLocal(zone, local);
    if (found.kind === 'skipped') return failed('errors.time.skipped', { text });
    const instants = found.kind === 'exact' ? [found.at] : [found.earlierAt, found.laterAt];
    const ways = instants.map((at) => ({ at, text: `${local}${offsetText(zone.offsetMsAt(at))}` }));
    const [first, second] = ways;
    if (offset !== undefined) {
      const wanted = `${local}${offset === 'Z' ? '+00:00' : offset}`;
      const match = ways.find((way) => way.text === wanted);
      return match === undefined
        ? failed('errors.time.offset', { text, zone: zone.name })
        : { ok: true, at: match.at };
    }
    if (first !== undefined && second !== undefined)
      return failed('errors.time.ambiguous', { text, earlier: first.text, later: second.text });
    return first === undefined
      ? failed('errors.time.badTime', { text })
      : { ok: true, at: first.at };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return failed(error.key, { text });
  }
}

/** 'YYYY-MM-DDTHH:mm' of an instant, with seconds and offset only where they say something. */
export function writeLocal(zone: Zone, at: number): string {
  const text = formatLocal(zone, at).replace(' ', 'T');
  const short = text.endsWith(':00') ? text.slice(0, -3) : text;
  const twice = resolveLocal(zone, text).kind === 'ambiguous';
  return twice ? `${short}${offsetText(zone.offsetMsAt(at))}` : short;
}
