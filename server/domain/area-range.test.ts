import { expect, it } from 'vitest';
import { alternativesOf } from './alternatives.ts';
import { areaRange, inAreas } from './area-range.ts';

it('an area holds itself and what lies in it, and nothing beside it', () => {
  expect(inAreas('330106', ['330000'])).toBe(true);
  expect(inAreas('330106', ['330100'])).toBe(true);
  expect(inAreas('330106', ['330106'])).toBe(true);
  expect(inAreas('330106', ['330200', '340000'])).toBe(false);
  expect(inAreas('330107', ['330106'])).toBe(false);
  expect(inAreas('340100', ['330000'])).toBe(false);
  expect(inAreas('320000', ['330000'])).toBe(false);
  expect(inAreas('330100', ['330200', '330000'])).toBe(true);
});

it('no areas are everywhere', () => {
  expect(inAreas('110000', [])).toBe(true);
});

it('a province, a city and a district are ranges of codes', () => {
  expect(areaRange('330000')).toEqual({ from: '33', until: '33:' });
  expect(areaRange('330100')).toEqual({ from: '3301', until: '3301:' });
  expect(areaRange('330106')).toEqual({ from: '330106', until: '330106:' });
  expect(areaRange('100000')).toEqual({ from: '10', until: '10:' });
  expect(areaRange('330010')).toEqual({ from: '330010', until: '330010:' });
});

it('a refusal has alternatives by its code; waiting needs an end that is known', () => {
  expect(alternativesOf('POL-01', '2026-12-31')).toEqual(['early_exit', 'wait_for_end']);
  expect(alternativesOf('POL-01', null)).toEqual(['early_exit']);
  expect(alternativesOf('POL-02', '2026-12-31')).toEqual(['wait_for_end', 'change_plan']);
  expect(alternativesOf('POL-02', null)).toEqual(['change_plan']);
  expect(alternativesOf('POL-03', null)).toEqual(['change_plan']);
  expect(alternativesOf('POL-09', null)).toEqual(['suspend', 'change_plan']);
  expect(alternativesOf('PLAT-01', '2026-12-31')).toEqual([]);
});
