import { useTranslate } from 'ra-core';
import type { ImportRecord } from '#contract/imports.ts';
import { StatusIcon, formatNumber, useLocaleName } from '../components/index.ts';

/** Why the file as a whole cannot be used, what was kept, what to do. */
export function FailurePanel({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { failureKey, failureArgs, rowsLanded, finishedAt } = record;
  const landed = finishedAt !== null && rowsLanded > 0;
  return (
    <div className="imp-failure" role="alert">
      <StatusIcon status="bad" size={16} />
      <div>
        <p className="r-strong">{t('imports.failed.title')}</p>
        <p>{t(failureKey ?? 'errors.other', { ...failureArgs, _: t('errors.other') })}</p>
        <p className="r-note">
          {landed
            ? t('imports.failed.landed', { count: formatNumber(rowsLanded, locale) })
            : t('imports.failed.nothing')}
        </p>
      </div>
    </div>
  );
}
