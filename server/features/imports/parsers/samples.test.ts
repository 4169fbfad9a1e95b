import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileMapping } from '#domain/classification.ts';
import { defaultMapping } from '#domain/default-mapping.ts';
import type { UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import { openImport } from './open-import.ts';
import type { ImportKind } from './columns.ts';
import type { ImportValues } from './open-import.ts';
import type { RowOutcome } from './row-outcome.ts';

const path = (name: string): string =>
  fileURLToPath(new URL(`../../../../test/fixtures/${name}`, import.meta.url));
const expectedIn = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(path(name), 'utf8')) as Record<string, string>;

/** The fixtures name the columns of unusable rows in their own words. */
const expectedColumn: Readonly<Record<string, string>> = {
  msisdn: 'msisdn',
  requestedAt: 'time',
  monthlyFee: 'fee',
};

async function readAll<K extends ImportKind>(kind: K, file: string) {
  const source = createReadStream(path(file), { highWaterMark: 4_099 });
  const opened = await openImport(kind, source, { zone: 'Asia/Shanghai' });
  const rows: RowOutcome<ImportValues[K]>[] = [];
  for await (const row of opened.rows) rows.push(row);
  const good = rows.flatMap((row) => (row.ok ? [row.value] : []));
  const bad = rows.flatMap((row) => (row.ok ? [] : [row]));
  return { opened, rows, good, bad };
}

const classify = compileMapping(defaultMapping);
const codesOf = (rows: readonly UnsubscribeFacts[]): Map<string, string> =>
  new Map(rows.map((row) => [row.ticketNo, classify(row).failureCode]));

describe('the BOSS export', () => {
  it('gives every usable ticket its code and every unusable one its column', async () => {
    const { opened, rows, good, bad } = await readAll(
      'unsubscribes',
      'boss-unsubscribe-failures.csv',
    );
    expect([opened.encoding, opened.format]).toEqual(['gb18030', 'csv']);
    expect(opened.resolved).toMatchObject({ missing: [], unused: [], repeated: [] });
    expect(rows).toHaveLength(3_009);
    expect(bad).toHaveLength(30);

    const got = codesOf(good);
    for (const row of bad) {
      expect(row.rejects).toHaveLength(1);
      got.set(row.original[0] ?? '', expectedColumn[row.rejects[0]?.column ?? ''] ?? '?');
    }
    expect(Object.fromEntries(got)).toEqual(expectedIn('expected-codes.json'));
    expect(good.length - codesOf(good).size).toBe(9);
  });

  it('reads a row into facts, in fen, epoch milliseconds and codes', async () => {
    const { good } = await readAll('unsubscribes', 'boss-unsubscribe-failures.csv');
    expect(good[0]).toEqual({
      ticketNo: 'TD202610011000000',
      msisdn: '+8617097809404',
      productCode: '601204',
      productName: '手机报',
      partnerCode: 'SP0044',
      channel: 'app',
      requestedAt: Date.UTC(2026, 9, 1, 13, 4, 51),
      stage: 'billing_stopped',
      sourceSystem: 'BIL',
      rawCode: '0999_2',
      rawText: '账期处理中,暂不受理',
      province: '江苏省',
      city: '苏州市',
      monthlyFeeFen: 300,
      actual: { crm: 'active', platform: 'active', network: 'active', billing: 'active' },
    });
    const withBreak = good.find((row) => row.ticketNo === 'TD202611081000017');
    expect(withBreak?.rawText).toBe('多行\n"引号",逗号');
  });

  it('names row, header and reason of what it refuses, and masks the numbers it keeps', async () => {
    const { bad } = await readAll('unsubscribes', 'boss-unsubscribe-failures.csv');
    expect(bad[1]).toMatchObject({
      rowNo: 14,
      rejects: [
        {
          column: 'requestedAt',
          header: '受理时间',
          reasonKey: 'rejects.notTime',
          args: { text: '2026/13/45 99:00:00' },
        },
      ],
    });
    expect(bad[1]?.original[1]).toBe('170****1938');
  });

  it('has 71 pairs of number and product with more than one usable ticket', async () => {
    const { good } = await readAll('unsubscribes', 'boss-unsubscribe-failures.csv');
    const tickets = new Map<string, Set<string>>();
    for (const { msisdn, productCode, ticketNo } of good) {
      const key = `${msisdn} ${productCode}`;
      tickets.set(key, (tickets.get(key) ?? new Set()).add(ticketNo));
    }
    const several = [...tickets.values()].filter((set) => set.size > 1);
    expect(several).toHaveLength(71);
  });
});

