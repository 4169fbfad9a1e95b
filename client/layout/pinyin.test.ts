import { describe, expect, it } from 'vitest';
import { nameMatches, pinyinInitials } from './pinyin.ts';

describe('pages by pinyin initials', () => {
  it.each([
    ['工单队列', 'gddl'],
    ['中断事件', 'zdsj'],
    ['时段权重', 'sdqz'],
    ['补偿策略', 'bccl'],
    ['原因码目录', 'yymml'],
    ['审计', 'sj'],
    ['人员', 'ry'],
  ])('finds %s by %s', (name, initials) => {
    expect(pinyinInitials(name)).toBe(initials);
    expect(nameMatches(name, initials.slice(0, 2))).toBe(true);
  });

  it('finds an English name by any part of it, and nothing by a foreign word', () => {
    expect(nameMatches('Time weights', 'weig')).toBe(true);
    expect(nameMatches('Time weights', 'queue')).toBe(false);
  });
});
