import { describe, expect, it } from 'vitest';
import { gramsOf, needleOf, shapeMatches, shapeOf } from './text-shape.ts';

describe('The shape of a text', () => {
  it('is one for texts that differ in long numbers, width, case and blanks only', () => {
    expect(shapeOf('网关超时  SEQ=77120931')).toBe('网关超时 seq=#');
    expect(shapeOf('网关超时　ｓｅｑ=99120000')).toBe('网关超时 seq=#');
    expect(shapeOf('HTTP 504')).toBe('http 504');
  });

  it('never cuts a character beyond the basic plane', () => {
    expect(gramsOf('😀')).toEqual([0x1f600]);
    expect(gramsOf('𠮷野家')).toHaveLength(5);
    expect(Array.from(shapeOf('😀'.repeat(1200)))).toHaveLength(1000);
  });

  it('has every piece of each of its parts, whatever the scripts', () => {
    const whole = new Set(gramsOf(shapeOf('网关超时(504) Gateway timeout 😀 100%_done')));
    for (const part of ['超时', '时(5', 'WAY  t', '😀 1', '%_d', '关'])
      expect(needleOf(part).grams.every((gram) => whole.has(gram))).toBe(true);
    expect(needleOf('时超').grams.every((gram) => whole.has(gram))).toBe(false);
  });

  it('matches words in their order and leaves numbers between them to the texts', () => {
    expect(shapeMatches('超时 # 回执', needleOf('超时 771209 回执'))).toBe(true);
    expect(shapeMatches('回执 # 超时', needleOf('超时 771209 回执'))).toBe(false);
    expect(shapeMatches('http 504', needleOf('504'))).toBe(true);
  });
});
