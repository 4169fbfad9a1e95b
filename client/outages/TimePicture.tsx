import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { services } from '#domain/weights.ts';
import type { Service, WeightedPiece } from '#domain/weights.ts';
import {
  Button,
  formatDateTime,
  formatDuration,
  formatExact,
  formatTime,
  useLocaleName,
} from '../components/index.ts';
import { weightColor, weightText } from '../weights/bands.ts';
import { weightedText } from '../weights/measure.ts';
import type { Bar, Picture } from './picture.ts';

export interface PictureMarker {
  key: string;
  at: number;
  label: string;
}

export interface Ghost {
  revision: number;
  bars: readonly Bar[];
}

interface TimePictureProps {
  picture: Picture;
  zone: string;
  bars: readonly Bar[];
  ghosts?: readonly Ghost[];
  /** Failed unsubscribes; `count` may be more than there are ticks. */
  failed?: { count: number; at: readonly number[] };
  markers?: readonly PictureMarker[];
  /** The present, for an outage that is still open. */
  nowAt?: number | null;
  compact?: boolean;
}

/** Services from the one most felt down. */
const rowOrder: readonly Service[] = ['data', 'voice', 'sms'];

type Place = (startAt: number, endAt?: number) => CSSProperties;

/** Weights as the ground, a bar per service, what is counted beneath: the outage at one look. */
export function TimePicture(props: TimePictureProps) {
  const { picture, bars, ghosts = [], failed, markers = [], nowAt, compact = false } = props;
  const t = useTranslate();
  const length = picture.endAt - picture.startAt;
  const share = (at: number) => ((at - picture.startAt) / length) * 100;
  const place: Place = (startAt, endAt) => ({
    left: `${share(startAt)}%`,
    ...(endAt === undefined ? {} : { width: `${share(endAt) - share(startAt)}%` }),
  });
  const rows = rowOrder.filter(
    (service) =>
      bars.some((bar) => bar.service === service) ||
      ghosts.some((ghost) => ghost.bars.some((bar) => bar.service === service)),
  );
  const summary = useSummary(props);
  return (
    <div
      className={compact ? 'o-picture o-picture--compact' : 'o-picture'}
      role="img"
      aria-label={summary}
    >
      <div className="o-plot" aria-hidden>
        <Ground picture={picture} place={place} length={length} compact={compact} />
        {rows.map((service) => (
          <Row key={service} label={t(`policies.words.services.${service}`)}>
            {ghosts.map((ghost) =>
              ghost.bars
                .filter((bar) => bar.service === service)
                .map((bar) => (
                  <GhostBar
                    key={`${ghost.revision}.${bar.startAt}.${bar.endAt}`}
                    bar={bar}
                    revision={ghost.revision}
                    place={place}
                    zone={props.zone}
                  />
                )),
            )}
            {bars
              .filter((bar) => bar.service === service)
              .map((bar, index) => (
                <ServiceBar
                  key={`${index}.${bar.startAt}`}
                  bar={bar}
                  place={place}
                  zone={props.zone}
                  wide={(bar.endAt - bar.startAt) / length > (compact ? 0.5 : 0.28)}
                />
              ))}
          </Row>
        ))}
        <Row label={t('outages.picture.union')} thin>
          {picture.pieces.map((piece) => (
            <UnionPiece
              key={piece.startAt}
              piece={piece}
              place={place}
              wide={
                (piece.endAt - piece.startAt) / length > (picture.pieces.length > 6 ? 0.07 : 0.022)
              }
            />
          ))}
        </Row>
        {failed !== undefined && failed.count > 0 && (
          <Row label={t('outages.picture.failed')} thin>
            {failed.at.map((at, index) => (
              <i key={`${index}.${at}`} className="o-tick" style={place(at)} />
            ))}
            <span className="o-count" style={place(failed.at.at(-1) ?? picture.startAt)}>
              {t('outages.picture.failedCount', { smart_count: failed.count })}
            </span>
          </Row>
        )}
        {nowAt !== null && nowAt !== undefined && (
          <div className="o-overlay">
            <i className="o-now" style={place(nowAt)}>
              <span>{t('outages.picture.now')}</span>
            </i>
          </div>
        )}
      </div>
      <Axis picture={picture} zone={props.zone} place={place} compact={compact} />
      {!compact && markers.length > 0 && (
        <Markers markers={markers} zone={props.zone} place={place} share={share} />
      )}
    </div>
  );
}

