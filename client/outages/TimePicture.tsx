import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { WeightedPiece } from '#domain/weights.ts';
import { formatDateTime, formatDuration, formatTime, useLocaleName } from '../components/index.ts';
import { weightColor, weightText } from '../weights/bands.ts';
import { weightedText } from '../weights/measure.ts';
import { Axis, Markers } from './PictureAxis.tsx';
import { rowOrder } from './picture.ts';
import type { Bar, Picture, PictureMarker, Place } from './picture.ts';

export interface Ghost {
  revision: number;
  bars: readonly Bar[];
}

export interface TimePictureProps {
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
                    named={ghost === ghosts.at(-1)}
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

/** A bar as an earlier revision had it; only the latest of them is named. */
function GhostBar(props: BarProps & { revision: number; named: boolean }) {
  const { bar, place, zone, revision, named } = props;
  const t = useTranslate();
  return (
    <span className="o-ghost" style={place(bar.startAt, bar.endAt)}>
      {named && (
        <span>{t('outages.picture.ghost', { revision, end: formatTime(bar.endAt, zone) })}</span>
      )}
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
