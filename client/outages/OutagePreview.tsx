import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useWatch } from 'react-hook-form';
import type { WeightProfileRecord } from '#contract/weights.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import {
  LocalDate,
  SideColumn,
  SideSection,
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
import { PreviewScope } from './PreviewScope.tsx';
import { timesOf } from './draft.ts';
import type { OutageValues } from './draft.ts';
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
export function OutagePreview({ outageId }: { outageId?: string | undefined }) {
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
            <p className="r-note">
              {t(
                times !== null && times.services.length > 0
                  ? 'outages.preview.begun'
                  : 'outages.preview.empty',
              )}
            </p>
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
        <PreviewScope values={values} outageId={outageId} />
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
