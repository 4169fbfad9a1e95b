import { describe, expect, it } from 'vitest';
import { gather, groupedBy } from './gather.ts';

describe('calls gathered in one turn', () => {
  it('are answered by one, each with its own result, in their order', async () => {
    const asked: (readonly number[])[] = [];
    const double = gather((items: readonly number[]) => {
      asked.push(items);
      return Promise.resolve(items.map((item) => item * 2));
    });
    expect(await Promise.all([double(3), double(1), double(3)])).toEqual([6, 2, 6]);
    expect(await double(5)).toBe(10);
    expect(asked).toEqual([[3, 1, 3], [5]]);
  });

  it('wait for the answer under way, and then go together although they came apart', async () => {
    const asked: (readonly number[])[] = [];
    let answer = (): void => undefined;
    const same = gather(async (items: readonly number[]) => {
      asked.push(items);
      if (asked.length === 1) await new Promise<void>((resolve) => (answer = resolve));
      return items;
    });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const first = same(1);
    await turn();
    const second = same(2);
    await turn();
    const third = same(3);
    answer();
    expect(await Promise.all([first, second, third])).toEqual([1, 2, 3]);
    expect(asked).toEqual([[1], [2, 3]]);
  });

  it('fail together, and leave the next turn alone', async () => {
    const positive = gather((items: readonly number[]) =>
      items.some((item) => item < 0)
        ? Promise.reject(new Error('negative'))
        : Promise.resolve(items),
    );
    const ends = await Promise.allSettled([positive(1), positive(-1)]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await positive(2)).toBe(2);
  });

  it('are grouped by what they have in common, first come first', () => {
    expect(groupedBy(['a1', 'b1', 'a2'], (text) => text.charAt(0))).toEqual([['a1', 'a2'], ['b1']]);
  });
});