function Row(props: { label: string; thin?: boolean; children: ReactNode }) {
  return (
    <div className={props.thin ? 'o-row o-row--thin' : 'o-row'}>
      <span className="o-row__label">{props.label}</span>
      <div className="o-row__track">{props.children}</div>
    </div>
  );
}

/** The weights behind everything, each named at its upper edge where there is room. */
function Ground(props: { picture: Picture; place: Place; length: number; compact: boolean }) {
  const { picture, place, length, compact } = props;
  return (
    <div className="o-ground">
      {picture.bands.map((band, index) => {
        const wide = (band.endAt - band.startAt) / length;
        return (
          <span
            key={band.startAt}
            className={index === 0 ? 'o-band' : 'o-band o-band--edge'}
            style={{
              ...place(band.startAt, band.endAt),
              background: `color-mix(in srgb, ${weightColor(band.weightPerMille)} 55%, var(--surface))`,
            }}
          >
            {wide > (compact ? 0.12 : 0.045) && (
              <b>
                ×{weightText(band.weightPerMille)}
                {wide > (compact ? 0.4 : 0.09) && (
                  <small>
                    {band.from.replace(':00', '')}–{band.to.replace(':00', '')}
                  </small>
                )}
              </b>
            )}
          </span>
        );
      })}
      {picture.ticks.map((at) => (
        <i key={at} className="o-grid" style={place(at)} />
      ))}
    </div>
  );
}

interface BarProps {
  bar: Bar;
  place: Place;
  zone: string;
}

function ServiceBar({ bar, place, zone, wide }: BarProps & { wide: boolean }) {
  const t = useTranslate();
  const word = t(`policies.words.severity.${bar.severity}`);
  const end = bar.open ? '' : formatTime(bar.endAt, zone);
  const times = `${formatTime(bar.startAt, zone)}–${end}`;
  const text = wide ? `${word} ${times} · ${formatDuration(bar.endAt - bar.startAt)}` : word;
  return (
    <span
      className={`o-bar o-bar--${bar.severity}${bar.open ? ' o-bar--open' : ''}`}
      style={place(bar.startAt, bar.endAt)}
      title={`${word} ${times}`}
    >
      <span>{text}</span>
    </span>
  );
}

function GhostBar({ bar, place, zone, revision }: BarProps & { revision: number }) {
  const t = useTranslate();
  return (
    <span className="o-ghost" style={place(bar.startAt, bar.endAt)}>
      <span>
        {t('outages.picture.ghost', {
          revision,
          end: bar.open ? '–' : formatTime(bar.endAt, zone),
        })}
      </span>
    </span>
  );
}

function UnionPiece(props: { piece: WeightedPiece; place: Place; wide: boolean }) {
  const { piece, place, wide } = props;
  const minutes = weightedText(piece.weightedPerMilleSeconds);
  return (
    <span className="o-union" style={place(piece.startAt, piece.endAt)} title={minutes}>
      {wide && <span>{minutes}</span>}
    </span>
  );
}

function Axis(props: { picture: Picture; zone: string; place: Place; compact: boolean }) {
  const { picture, zone, place, compact } = props;
  const locale = useLocaleName();
  const shown = picture.ticks.filter((_at, index) => !compact || index % 2 === 0);
  return (
    <div className="o-axis" aria-hidden>
      {shown.map((at) => (
        <span key={at} style={place(at)}>
          {picture.dated
            ? formatDateTime(at, zone, locale).replace(/ \S+$/u, '')
            : formatTime(at, zone)}
        </span>
      ))}
    </div>
  );
}

/** What happened besides: told, noticed, restored. Near ones stand one under the other. */
function Markers(props: {
  markers: readonly PictureMarker[];
  zone: string;
  place: Place;
  share: (at: number) => number;
}) {
  const { markers, zone, place, share } = props;
  return (
    <div className="o-markers" aria-hidden>
      {lanesOf(markers, share).map(({ marker, lane }) => (
        <span
          key={marker.key}
          className={share(marker.at) > 88 ? 'o-marker o-marker--end' : 'o-marker'}
          style={{ ...place(marker.at), ['--o-lane' as string]: lane }}
        >
          <i />
          <span>
            {formatTime(marker.at, zone)} {marker.label}
          </span>
        </span>
      ))}
    </div>
  );
}

