import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textDifference } from './text-difference.ts';

it('names what was added and taken away', () => {
  expect(textDifference('已退订,不再收费', '已退订,明日起不再收费')).toEqual([
    { kind: 'same', text: '已退订,' },
    { kind: 'added', text: '明日起' },
    { kind: 'same', text: '不再收费' },
  ]);
  expect(textDifference('ab', '')).toEqual([{ kind: 'removed', text: 'ab' }]);
});

it('gives both texts back', () => {
  const text = fc.string({ unit: fc.constantFrom('退', '订', 'a', '😀'), maxLength: 40 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = textDifference(before, after);
      const side = (other: string) =>
        parts.flatMap((part) => (part.kind === other ? [] : [part.text])).join('');
      expect(side('added')).toBe(before);
      expect(side('removed')).toBe(after);
    }),
  );
});
