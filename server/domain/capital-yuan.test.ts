import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capitalYuan } from './capital-yuan.ts';

describe('an amount in capitals', () => {
  it.each([
    [0, '人民币零元整'],
    [1, '人民币壹分'],
    [10, '人民币壹角整'],
    [12, '人民币壹角贰分'],
    [100, '人民币壹元整'],
    [104, '人民币壹元零肆分'],
    [140_950, '人民币壹仟肆佰零玖元伍角整'],
    [600_714, '人民币陆仟零柒元壹角肆分'],
    [168_032, '人民币壹仟陆佰捌拾元叁角贰分'],
    [10_700_053, '人民币壹拾万柒仟元伍角叁分'],
    [1_640_902, '人民币壹万陆仟肆佰零玖元零贰分'],
    [32_504, '人民币叁佰贰拾伍元零肆分'],
    [1_000_000_100, '人民币壹仟万零壹元整'],
    [10_000_000_000, '人民币壹亿元整'],
    [10_000_000_100, '人民币壹亿零壹元整'],
    [10_010_000_000, '人民币壹亿零壹拾万元整'],
    [100_000_000_000_000, '人民币壹万亿元整'],
    [-140_950, '人民币负壹仟肆佰零玖元伍角整'],
  ])('of %i fen is %s', (fen, words) => {
    expect(capitalYuan(fen)).toBe(words);
  });

  it('is told apart from every other amount, with no two zeros in a row', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000_000 }), (fen) => {
        const words = capitalYuan(fen);
        expect(words).not.toContain('零零');
        expect(seen.get(words) ?? fen).toBe(fen);
        seen.set(words, fen);
      }),
    );
  });

  it('is refused for what is no whole number of fen', () => {
    expect(() => capitalYuan(1.5)).toThrow(RangeError);
  });
});
