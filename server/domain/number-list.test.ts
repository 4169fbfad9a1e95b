import { expect, it } from 'vitest';
import { numbersOfRow } from './number-list.ts';

it('a row gives the numbers in its cells, however they are written, and nothing else of it', () => {
  const number = '+8613800001234';
  for (const row of [
    '13800001234',
    ' +86 138-0000-1234 ',
    '138 0000 1234\t张三\t2026-10-10',
    '"0086 13800001234",320102',
    '用户：13800001234',
    '１３８００００１２３４；备注',
  ])
    expect(numbersOfRow(row), row).toEqual([number]);
  expect(numbersOfRow('13800001234 13900005678')).toEqual([number, '+8613900005678']);
  expect(numbersOfRow('13800001234，13900005678|13700009999')).toHaveLength(3);
  expect(numbersOfRow('号码,姓名')).toEqual([]);
  expect(numbersOfRow('12345678901')).toEqual([]);
});
