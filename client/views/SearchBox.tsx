import { useListContext, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Icon } from '../components/index.ts';
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
  // Another search by address begins a new box.
  return <Box key={searched} searched={searched} onSearch={search} />;
}

function Box({ searched, onSearch }: { searched: string; onSearch(q: string): void }) {
  const t = useTranslate();
  const [typed, setTyped] = useState(searched);
  return (
    <form
      className="v-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
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
        onChange={(event) => {
          setTyped(event.target.value);
          if (event.target.value === '' && searched !== '') onSearch('');
        }}
      />
    </form>
  );
}
