import { describe, expect, it } from 'vitest';
import { areaHolds, areaLineage, outermostAreas } from './area-scope.ts';

describe('area codes', () => {
  it('of a province hold its cities and districts, and no neighbour', () => {
    expect(areaHolds('320000', '320102')).toBe(true);
    expect(areaHolds('320100', '320102')).toBe(true);
    expect(areaHolds('320100', '320508')).toBe(false);
    expect(areaHolds('320102', '320100')).toBe(false);
  });

  it('know what they lie in', () => {
    expect(areaLineage('320102')).toEqual(['320000', '320100', '320102']);
    expect(areaLineage('320000')).toEqual(['320000']);
  });

  it('that another holds fall away, so that nobody is counted twice', () => {
    expect(outermostAreas(['320102', '320100', '510107', '320102'])).toEqual(['320100', '510107']);
  });
});
