import { useLocaleName, formatDateTime, formatTime } from '../components/index.ts';
import type { Picture, PictureMarker, Place } from './picture.ts';

/** The axis under the picture; days where it runs over days. */
export function Axis(props: { picture: Picture; zone: string; place: Place; compact: boolean }) {
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
export function Markers(props: {
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
