import { describe, expect, it } from 'vitest';
import { MAX_RECORD_BYTES, readCsv } from './csv-source.ts';
import type { CsvRow } from './csv-source.ts';

async function* pieces(text: string, size = 7): AsyncGenerator<string> {
  await Promise.resolve();
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(
  text: string,
  size?: number,
): Promise<{ headers: readonly string[]; rows: CsvRow[] }> {
  const file = await readCsv(pieces(text, size));
  const rows: CsvRow[] = [];
  for await (const row of file.rows) rows.push(row);
  return { headers: file.headers, rows };
}

const brief = (rows: CsvRow[]): unknown[] =>
  rows.map((r) => [r.rowNo, r.fault?.reasonKey ?? r.cells]);

describe('readCsv', () => {
  it('keeps quotes, commas and line breaks that stand in quotes', async () => {
    const { headers, rows } = await read('a, b\r\n"1,""x""\r\ny",2\r\n3,4\r\n');
    expect(headers).toEqual(['a', 'b']);
    expect(brief(rows)).toEqual([
      [2, ['1,"x"\r\ny', '2']],
      [3, ['3', '4']],
    ]);
  });

  it('names rows with a wrong number of columns and reads on', async () => {
    const { rows } = await read('a,b\n1\n2,2\n3,3,3\n4,4');
    expect(brief(rows)).toEqual([
      [2, 'rejects.columnCount'],
      [3, ['2', '2']],
      [4, 'rejects.columnCount'],
      [5, ['4', '4']],
    ]);
    expect(rows[0]?.fault?.args).toEqual({ expected: 2, found: 1 });
  });

  it('leaves out empty rows but counts them', async () => {
    const { rows } = await read('a,b\n\n1,1\n,\n2,2\n');
    expect(brief(rows)).toEqual([
      [3, ['1', '1']],
      [5, ['2', '2']],
    ]);
  });

  it('keeps a quote inside an unquoted cell as it is', async () => {
    const { rows } = await read('a,b\n他说"好",2\n');
    expect(brief(rows)).toEqual([[2, ['他说"好"', '2']]]);
  });

  it.each([
    ['a\tb\n1,5\t2\n', ['1,5', '2']],
    ['a;b\n1,5;2\n', ['1,5', '2']],
  ])('takes the delimiter from the header line of %j', async (text, cells) => {
    const { rows } = await read(text);
    expect(brief(rows)).toEqual([[2, cells]]);
  });

  it.each([
    ['a quote that is never closed', 'a,b\n1,1\n"2,2\n3,3\n'],
    ['a record without an end', `a,b\n1,1\n${'x'.repeat(MAX_RECORD_BYTES + 10)},2\n3,3\n`],
  ])('stops at %s and names its row', async (_, text) => {
    await expect(read(text, 4096)).rejects.toMatchObject({
      key: 'errors.imports.brokenRecord',
      args: { row: 3 },
    });
  });

  it('refuses a file without a header', async () => {
    await expect(readCsv(pieces(''))).rejects.toMatchObject({ key: 'errors.imports.empty' });
  });

  it('lets go of its source when the reader stops early', async () => {
    let released = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        await Promise.resolve();
        yield 'a,b\n';
        for (;;) yield '1,2\n';
      } finally {
        released = true;
      }
    }
    const file = await readCsv(endless());
    for await (const row of file.rows) if (row.rowNo > 50) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(released).toBe(true);
  });

  it('passes on a failure of its source', async () => {
    async function* failing(): AsyncGenerator<string> {
      await Promise.resolve();
      yield 'a,b\n1,2\n';
      throw new Error('disk gone');
    }
    const reading = readCsv(failing()).then(async (file) => {
      for await (const row of file.rows) expect(row.rowNo).toBe(2);
    });
    await expect(reading).rejects.toThrow('disk gone');
  });
});
