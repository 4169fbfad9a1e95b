import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { OutageShow as OutageView, OutageTimeframe } from '#contract/outages.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import {
  LoadingShape,
  LocalDate,
  PageHead,
  Panel,
  RecordPage,
  StatusIcon,
  StatusTag,
  StatusWord,
  When,
  useLocaleName,
  useNow,
  zoneName,
  zoneOffset,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { kindOfDate } from '../weights/measure.ts';
import { RefusalNote } from '../weights/TestInterval.tsx';
import { Changes } from './Changes.tsx';
import { OutageActs } from './OutageActs.tsx';
import { OutageSide } from './OutageSide.tsx';
import { PieceStrip } from './PieceStrip.tsx';
import { PictureOrTable, useTableSwitch } from './PictureTable.tsx';
import type { Ghost } from './TimePicture.tsx';
import { barsOf, ghostsOf, pictureOf } from './picture.ts';
import type { PictureMarker } from './picture.ts';
import { useNextStep } from './useNextStep.ts';
import { OutageTag, useResponsibilityText } from './words.tsx';
import '../weights/weights.css';
import './outages.css';

export function OutageShow() {
  return (
    <RecordPage<OutageView>
      refreshEvery={(record) => (record?.state === 'open' ? 60_000 : false)}
      side={(record) => <OutageSide outage={record} />}
    >
      {(record) => <OutageSheet outage={record} />}
    </RecordPage>
  );
}

function useTimeframe(outage: OutageView) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['outages', outage.id, 'timeframe', outage.version],
    queryFn: ({ signal }) =>
      dataProvider.read<OutageTimeframe>(`outages/${outage.id}/timeframe`, undefined, signal),
  });
}

function OutageSheet({ outage }: { outage: OutageView }) {
  const t = useTranslate();
  const timeframe = useTimeframe(outage);
  const responsibilityText = useResponsibilityText();
  const date = localDateAt(createZone(outage.zone), outage.startedAt);
  const calendar = timeframe.data?.calendar;
  const dayKind = calendar === undefined ? null : kindOfDate(calendar, date);
  return (
    <>
      <PageHead
        title={outage.title}
        name={outage.number}
        tags={
          <>
            <OutageTag state={outage.state} />
            {outage.revision > 1 && (
              <StatusTag status="flight">
                {t('outages.revision', { revision: outage.revision })}
              </StatusTag>
            )}
          </>
        }
        facts={[
          <LocalDate key="date" on={date} dayKind={dayKind} withYear />,
          [responsibilityText(outage), outage.responsibleParty].filter(Boolean).join(' · '),
          outage.evidenceNote !== null && t('outages.hasEvidence'),
          <Stages key="stages" outage={outage} />,
        ]}
        actions={<OutageActs outage={outage} />}
      />
      <NextStep outage={outage} />
      {timeframe.data === undefined ? (
        <Panel>
          <LoadingShape shape="chart" />
        </Panel>
      ) : (
        <PicturePanel outage={outage} timeframe={timeframe.data} />
      )}
      <Revisions outage={outage} />
    </>
  );
}

/** 发生 — 恢复 — 确认 顾远 — 关闭, each with its time in the tooltip. */
function Stages({ outage }: { outage: OutageView }) {
  const t = useTranslate();
  const done = (reached: boolean) => (reached ? 'ok' : 'open');
  const confirmed = outage.confirmedAt !== null;
  const stages = [
    { key: 'started', reached: true, who: '' },
    { key: 'restored', reached: outage.endedAt !== null, who: '' },
    { key: 'confirmed', reached: confirmed, who: outage.confirmedByName ?? '' },
    { key: 'closed', reached: outage.state === 'closed', who: '' },
  ] as const;
  if (outage.state === 'cancelled') return null;
  return (
    <span className="o-stages">
      {stages.map((stage) => (
        <span key={stage.key} className={stage.reached ? 'r-ink-ok' : 'r-muted'}>
          <StatusIcon status={done(stage.reached)} size={12} />
          {t(`outages.stages.${stage.key}`)} {stage.who}
        </span>
      ))}
    </span>
  );
}

/** One line that says what the outage waits for, and for whom. */
function NextStep({ outage }: { outage: OutageView }) {
  const step = useNextStep(outage);
  if (step === null) return null;
  return (
    <div className="r-panel o-next">
      <StatusWord status={step.status}>{step.title}</StatusWord>
      <span className="r-muted">{step.detail}</span>
    </div>
  );
}

