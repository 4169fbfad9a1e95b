import { crc32, inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';

let app: TestApp;
let supervisor: TestClient;

beforeAll(async () => {
  app = await startApp();
  supervisor = await app.signIn('supervisor');
});
afterAll(() => app.close());

async function land(facts: readonly LandingFacts[]): Promise<void> {
  for (let start = 0; start < facts.length; start += 1_000)
    await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, facts.slice(start, start + 1_000)),
    );
}

const address = (filter: object, query = 'format=csv&lang=zh') =>
  `/api/exports/cases?${query}&filter=${encodeURIComponent(JSON.stringify(filter))}`;

const csvOf = async (filter: object, query?: string, client = supervisor) => {
  const reply = await client.get<string>(address(filter, query));
  expect(reply.status).toBe(200);
  return {
    ...reply,
    rows: parse<Record<string, string>>(reply.body, { bom: true, columns: true }),
  };
};

it('writes every case that the filter matches, in the language asked for, numbers masked', async () => {
  await land(Array.from({ length: 3 }, () => caseFacts({ productCode: '800100' })));
  await land([caseFacts({ productCode: '800101' })]);
  const { body, rows, headers } = await csvOf({ productCode: '800100' });
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toBe('attachment; filename="cases-20261121.csv"');
  expect(await firstBytesOf({ productCode: '800100' })).toEqual([0xef, 0xbb, 0xbf]);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({
    业务: '手机报',
    原因码: 'SYN-05',
    大类: '数据同步',
    状态: '待处理',
    '月费（元）': '3',
    网络: '仍生效',
    申请时间: '2026-11-21 10:00:00',
  });
  expect(rows[0]?.['手机号码（已脱敏）']).toMatch(/^170\*{4}\d{4}$/);
  expect(body).not.toMatch(/1700100\d{4}/);
  const english = await csvOf({ productCode: '800100' }, 'format=csv&lang=en');
  expect(english.rows[0]).toMatchObject({ State: 'To do', Network: 'Active' });
});

it.each(['=1+1', '+1', '-1', '@x', '\t=1', '＝1', '＋1', '－1', '＠1'])(
  'writes %j as text in both formats',
  async (rawText) => {
    const productCode = `F${rawText.codePointAt(0)}${rawText.length}`;
    await land([caseFacts({ productCode, rawText, ticketNo: `T-${productCode}` })]);
    const { rows } = await csvOf({ productCode });
    const cell = rows[0]?.['原始说明'] ?? '';
    expect(cell.startsWith("'") || !/^[=+\-@＝＋－＠\t]/u.test(cell)).toBe(true);
    const sheet = await sheetOf({ productCode });
    expect(sheet).not.toMatch(/>[=+\-@＝＋－＠]/u);
  },
);

it('keeps identifiers digit by digit, and quotes what a line could break on', async () => {
  const text = 'a,"b"\r\nc;d';
  await land([caseFacts({ productCode: '800300', rawText: text, rawCode: '0012' })]);
  const { rows } = await csvOf({ productCode: '800300' });
  expect(rows[0]).toMatchObject({ 原始说明: text, 返回码: "'0012" });
});

it('writes an XLSX that other programs open, with the same rows', async () => {
  await land(
    Array.from({ length: 5 }, () => caseFacts({ productCode: '800400', rawText: '<a> & b' })),
  );
  const sheet = await sheetOf({ productCode: '800400' });
  expect(sheet.match(/<row>/g)).toHaveLength(6);
  expect(sheet).toContain('工单号');
  expect(sheet).toContain('&lt;a&gt; &amp; b');
});

it('walks a filter that matches more than ten thousand, each case once', async () => {
  await land(Array.from({ length: 10_300 }, () => caseFacts({ productCode: '800500' })));
  const { rows } = await csvOf({ productCode: '800500' });
  expect(rows).toHaveLength(10_300);
  expect(new Set(rows.map((row) => row['工单号'])).size).toBe(10_300);
}, 60_000);

