import { createContext, useContext, useEffect } from 'react';

/** What the fields of a policy's form share. */
export interface PolicyForm {
  /** Faults in words, by dotted path. */
  faults: ReadonlyMap<string, string>;
  /** A field that holds what is no number yet says so here, and takes it back. */
  mark(path: string, half: boolean): void;
  /** The field in focus, so that the example can show which step it moves. */
  focus(path: string | null): void;
}

export const PolicyFormContext = createContext<PolicyForm>({
  faults: new Map(),
  mark: () => {},
  focus: () => {},
});

export const usePolicyForm = (): PolicyForm => useContext(PolicyFormContext);

/** Keeps the form from being saved while a field is half-typed. */
export function useHalfTyped(path: string, half: boolean): void {
  const { mark } = usePolicyForm();
  useEffect(() => {
    mark(path, half);
    return () => mark(path, false);
  }, [mark, path, half]);
}

/** The first fault at a path or below it. */
export function useFault(path: string, exact = false): string | null {
  const { faults } = usePolicyForm();
  const own = faults.get(path);
  if (own !== undefined || exact) return own ?? null;
  for (const [at, text] of faults) if (at.startsWith(`${path}.`)) return text;
  return null;
}
