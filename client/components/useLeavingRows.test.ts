import { describe, expect, it } from 'vitest';
import { withLeaving } from './useLeavingRows.ts';

const rows = (ids: string) => [...ids].map((id) => ({ id }));
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).join('');

describe('Rows that leave a list', () => {
  it('keep their place until they are folded away, the first and neighbours too', () => {
    expect(ids(withLeaving(rows('abcd'), rows('abde')))).toBe('abcde');
    expect(ids(withLeaving(rows('abcd'), rows('cd')))).toBe('abcd');
    expect(ids(withLeaving(rows('abcd'), rows('ad')))).toBe('abcd');
  });

  it('are none when nothing left, or when the whole list became another', () => {
    expect(ids(withLeaving(rows('ab'), rows('xab')))).toBe('xab');
    expect(ids(withLeaving(rows('abcdef'), rows('xyz')))).toBe('xyz');
  });
});
