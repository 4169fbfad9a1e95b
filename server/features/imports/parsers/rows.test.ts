import { describe, expect, it } from 'vitest';
import { createZoneBook } from '#domain/row-reader.ts';
import type { RowRecord } from '#domain/row-reader.ts';
import { createZone } from '#domain/time.ts';
import { readOutageRow } from './outage-rows.ts';
import type { RowRead } from './row-outcome.ts';
import { readSubscriberRow } from './subscriber-rows.ts';
import { readTmf641Order } from './tmf641-rows.ts';
import { readVolumeRow } from './volume-rows.ts';

const context = { zone: createZone('Asia/Shanghai'), zones: createZoneBook() };
const faultsOf = (read: RowRead<unknown>): unknown =>
  read.ok ? [] : read.rejects.map((r) => [r.column, r.reasonKey]);

describe('readOutageRow', () => {
  const good: RowRecord = {
    number: 'OUT-1',
    title: '玄武区中断',
    services: '数据|语音|数据',
    severity: '中断',
    areaCodes: '320102|320106',
    siteCodes: '',
    cause: '供电中断',
    responsibility: 'third_party',
    responsibleParty: '电力公司',
    announcedAt: '',
    startedAt: '2026-11-01 00:30',
    endedAt: '',
    zone: 'America/New_York',
  };

  it('reads times in the zone of the incident and drops repeated words', () => {
    const read = readOutageRow(good, context);
    expect(read).toMatchObject({
      ok: true,
      value: {
        services: ['data', 'voice'],
        areaCodes: ['320102', '320106'],
        startedAt: Date.UTC(2026, 10, 1, 4, 30),
        endedAt: null,
        zone: 'America/New_York',
      },
    });
  });

  it.each([
    [{ services: '数据|电视' }, 'services', 'rejects.unknownWord'],
    [{ services: '|' }, 'services', 'rejects.required'],
    [{ severity: '轻微' }, 'severity', 'rejects.unknownWord'],
    [{ areaCodes: '3201' }, 'areaCodes', 'rejects.notArea'],
    [{ siteCodes: 'a b' }, 'siteCodes', 'rejects.notCode'],
    [{ siteCodes: 'a|'.repeat(1_001) }, 'siteCodes', 'rejects.tooMany'],
    [{ responsibility: '天气' }, 'responsibility', 'rejects.unknownWord'],
    [{ zone: 'Asia/Nanjing' }, 'zone', 'rejects.notZone'],
    [{ zone: '+08:00' }, 'zone', 'rejects.notZone'],
    [{ endedAt: '2026-11-01 00:30' }, 'endedAt', 'rejects.endBeforeStart'],
    [{ startedAt: '2026-11-01 01:30' }, 'startedAt', 'rejects.timeAmbiguous'],
    [{ announcedAt: 'soon' }, 'announcedAt', 'rejects.notTime'],
  ])('refuses %j', (part, column, reason) => {
    expect(faultsOf(readOutageRow({ ...good, ...part }, context))).toEqual([[column, reason]]);
  });
});

describe('readVolumeRow', () => {
  const good: RowRecord = {
    hourStart: '2026-08-01 08:00',
    channel: '短信',
    productCode: '600902',
    areaCode: '320100',
    requests: '0',
    orders: '3',
    successes: '3',
  };

  it('uses the zone of the import where the row names none', () => {
    expect(readVolumeRow(good, context)).toMatchObject({
      ok: true,
      value: { hourAt: Date.UTC(2026, 7, 1), hourOn: '2026-08-01', requests: 0 },
    });
  });

  it('takes a full local hour in a zone with half hours', () => {
    const read = readVolumeRow({ ...good, zone: 'Asia/Kolkata' }, context);
    expect(read.ok && read.value.hourAt).toBe(Date.UTC(2026, 7, 1, 2, 30));
  });

  it.each([
    [{ hourStart: '2026-08-01 08:30' }, 'hourStart', 'rejects.notAnHour'],
    [{ hourStart: '2026-08-01 08:00:01' }, 'hourStart', 'rejects.notAnHour'],
    [{ requests: '1.5' }, 'requests', 'rejects.notInteger'],
    [{ requests: '-1' }, 'requests', 'rejects.notInteger'],
    [{ requests: '2147483648' }, 'requests', 'rejects.notInteger'],
    [{ successes: '4' }, 'successes', 'rejects.aboveOther'],
    [{ areaCode: '南京市' }, 'areaCode', 'rejects.notArea'],
  ])('refuses %j', (part, column, reason) => {
    expect(faultsOf(readVolumeRow({ ...good, ...part }, context))).toEqual([[column, reason]]);
  });
});

