import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { ImportRecord, ImportReject } from '#contract/imports.ts';
import { Icon } from '../components/Icon.tsx';
import {
  ErrorState,
  LoadingShape,
  Num,
  Panel,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { relationLists } from '#domain/reconciliation.ts';
import { queryString } from '../providers/data-provider.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

const SHOWN = 50;
const KEPT_AT_MOST = 100_000;

/** The first faults by row, column and reason; all of them are in the reject file. */
export function RejectsPanel({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const total = record.rejectsKept;
  const { data, error, refetch } = useQuery({
    queryKey: ['imports', record.id, 'rejects', record.version],
    queryFn: ({ signal }) =>
      dataProvider.read<ImportReject[]>(
        `imports/${record.id}/rejects`,
        { range: `[0,${SHOWN - 1}]` },
        signal,
      ),
    enabled: total > 0,
  });
  if (total === 0) return null;
  const note =
    total > SHOWN
      ? t('imports.rejects.first', {
          shown: formatNumber(SHOWN, locale),
          total: formatNumber(total, locale),
        })
      : t('imports.rejects.all', { total: formatNumber(total, locale) });
  return (
    <Panel
      title={t('imports.rejects.title')}
      note={note}
      flush
      actions={
        <>
          {(record.kind === 'relations' ? relationLists : [undefined]).map((list) => (
            <a
              key={list ?? 'file'}
              className="r-btn r-btn--outline"
              href={`/api/imports/${record.id}/reject-file${queryString({ lang: locale, list })}`}
              download
            >
              <Icon name="download" />
              {t('imports.rejects.download')}
              {list !== undefined && ` · ${t(`imports.lists.short.${list}`)}`}
            </a>
          ))}
        </>
      }
      {...(total >= KEPT_AT_MOST
        ? { footer: <p className="r-note imp-unused">{t('imports.rejects.bounded')}</p> }
        : {})}
    >
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingShape rows={4} />}
      {data !== undefined && <RejectsTable rejects={data} />}
    </Panel>
  );
}

function RejectsTable({ rejects }: { rejects: readonly ImportReject[] }) {
  const t = useTranslate();
  return (
    <div className="r-scroll" tabIndex={0} role="region" aria-label={t('imports.rejects.title')}>
      <table className="r-table imp-rejects">
        <thead>
          <tr>
            <th className="r-right">{t('imports.rejects.row')}</th>
            <th>{t('imports.rejects.column')}</th>
            <th>{t('imports.rejects.reason')}</th>
            <th>{t('imports.rejects.original')}</th>
          </tr>
        </thead>
        <tbody>
          {rejects.map((reject) => (
            <tr key={reject.seq}>
              <td className="r-right" data-label={t('imports.rejects.row')}>
                {reject.list !== null && (
                  <span className="r-note">{t(`imports.lists.short.${reject.list}`)} </span>
                )}
                <Num value={reject.rowNo} />
              </td>
              <td className="imp-rejects__column">{reject.column}</td>
              <td className="imp-rejects__reason">
                <Reason reject={reject} />
              </td>
              <td className="imp-rejects__original" title={reject.original.join(' · ')}>
                {reject.original.filter((cell) => cell !== '').join(' · ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Reason({ reject }: { reject: ImportReject }) {
  const t = useTranslate();
  const key = `imports.reasons.${reject.reasonKey.replace(/^rejects\./u, '')}`;
  return <>{t(key, { ...reject.reasonArgs, _: reject.reasonKey })}</>;
}
