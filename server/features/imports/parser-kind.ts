import type { ImportKind } from '#contract/imports.ts';
import type { ImportKind as ParserKind } from './parsers/columns.ts';

/** Failed orders are read into the same facts as a BOSS export. */
export const parserKindOf = (kind: ImportKind): ParserKind =>
  kind === 'tmf641' ? 'unsubscribes' : kind;
