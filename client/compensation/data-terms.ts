import { useTranslate } from 'ra-core';
import type { BatchShow } from '#contract/compensation.ts';

/** How data may be used, in words: until when, where, before what, and whether it is carried over. */
export function useDataTerms(): (terms: BatchShow['dataTerms']) => string {
  const t = useTranslate();
  return ({ validity, scope, usedFirst, carriedOver }) =>
    [
      t(`compensation.terms.${scope}`),
      validity.kind === 'days'
        ? t('compensation.terms.days', { days: validity.days })
        : t('compensation.terms.endOfNextMonth'),
      ...(usedFirst ? [t('compensation.terms.usedFirst')] : []),
      ...(carriedOver ? [] : [t('compensation.terms.notCarried')]),
    ].join(t('compensation.sheet.and'));
}
