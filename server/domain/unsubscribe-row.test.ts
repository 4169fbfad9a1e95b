import { describe, expect, it } from 'vitest';
import { channelOf } from './channels.ts';
import type { RowRecord } from './row-reader.ts';
import { stageIndex, stageNamesZh, stageOf, stageOfSource, stages } from './stages.ts';
import { createZone } from './time.ts';
import { readUnsubscribeRow } from './unsubscribe-row.ts';
import { parseYuan } from './yuan.ts';

const good: RowRecord = {
  ticketNo: 'T1',
  msisdn: '170 9780 9404',
  productCode: '601204',
  partnerCode: 'SP0044',
  channel: 'APP',
  requestedAt: '2026/10/01 21:04:51',
  stage: '计费停止',
  sourceSystem: 'BIL',
  rawCode: '0999_2',
  rawText: ' 词\n语 ',
  monthlyFee: '3.00',
};
const shanghai = createZone('Asia/Shanghai');
const faultsOf = (part: RowRecord, zone = shanghai): unknown => {
  const read = readUnsubscribeRow({ ...good, ...part }, zone);
  return read.ok ? [] : read.rejects.map((r) => [r.column, r.reasonKey]);
};

describe('readUnsubscribeRow', () => {
  it('keeps the text word for word and leaves unsaid lamps unknown', () => {
    const read = readUnsubscribeRow(good, shanghai);
    expect(read).toMatchObject({
      ok: true,
      facts: {
        rawText: ' 词\n语 ',
        productName: null,
        province: null,
        actual: { crm: 'unknown', billing: 'unknown' },
      },
    });
  });

  it('masks numbers in the raw text', () => {
    const read = readUnsubscribeRow({ ...good, rawText: '号码17097809404忙' }, shanghai);
    expect(read.ok && read.facts.rawText).toBe('号码170****9404忙');
  });

  it.each([
    ['msisdn', '17049011', 'rejects.notMsisdn'],
    ['msisdn', '', 'rejects.required'],
    ['requestedAt', '2026/13/45 99:00:00', 'rejects.notTime'],
    ['requestedAt', '2026-02-29 10:00:00', 'rejects.notTime'],
    ['requestedAt', '01/10/2026 10:00', 'rejects.notTime'],
    ['requestedAt', '2026-10-01', 'rejects.notTime'],
    ['monthlyFee', '免费', 'rejects.notFee'],
    ['monthlyFee', '3.001', 'rejects.notFee'],
    ['monthlyFee', '-3.00', 'rejects.notFee'],
    ['monthlyFee', '', 'rejects.required'],
    ['channel', '飞鸽', 'rejects.unknownWord'],
    ['channel', 'unknown', 'rejects.unknownWord'],
    ['stage', '中途', 'rejects.unknownWord'],
    ['crmState', '异常', 'rejects.unknownWord'],
    ['rawText', 'a\u0000b', 'rejects.badCharacter'],
    ['productName', 'a\ud800b', 'rejects.badCharacter'],
    ['rawText', 'x'.repeat(1_001), 'rejects.tooLong'],
    ['ticketNo', 'x'.repeat(41), 'rejects.tooLong'],
    ['productCode', '60 1204', 'rejects.notCode'],
    ['sourceSystem', ' ', 'rejects.required'],
  ])('refuses %s %j', (column, value, reason) => {
    expect(faultsOf({ [column]: value })).toEqual([[column, reason]]);
  });

  it('names every fault of a row', () => {
    expect(faultsOf({ msisdn: '1', monthlyFee: '免费' })).toEqual([
      ['msisdn', 'rejects.notMsisdn'],
      ['monthlyFee', 'rejects.notFee'],
    ]);
  });

  it.each([
    ['2026/8/1 9:05', Date.UTC(2026, 7, 1, 1, 5)],
    ['2026-08-01T09:05:00', Date.UTC(2026, 7, 1, 1, 5)],
    ['2026-08-01T01:05:00Z', Date.UTC(2026, 7, 1, 1, 5)],
    ['2026-08-01T09:05:00.250+08:00', Date.UTC(2026, 7, 1, 1, 5, 0, 250)],
  ])('reads the time %j', (requestedAt, at) => {
    const read = readUnsubscribeRow({ ...good, requestedAt }, shanghai);
    expect(read.ok && read.facts.requestedAt).toBe(at);
  });

  it('does not guess a local time that the clocks repeat or skip', () => {
    const newYork = createZone('America/New_York');
    expect(faultsOf({ requestedAt: '2026-11-01 01:30' }, newYork)).toEqual([
      ['requestedAt', 'rejects.timeAmbiguous'],
    ]);
    expect(faultsOf({ requestedAt: '2026-03-08 02:30' }, newYork)).toEqual([
      ['requestedAt', 'rejects.timeSkipped'],
    ]);
    expect(faultsOf({ requestedAt: '2026-11-01T01:30-05:00' }, newYork)).toEqual([]);
  });

  it('masks what it quotes of a wrong cell', () => {
    const read = readUnsubscribeRow({ ...good, channel: '17097809404' }, shanghai);
    expect(!read.ok && read.rejects[0]?.args).toEqual({ text: '170****9404' });
  });
});

describe('parseYuan', () => {
  it.each([
    ['3', 300],
    ['3.5', 350],
    ['0.07', 7],
    ['1,290.00', 129_000],
    ['12,290', 1_229_000],
    ['1,234,567.80', 123_456_780],
    ['  129.00 ', 12_900],
    ['￥12.00元', 1_200],
    ['21474836.47', 2_147_483_647],
    ['4.35', 435],
  ])('%j is %i fen', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });

  it.each(['', '免费', '.5', '5.', '1e3', '1,29', '21474836.48', '+3', '3 4', 'NaN'])(
    'refuses %j',
    (text) => {
      expect(parseYuan(text)).toBeNull();
    },
  );
});

describe('stages and channels', () => {
  it('knows the nine stages by code and Chinese name, in order', () => {
    expect(stages.map((stage) => stageOf(stageNamesZh[stage]))).toEqual(stages);
    expect(stages.map((stage) => stageIndex(stage))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(stageOf('ＳＰ通知')).toBe('partner_told');
    expect(stageOf('billing stopped')).toBe('billing_stopped');
  });

  it('judges the stage by the system where a source names none', () => {
    expect(stageOfSource('HLR')).toBe('network');
    expect(stageOfSource('constructor')).toBe('ordered');
  });

  it.each([
    ['APP', 'app'],
    ['SP页面', 'partner_page'],
    ['网厅', 'web'],
    ['IVR', 'ivr'],
    ['第三方', 'third_party'],
  ])('knows the channel %s', (name, code) => {
    expect(channelOf(name)).toBe(code);
  });
});
