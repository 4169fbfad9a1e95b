import { expect, it } from 'vitest';
import { stageIndex, stageOf, stageOfSource, stages } from './stages.ts';

it('a stage is found by its code, with a space or in Chinese, however it is written', () => {
  for (const stage of stages) {
    expect(stageOf(` ${stage.toUpperCase()} `)).toBe(stage);
    expect(stageOf(stage.replace('_', ' '))).toBe(stage);
  }
  expect(stageOf(' 平台开通\t')).toBe('platform');
  expect(stageOf('nowhere')).toBeNull();
  expect(stageOf('')).toBeNull();
});

it('stages are counted from how far a request came', () => {
  expect(stages.map(stageIndex)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

it.each([
  ['SMS', 'received'],
  ['cs', 'received'],
  ['AUTH', 'identity'],
  ['CRM', 'eligibility'],
  ['RISK', 'eligibility'],
  [' ESB ', 'ordered'],
  ['PLAT', 'platform'],
  ['HLR', 'network'],
  ['HSS', 'network'],
  ['ＰＣＲＦ', 'network'],
  ['SP', 'partner_told'],
  ['BIL', 'billing_stopped'],
  ['nobody knows it', 'ordered'],
])('an order that %s refused stopped at %s', (system, stage) => {
  expect(stageOfSource(system)).toBe(stage);
});
