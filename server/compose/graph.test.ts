import { describe, expect, it } from 'vitest';
import { graphMaker, opened, recipes } from './graph.ts';

interface Root {
  readonly made: string[];
}

const feature = recipes<Root>()({
  feature: ({ made }) => {
    made.push('feature');
    return { reads: 'reads', writes: 'writes' };
  },
});
type WithFeature = Root & { readonly feature: { reads: string; writes: string } };
const book = {
  ...recipes<WithFeature & { readonly late: number }>()({
    early: (g) => () => g.late,
    user: ({ feature, made }) => {
      made.push('user');
      return `uses ${feature.reads}`;
    },
  }),
  ...feature,
  ...opened<WithFeature>()('feature', ['reads']),
  ...recipes<Root & { readonly early: () => number }>()({
    late: ({ early }) => (typeof early === 'function' ? 7 : 0),
  }),
};
const graphOf = graphMaker<Root, typeof book>(book);

describe('an object graph made after recipes', () => {
  it('makes a part and what it needs when it is first asked for, once', () => {
    const graph = graphOf({ made: [] });
    expect(graph.made).toEqual([]);
    expect(graph.user).toBe('uses reads');
    expect(graph.user).toBe('uses reads');
    expect(graph.reads).toBe('reads');
    expect(graph.made).toEqual(['feature', 'user']);
  });

  it('keeps the parts of two graphs apart', () => {
    const one = graphOf({ made: [] });
    const other = graphOf({ made: [] });
    expect(one.feature).toBe(one.feature);
    expect(one.feature).not.toBe(other.feature);
  });

  it('lets two parts need each other where one asks later', () => {
    expect(graphOf({ made: [] }).early()).toBe(7);
  });
});
