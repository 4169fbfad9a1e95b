import { describe, expect, it } from 'vitest';
import { readTextFacts } from './text-facts.ts';

describe('what a text states besides its code', () => {
  it.each([
    ['合约到期日：2026-12-31，不可退订', '2026-12-31'],
    ['到期日期为2026年3月5日', '2026-03-05'],
    ['有效期至 20261231', '2026-12-31'],
    ['协议期至２０２６．０１．０２', '2026-01-02'],
    ['截止日是2026/7/1。', '2026-07-01'],
    ['Contract expires on 2026-06-30', '2026-06-30'],
    ['ends 2026-06-30', '2026-06-30'],
    ['valid until: 2026.6.30', '2026-06-30'],
  ])('is the end of a contract: %s', (text, contractEndOn) => {
    expect(readTextFacts(text)).toEqual({ contractEndOn });
  });

  it.each([
    ['违约金 200 元', 20_000],
    ['需付解约费：¥99.5', 9_950],
    ['提前解约需支付120.05元', 12_005],
    ['An exit fee 30 applies', 3_000],
    ['违约金为 ￥ 0.50', 50],
  ])('is what leaving early costs: %s', (text, exitFeeFen) => {
    expect(readTextFacts(text)).toEqual({ exitFeeFen });
  });

  it('is both where both are said', () => {
    expect(readTextFacts('合约截止日期2027-02-28，提前解约违约金 88 元')).toEqual({
      contractEndOn: '2027-02-28',
      exitFeeFen: 8_800,
    });
  });

  it.each([
    'ends on 2026-02-30',
    '到期日：2026-13-01',
    '有效期至202612319',
    '受理于 2026-12-31',
    '合约未到期',
    '',
    `${'长'.repeat(1_000)}到期日2026-12-31`,
  ])('is nothing that cannot be, or is not said: %s', (text) => {
    expect(readTextFacts(text)).toEqual({});
  });
});
