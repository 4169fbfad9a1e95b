import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** One value of the page's state, kept in the URL; the fallback is left out of it. */
export function useUrlState(name: string, fallback = ''): [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (value: string) => {
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === fallback || value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      );
    },
    [setParams, name, fallback],
  );
  return [params.get(name) ?? fallback, set];
}
