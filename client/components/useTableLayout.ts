import { useStore } from 'ra-core';
import { Children, Fragment, cloneElement, isValidElement } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Density } from '#contract/views.ts';

export interface TableDefaults {
  /** Columns left out until they are asked for. */
  hidden: readonly string[];
  /** Columns that come first, in this order; the others follow as they are written. */
  order?: readonly string[];
  density?: Density;
}

/** How somebody has set a table up, kept in their browser: columns left out, their order, the height of rows. */
export function useTableLayout(storeKey: string, defaults: TableDefaults) {
  // React-admin's own cells look under the plain key.
  const [hidden, setHidden] = useStore<string[]>(storeKey, [...defaults.hidden]);
  const [order, setOrder] = useStore<string[]>(`${storeKey}.order`, [...(defaults.order ?? [])]);
  const [density, setDensity] = useStore<Density>(
    `${storeKey}.density`,
    defaults.density ?? 'normal',
  );
  const reset = () => {
    setHidden([...defaults.hidden]);
    setOrder([...(defaults.order ?? [])]);
    setDensity(defaults.density ?? 'normal');
  };
  return { hidden, setHidden, order, setOrder, density, setDensity, reset };
}

export type TableLayout = ReturnType<typeof useTableLayout>;

export type Column = ReactElement<{ source?: string; label?: ReactNode }>;

/** The columns written as children, those in fragments too. */
export function columnsIn(children: ReactNode): Column[] {
  return Children.toArray(children).flatMap((child) => {
    if (!isValidElement(child)) return [];
    if (child.type === Fragment)
      return columnsIn((child.props as { children?: ReactNode }).children);
    const column = child as Column;
    // Those of several fragments stand side by side now.
    return [cloneElement(column, { key: column.props.source ?? column.key })];
  });
}

/** By the order wanted; what it does not name keeps its place behind. */
export function inOrder<T>(
  items: readonly T[],
  order: readonly string[],
  nameOf: (item: T) => string | undefined,
): T[] {
  const placeOf = (item: T) => {
    const at = order.indexOf(nameOf(item) ?? '');
    return at < 0 ? order.length : at;
  };
  return [...items].sort((a, b) => placeOf(a) - placeOf(b));
}
