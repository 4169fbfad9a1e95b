import type { ImportKind } from '#contract/imports.ts';
import type { ImportKind as ParserKind } from './parsers/columns.ts';

/** What rows are by the time they land: two lists are joined by then. */
export type RowKind = Exclude<ParserKind, 'platform_relations' | 'crm_relations'>;

/** What the (first) file is read as: failed orders become the same facts as a BOSS export. */
export const parserKindOf = (kind: ImportKind): ParserKind =>
  kind === 'relations' ? 'platform_relations' : rowKindOf(kind);

export function rowKindOf(kind: ImportKind): RowKind {
  if (kind === 'tmf641') return 'unsubscribes';
  return kind === 'relations' ? 'reconciliation' : kind;
}
