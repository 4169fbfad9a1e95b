import { expect, it } from 'vitest';
import { parseSiteList } from './site-list.ts';

it('a pasted list of sites may be divided by anything that is no part of a code', () => {
  const pasted = '320102-S001\n320102-S002，320102-S003;A_1\t"B.2" / Ｃ３ 、320102-S001\r\n';
  expect(parseSiteList(pasted)).toEqual({
    sites: ['320102-S001', '320102-S002', '320102-S003', 'A_1', 'B.2', 'C3'],
    repeated: 1,
    rejected: [],
  });
});

it('what is no code is named, not dropped', () => {
  expect(parseSiteList('玄武门基站 S001 ' + 'x'.repeat(25))).toEqual({
    sites: ['S001'],
    repeated: 0,
    rejected: ['玄武门基站', 'x'.repeat(25)],
  });
});