describe('the TM Forum 641 orders', () => {
  it('give every order its code', async () => {
    const { opened, good, bad } = await readAll(
      'unsubscribes',
      'tmf641-failed-service-orders.json',
    );
    expect([opened.format, opened.resolved, bad]).toEqual(['json', null, []]);
    expect(Object.fromEntries(codesOf(good))).toEqual(expectedIn('expected-codes-tmf641.json'));
    expect(good[0]).toEqual({
      ticketNo: 'UNSUB-1-00000',
      msisdn: '+8617004305359',
      productCode: '603310',
      productName: '游戏加油包',
      partnerCode: 'SP0102',
      channel: 'unknown',
      requestedAt: Date.UTC(2026, 10, 7, 20, 49, 5),
      stage: 'ordered',
      sourceSystem: 'ESB',
      rawCode: 'HTTP504',
      rawText: '网关超时',
      province: null,
      city: null,
      monthlyFeeFen: 1_000,
      actual: { crm: 'unknown', platform: 'unknown', network: 'unknown', billing: 'unknown' },
    });
  });
});

describe('the other samples', () => {
  it('gives 12,000 good subscribers', async () => {
    const { good, bad, opened } = await readAll('subscribers', 'subscribers.csv');
    expect(bad).toEqual([]);
    expect(opened.resolved?.unused).toEqual([]);
    expect(new Set(good.map((row) => row.msisdn)).size).toBe(12_000);
    expect(good[1]).toMatchObject({
      msisdn: '+8617062200001',
      planType: 'voice',
      monthlyFeeFen: 1_900,
      areaCode: '510107',
      status: 'active',
      lineKind: 'shared',
      asOfOn: '2026-08-01',
    });
    expect(good.filter((row) => row.status === 'pre_closed')).toHaveLength(126);
  });

  it('gives 3,584 good volumes, each with its own key', async () => {
    const { good, bad } = await readAll('volumes', 'unsubscribe-volumes.csv');
    expect(bad).toEqual([]);
    const keys = good.map((v) => `${v.hourAt} ${v.channel} ${v.productCode} ${v.areaCode}`);
    expect(new Set(keys).size).toBe(3_584);
    expect(good[0]).toEqual({
      hourAt: Date.UTC(2026, 7, 1, 0),
      hourOn: '2026-08-01',
      channel: 'app',
      productCode: '603310',
      areaCode: '330100',
      requests: 185,
      orders: 185,
      successes: 176,
    });
  });

  it('gives 40 good outages, the last still open', async () => {
    const { good, bad } = await readAll('outages', 'outages.csv');
    expect(bad).toEqual([]);
    expect(good).toHaveLength(40);
    expect(good[0]).toEqual({
      parentNumber: null,
      estimatedAt: null,
      number: 'OUT-2026-1000',
      title: '南京市玄武区基站设备故障',
      services: ['data'],
      severity: 'full',
      areaCodes: ['320102'],
      siteCodes: [],
      cause: '基站设备故障',
      responsibility: 'own',
      responsibleParty: null,
      announcedAt: null,
      detectedAt: Date.UTC(2026, 9, 10, 9, 30),
      startedAt: Date.UTC(2026, 9, 10, 9, 30),
      endedAt: Date.UTC(2026, 9, 10, 15, 15),
      zone: 'Asia/Shanghai',
    });
    expect(good[6]).toMatchObject({ severity: 'degraded', responsibility: 'planned' });
    expect(good[6]?.siteCodes).toHaveLength(6);
    expect(good[6]?.announcedAt).toBe(Date.UTC(2026, 10, 7, 16, 30));
    expect(good.at(-1)).toMatchObject({ areaCodes: ['320100'], endedAt: null });
  });
});
