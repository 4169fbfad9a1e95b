import { describe, expect, it } from 'vitest';
import { isEssential, isOutageMessage, linkIn, promiseIn } from './notice-kinds.ts';

describe('what a text may not say', () => {
  it.each([
    ['将补偿您流量', '补偿'],
    ['话费赔偿', '赔偿'],
    ['予以赔付', '赔付'],
    ['我们将退费', '退费'],
    ['已返还', '返还'],
    ['赠送1GB', '赠送'],
    ['You will be Compensated', 'Compensat'],
    ['a refund follows', 'refund'],
    ['we credit you', 'credit'],
    ['it is free of charge', 'free of charge'],
    ['Credited by mistake', null],
    ['正在抢修', null],
    ['engineers are on their way', null],
  ])('%j promises %j', (text, word) => {
    expect(promiseIn(text)).toBe(word);
  });

  it.each([
    ['see https://a.example/x?y=1 now', 'https://a.example/x?y=1'],
    ['go to www.example.org', 'www.example.org'],
    ['打开 t.cn/abc 查看', 't.cn/abc'],
    ['call 10086', null],
    ['at 10:30, room 2.4', null],
  ])('%j carries the link %j', (text, link) => {
    expect(linkIn(text)).toBe(link);
  });
});

describe('a message', () => {
  it('about an outage is one of the first four of its kind', () => {
    for (const code of ['O1', 'O1A', 'O2', 'O3A', 'O4']) expect(isOutageMessage(code)).toBe(true);
    for (const code of ['O5', 'O5A', 'O6', 'T1', 'O10', 'XO1'])
      expect(isOutageMessage(code)).toBe(false);
  });

  it('reaches those who opted out where it is owed, or answers their own act', () => {
    for (const code of ['O1', 'O1A', 'O6', 'C1', 'C2', 'C3', 'T1', 'T2C', 'T5', 'T9', 'T10'])
      expect(isEssential(code)).toBe(true);
    for (const code of ['O2', 'O3', 'O4', 'O5', 'T11']) expect(isEssential(code)).toBe(false);
  });
});
