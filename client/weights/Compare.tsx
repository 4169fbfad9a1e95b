import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { WeightProfileRecord } from '#contract/weights.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { formatMinute } from '#domain/weights.ts';
import { EmptyState, Panel, useUrlState } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { differencesOf, weightText } from './bands.ts';

export interface Compared {
  open: boolean;
  toggle(): void;
  /** Empty while there is nothing published to compare with. */
  name: string;
  bands: WeightProfileBands | undefined;
}

/** The published version a profile is compared with: the one in force, else what it was copied from. */
export function useCompared(record: WeightProfileRecord): Compared {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [value, set] = useUrlState('compare', '');
  const { data } = useQuery({
    queryKey: ['weight-profiles', 'published'],
    queryFn: () =>
      dataProvider.getList<WeightProfileRecord>('weight-profiles', {
        filter: { state: 'published' },
        pagination: { page: 1, perPage: 50 },
        sort: { field: 'versionNo', order: 'DESC' },
      }),
  });
  const others = (data?.data ?? []).filter(({ id }) => id !== record.id);
  const other =
    others.find(({ inForce }) => inForce) ??
    others.find(({ id }) => id === record.basedOnId) ??
    others[0];
  return {
    open: value !== '' && other !== undefined,
    toggle: () => set(value === '' ? '1' : ''),
    name: other?.name ?? '',
    bands: other?.bands,
  };
}

export function ComparePanel(props: {
  name: string;
  before: WeightProfileBands;
  after: WeightProfileBands;
}) {
  const { name, before, after } = props;
  const t = useTranslate();
  const differences = differencesOf(before, after);
  return (
    <Panel
      title={t('weights.compare.title', { name })}
      note={t('weights.compare.note', { smart_count: differences.length })}
      flush
    >
      {differences.length === 0 ? (
        <EmptyState text={t('weights.compare.none')} />
      ) : (
        <table className="r-table">
          <thead>
            <tr>
              <th scope="col">{t('weights.dayKind')}</th>
              <th scope="col">{t('weights.pieces.span')}</th>
              <th scope="col" className="r-right">
                {name}
              </th>
              <th scope="col" className="r-right">
                {t('weights.compare.here')}
              </th>
            </tr>
          </thead>
          <tbody>
            {differences.map((found) => (
              <tr key={`${found.scope}.${found.kind}.${found.from}`}>
                <td>
                  {t(`weights.kinds.${found.kind}`)}
                  {found.scope !== 'default' && ` · ${t(`weights.scope.${found.scope}`)}`}
                </td>
                <td>
                  {formatMinute(found.from)}–{formatMinute(found.to)}
                </td>
                <td className="r-right">×{weightText(found.before)}</td>
                <td className="r-right">
                  <strong>×{weightText(found.after)}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
