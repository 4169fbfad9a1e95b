import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useEffect, useState } from 'react';
import type { HttpError } from 'ra-core';
import { useWatch } from 'react-hook-form';
import type { Membership } from '#contract/outages.ts';
import type { WeightProfileRecord } from '#contract/weights.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import {
  Icon,
  KeyValues,
  LocalDate,
  Num,
  SideColumn,
  SideSection,
  StatusWord,
  formatDuration,
  useNow,
  zoneName,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { kindOfDate, minutesText, weightedHours, weightedText } from '../weights/measure.ts';
import { RefusalNote } from '../weights/TestInterval.tsx';
import { useCalendar } from '../weights/useCalendar.ts';
import { weightText } from '../weights/bands.ts';
import { TimePicture } from './TimePicture.tsx';
import { sitesOf, timesOf, nearOf } from './draft.ts';
import type { OutageValues } from './draft.ts';
import { faultTexts } from '../weights/faults.ts';
import { localNow, tidyLocal } from './local-time.ts';
import { barsOf, groupByWeight, pictureOf, sumOf } from './picture.ts';

/** The published profile for an outage that starts then. */
function useProfileAt(at: number) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['weight-profiles', 'published'],
    queryFn: () =>
      dataProvider.getList<WeightProfileRecord>('weight-profiles', {
        filter: { state: 'published' },
        pagination: { page: 1, perPage: 50 },
        sort: { field: 'versionNo', order: 'DESC' },
      }),
  });
  return [...(data?.data ?? [])]
    .filter((profile) => (profile.effectiveFromAt ?? Infinity) <= at)
    .sort((a, b) => (b.effectiveFromAt ?? 0) - (a.effectiveFromAt ?? 0))[0];
}

/** Beside the form, as one types: what would be weighed, and whom it would hit. */
export function OutagePreview() {
  const t = useTranslate();
  const locale = useLocaleName();
  const session = useSession();
  const now = useNow();
  const values = useWatch() as Partial<OutageValues>;
  const times = timesOf(values, now);
  const profile = useProfileAt(times?.startedAt ?? now);
  const { data: calendar } = useCalendar(profile?.calendarId);
  const zone = times === null ? session.zone : (values.zone ?? session.zone);
  const bars = times === null ? [] : barsOf(times, Math.floor(now / 60_000) * 60_000);
  const picture = pictureOf(
    {
      zone,
      bands: profile?.bands ?? null,
      calendar: calendar ?? null,
    },
    bars,
  );
  const date = times === null ? null : localDateAt(createZone(zone), times.startedAt);
  return (
    <SideColumn wide>
      <div className="o-sticky">
        <SideSection
          title={t('outages.preview.title')}
          link={
            profile === undefined
              ? undefined
              : t('outages.preview.by', { profile: profile.name, zone: zoneName(zone, locale) })
          }
        >
          {picture === null ? (
            <p className="r-note">{t('outages.preview.empty')}</p>
          ) : (
            <>
              {date !== null && calendar !== undefined && (
                <p>
                  <LocalDate on={date} dayKind={kindOfDate(calendar, date)} withYear />
                </p>
              )}
              <TimePicture
                picture={picture}
                bars={bars}
                zone={zone}
                compact
                nowAt={times?.endedAt === null ? now : null}
              />
              {picture.refusal !== null && <RefusalNote refusal={picture.refusal} />}
              {picture.pieces.length > 0 && (
                <PreviewSum picture={picture} open={times?.endedAt === null} />
              )}
            </>
          )}
        </SideSection>
        <Scope values={values} />
      </div>
    </SideColumn>
  );
}

