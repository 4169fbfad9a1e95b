import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageSize } from './message-parts.ts';

describe('the size of a short message', () => {
  it.each([
    ['', 'gsm7', 0, 1],
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    ['€'.repeat(80), 'gsm7', 160, 1],
    ['€'.repeat(81), 'gsm7', 162, 2],
    ['退'.repeat(70), 'ucs2', 70, 1],
    ['退'.repeat(71), 'ucs2', 71, 2],
    ['退'.repeat(134), 'ucs2', 134, 2],
    ['退'.repeat(135), 'ucs2', 135, 3],
    ['😀'.repeat(35), 'ucs2', 70, 1],
  ] as const)('of %j is %s, %d units, %d parts', (text, encoding, length, parts) => {
    expect(messageSize(text)).toMatchObject({ encoding, length, parts });
  });

  it('tears no escape and no surrogate pair: the odd place at the end of a part stays empty', () => {
    // 76 euro signs fill 152 of 153 septets; the 77th starts the next part.
    expect(messageSize('€'.repeat(152) + 'a')).toMatchObject({ length: 305, parts: 2 });
    expect(messageSize('€'.repeat(153))).toMatchObject({ length: 306, parts: 3 });
    expect(messageSize('😀'.repeat(67))).toMatchObject({ length: 134, parts: 3 });
  });

  it('counts parts as an obvious splitter does', () => {
    const character = fc.constantFrom('a', '€', '退', '😀', '{', ' ');
    fc.assert(
      fc.property(fc.array(character, { maxLength: 500 }), (characters) => {
        const text = characters.join('');
        const size = messageSize(text);
        expect(size.parts).toBe(splitSlowly(characters, size.encoding));
        expect(size.left).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('never grows smaller when a character is added', () => {
    const character = fc.constantFrom('a', '€', '退', '😀');
    fc.assert(
      fc.property(fc.array(character, { maxLength: 300 }), character, (characters, more) => {
        const before = messageSize(characters.join(''));
        const after = messageSize([...characters, more].join(''));
        expect(after.parts).toBeGreaterThanOrEqual(before.parts);
      }),
    );
  });
});

/** Cuts off the longest head that fits, again and again. */
function splitSlowly(characters: readonly string[], encoding: 'gsm7' | 'ucs2'): number {
  const width = (list: readonly string[]) =>
    encoding === 'ucs2'
      ? list.join('').length
      : list.reduce((sum, one) => sum + ('€{'.includes(one) ? 2 : 1), 0);
  const [single, joined] = encoding === 'ucs2' ? [70, 67] : [160, 153];
  if (width(characters) <= single) return 1;
  let rest = [...characters];
  let parts = 0;
  while (rest.length > 0) {
    let take = rest.length;
    while (width(rest.slice(0, take)) > joined) take -= 1;
    rest = rest.slice(take);
    parts += 1;
  }
  return parts;
}
