import { describe, expect, it } from 'vitest';
import { filterOfAddress, queueAddress, sameFilter, viewAt } from './view-address.ts';

describe('The address of a view', () => {
  it('holds the filter word for word, and gives it back', () => {
    const filter = { stateGroup: 'open_any', q: '超时 & 100%', priority: [2] };
    const [path = '', search = ''] = queueAddress(filter).split('?');
    expect(filterOfAddress(path, `?${search}`)).toEqual(filter);
  });

  it('is of the queue only, and no nonsense', () => {
    expect(filterOfAddress('/outages', '?filter={}')).toBeNull();
    expect(filterOfAddress('/cases', '?filter={')).toBeNull();
  });

  it('is that of the view chosen by name where two have the same conditions', () => {
    const views = [
      { id: 'A', filter: { overdue: true } },
      { id: 'B', filter: { overdue: true } },
    ];
    expect(viewAt(views, { overdue: true }, 'B')?.id).toBe('B');
    expect(viewAt(views, { overdue: true }, 'C')?.id).toBe('A');
    expect(viewAt(views, {}, 'A')).toBeUndefined();
  });

  it('is the same whatever the order in which conditions were set', () => {
    expect(sameFilter({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameFilter({ a: 1 }, { a: 2 })).toBe(false);
  });
});
