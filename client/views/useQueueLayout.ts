import { useListContext, useStore } from 'ra-core';
import type { SavedView } from '#contract/views.ts';
import { inOrder, useTableLayout } from '../components/index.ts';
import type { TableDefaults } from '../components/index.ts';
import { hiddenAtFirst, queueColumns } from '../unsubscribes/queue-columns.ts';
import { useViews } from './useViews.ts';
import { viewAt } from './view-address.ts';

/** The view that was chosen by name: several may have the same conditions. */
export const usePickedView = () => useStore('redress.queue.view', '');

/** The view that the queue stands at, by its conditions. */
export function useCurrentView(): SavedView | undefined {
  const views = useViews();
  const { filterValues } = useListContext();
  const [picked] = usePickedView();
  return viewAt(views, (filterValues ?? {}) as Record<string, unknown>, picked);
}

const ownLayout = { storeKey: 'redress.queue', defaults: { hidden: hiddenAtFirst } };

/**
 * How the queue's table begins: as the view was kept, else as its reader has set the queue up. What a reader changes
 * under a view stays theirs until the view is saved anew.
 */
export function useQueueLayout(): { storeKey: string; defaults: TableDefaults } {
  const view = useCurrentView();
  if (view === undefined || view.columns === null) return ownLayout;
  const { columns, density } = view;
  return {
    storeKey: `redress.queue.${view.id}.${view.version}`,
    defaults: {
      hidden: queueColumns.filter((name) => !columns.includes(name)),
      order: columns,
      ...(density === null ? {} : { density }),
    },
  };
}

/** What a view of the queue keeps, as it stands now. */
export function useQueueNow(): Pick<SavedView, 'filter' | 'sort' | 'columns' | 'density'> {
  const { filterValues, sort } = useListContext();
  const { storeKey, defaults } = useQueueLayout();
  const { hidden, order, density } = useTableLayout(storeKey, defaults);
  return {
    filter: (filterValues ?? {}) as Record<string, unknown>,
    sort: [sort.field, sort.order],
    columns: inOrder<string>(
      queueColumns.filter((name) => !hidden.includes(name)),
      order,
      (name) => name,
    ),
    density,
  };
}