function PreviewSum(props: { picture: NonNullable<ReturnType<typeof pictureOf>>; open: boolean }) {
  const t = useTranslate();
  const { pieces } = props.picture;
  const sum = sumOf(pieces);
  return (
    <div>
      <table className="w-pieces">
        <thead>
          <tr>
            <th scope="col">{t('weights.pieces.weight')}</th>
            <th scope="col">{t('weights.pieces.minutes')}</th>
            <th scope="col">{t('weights.pieces.weighted')}</th>
          </tr>
        </thead>
        <tbody>
          {groupByWeight(pieces).map((group) => (
            <tr key={group.weightPerMille}>
              <td>× {weightText(group.weightPerMille)}</td>
              <td title={formatDuration(group.seconds * 1000)}>{minutesText(group.seconds)}</td>
              <td>{weightedText(group.weightedPerMilleSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="w-sum" aria-live="polite">
        <span>
          {minutesText(sum.seconds)}
          <span className="r-unit">min</span>
          {props.open && <span className="r-note"> {t('outages.preview.untilNow')}</span>}
        </span>
        <output>
          {weightedText(sum.weightedPerMilleSeconds)}
          <small>{t('weights.pieces.unit')}</small>
        </output>
      </div>
      <p className="w-sum__hours">
        = <strong>{weightedHours(sum.weightedPerMilleSeconds)}</strong>
        <span className="r-unit">h</span>
      </p>
    </div>
  );
}

function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as T), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}

/** Lines in the scope, counted by the server a moment after the last change. */
function Scope({ values }: { values: Partial<OutageValues> }) {
  const t = useTranslate();
  const session = useSession();
  const now = useNow();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const today = localNow(createZone(session.zone), now).slice(0, 10);
  const near = nearOf({ startedLocal: values.startedLocal ?? '' }, today);
  const asked = useSettled(
    {
      zone: values.zone ?? session.zone,
      startedLocal: tidyLocal(values.startedLocal ?? '', near),
      areaCodes: values.areaCodes ?? [],
      siteCodes: sitesOf(values.sites ?? ''),
    },
    500,
  );
  const named = asked.areaCodes.length > 0;
  const { data, error, isFetching } = useQuery<Membership, HttpError>({
    queryKey: ['outages', 'preview', asked],
    enabled: named,
    retry: false,
    placeholderData: (before) => before,
    queryFn: () => dataProvider.send<Membership>('POST', 'outages/preview', asked),
  });
  return (
    <SideSection
      title={t('outages.scope.title')}
      link={isFetching ? t('outages.preview.counting') : t('outages.basis.home_area')}
    >
      {!named && <p className="r-note">{t('outages.preview.noArea')}</p>}
      {named && error !== null && (
        <StatusWord status="wait">
          <span style={{ whiteSpace: 'normal' }}>
            {Object.values(faultTexts(error, t))[0] ?? error.message}
          </span>
        </StatusWord>
      )}
      {named && error === null && data !== undefined && <Counted membership={data} />}
    </SideSection>
  );
}

/** Affected lines by plan type, with the basis and what it misses. */
export function Counted({ membership }: { membership: Membership }) {
  const t = useTranslate();
  const session = useSession();
  const { sitesNamed, sitesMatched, sitesUnmatched } = membership;
  return (
    <>
      <KeyValues
        rows={[
          sitesNamed > 0 && {
            key: 'sites',
            label: t('outages.scope.sites'),
            value: `${sitesMatched} / ${sitesNamed}`,
          },
          {
            key: 'lines',
            label: t('outages.scope.lines'),
            strong: true,
            value: <Num value={membership.affectedLines} />,
          },
          ...membership.byPlanType.map(({ planType, lines }) => ({
            key: planType,
            label: t(`policies.words.planType.${planType}`),
            indent: true,
            value: <Num value={lines} />,
          })),
          {
            key: 'snapshot',
            label: t('outages.scope.snapshot'),
            value: localNow(createZone(session.zone), membership.snapshotAsOfAt).replace('T', ' '),
          },
        ]}
      />
      {sitesUnmatched.length > 0 && (
        <p className="o-warn">
          <Icon name="info" size={14} />
          {t('outages.scope.unmatched', {
            smart_count: sitesUnmatched.length,
            list: sitesUnmatched.slice(0, 8).join(', '),
          })}
        </p>
      )}
      <p className="o-warn">
        <Icon name="clock" size={14} />
        {t('outages.scope.travellers')}
      </p>
    </>
  );
}
