/** The longest pattern and the part of a text that is searched. */
export const TEXT_PATTERN_MAX = 200;
const TEXT_SEARCHED_MAX = 1_000;

/** A compiled pattern: its literal pieces, to be found in this order. */
export type TextPattern = readonly string[];

const foldText = (text: string): string =>
  text.slice(0, TEXT_SEARCHED_MAX).normalize('NFKC').replace(/\s+/gu, ' ').toLowerCase();

/**
 * A pattern is literal text in which `*` stands for anything; it may match anywhere. Letter case, full width
 * and kinds of white space do not matter. It has no other operators, so that no pattern can be slow.
 */
export function compileTextPattern(pattern: string): TextPattern {
  return pattern
    .slice(0, TEXT_PATTERN_MAX)
    .split('*')
    .map((piece) => foldText(piece).trim())
    .filter((piece) => piece !== '');
}

/** Why a pattern is refused: a message key, or null when it is good. */
export function textPatternFault(pattern: string): string | null {
  if (pattern.length > TEXT_PATTERN_MAX) return 'errors.field.tooLong';
  // One letter, or nothing but wildcards, would catch nearly every text.
  if (compileTextPattern(pattern).join('').length < 2) return 'errors.mappings.patternTooShort';
  return null;
}

/** A text made ready for many patterns. */
export interface SearchableText {
  readonly folded: string;
}

export const searchable = (text: string): SearchableText => ({ folded: foldText(text) });

/** Whether the pieces occur in their order. Linear in the text's length. A pattern without pieces matches nothing. */
export function matchesPattern(pattern: TextPattern, text: SearchableText): boolean {
  let from = 0;
  for (const piece of pattern) {
    const at = text.folded.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return pattern.length > 0;
}
