import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { WeightProfileRecord } from '#contract/weights.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { formatMinute } from '#domain/weights.ts';
import { EmptyState, Panel, useUrlState } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { differencesOf, weightText } from './bands.ts';
import { useCalendarName } from './calendar-words.ts';

export interface Compared {
  open: boolean;
  toggle(): void;
  /** Empty while there is nothing to compare with. */
  name: string;
  bands: WeightProfileBands | undefined;
  calendarId: string | undefined;
  /** The other versions, to choose from. */
  others: readonly { id: string; name: string }[];
  chosen: string;
  choose(id: string): void;
}

/** The version a profile is compared with: the chosen one, else the one in force, else what it was copied from. */
export function useCompared(record: WeightProfileRecord): Compared {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [value, set] = useUrlState('compare', '');
  const { data } = useQuery({
    queryKey: ['weight-profiles', 'versions'],
    queryFn: () =>
      dataProvider.getList<WeightProfileRecord>('weight-profiles', {
        filter: {},
        pagination: { page: 1, perPage: 100 },
        sort: { field: 'versionNo', order: 'DESC' },
      }),
  });
  const others = (data?.data ?? []).filter(({ id }) => id !== record.id);
  const published = others.filter(({ state }) => state === 'published');
  const other =
    others.find(({ id }) => id === value) ??
    published.find(({ inForce }) => inForce) ??
    others.find(({ id }) => id === record.basedOnId) ??
    published[0];
  return {
    open: value !== '' && other !== undefined,
    toggle: () => set(value === '' ? '1' : ''),
    name: other?.name ?? '',
    bands: other?.bands,
    calendarId: other?.calendarId,
    others,
    chosen: other?.id ?? '',
    choose: set,
  };
}

export function ComparePanel(props: {
  compared: Compared;
  before: WeightProfileBands;
  after: WeightProfileBands;
  calendarId: string;
}) {
  const { compared, before, after, calendarId } = props;
  const { name } = compared;
  const t = useTranslate();
  const nameOf = useCalendarName();
  const differences = differencesOf(before, after);
  const otherCalendar = compared.calendarId !== undefined && compared.calendarId !== calendarId;
  return (
    <Panel
      title={t('weights.compare.title', { name })}
      note={t('weights.compare.note', { smart_count: differences.length })}
      flush
      actions={
        <select
          className="w-select"
          aria-label={t('weights.compare.with')}
          value={compared.chosen}
          onChange={(event) => compared.choose(event.target.value)}
        >
          {compared.others.map((other) => (
            <option key={other.id} value={other.id}>
              {other.name}
            </option>
          ))}
        </select>
      }
      {...(otherCalendar
        ? {
            footer: t('weights.compare.calendar', {
              before: nameOf(compared.calendarId ?? '', compared.calendarId ?? ''),
              after: nameOf(calendarId, calendarId),
            }),
          }
        : {})}
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
