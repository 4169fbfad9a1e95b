import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { BatchShow } from '#contract/compensation.ts';
import { Button, LinkButton, VerbButton } from '../components/index.ts';
import { FactorDialog } from './FactorDialog.tsx';

/** What this person may do with the batch in its state; the server says which verbs those are. */
export function BatchActs({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const [factor, setFactor] = useState(false);
  const may = (verb: string) => record.may.includes(verb);
  const filledCalculate = record.state === 'draft';
  const ask = (verb: string) => ({
    title: t(`compensation.ask.${verb}.title`),
    sentence: t(`compensation.ask.${verb}.sentence`, { lines: record.lineCount }),
  });
  return (
    <>
      {may('cancel') && (
        <VerbButton
          verb="cancel"
          kind="bad"
          label={t('compensation.verb.cancel')}
          ask={ask('cancel')}
        />
      )}
      {may('withdraw') && <VerbButton verb="withdraw" label={t('compensation.verb.withdraw')} />}
      {may('adjust') && (
        <Button onClick={() => setFactor(true)}>{t('compensation.verb.adjustFactor')}</Button>
      )}
      {may('calculate') && (
        <VerbButton
          verb="calculate"
          kind={filledCalculate ? 'filled' : 'outline'}
          label={t(
            filledCalculate ? 'compensation.verb.calculate' : 'compensation.verb.recalculate',
          )}
          message={t('compensation.done.calculate')}
        />
      )}
      {may('submit') && (
        <VerbButton
          verb="submit"
          kind="filled"
          label={t('compensation.verb.submit')}
          message={t('compensation.done.submit')}
        />
      )}
      {may('pause-crediting') && !record.creditingPaused && (
        <VerbButton
          verb="pause-crediting"
          label={t('compensation.verb.pause')}
          ask={ask('pause')}
        />
      )}
      {may('resume-crediting') && record.creditingPaused && (
        <VerbButton
          verb="resume-crediting"
          kind="filled"
          label={t('compensation.verb.resume')}
          ask={ask('resume')}
        />
      )}
      {may('retry-parked') && (
        <VerbButton
          verb="retry-parked"
          kind="filled"
          label={t('compensation.verb.retryParked')}
          ask={ask('retryParked')}
        />
      )}
      {record.state === 'submitted' && (may('approve') || record.approvalBlock !== null) && (
        <LinkButton
          to={`/compensation-batches/${record.id}/approve`}
          kind={record.approvalBlock === null ? 'filled' : 'outline'}
        >
          {t('compensation.verb.review')}
        </LinkButton>
      )}
      {factor && <FactorDialog record={record} onClose={() => setFactor(false)} />}
    </>
  );
}