function useMarkers(outage: OutageView): PictureMarker[] {
  const t = useTranslate();
  const list: [string, number | null][] = [
    ['announced', outage.announcedAt],
    ['detected', outage.detectedAt],
    ['regulator', outage.regulatorToldAt],
    ['restored', outage.endedAt],
  ];
  return list.flatMap(([key, at]) =>
    at === null ? [] : [{ key, at, label: t(`outages.markers.${key}`) }],
  );
}

function ghostsBefore(outage: OutageView, untilAt: number): Ghost[] {
  const shown = barsOf(outage, untilAt);
  return outage.revisions
    .filter(({ revision }) => revision < outage.revision)
    .map(({ revision, facts }) => ({
      revision,
      // A revision that had no end yet says nothing of one.
      bars: ghostsOf(barsOf(facts, untilAt), shown).filter((bar) => !bar.open),
    }))
    .filter(({ bars }) => bars.length > 0)
    .slice(-2);
}

function PicturePanel({ outage, timeframe }: { outage: OutageView; timeframe: OutageTimeframe }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const now = useNow();
  const [table, tableSwitch] = useTableSwitch();
  const markers = useMarkers(outage);
  const { zone } = outage;
  const open = outage.endedAt === null && outage.state === 'open';
  const untilAt = open
    ? Math.max(Math.floor(now / 60_000) * 60_000, outage.startedAt)
    : timeframe.untilAt;
  const bars = barsOf(outage, untilAt);
  const ghosts = ghostsBefore(outage, untilAt);
  const picture = pictureOf(
    {
      zone,
      bands: timeframe.profile.bands,
      calendar: timeframe.calendar,
    },
    bars,
    ghosts.flatMap((ghost) => ghost.bars.flatMap((bar) => [bar.startAt, bar.endAt])),
  );
  if (picture === null) return null;
  const ticks = timeframe.failedUnsubscribes;
  return (
    <Panel
      title={t('outages.picture.title')}
      note={t('outages.picture.note', {
        zone: `${zoneName(zone, locale)} ${zoneOffset(zone, outage.startedAt)}`,
        profile: timeframe.profile.name,
      })}
      className="o-picturepanel"
      flush
      actions={
        <>
          <Legend ghosts={ghosts.length > 0} />
          {tableSwitch}
        </>
      }
    >
      <PictureOrTable
        table={table}
        picture={picture}
        zone={zone}
        bars={bars}
        ghosts={ghosts}
        failed={{ count: ticks.count, at: ticks.requestedAt }}
        markers={markers}
        nowAt={open ? now : null}
      />
      {picture.refusal !== null && (
        <div className="r-panel__foot">
          <RefusalNote refusal={picture.refusal} />
        </div>
      )}
      <PieceStrip picture={picture} zone={zone} />
    </Panel>
  );
}

function Legend({ ghosts }: { ghosts: boolean }) {
  const t = useTranslate();
  return (
    <div className="o-legend">
      <span>
        <i className="o-bar--full" />
        {t('policies.words.severity.full')}
      </span>
      <span>
        <i className="o-bar--degraded" />
        {t('policies.words.severity.degraded')}
      </span>
      {ghosts && (
        <span>
          <i className="o-legend__ghost" />
          {t('outages.picture.oldRevision')}
        </span>
      )}
    </div>
  );
}

function Revisions({ outage }: { outage: OutageView }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const causeName = (code: string) =>
    code === outage.cause ? (locale === 'zh' ? outage.causeNameZh : outage.causeNameEn) : code;
  return (
    <Panel title={t('outages.revisions.title')} note={t('outages.revisions.note')} flush>
      <div className="o-table" tabIndex={0} role="region" aria-label={t('outages.revisions.title')}>
        <table className="r-table">
          <thead>
            <tr>
              <th scope="col">{t('outages.revisions.revision')}</th>
              <th scope="col">{t('outages.revisions.when')}</th>
              <th scope="col">{t('outages.revisions.changes')}</th>
              <th scope="col">{t('outages.revisions.by')}</th>
              <th scope="col">{t('common.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {[...outage.revisions].reverse().map((revision) => (
              <tr key={revision.revision}>
                <td>
                  <strong>{revision.revision}</strong>
                </td>
                <td>
                  <When at={revision.createdAt} />
                </td>
                <td>
                  {revision.changes.length === 0 ? (
                    t('outages.revisions.first')
                  ) : (
                    <Changes changes={revision.changes} zone={outage.zone} causeName={causeName} />
                  )}
                </td>
                <td>{revision.createdByName}</td>
                <td>{revision.reason ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
