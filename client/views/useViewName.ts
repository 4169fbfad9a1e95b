import { useTranslate } from 'ra-core';
import type { SavedView } from '#contract/views.ts';

/** Shipped views are named in the reader's language, others as their owner named them. */
export function useViewName(): (view: Pick<SavedView, 'key' | 'name'>) => string {
  const t = useTranslate();
  return ({ key, name }) => (key === null ? name : t(`views.shipped.${key}`));
}