/** Markers on the axis in order; one that is close to the one before goes a lane down. */
function lanesOf(
  markers: readonly PictureMarker[],
  share: (at: number) => number,
): { marker: PictureMarker; lane: number }[] {
  const placed: { marker: PictureMarker; lane: number }[] = [];
  for (const marker of [...markers].sort((a, b) => a.at - b.at)) {
    if (share(marker.at) < 0 || share(marker.at) > 100) continue;
    const last = placed.at(-1);
    const close = last !== undefined && share(marker.at) - share(last.marker.at) < 14;
    placed.push({ marker, lane: close ? last.lane + 1 : 0 });
  }
  return placed;
}

/** The picture in a sentence for those who cannot see it; the table says all. */
function useSummary({ bars, zone, picture }: TimePictureProps): string {
  const t = useTranslate();
  const locale = useLocaleName();
  const parts = bars.map((bar) =>
    t(bar.open ? 'outages.picture.saysOpen' : 'outages.picture.says', {
      service: t(`policies.words.services.${bar.service}`),
      severity: t(`policies.words.severity.${bar.severity}`),
      from: formatDateTime(bar.startAt, zone, locale),
      to: formatDateTime(bar.endAt, zone, locale),
    }),
  );
  const sum = picture.pieces.reduce((total, piece) => total + piece.weightedPerMilleSeconds, 0);
  return [
    ...parts,
    ...(picture.pieces.length === 0
      ? []
      : [t('outages.picture.saysSum', { minutes: weightedText(sum) })]),
  ].join(locale === 'zh' ? '；' : '; ');
}

/** The same as a table: bars, then pieces. */
export function PictureTable({ picture, bars, zone }: TimePictureProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const exact = (at: number) => formatExact(at, zone, locale);
  return (
    <div className="o-table">
      <table className="r-table">
        <thead>
          <tr>
            <th scope="col">{t('outages.table.what')}</th>
            <th scope="col">{t('outages.table.from')}</th>
            <th scope="col">{t('outages.table.to')}</th>
            <th scope="col" className="r-right">
              {t('outages.table.duration')}
            </th>
            <th scope="col" className="r-right">
              {t('outages.table.weight')}
            </th>
            <th scope="col" className="r-right">
              {t('outages.table.weighted')}
            </th>
          </tr>
        </thead>
        <tbody>
          {services.flatMap((service) =>
            bars
              .filter((bar) => bar.service === service)
              .map((bar) => (
                <tr key={`${service}.${bar.startAt}.${bar.endAt}.${bar.severity}`}>
                  <td>
                    {t(`policies.words.services.${service}`)}{' '}
                    {t(`policies.words.severity.${bar.severity}`)}
                  </td>
                  <td>{exact(bar.startAt)}</td>
                  <td>{bar.open ? t('outages.stillOpen') : exact(bar.endAt)}</td>
                  <td className="r-right">{formatDuration(bar.endAt - bar.startAt)}</td>
                  <td />
                  <td />
                </tr>
              )),
          )}
          {picture.pieces.map((piece) => (
            <tr key={piece.startAt}>
              <td>{t('outages.picture.union')}</td>
              <td>{exact(piece.startAt)}</td>
              <td>{exact(piece.endAt)}</td>
              <td className="r-right">{formatDuration(piece.seconds * 1000)}</td>
              <td className="r-right">×{weightText(piece.weightPerMille)}</td>
              <td className="r-right">{weightedText(piece.weightedPerMilleSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The picture and, on request, its table. */
export function PictureOrTable(props: TimePictureProps & { table: boolean }) {
  return props.table ? <PictureTable {...props} /> : <TimePicture {...props} />;
}

export function useTableSwitch(): [boolean, ReactNode] {
  const t = useTranslate();
  const [table, setTable] = useState(false);
  return [
    table,
    <Button
      key="switch"
      kind="plain"
      icon={table ? 'pulse' : 'table'}
      aria-pressed={table}
      title={t(table ? 'common.asChart' : 'common.asTable')}
      aria-label={t(table ? 'common.asChart' : 'common.asTable')}
      onClick={() => setTable(!table)}
    />,
  ];
}
