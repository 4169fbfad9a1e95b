import { describe, expect, it } from 'vitest';
import { queueTabs, tabCount, tabOf, withTab } from './queue-tabs.ts';

describe('the tabs of the queue', () => {
  it('finds each tab again by the filter that it sets', () => {
    for (const { id } of queueTabs) expect(tabOf(withTab({}, id))).toBe(id);
  });

  it('knows the open cases of a chart, which come as openAny', () => {
    expect(tabOf({ openAny: true, failureCode: ['SYN-03'] })).toBe('open_any');
  });

  it('leaves states that no tab stands for to their chip', () => {
    expect(tabOf({ state: ['open', 'held'] })).toBeNull();
    expect(tabOf({ state: ['open'], stateGroup: 'ended' })).toBeNull();
  });

  it('keeps the other conditions and drops the states of the tab before', () => {
    const values = { openAny: true, state: ['held'], stage: ['platform'] };
    expect(withTab(values, 'unknown')).toEqual({ stage: ['platform'], state: ['unknown'] });
    expect(withTab(values, 'all')).toEqual({ stage: ['platform'] });
  });

  it('counts what is in flight as one, and nothing before the counts have come', () => {
    const counts = {
      byState: { queued: 2, sent: 3, confirmed: 1, held: 4 },
      ...{ openAny: 20, ended: 7, dueSoon: 0, breached: 0, mine: 0 },
    };
    expect(tabCount(counts, 'working')).toBe(6);
    expect(tabCount(counts, 'held')).toBe(4);
    expect(tabCount(counts, 'unknown')).toBe(0);
    expect(tabCount(undefined, 'held')).toBeNull();
  });
});
