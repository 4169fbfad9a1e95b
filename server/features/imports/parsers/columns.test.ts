import { describe, expect, it } from 'vitest';
import { fieldsOf, headerSignature, importKinds, resolveColumns } from './columns.ts';

describe('resolveColumns', () => {
  it('finds every field of every kind under its own name', () => {
    for (const kind of importKinds) {
      const names = fieldsOf(kind).map(({ field }) => field);
      expect(resolveColumns(kind, names)).toMatchObject({
        columns: Object.fromEntries(names.map((name) => [name, name])),
        missing: [],
        unused: [],
        repeated: [],
      });
    }
  });

  it('does not mind case, width, white space and underscores', () => {
    const { columns } = resolveColumns('volumes', ['Hour_Start', ' ＣＩＴＹ code', '渠 道']);
    expect(columns).toEqual({
      hourStart: 'Hour_Start',
      areaCode: ' ＣＩＴＹ code',
      channel: '渠 道',
    });
  });

  it('lets a saved mapping go first, and forgets headers that are gone', () => {
    const headers = ['业务代码', '我方代码', '渠道'];
    const { columns, unused } = resolveColumns('volumes', headers, {
      productCode: '我方代码',
      channel: '旧渠道',
    });
    expect(columns).toEqual({ productCode: '我方代码', channel: '渠道' });
    expect(unused).toEqual(['业务代码']);
  });

  it('names what is missing, unused and repeated', () => {
    const resolved = resolveColumns('volumes', ['hour_start', 'channel', 'x', 'channel']);
    expect(resolved.missing).toEqual([
      'productCode',
      'areaCode',
      'requests',
      'orders',
      'successes',
    ]);
    expect(resolved.unused).toEqual(['x']);
    expect(resolved.repeated).toEqual(['channel']);
  });
});

describe('headerSignature', () => {
  it('is the same for the same headers in another order, and for no others', () => {
    expect(headerSignature(['a', ' b'])).toBe(headerSignature(['b', 'a']));
    expect(headerSignature(['a', 'b'])).not.toBe(headerSignature(['a,b']));
    expect(headerSignature(['a'])).toMatch(/^[0-9a-f]{64}$/u);
  });
});
