import { DomainError } from '#domain/errors.ts';

/** The largest element, in characters, and the deepest nesting: far above any order. */
export const MAX_ELEMENT_CHARS = 1024 * 1024;
const MAX_DEPTH = 64;

export interface JsonElement {
  text: string;
  /** Where it begins, both from 1. */
  line: number;
  column: number;
}

export interface JsonFramer {
  push(chunk: string): JsonElement[];
  /** What a last value without an end gives; throws when the text stops in the middle. */
  end(): JsonElement[];
}

const QUOTE = 34;
const BACKSLASH = 92;
const isSpace = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9;
const isOpening = (c: number): boolean => c === 123 || c === 91;
const isClosing = (c: number): boolean => c === 125 || c === 93;

/**
 * Cuts a text into the elements of its array or, where it is no array, into its values one after another
 * (one object, or one object per line). Only brackets, strings and commas are looked at: each element is parsed
 * by JSON.parse later. Memory is bounded by one element. Throws `errors.imports.badJson` {line, column}.
 */
export function createJsonFramer(): JsonFramer {
  let mode: 'start' | 'array' | 'sequence' | 'closed' = 'start';
  /** In an array: whether an element, a comma or either end may come next. */
  let expects: 'first' | 'element' | 'comma' = 'first';
  let depth = 0;
  let inString = false;
  let escaped = false;
  let line = 1;
  let column = 0;
  let current: JsonElement | null = null;

  const fail = (): never => {
    throw new DomainError('invalid', 'errors.imports.badJson', { args: { line, column } });
  };
  /** A character between elements: true when it begins one. */
  const begins = (c: number): boolean => {
    if (isSpace(c)) return false;
    if (mode === 'closed') return fail();
    if (mode === 'start') {
      mode = c === 91 ? 'array' : 'sequence';
      if (mode === 'array') return false;
    }
    if (mode === 'sequence') return true;
    if (c === 93 && expects !== 'element') mode = 'closed';
    else if (c === 44 && expects === 'comma') expects = 'element';
    else if (c === 44 || c === 93 || expects === 'comma') return fail();
    else return true;
    return false;
  };
  /** A character of the current element: true when the element ends with it. */
  const ends = (c: number): boolean => {
    if (inString) {
      if (escaped) escaped = false;
      else if (c === BACKSLASH) escaped = true;
      else if (c === QUOTE) inString = false;
      return !inString && depth === 0;
    }
    if (c === QUOTE) inString = true;
    else if (isOpening(c)) depth += 1;
    else if (isClosing(c)) depth -= 1;
    if (depth > MAX_DEPTH || depth < 0) return fail();
    return isClosing(c) && depth === 0;
  };
  /** Numbers and words end before what follows them. */
  const endedBefore = (c: number): boolean =>
    depth === 0 && !inString && (isSpace(c) || c === 44 || isClosing(c));

  return {
    push(chunk) {
      const done: JsonElement[] = [];
      let from = 0;
      const finish = (to: number): void => {
        if (current === null) return;
        append(current, chunk.slice(from, to));
        done.push(current);
        current = null;
        expects = 'comma';
      };
      for (let i = 0; i < chunk.length; i += 1) {
        const c = chunk.charCodeAt(i);
        column += 1;
        if (current !== null && endedBefore(c)) finish(i);
        if (current === null && begins(c)) {
          current = { text: '', line, column };
          from = i;
        }
        if (current !== null && ends(c)) finish(i + 1);
        if (c === 10) {
          line += 1;
          column = 0;
        }
      }
      if (current !== null) append(current, chunk.slice(from));
      return done;
    },
    end() {
      if (mode === 'array' || depth > 0 || inString) fail();
      return current === null ? [] : [current];
    },
  };
}

function append(element: JsonElement, part: string): void {
  element.text += part;
  if (element.text.length <= MAX_ELEMENT_CHARS) return;
  const { line, column } = element;
  const args = { line, column, maxChars: MAX_ELEMENT_CHARS };
  throw new DomainError('invalid', 'errors.imports.jsonTooLarge', { args });
}
