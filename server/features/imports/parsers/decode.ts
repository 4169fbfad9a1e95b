import { DomainError } from '#domain/errors.ts';

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

export interface DecodedText {
  encoding: Encoding;
  /** Read once. Throws `errors.imports.encoding` {encoding, byte} at bytes the encoding does not have. */
  text: AsyncGenerator<string>;
}

/** How much is looked at to tell UTF-8 from GB18030, from the first byte that is not ASCII. */
const SNIFFED_BYTES = 64 * 1024;
/** ASCII before it is held at most this long; then the file counts as UTF-8, of which ASCII is a part. */
const HELD_BYTES = 1024 * 1024;

const boms: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Text of a file whose encoding nobody stated: a byte-order mark decides, else strict UTF-8, else GB18030
 * (which includes GBK and GB2312). Holds at most about a megabyte, whatever the size of the file.
 */
export async function decodeText(source: Bytes): Promise<DecodedText> {
  const chunks = iterate(source);
  const head: Uint8Array[] = [];
  let size = 0;
  let firstHigh = -1;
  let ended = false;
  while (!ended && size < (firstHigh < 0 ? HELD_BYTES : firstHigh + SNIFFED_BYTES)) {
    const next = await chunks.next();
    if (next.done === true) {
      ended = true;
      break;
    }
    if (firstHigh < 0) {
      const at = next.value.findIndex((byte) => byte > 0x7f);
      if (at >= 0) firstHigh = size + at;
    }
    head.push(next.value);
    size += next.value.length;
  }
  const start = concat(head, size);
  const encoding = encodingOf(start, ended);
  return { encoding, text: decodeFrom(start, chunks, encoding) };
}

async function* iterate(source: Bytes): AsyncGenerator<Uint8Array> {
  yield* source;
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function encodingOf(start: Uint8Array, whole: boolean): Encoding {
  const marked = boms.find(([, bom]) => bom.every((byte, i) => start[i] === byte));
  if (marked !== undefined) return marked[0];
  try {
    // While more follows, a character may be cut at the end: `stream` forgives exactly that.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: !whole });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

async function* decodeFrom(
  start: Uint8Array,
  rest: AsyncGenerator<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  // The decoder itself drops the byte-order mark.
  const decoder = new TextDecoder(encoding, { fatal: true });
  let byte = 0;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      const args = { encoding, byte };
      throw new DomainError('invalid', 'errors.imports.encoding', { args, cause });
    }
  };
  try {
    // In pieces, so that one wrong byte is named nearly and no huge string is made.
    for (let at = 0; at < start.length; at += SNIFFED_BYTES) {
      const piece = start.subarray(at, at + SNIFFED_BYTES);
      yield decode(piece);
      byte += piece.length;
    }
    for await (const chunk of rest) {
      yield decode(chunk);
      byte += chunk.length;
    }
    const last = decode();
    if (last !== '') yield last;
  } finally {
    await rest.return(undefined);
  }
}
