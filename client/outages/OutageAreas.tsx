import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { Link } from 'react-router-dom';
import type { OutageAreas as AreasAnswer } from '#contract/outage-work.ts';
import {
  EmptyState,
  ErrorState,
  LoadingShape,
  Num,
  Page,
  PageHead,
  Panel,
  Segment,
  StatusWord,
  When,
  useLocaleName,
  useUrlState,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { OutageViews } from './OutageViews.tsx';
import { inTreeOrder } from './area-tree.ts';
import type { AreaRow } from './area-tree.ts';
import './outages.css';
import './outages-log.css';

const day = 86_400_000;
const ranges = { now: 0, d7: 7, d30: 30 } as const;
type Range = keyof typeof ranges;

/** Where it is out, without a map: the tree of areas with what is going on in each. */
export function OutageAreas() {
  const t = useTranslate();
  const [stored, setRange] = useUrlState('range', 'now');
  const range: Range = stored in ranges ? (stored as Range) : 'now';
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery<AreasAnswer, HttpError>({
    queryKey: ['outages', 'areas', range],
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => {
      const until = Date.now();
      const query = range === 'now' ? undefined : { from: until - ranges[range] * day, until };
      return dataProvider.read<AreasAnswer>('outages/areas', query, signal);
    },
  });
  const label = (id: Range) =>
    id === 'now' ? t('outages.areas.now') : t('outages.areas.days', { days: ranges[id] });
  const rows = inTreeOrder(data?.areas ?? []);
  const quiet = rows.length === 0 && (data?.elsewhere.outages ?? 0) === 0;
  return (
    <Page>
      <PageHead title={t('outages.areas.title')} actions={<OutageViews />} />
      <Panel
        title={
          <Segment
            label={t('outages.areas.range')}
            value={range}
            onChange={setRange}
            options={(Object.keys(ranges) as Range[]).map((id) => ({ id, label: label(id) }))}
          />
        }
        note={data !== undefined && <When at={data.until} />}
        flush
        footer={<span className="r-note">{t('outages.areas.linesNote')}</span>}
      >
        {error !== null && data === undefined ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <LoadingShape shape="rows" />
        ) : quiet ? (
          <EmptyState text={t(range === 'now' ? 'outages.areas.none' : 'outages.areas.noneThen')} />
        ) : (
          <AreaTable rows={rows} answer={data} range={range} />
        )}
      </Panel>
    </Page>
  );
}

interface AreaTableProps {
  rows: readonly AreaRow[];
  answer: AreasAnswer;
  range: Range;
}

function AreaTable({ rows, answer, range }: AreaTableProps) {
  const t = useTranslate();
  const most = Math.max(1, ...rows.map(({ area }) => area.affectedLines));
  return (
    <div className="o-table" tabIndex={0} role="region" aria-label={t('outages.areas.title')}>
      <table className="r-table o-areatable">
        <thead>
          <tr>
            <th scope="col">{t('outages.areas.area')}</th>
            <th scope="col">{t('outages.areas.worst')}</th>
            <th scope="col" className="r-right">
              {t('outages.areas.open')}
            </th>
            <th scope="col" className="r-right">
              {t('outages.areas.all')}
            </th>
            <th scope="col" className="r-right">
              {t('outages.areas.lines')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ area, depth }) => (
            <AreaLine
              key={area.code}
              area={area}
              depth={depth}
              most={most}
              since={sinceOf(answer, range)}
            />
          ))}
          {answer.elsewhere.outages > 0 && (
            <tr>
              <th scope="row">{t('outages.areas.elsewhere')}</th>
              <td />
              <td className="r-right">
                <Num value={answer.elsewhere.open} />
              </td>
              <td className="r-right">
                <Num value={answer.elsewhere.outages} />
              </td>
              <td className="r-right">
                <Num value={answer.elsewhere.affectedLines} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

const sinceOf = (answer: AreasAnswer, range: Range) => (range === 'now' ? null : answer.from);

interface AreaLineProps extends AreaRow {
  most: number;
  since: number | null;
}

function AreaLine({ area, depth, most, since }: AreaLineProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const list = (filter: Record<string, unknown>) =>
    `/outages?filter=${encodeURIComponent(JSON.stringify({ areaCode: area.code, ...filter }))}`;
  return (
    <tr className={area.open > 0 ? 'o-areatable__open' : ''}>
      <th scope="row" style={{ paddingLeft: 16 + depth * 20 }}>
        {locale === 'zh' ? area.nameZh : area.nameEn}
        {area.fromAbove && <span className="r-note"> {t('outages.areas.above')}</span>}
      </th>
      <td>
        {area.worst !== null && (
          <StatusWord status={area.worst === 'full' ? 'bad' : 'wait'}>
            {t(`policies.words.severity.${area.worst}`)}
          </StatusWord>
        )}
      </td>
      <td className="r-right">
        {area.open > 0 ? (
          <Link to={list({ state: 'open' })}>
            <Num value={area.open} />
          </Link>
        ) : (
          <Num value={0} />
        )}
      </td>
      <td className="r-right">
        <Link to={list(since === null ? { state: 'open' } : { startedFrom: since })}>
          <Num value={area.outages} />
        </Link>
      </td>
      <td className="r-right o-areatable__lines">
        <i style={{ width: `${(area.affectedLines / most) * 100}%` }} aria-hidden />
        <Num value={area.affectedLines} />
      </td>
    </tr>
  );
}
