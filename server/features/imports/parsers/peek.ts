/** A text stream of which the beginning has been looked at. */
export interface PeekedText {
  head: string;
  /** All of it, the head included. */
  whole: AsyncGenerator<string>;
}

/** Reads until `enough` of the text is there, its end, or `max` characters. */
export async function peekText(
  text: AsyncIterable<string>,
  enough: (head: string) => boolean,
  max: number,
): Promise<PeekedText> {
  const iterator = text[Symbol.asyncIterator]();
  let head = '';
  let ended = false;
  while (!ended && head.length < max && !enough(head)) {
    const next = await iterator.next();
    if (next.done === true) ended = true;
    else head += next.value;
  }
  async function* whole(): AsyncGenerator<string> {
    try {
      if (head !== '') yield head;
      while (!ended) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, whole: whole() };
}
