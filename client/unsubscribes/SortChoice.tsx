import { useListContext, useTranslate } from 'ra-core';
import { Icon, usePopover } from '../components/index.ts';

const sorts = ['dueAt', 'requestedAt', 'openedAt', 'updatedAt'] as const;

/** By what the queue is in order, and which way; the same again turns it round. */
export function SortChoice() {
  const t = useTranslate();
  const { sort, setSort } = useListContext();
  const { open, setOpen, ref } = usePopover();
  const label = (field: string) =>
    t(`unsubscribes.sort.${field}`, {
      _: t('common.sortBy', { name: t(`resources.cases.fields.${field}`) }),
    });
  const ascending = sort.order === 'ASC';
  return (
    <div className="q-sort" ref={ref}>
      <button
        type="button"
        className="r-btn r-btn--plain"
        aria-expanded={open}
        title={t(ascending ? 'common.ascending' : 'common.descending')}
        onClick={() => setOpen(!open)}
      >
        {label(sort.field)}
        <Icon name={ascending ? 'up' : 'down'} size={12} />
      </button>
      {open && (
        <ul className="r-pop r-pop--right r-pop__menu">
          {sorts.map((field) => (
            <li key={field}>
              <button
                type="button"
                aria-pressed={sort.field === field}
                onClick={() => {
                  setOpen(false);
                  const turn = sort.field === field && ascending;
                  setSort({ field, order: turn ? 'DESC' : 'ASC' });
                }}
              >
                {label(field)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
