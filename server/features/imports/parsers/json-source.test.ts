import { describe, expect, it } from 'vitest';
import { MAX_ELEMENT_CHARS } from './json-framer.ts';
import { readJson } from './json-source.ts';

async function read(text: string, size = text.length || 1): Promise<unknown[]> {
  async function* pieces(): AsyncGenerator<string> {
    await Promise.resolve();
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  const values: unknown[] = [];
  for await (const row of readJson(pieces())) {
    expect(row.rowNo).toBe(values.length + 1);
    values.push(row.value);
  }
  return values;
}

describe('readJson', () => {
  it.each([
    ['[{"a":1},{"b":[2,"]}"]}]', [{ a: 1 }, { b: [2, ']}'] }]],
    ['{"a":{"b":"\\"}"}}', [{ a: { b: '"}' } }]],
    ['{"a":1}\n{"a":2}\r\n\n{"a":3}\n', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    [' [ 1 , "x,y" , null , [] , {} ] \n', [1, 'x,y', null, [], {}]],
    ['[]', []],
    ['', []],
    ['12', [12]],
    ['"\\\\"', ['\\']],
  ])('reads %j whole and in single characters', async (text, values) => {
    expect(await read(text)).toEqual(values);
    expect(await read(text, 1)).toEqual(values);
  });

  it.each([
    ['[{"a":1},]', 1, 10],
    ['[,1]', 1, 2],
    ['[1 2]', 1, 4],
    ['[1]x', 1, 4],
    ['[{"a":1}\n,{"a":}]', 2, 2],
    ['[\n{"a":1},\n{"b":\n 2 3}]', 3, 1],
    ['[{"a":1}', 1, 8],
    ['{"a":"x', 1, 7],
    ['{"a":1]', 1, 1],
    ['}', 1, 1],
  ])('stops at %j in line %i, column %i', async (text, line, column) => {
    const expected = { key: 'errors.imports.badJson', args: { line, column } };
    await expect(read(text)).rejects.toMatchObject(expected);
    await expect(read(text, 1)).rejects.toMatchObject(expected);
  });

  it('refuses what is nested too deep or too large', async () => {
    await expect(read('['.repeat(100_000))).rejects.toMatchObject({
      key: 'errors.imports.badJson',
    });
    const large = `["${'x'.repeat(MAX_ELEMENT_CHARS)}"]`;
    for (const size of [10_000, large.length]) {
      const outcome = await read(large, size).catch((error: unknown) => error);
      expect(outcome).toMatchObject({ key: 'errors.imports.jsonTooLarge' });
    }
  });

  it('makes a key __proto__ an ordinary key', async () => {
    const [value] = await read('{"__proto__":{"polluted":1}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
