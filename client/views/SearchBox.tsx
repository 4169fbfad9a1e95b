import { useListContext, useTranslate } from 'ra-core';
import { Icon } from '../components/index.ts';
import { useDraft } from '../unsubscribes/useDraft.ts';
import './views.css';

export const SEARCH_BOX_ID = 'queue-search';
const MOST = 60;

/** Words in the queue: Enter searches, emptying it ends the search. What is searched stands in the address. */
export function SearchBox() {
  const { filterValues, setFilters } = useListContext();
  const values = (filterValues ?? {}) as Record<string, unknown>;
  const searched = typeof values['q'] === 'string' ? values['q'] : '';
  const search = (q: string) => {
    const rest = Object.fromEntries(Object.entries(values).filter(([key]) => key !== 'q'));
    setFilters(q === '' ? rest : { ...rest, q }, {});
  };
  return <Box searched={searched} onSearch={search} />;
}

/**
 * What is typed and not yet searched stays through tabs, views and other pages, until it is searched or emptied;
 * a box in which nothing waits follows the address.
 */
function Box({ searched, onSearch }: { searched: string; onSearch(q: string): void }) {
  const t = useTranslate();
  const [draft, setDraft] = useDraft('redress.queue.search');
  const typed = draft === '' ? searched : draft;
  const waits = typed.trim() !== searched && typed.trim() !== '';
  return (
    <form
      className="v-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setDraft('');
        onSearch(typed.trim());
      }}
    >
      <Icon name="search" size={12} />
      <input
        id={SEARCH_BOX_ID}
        type="search"
        value={typed}
        maxLength={MOST}
        aria-label={t('views.search.label')}
        placeholder={t('views.search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target: { value } }) => {
          setDraft(value === searched ? '' : value);
          if (value === '' && searched !== '') onSearch('');
        }}
      />
      {waits && (
        <button
          type="submit"
          aria-label={t('views.search.pending')}
          title={t('views.search.pending')}
        >
          <kbd>↵</kbd>
        </button>
      )}
    </form>
  );
}
