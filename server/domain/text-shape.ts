/**
 * Texts of failures repeat: what differs between two of a kind are their long numbers. A shape is the text as it is
 * searched (NFKC, lower case, one space) with each run of five digits or more as `#`, so that a million texts are
 * some thousands of shapes, and only shapes need an index of their pieces.
 */
const LONG_NUMBER = /\d{5,}/gu;

/** The text as it is compared: full-width as half-width, lower case, white space as one space. */
export const searchText = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

/** As long as the column it is kept in. */
const SHAPE_MAX = 1000;

export const shapeOf = (text: string): string =>
  Array.from(searchText(text).replace(LONG_NUMBER, '#')).slice(0, SHAPE_MAX).join('');

/** The last character there is; integers above it are pairs. */
export const LAST_POINT = 0x10_ff_ff;
/** Code points are below 2^21: two of them make an integer below 2^42. */
const POINTS = 2 ** 21;

/**
 * The pieces of a text under which it is found: each character and each pair of neighbours, as integers. Pairs are
 * enough for Chinese, whose words have no spaces between them.
 */
export function gramsOf(text: string): number[] {
  const points = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const grams = new Set<number>();
  points.forEach((point, index) => {
    grams.add(point);
    const next = points[index + 1];
    if (next !== undefined) grams.add(point * POINTS + next);
  });
  return [...grams];
}

export interface Needle {
  /** What was typed, as it is compared. */
  text: string;
  /** Its parts between numbers, in their order. */
  words: string[];
  /** Its numbers: in a shape they may stand as `#`, so they are looked for in the texts themselves. */
  numbers: string[];
  /** Pieces that every matching shape has; empty when no shape can be found by them. */
  grams: number[];
}

/** What a person typed, taken apart. */
export function needleOf(typed: string): Needle {
  const text = searchText(typed);
  const words = text.split(/\d+/u).filter((word) => word !== '');
  const numbers = text.match(/\d+/gu) ?? [];
  const source = words.length > 0 ? words : numbers.filter((number) => number.length < 5);
  return { text, words, numbers, grams: [...new Set(source.flatMap(gramsOf))] };
}

/** Whether texts of a shape may match: its words stand in it in their order; numbers are left to the texts. */
export function shapeMatches(shape: string, needle: Needle): boolean {
  if (needle.numbers.length === 0 || needle.words.length === 0) return shape.includes(needle.text);
  let from = 0;
  for (const word of needle.words) {
    const at = shape.indexOf(word, from);
    if (at < 0) return false;
    from = at + word.length;
  }
  return true;
}
