import type { Calendar } from '#domain/calendar.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { services } from '#domain/weights.ts';
import { TimePicture } from '../outages/TimePicture.tsx';
import { pictureOf, type Bar } from '../outages/picture.ts';
import { dayOf, type Scope } from './bands.ts';
import '../outages/outages.css';

interface IntervalPictureProps {
  bands: WeightProfileBands;
  calendar: Calendar;
  zone: string;
  scope: Scope;
  startAt: number;
  endAt: number;
}

/** The interval as an outage would be shown: the bands as the ground, a bar for each service they are for. */
export function IntervalPicture(props: IntervalPictureProps) {
  const { bands, calendar, zone, scope, startAt, endAt } = props;
  const day = dayOf(bands, scope) ?? bands.default;
  const shown =
    scope === 'default' ? services.filter((service) => dayOf(bands, service) === null) : [scope];
  const bars: Bar[] = shown.map((service) => ({
    service,
    severity: 'full',
    startAt,
    endAt,
    open: false,
  }));
  const picture = pictureOf({ zone, bands: { default: day }, calendar }, bars, [startAt, endAt]);
  if (picture === null) return null;
  return <TimePicture picture={picture} bars={bars} zone={zone} compact />;
}
