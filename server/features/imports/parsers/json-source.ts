import { DomainError } from '#domain/errors.ts';
import { createJsonFramer } from './json-framer.ts';
import type { JsonElement } from './json-framer.ts';

export interface JsonRow {
  /** Position in the file, from 1. */
  rowNo: number;
  value: unknown;
  /** The element as it stands in the file. */
  text: string;
}

/**
 * The elements of a JSON array, a single object, or one object per line, one at a time. Malformed JSON throws
 * `errors.imports.badJson` {line, column} (of the fault, or of the element that has it): after it nothing can be trusted.
 */
export async function* readJson(text: AsyncIterable<string>): AsyncGenerator<JsonRow> {
  const framer = createJsonFramer();
  let rowNo = 0;
  const rows = (elements: readonly JsonElement[]): JsonRow[] =>
    elements.map((element) => {
      rowNo += 1;
      return { rowNo, value: parseElement(element), text: element.text };
    });
  for await (const chunk of text) yield* rows(framer.push(chunk));
  yield* rows(framer.end());
}

function parseElement({ text, line, column }: JsonElement): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // Where in the element it is wrong, the engines say differently or not at all.
    throw new DomainError('invalid', 'errors.imports.badJson', { args: { line, column }, cause });
  }
}
