import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { BatchAdjustment, BatchShow } from '#contract/compensation.ts';
import {
  EmptyState,
  ErrorState,
  LoadingShape,
  Panel,
  When,
  formatFactor,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { BenefitAmount } from './words.tsx';

/** Every adjustment with its author and reason; nothing is overwritten. */
export function AdjustmentsTab({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const query = useQuery({
    queryKey: ['compensation-batches', record.id, 'adjustments', record.version],
    queryFn: ({ signal }) =>
      dataProvider.read<BatchAdjustment[]>(
        `compensation-batches/${record.id}/adjustments`,
        {},
        signal,
      ),
  });
  if (query.error !== null)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingShape shape="rows" />;
  if (query.data.length === 0) return <EmptyState text={t('compensation.adjust.none')} />;
  return (
    <Panel flush>
      <AdjustmentTable rows={query.data} />
    </Panel>
  );
}

export function AdjustmentTable({ rows }: { rows: readonly BatchAdjustment[] }) {
  const t = useTranslate();
  return (
    <div className="b-scroll">
      <table className="r-table">
        <thead>
          <tr>
            <th>{t('compensation.field.when')}</th>
            <th>{t('compensation.field.what')}</th>
            <th className="r-right">{t('compensation.adjust.before')}</th>
            <th className="r-right">{t('compensation.adjust.after')}</th>
            <th>{t('common.reason')}</th>
            <th>{t('compensation.field.by')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <When at={row.createdAt} />
              </td>
              <td>
                {row.field === 'factor'
                  ? t('compensation.adjust.factor')
                  : `${row.msisdnMasked ?? ''} ${row.benefit === null ? '' : t(`compensation.benefit.${row.benefit}`)}`}
                {row.capWaived && ` · ${t('compensation.adjust.capWaived')}`}
              </td>
              <td className="r-right">
                <Value row={row} value={row.fromValue} />
              </td>
              <td className="r-right r-strong">
                <Value row={row} value={row.toValue} />
              </td>
              <td className="b-wrap">{row.reason}</td>
              <td>{row.authorName}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ row, value }: { row: BatchAdjustment; value: number }) {
  if (row.field === 'factor' || row.benefit === null) return <>{formatFactor(value)}</>;
  return <BenefitAmount benefit={row.benefit} amount={value} />;
}