describe('readSubscriberRow', () => {
  const good: RowRecord = {
    msisdn: '17086700000',
    planCode: 'V58',
    planName: '商务语音58',
    planType: 'voice',
    monthlyFeeFen: '5800',
    dataQuotaMb: '5120',
    dataRemainingMb: '756',
    areaCode: '320508',
    siteCode: '320508-S004',
    status: '在用',
    joinedOn: '2018-04-27',
    paymentType: 'prepaid',
    billDay: '1',
    accountId: 'A1',
    lineKind: 'normal',
  };

  it('knows of the app what the file says, and nothing where it is silent', () => {
    const app = (appPush?: string) =>
      readSubscriberRow({ ...good, ...(appPush === undefined ? {} : { appPush }) });
    expect(app()).toMatchObject({ value: { appPush: null } });
    expect(app('是')).toMatchObject({ value: { appPush: true } });
    expect(app('no')).toMatchObject({ value: { appPush: false } });
    expect(faultsOf(app('maybe'))).toEqual([['appPush', 'rejects.unknownWord']]);
  });

  it('takes Chinese for a language that is not stated', () => {
    expect(readSubscriberRow(good)).toMatchObject({
      ok: true,
      value: { language: 'zh', asOfOn: null, status: 'active' },
    });
  });

  it.each([
    [{ status: '失踪' }, 'status', 'rejects.unknownWord'],
    [{ billDay: '32' }, 'billDay', 'rejects.notInteger'],
    [{ joinedOn: '2026-02-30' }, 'joinedOn', 'rejects.notDate'],
    [{ monthlyFeeFen: '58.00' }, 'monthlyFeeFen', 'rejects.notInteger'],
    [{ language: 'fr' }, 'language', 'rejects.unknownWord'],
    [{ asOfOn: 'today' }, 'asOfOn', 'rejects.notDate'],
  ])('refuses %j', (part, column, reason) => {
    expect(faultsOf(readSubscriberRow({ ...good, ...part }))).toEqual([[column, reason]]);
  });
});

describe('readTmf641Order', () => {
  const item = (id: string, state = 'failed', more: object = {}) => ({
    id,
    action: 'delete',
    state,
    service: {
      serviceSpecification: { id: '603310', name: '游戏加油包' },
      serviceCharacteristic: [
        { name: 'spCode', value: 'SP0102' },
        { name: 'monthlyFeeFen', value: 1000 },
      ],
    },
    ...more,
  });
  const order = (items: object[], more: object = {}) => ({
    id: '901000',
    orderDate: '2026-11-07T20:49:05Z',
    relatedParty: [{ id: '17004305359', role: 'customer' }],
    errorMessage: [{ code: 'HTTP504', reason: 'ESB', message: '网关超时' }],
    serviceOrderItem: items,
    ...more,
  });
  const reads = (value: unknown) => readTmf641Order(value, context);

  it('takes the order id without an external one, and the number of the customer', () => {
    expect(reads(order([item('1')]))).toMatchObject([
      { ok: true, value: { ticketNo: '901000', msisdn: '+8617004305359', monthlyFeeFen: 1000 } },
    ]);
  });

  it('gives each failed delete of an order its own ticket and its own error', () => {
    const own = { errorMessage: [{ code: '5012', reason: 'HLR', message: '签约数据删除失败' }] };
    const result = reads(
      order([item('1'), item('2', 'failed', own), item('3', 'completed'), item('4', 'failed')], {
        errorMessage: [
          { code: 'HTTP504', reason: 'ESB', message: '网关超时' },
          { code: '22', reason: 'PLAT', message: '', serviceOrderItem: [{ itemId: '4' }] },
        ],
      }),
    );
    expect(result.map((r) => r.ok && [r.value.ticketNo, r.value.rawCode, r.value.stage])).toEqual([
      ['901000#1', 'HTTP504', 'ordered'],
      ['901000#2', '5012', 'network'],
      ['901000#4', '22', 'platform'],
    ]);
  });

  it.each([
    ['text', '', 'rejects.notObject'],
    [order([]), 'serviceOrderItem', 'rejects.noDeleteItem'],
    [order([item('1', 'completed')]), 'serviceOrderItem', 'rejects.noDeleteItem'],
    [order([item('1')], { errorMessage: [] }), 'errorMessage', 'rejects.noError'],
    [order([item('1')], { orderDate: '2026-11-07' }), 'requestedAt', 'rejects.notTime'],
    [order([item('1')], { orderDate: '2026-02-30T00:00:00Z' }), 'requestedAt', 'rejects.notTime'],
    [order([item('1')], { relatedParty: 'x' }), 'msisdn', 'rejects.required'],
    [order([item('1')], { id: { $ne: 1 } }), 'ticketNo', 'rejects.required'],
  ])('refuses %j', (value, column, reason) => {
    expect(reads(value).map(faultsOf)).toEqual([[[column, reason]]]);
  });
});
