import { createContext, useContext, useEffect } from 'react';

/** The last part of the breadcrumb is the page's own to name. */
export const SetCrumbContext = createContext<(label: string) => void>(() => {});

export function useSetCrumb(label: string): void {
  const set = useContext(SetCrumbContext);
  useEffect(() => {
    set(label);
    return () => set('');
  }, [set, label]);
}
