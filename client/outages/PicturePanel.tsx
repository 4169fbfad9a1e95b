import { useTranslate } from 'ra-core';
import type { OutageShow as OutageView, OutageTimeframe } from '#contract/outages.ts';
import { Panel, useLocaleName, useNow, zoneName, zoneOffset } from '../components/index.ts';
import { RefusalNote } from '../weights/TestInterval.tsx';
import { PieceStrip } from './PieceStrip.tsx';
import { PictureOrTable, useTableSwitch } from './PictureTable.tsx';
import type { Ghost } from './TimePicture.tsx';
import { barsOf, ghostsOf, pictureOf } from './picture.ts';
import type { PictureMarker } from './picture.ts';

function useMarkers(outage: OutageView): PictureMarker[] {
  const t = useTranslate();
  const list: [string, number | null][] = [
    ['announced', outage.announcedAt],
    ['detected', outage.detectedAt],
    ['regulator', outage.regulatorToldAt],
    ['restored', outage.endedAt],
    ['estimated', outage.estimatedEndAt],
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

interface PicturePanelProps {
  outage: OutageView;
  timeframe: OutageTimeframe;
}

/** Bands, bars, ghosts of earlier revisions, failed unsubscribes, and what it all weighs. */
export function PicturePanel({ outage, timeframe }: PicturePanelProps) {
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
    [
      // One that has just begun has no bar yet; its start is shown all the same.
      outage.startedAt,
      ...ghosts.flatMap((ghost) => ghost.bars.flatMap((bar) => [bar.startAt, bar.endAt])),
      ...(open && outage.estimatedEndAt !== null ? [outage.estimatedEndAt] : []),
    ],
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
