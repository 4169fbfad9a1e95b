import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { BatchShow, ItemExplanation } from '#contract/compensation.ts';
import {
  Button,
  DataAmount,
  Dialog,
  ErrorState,
  KeyValues,
  LoadingShape,
  MaskedNumber,
  Money,
  Steps,
  When,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { AdjustItem } from './AdjustItem.tsx';
import { useDataTerms } from './data-terms.ts';
import { useItemSteps } from './item-steps.tsx';
import { BenefitAmount } from './words.tsx';

interface Props {
  batch: BatchShow;
  itemId: string;
  onClose: () => void;
}

/** How one amount came about, step by step, and what became of its credit. */
export function ExplanationDialog({ batch, itemId, onClose }: Props) {
  const t = useTranslate();
  const [adjusting, setAdjusting] = useState(false);
  const dataProvider = useDataProvider<RedressDataProvider>();
  const explanation = useQuery({
    queryKey: ['batch-items', itemId, 'explanation', batch.version],
    queryFn: ({ signal }) =>
      dataProvider.read<ItemExplanation>(`batch-items/${itemId}/explanation`, {}, signal),
  });
  const { data, error } = explanation;
  const mayAdjust = batch.may.includes('adjust');
  if (adjusting && data !== undefined)
    return <AdjustItem batch={batch} item={data.item} onClose={() => setAdjusting(false)} />;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('compensation.explain.title')}
      actions={
        <>
          {mayAdjust && data !== undefined && (
            <Button onClick={() => setAdjusting(true)}>{t('compensation.verb.adjustItem')}</Button>
          )}
          <Button onClick={onClose}>{t('common.close')}</Button>
        </>
      }
    >
      {error !== null && <ErrorState error={error} onRetry={() => void explanation.refetch()} />}
      {data === undefined && error === null && <LoadingShape shape="record" />}
      {data !== undefined && <Explained data={data} />}
    </Dialog>
  );
}

function Explained({ data }: { data: ItemExplanation }) {
  const t = useTranslate();
  const explain = useItemSteps();
  const terms = useDataTerms();
  const { item, line } = data;
  return (
    <div className="b-explained">
      <KeyValues
        rows={[
          {
            key: 'line',
            label: t('compensation.field.line'),
            value: <MaskedNumber value={line.msisdnMasked} />,
          },
          {
            key: 'plan',
            label: t('compensation.field.plan'),
            value: (
              <>
                {line.planName} <Money fen={line.monthlyFeeFen} />
              </>
            ),
          },
          {
            key: 'left',
            label: t('compensation.field.dataLeft'),
            value: (
              <>
                <DataAmount mb={line.dataRemainingMb} /> / <DataAmount mb={line.dataQuotaMb} />
              </>
            ),
          },
        ]}
      />
      <Steps
        steps={explain(data.steps)}
        result={{
          label: t('compensation.explain.owed'),
          note: <Money fen={item.valueFen} />,
          value: <BenefitAmount benefit={item.benefit} amount={item.amount} />,
        }}
      />
      {data.dataTerms !== null && (
        <p className="r-note">
          {terms(data.dataTerms)}
          {data.dataTerms.validUntilAt !== null && (
            <>
              {' · '}
              {t('compensation.explain.until')}{' '}
              <When at={data.dataTerms.validUntilAt} zone={data.pinned.zone} />
            </>
          )}
        </p>
      )}
      {item.creditId !== null && (
        <KeyValues
          rows={[
            {
              key: 'credit',
              label: t('compensation.field.creditId'),
              value: <span className="r-mono">{item.creditId}</span>,
            },
            {
              key: 'gateway',
              label: t('compensation.field.gatewayRef'),
              value: <span className="r-mono">{item.gatewayRef ?? '–'}</span>,
            },
            ...data.attempts.map((attempt) => ({
              key: `${attempt.startedAt}${attempt.kind}`,
              label: <When at={attempt.startedAt} />,
              value: attemptText(attempt, t),
            })),
          ]}
        />
      )}
    </div>
  );
}

/** `Posted · accepted · 12 ms · BAL-4031 账户已冻结`; the gateway's own words stay as they came. */
function attemptText(
  attempt: ItemExplanation['attempts'][number],
  t: ReturnType<typeof useTranslate>,
) {
  const raw = [attempt.rawCode, attempt.rawText].filter((part) => part !== null).join(' ');
  return [
    t(`compensation.attempt.${attempt.kind}`),
    t(`compensation.attempt.outcome.${attempt.outcome}`, { _: attempt.outcome }),
    `${attempt.durationMs} ms`,
    ...(raw === '' ? [] : [raw]),
  ].join(' · ');
}
