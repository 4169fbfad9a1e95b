import { expect, it } from 'vitest';
import { scopeOf } from './policy-scope.ts';

it.each([
  [['320000'], [], 'province'],
  [['320102', '330100'], [], 'city'],
  [['320102'], [], 'district'],
  [['320000'], ['S1'], 'site'],
  [[], [], 'site'],
] as const)('an outage of areas %j and sites %j reaches a %s', (areaCodes, siteCodes, scope) => {
  expect(scopeOf({ areaCodes, siteCodes })).toBe(scope);
});
