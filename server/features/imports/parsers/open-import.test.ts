import { describe, expect, it } from 'vitest';
import { openImport } from './open-import.ts';

const header = 'hour_start,channel,product_code,city_code,requests,orders,successes';
const zone = 'Asia/Shanghai';

function source(text: string): { bytes: AsyncGenerator<Uint8Array>; released: () => boolean } {
  let released = false;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      await Promise.resolve();
      for (let at = 0; at < text.length; at += 50) {
        yield new TextEncoder().encode(text.slice(at, at + 50));
      }
    } finally {
      released = true;
    }
  }
  return { bytes: bytes(), released: () => released };
}

async function drain(rows: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

describe('openImport', () => {
  it('refuses to read rows before every required field has a column, and lets go of the file', async () => {
    const { bytes, released } = source(`a,b\n${'1,2\n'.repeat(100_000)}`);
    const opened = await openImport('volumes', bytes, { zone });
    expect(opened.headers).toEqual(['a', 'b']);
    expect(opened.resolved?.missing).toContain('hourStart');
    await expect(drain(opened.rows)).rejects.toMatchObject({
      key: 'errors.imports.missingColumns',
      args: { columns: 'hourStart, channel, productCode, areaCode, requests, orders, successes' },
    });
    expect(released()).toBe(true);
  });

  it('reads with a mapping that somebody chose', async () => {
    const { bytes } = source('甲,乙,丙,丁,戊,己,庚\n2026-08-01 08:00,APP,1,320100,2,2,1\n');
    const columns = {
      hourStart: '甲',
      channel: '乙',
      productCode: '丙',
      areaCode: '丁',
      requests: '戊',
      orders: '己',
      successes: '庚',
    };
    const opened = await openImport('volumes', bytes, { zone, columns });
    expect(await drain(opened.rows)).toMatchObject([{ rowNo: 2, ok: true }]);
  });

  it('refuses a used header that stands twice', async () => {
    const { bytes } = source(`${header},channel\n`);
    const opened = await openImport('volumes', bytes, { zone });
    await expect(drain(opened.rows)).rejects.toMatchObject({
      key: 'errors.imports.repeatedColumns',
      args: { columns: 'channel' },
    });
  });

  it('gives rows of the wrong width as refused rows', async () => {
    const { bytes } = source(`${header}\n2026-08-01 08:00,APP\n`);
    const opened = await openImport('volumes', bytes, { zone });
    expect(await drain(opened.rows)).toEqual([
      {
        rowNo: 2,
        ok: false,
        rejects: [
          {
            column: '',
            header: '',
            reasonKey: 'rejects.columnCount',
            args: { expected: 7, found: 2 },
          },
        ],
        original: ['2026-08-01 08:00', 'APP'],
      },
    ]);
  });

  it('keeps of a refused row what can be stored: numbers masked, no NUL, bounded', async () => {
    const row = `17097809404 a\u0000b,17097809404,1,320100,2,2,${'y'.repeat(20_000)}`;
    const { bytes } = source(`${header}\n${row}\n`);
    const opened = await openImport('volumes', bytes, { zone });
    const [outcome] = (await drain(opened.rows)) as { original: string[] }[];
    expect(outcome?.original.slice(0, 2)).toEqual(['170****9404 a\u2400b', '170****9404']);
    expect(outcome?.original.join('').length).toBeLessThanOrEqual(15_000);
  });

  it('takes JSON for unsubscribes only', async () => {
    const { bytes, released } = source(' \n[{}]');
    await expect(openImport('outages', bytes, { zone })).rejects.toMatchObject({
      key: 'errors.imports.jsonKind',
    });
    expect(released()).toBe(true);
    const opened = await openImport('unsubscribes', source('[{}]').bytes, { zone });
    expect(await drain(opened.rows)).toMatchObject([
      { rowNo: 1, ok: false, rejects: [{ header: 'serviceOrderItem' }], original: ['{}'] },
    ]);
  });

  it.each(['', '\ufeff', '   '])('refuses %j as empty', async (text) => {
    const reading = openImport('outages', source(text).bytes, { zone }).then(({ rows }) =>
      drain(rows),
    );
    await expect(reading).rejects.toMatchObject({
      key: expect.stringMatching(/empty|missingColumns/u) as string,
    });
  });

  it('refuses a zone that does not exist', async () => {
    await expect(
      openImport('outages', source('').bytes, { zone: 'Mars/Olympus' }),
    ).rejects.toMatchObject({ key: 'errors.time.badZone' });
  });

  it('lets go of the file when the reader stops early or only wanted the headers', async () => {
    const text = `${header}\n${'2026-08-01 08:00,APP,1,320100,2,2,1\n'.repeat(50_000)}`;
    const early = source(text);
    const opened = await openImport('volumes', early.bytes, { zone });
    for await (const row of opened.rows) if (row.rowNo > 10) break;
    await opened.close();
    expect(early.released()).toBe(true);

    const headersOnly = source(text);
    await (await openImport('volumes', headersOnly.bytes, { zone })).close();
    expect(headersOnly.released()).toBe(true);
  });
});
