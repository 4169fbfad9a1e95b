import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode.ts';

const fixture = (name: string): string =>
  new URL(`../../../../test/fixtures/${name}`, import.meta.url).pathname;

async function all(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  const { encoding, text } = await decodeText(source);
  let whole = '';
  for await (const piece of text) whole += piece;
  return { encoding, whole };
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
function* oneByOne(source: Uint8Array): Generator<Uint8Array> {
  for (const byte of source) yield Uint8Array.of(byte);
}

describe('decodeText', () => {
  it('reads the BOSS export as GB18030', async () => {
    const { encoding, whole } = await all(
      createReadStream(fixture('boss-unsubscribe-failures.csv'), { highWaterMark: 777 }),
    );
    expect(encoding).toBe('gb18030');
    expect(whole.startsWith('工单号,手机号码,')).toBe(true);
    expect(whole).not.toContain('\ufffd');
  });

  it('reads UTF-8 with its byte-order mark, and drops the mark', async () => {
    const { encoding, whole } = await all(createReadStream(fixture('outages.csv')));
    expect(encoding).toBe('utf-8');
    expect(whole.startsWith('事件编号')).toBe(true);
  });

  it('reads a character that is cut between two pieces', async () => {
    expect(await all(oneByOne(utf8('号𠮷,b')))).toEqual({ encoding: 'utf-8', whole: '号𠮷,b' });
    expect(await all(oneByOne(bytes(0x61, 0xba, 0xc5)))).toEqual({
      encoding: 'gb18030',
      whole: 'a号',
    });
  });

  it('decides late when a file begins with much ASCII', async () => {
    const ascii = new Uint8Array(200_000).fill(0x61);
    const late = await all([ascii, bytes(0xba, 0xc5)]);
    expect(late.encoding).toBe('gb18030');
    expect(late.whole.endsWith('a号')).toBe(true);
  });

  it('reads UTF-16 that says so', async () => {
    expect(await all([bytes(0xff, 0xfe, 0xf7, 0x53)])).toEqual({
      encoding: 'utf-16le',
      whole: '号',
    });
    expect(await all([bytes(0xfe, 0xff, 0x53, 0xf7)])).toEqual({
      encoding: 'utf-16be',
      whole: '号',
    });
  });

  it('reads an empty file as no text', async () => {
    expect(await all([])).toEqual({ encoding: 'utf-8', whole: '' });
  });

  it('says where bytes stop making sense', async () => {
    await expect(all([bytes(0x61, 0x81, 0xff)])).rejects.toMatchObject({
      key: 'errors.imports.encoding',
      args: { encoding: 'gb18030', byte: 0 },
    });
    await expect(all([utf8('号'.repeat(40_000)), bytes(0xff)])).rejects.toMatchObject({
      key: 'errors.imports.encoding',
      args: { encoding: 'utf-8', byte: 120_000 },
    });
  });
});
