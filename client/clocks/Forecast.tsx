import { useTranslate } from 'ra-core';
import type { ClockForecast } from '#contract/clocks.ts';
import { ChartFrame, ErrorState, LoadingShape, Num, formatTime } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { forecastTotals, totalOf, useForecast } from './useForecast.ts';

type Hour = ClockForecast['hours'][number];

/** Fixed colours by kind, so that a kind looks the same every day. */
const colours: Readonly<Record<string, string>> = {
  technical: 'var(--c-technical)',
  complaint: 'var(--c-policy)',
  next_charge: 'var(--c-sync)',
  customer: 'var(--c-user)',
  acknowledge: 'var(--c-unclassified)',
  jurisdiction: 'var(--c-settings)',
};
const kinds = Object.keys(colours);

/** How many clocks end in each of the next 24 hours, stacked by kind. */
export function Forecast() {
  const t = useTranslate();
  const { zone } = useSession();
  const { data, error, refetch } = useForecast();
  if (data === undefined)
    return error === null ? (
      <LoadingShape shape="chart" />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  const { ahead, over } = forecastTotals(data);
  const seen = kinds.filter((kind) =>
    [...data.hours.flatMap((hour) => hour.kinds), ...data.overdue].some((one) => one.kind === kind),
  );
  const most = Math.max(1, ...data.hours.map(totalOf));
  return (
    <ChartFrame
      question={t('clocks.forecast.question')}
      measure={t('clocks.forecast.measure', { n: ahead, over })}
      legend={seen.map((kind) => ({
        key: kind,
        label: t(`clocks.kind.${kind}`),
        color: colours[kind] ?? '',
      }))}
      table={twinOf(t, data, seen, zone)}
    >
      {ahead === 0 ? (
        <p className="r-muted">{t('clocks.forecast.none')}</p>
      ) : (
        <Bars hours={data.hours} seen={seen} most={most} />
      )}
    </ChartFrame>
  );
}

function Bars({ hours, seen, most }: { hours: readonly Hour[]; seen: string[]; most: number }) {
  const t = useTranslate();
  const { zone } = useSession();
  return (
    <div role="img" aria-label={t('clocks.forecast.question')}>
      <div className="t-forecast">
        {hours.map((hour) => (
          <div
            key={hour.at}
            className="t-forecast__hour"
            title={t('clocks.forecast.bar', { hour: formatTime(hour.at, zone), n: totalOf(hour) })}
          >
            {seen.map((kind) => {
              const n = hour.kinds.find((one) => one.kind === kind)?.n ?? 0;
              if (n === 0) return null;
              const style = { height: `${(n / most) * 100}%`, background: colours[kind] };
              return <span key={kind} style={style} />;
            })}
          </div>
        ))}
      </div>
      <div className="t-forecast__axis" aria-hidden>
        {hours
          .filter((_, index) => index % 4 === 0)
          .map((hour) => (
            <span key={hour.at}>{formatTime(hour.at, zone)}</span>
          ))}
      </div>
    </div>
  );
}

function twinOf(
  t: (key: string) => string,
  forecast: ClockForecast,
  seen: readonly string[],
  zone: string,
) {
  const row = (label: string, part: Pick<Hour, 'kinds'>) => ({
    hour: label,
    ...Object.fromEntries(
      seen.map((kind) => [
        kind,
        <Num key={kind} value={part.kinds.find((one) => one.kind === kind)?.n ?? 0} />,
      ]),
    ),
    total: <Num value={totalOf(part)} />,
  });
  return {
    columns: [
      { key: 'hour', label: t('clocks.forecast.hour') },
      ...seen.map((kind) => ({ key: kind, label: t(`clocks.kind.${kind}`), numeric: true })),
      { key: 'total', label: t('clocks.forecast.total'), numeric: true },
    ],
    rows: [
      row(t('clocks.forecast.over'), { kinds: forecast.overdue }),
      ...forecast.hours.map((hour) => row(formatTime(hour.at, zone), hour)),
    ],
  };
}
