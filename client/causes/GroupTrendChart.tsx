import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { GroupTrend } from '#contract/causes.ts';
import {
  ChartFrame,
  LoadingShape,
  Segment,
  formatLocalDate,
  formatNumber,
  formatTime,
  localDateOf,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';

type By = GroupTrend['by'];

const HEIGHT = 100;
const STEP = 10;

/** Cases by local day or by hour, as bars; the same figures as a table. */
export function GroupTrendChart({ id }: { id: string }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { zone } = useSession();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [by, setBy] = useState<By>('day');
  const { data } = useQuery({
    queryKey: ['cause-groups', id, 'trend', by],
    queryFn: ({ signal }) =>
      dataProvider.read<GroupTrend>(`cause-groups/${id}/trend`, { by }, signal),
  });
  if (data === undefined) return <LoadingShape shape="rows" rows={4} />;
  const named = data.points.map(({ at, n }) => {
    const day = formatLocalDate(localDateOf(at, zone), locale);
    return { at, n, name: data.by === 'day' ? day : `${day} ${formatTime(at, zone)}` };
  });
  return (
    <ChartFrame
      question={t('causes.sections.trend')}
      measure={t('causes.cases')}
      table={{
        columns: [
          { key: 'time', label: t('causes.time') },
          { key: 'n', label: t('causes.cases'), numeric: true },
        ],
        rows: named.map(({ name, n }) => ({ time: name, n })),
      }}
      actions={
        <Segment
          label={t('causes.by.label')}
          value={by}
          onChange={(next) => setBy(next as By)}
          options={(['day', 'hour'] as const).map((one) => ({
            id: one,
            label: t(`causes.by.${one}`),
          }))}
        />
      }
    >
      <Bars points={named} />
    </ChartFrame>
  );
}

function Bars({ points }: { points: readonly { at: number; n: number; name: string }[] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const top = Math.max(1, ...points.map(({ n }) => n));
  const width = points.length * STEP;
  return (
    <>
      <svg
        className="u-bars"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        <line x1="0" x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {points.map(({ at, n, name }, index) => {
          const height = (n / top) * (HEIGHT - 4);
          return (
            <rect
              key={at}
              x={index * STEP + 1}
              y={HEIGHT - height}
              width={STEP - 2}
              height={height}
            >
              <title>{`${name}: ${n}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className="u-axis" aria-hidden>
        <span>{points[0]?.name}</span>
        <span>{t('causes.most', { n: formatNumber(top, locale) })}</span>
        <span>{points.at(-1)?.name}</span>
      </div>
    </>
  );
}