it('reaches as far as the areas of the person, and refuses filters the queue does not know', async () => {
  await land([caseFacts({ productCode: '800600' })]);
  await app.signIn('network_ops', 'north');
  await app
    .db('staff')
    .where('login', 'north')
    .update({ area_codes: JSON.stringify(['110000']) });
  const north = await app.signIn('network_ops', 'north');
  expect((await csvOf({ productCode: '800600' }, undefined, north)).rows).toEqual([]);
  expect((await supervisor.get(address({ password_hash: 'x' }))).status).toBe(422);
  expect((await supervisor.get(address({}, 'format=exe'))).status).toBe(422);
  const administrator = await app.signIn('administrator');
  expect((await administrator.get(address({}))).status).toBe(403);
});

it('is audited with who, filter and rows', async () => {
  const { rows } = await csvOf({ productCode: '800100' });
  const events = (await app
    .db('audit_events')
    .where('subject_type', 'export')
    .orderBy('id', 'desc')
    .limit(2)) as Record<string, unknown>[];
  expect(events.map((event) => event['action'])).toEqual(['export.done', 'export.started']);
  expect(JSON.parse(String(events[0]?.['detail']))).toMatchObject({
    format: 'csv',
    rows: rows.length,
    filter: { productCode: ['800100'] },
  });
});

it('stops reading when its reader leaves, and says so', async () => {
  const stop = new AbortController();
  const cookie = await cookieOf();
  const reply = await fetch(`${app.url}${address({ stateGroup: 'open_any' })}`, {
    headers: { cookie },
    signal: stop.signal,
  });
  await reply.body?.getReader().read();
  stop.abort();
  await expect
    .poll(async () => {
      const last = await app
        .db('audit_events')
        .where('subject_type', 'export')
        .orderBy('id', 'desc')
        .first<{ action: string }>();
      return last?.action;
    })
    .toMatch(/^export\.(broken_off|done)$/);
});

it('never mixes exports that run at the same time', async () => {
  const [a, b] = await Promise.all([
    csvOf({ productCode: '800100' }),
    csvOf({ productCode: '800500' }),
  ]);
  expect(new Set(a.rows.map((row) => row['业务编码']))).toEqual(new Set(['800100']));
  expect(new Set(b.rows.map((row) => row['业务编码']))).toEqual(new Set(['800500']));
});

async function firstBytesOf(filter: object): Promise<number[]> {
  const reply = await fetch(`${app.url}${address(filter)}`, {
    headers: { cookie: await cookieOf() },
  });
  return [...Buffer.from(await reply.arrayBuffer()).subarray(0, 3)];
}

async function cookieOf(): Promise<string> {
  const reply = await fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'supervisor', password: supervisor.password }),
  });
  return reply.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** The first sheet of the XLSX, found by the archive's own directory and checked by its sums. */
async function sheetOf(filter: object): Promise<string> {
  const reply = await fetch(`${app.url}${address(filter, 'format=xlsx&lang=zh')}`, {
    headers: { cookie: await cookieOf() },
  });
  expect(reply.status).toBe(200);
  const files = unzip(Buffer.from(await reply.arrayBuffer()));
  expect([...files.keys()].sort()).toEqual([
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/_rels/workbook.xml.rels',
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
  ]);
  return files.get('xl/worksheets/sheet1.xml') ?? '';
}

function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    expect(archive.readUInt32LE(at)).toBe(0x0201_4b50);
    const nameLength = archive.readUInt16LE(at + 28);
    const offset = archive.readUInt32LE(at + 42);
    const start = offset + 30 + archive.readUInt16LE(offset + 26);
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20));
    const plain = inflateRawSync(packed);
    expect([crc32(plain), plain.length]).toEqual([
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 24),
    ]);
    files.set(archive.toString('utf8', at + 46, at + 46 + nameLength), plain.toString('utf8'));
    at += 46 + nameLength;
  }
  return files;
}
