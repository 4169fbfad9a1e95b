import type { ReactNode } from 'react';

export type FilterValues = Readonly<Record<string, unknown>>;

export interface EditorProps {
  values: FilterValues;
  /** Sets or (with undefined) removes filter values. */
  set(patch: FilterValues): void;
  /** Closes the chip's panel. */
  done(): void;
}

/** One condition of the queue: which filter values it stands for, how it reads, how it is edited. */
export interface ChipSpec {
  id: string;
  label: string;
  /** The keys of the filter, and so of the address. */
  keys: readonly string[];
  /** `always` stands there also when empty; `offered` is in the menu; `arriving` comes by address only. */
  place: 'always' | 'offered' | 'arriving';
  shown(values: FilterValues): ReactNode;
  editor(props: EditorProps): ReactNode;
}

export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

export const isSet = (spec: ChipSpec, values: FilterValues): boolean =>
  spec.keys.some((key) => !isEmpty(values[key]));

export const listOf = (value: unknown): string[] =>
  isEmpty(value) ? [] : Array.isArray(value) ? value.map(String) : [String(value)];

/** The values with a patch applied; what is empty leaves the filter. */
export function patched(values: FilterValues, patch: FilterValues): Record<string, unknown> {
  const next = { ...values, ...patch };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => !isEmpty(value)));
}
