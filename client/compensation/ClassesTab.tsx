import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Fragment, useState } from 'react';
import type { BatchClass, BatchShow } from '#contract/compensation.ts';
import {
  Button,
  EmptyState,
  ErrorState,
  LoadingShape,
  Num,
  Panel,
  Steps,
} from '../components/index.ts';
import { bandText, yuanText } from '../policies/explain.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useItemSteps } from './item-steps.tsx';
import { BenefitAmount } from './words.tsx';

export function useClasses(record: BatchShow) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['compensation-batches', record.id, 'classes', record.version],
    queryFn: ({ signal }) =>
      dataProvider.read<BatchClass[]>(`compensation-batches/${record.id}/classes`, {}, signal),
  });
}

/** The facts that make a class, in words. */
export function useClassWords() {
  const t = useTranslate() as (key: string, args?: Record<string, unknown>) => string;
  const yuan = (fen: number | null) => (fen === null ? '' : yuanText(fen));
  const percent = (perMille: number | null) => (perMille === null ? '' : `${perMille / 10}%`);
  return {
    fee: ({ fromFen, toFen }: { fromFen: number; toFen: number | null }) =>
      bandText(yuan(fromFen), yuan(toFen), t),
    of: ({ remainingBand: band }: BatchClass) =>
      'special' in band
        ? t(`compensation.special.${band.special}`)
        : bandText(percent(band.fromPerMille), percent(band.toPerMille), t),
  };
}

/** Lines the policy cannot tell apart: computed once, explained once. */
export function ClassesTab({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const classes = useClasses(record);
  const explain = useItemSteps();
  const words = useClassWords();
  const [opened, setOpened] = useState<number | null>(null);
  if (classes.error !== null)
    return <ErrorState error={classes.error} onRetry={() => void classes.refetch()} />;
  if (classes.data === undefined) return <LoadingShape shape="rows" />;
  if (classes.data.length === 0) return <EmptyState text={t('compensation.classes.empty')} />;
  return (
    <Panel flush>
      <div className="b-scroll">
        <table className="r-table">
          <thead>
            <tr>
              <th>{t('compensation.field.plan')}</th>
              <th>{t('compensation.field.fee')}</th>
              <th>{t('compensation.field.dataLeft')}</th>
              <th className="r-right">{t('compensation.field.lines')}</th>
              <th>{t('compensation.field.perLine')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {classes.data.map((one) => (
              <Fragment key={one.classNo}>
                <tr>
                  <td>
                    {t(`compensation.planType.${one.planType}`)}{' '}
                    <span className="r-muted">
                      {t(`compensation.paymentType.${one.paymentType}`)}
                    </span>
                  </td>
                  <td>{words.fee(one.feeBand)}</td>
                  <td>{words.of(one)}</td>
                  <td className="r-right">
                    <Num value={one.lineCount} />
                  </td>
                  <td>
                    <span className="b-sums">
                      {one.eligible
                        ? one.benefits.map(({ benefit, amount }) => (
                            <BenefitAmount key={benefit} benefit={benefit} amount={amount} />
                          ))
                        : t(`compensation.exclusion.${one.reason ?? 'no_benefit'}`)}
                    </span>
                  </td>
                  <td className="r-right">
                    <Button
                      kind="link"
                      aria-expanded={opened === one.classNo}
                      onClick={() => setOpened(opened === one.classNo ? null : one.classNo)}
                    >
                      {t('compensation.explain.open')}
                    </Button>
                  </td>
                </tr>
                {opened === one.classNo && (
                  <tr>
                    <td colSpan={6}>
                      <Steps steps={explain(one.steps)} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
