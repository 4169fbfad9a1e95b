import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Fragment, useState } from 'react';
import type { BatchClass, BatchShow } from '#contract/compensation.ts';
import type { Step } from '#domain/policy-types.ts';
import {
  Button,
  EmptyState,
  ErrorState,
  LoadingShape,
  Num,
  Panel,
  Steps,
  formatFen,
} from '../components/index.ts';
import { useExplain } from '../policies/explain.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
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
  const t = useTranslate();
  return (one: BatchClass) => {
    const { fromFen, toFen } = one.feeBand;
    const fee =
      toFen === null
        ? t('compensation.band.from', { from: formatFen(fromFen) })
        : fromFen === 0
          ? t('compensation.band.below', { to: formatFen(toFen) })
          : t('compensation.band.between', { from: formatFen(fromFen), to: formatFen(toFen) });
    const band = one.remainingBand;
    if ('special' in band) return { fee, left: t(`compensation.special.${band.special}`) };
    const percent = (perMille: number) => `${perMille / 10}%`;
    const left =
      band.toPerMille === null
        ? t('compensation.band.from', { from: percent(band.fromPerMille) })
        : band.fromPerMille === 0
          ? t('compensation.band.below', { to: percent(band.toPerMille) })
          : t('compensation.band.between', {
              from: percent(band.fromPerMille),
              to: percent(band.toPerMille),
            });
    return { fee, left };
  };
}

/** Lines the policy cannot tell apart: computed once, explained once. */
export function ClassesTab({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const classes = useClasses(record);
  const explain = useExplain();
  const words = useClassWords();
  const [opened, setOpened] = useState<number | null>(null);
  if (classes.error !== null)
    return <ErrorState error={classes.error} onRetry={() => void classes.refetch()} />;
  if (classes.data === undefined) return <LoadingShape shape="rows" />;
  if (classes.data.length === 0) return <EmptyState text={t('compensation.classes.empty')} />;
  return (
    <Panel flush>
      <div className="r-scroll">
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
                  <td>{t(`compensation.planType.${one.planType}`)}</td>
                  <td>{words(one).fee}</td>
                  <td>{words(one).left}</td>
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
                      <Steps steps={explain(one.steps as readonly Step[])} />
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
