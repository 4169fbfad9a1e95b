import type { MessageArgs } from '#domain/errors.ts';
import type { Reject, RejectReason } from '#domain/rejects.ts';
import type { RowRecord } from '#domain/row-reader.ts';

/** The cells of one JSON item as a row of a file would have them, or why there is none. */
export type ItemRead = { ok: true; record: RowRecord } | { ok: false; rejects: Reject[] };

const fault = (column: string, reasonKey: RejectReason, args: MessageArgs = {}): Reject => ({
  column,
  reasonKey,
  args,
});

/**
 * Texts and numbers under known names; null and absence are an empty cell. Objects, lists and booleans are no
 * cells, and a name that is not known is a fault, so that a misspelt field is not silently lost.
 */
export function recordOf(item: unknown, fields: readonly string[]): ItemRead {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return { ok: false, rejects: [fault('', 'rejects.notAnItem')] };
  const record: Record<string, string> = {};
  const rejects: Reject[] = [];
  for (const [name, value] of Object.entries(item) as [string, unknown][]) {
    if (!fields.includes(name)) rejects.push(fault(name.slice(0, 60), 'rejects.unknownField'));
    else if (typeof value === 'string') record[name] = value;
    else if (typeof value === 'number') record[name] = String(value);
    else if (value !== null) rejects.push(fault(name, 'rejects.notText'));
    if (rejects.length >= 20) break;
  }
  return rejects.length === 0 ? { ok: true, record } : { ok: false, rejects };
}
