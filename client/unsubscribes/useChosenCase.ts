import { useListContext } from 'ra-core';
import { useSearchParams } from 'react-router-dom';

/**
 * The case beside the list, in the address. react-admin takes an address with any parameter for the whole state of
 * the list, so the conditions, order and page are written beside it.
 */
export function useChosenCase(): [string, (id: string) => void] {
  const { filterValues, sort, page, perPage } = useListContext();
  const [params, setParams] = useSearchParams();
  const choose = (id: string) => {
    const next = new URLSearchParams({
      filter: JSON.stringify(filterValues),
      sort: sort.field,
      order: sort.order,
      page: String(page),
      perPage: String(perPage),
      ...(id === '' ? {} : { case: id }),
    });
    setParams(next, { replace: true });
  };
  return [params.get('case') ?? '', choose];
}
