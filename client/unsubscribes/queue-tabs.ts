import type { CaseCounts } from '#contract/cases.ts';
import type { FilterValues } from './chips/chip-spec.ts';
import { isEmpty, listOf } from './chips/chip-spec.ts';

/** The tabs of the queue; each stands for one value of the filter's state keys. */
export const queueTabs = [
  { id: 'open_any', filter: { stateGroup: 'open_any' } },
  { id: 'open', filter: { state: ['open'] } },
  { id: 'working', filter: { stateGroup: 'working' } },
  { id: 'unknown', filter: { state: ['unknown'] } },
  { id: 'waiting_customer', filter: { state: ['waiting_customer'] } },
  { id: 'waiting_date', filter: { state: ['waiting_date'] } },
  { id: 'held', filter: { state: ['held'] } },
  { id: 'ended', filter: { stateGroup: 'ended' } },
  { id: 'all', filter: {} },
] as const;

export type QueueTabId = (typeof queueTabs)[number]['id'];

const stateKeys = ['state', 'stateGroup', 'openAny'] as const;

/** The tab that the filter is at; null when its states are those of no tab. */
export function tabOf(values: FilterValues): QueueTabId | null {
  const states = listOf(values['state']);
  const group = values['openAny'] === true ? 'open_any' : values['stateGroup'];
  if (states.length === 0 && isEmpty(group)) return 'all';
  if (states.length > 0 && !isEmpty(group)) return null;
  const tab = queueTabs.find(({ filter }) =>
    'state' in filter
      ? states.length === 1 && states[0] === filter.state[0]
      : 'stateGroup' in filter && filter.stateGroup === group,
  );
  return tab?.id ?? null;
}

/** The filter with its states replaced by the tab's. */
export function withTab(values: FilterValues, id: string): Record<string, unknown> {
  const tab = queueTabs.find((candidate) => candidate.id === id);
  const rest = Object.entries(values).filter(
    ([key]) => !(stateKeys as readonly string[]).includes(key),
  );
  return { ...Object.fromEntries(rest), ...tab?.filter };
}

/** The live count beside a tab. */
export function tabCount(counts: CaseCounts | undefined, id: QueueTabId): number | null {
  if (counts === undefined) return null;
  const of = (state: string) => counts.byState[state] ?? 0;
  switch (id) {
    case 'open_any':
      return counts.openAny;
    case 'ended':
      return counts.ended;
    case 'working':
      return of('queued') + of('sent') + of('confirmed');
    case 'all':
      return null;
    default:
      return of(id);
  }
}
