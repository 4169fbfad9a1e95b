import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { TimeMarks } from '#contract/reports.ts';
import { formatLocalDate, useLocaleName } from '../components/index.ts';

/** Larger outages only: more bands than these would hide what stands behind them. */
const MOST_BANDS = 3;

/** A moment, as a dashed line with a letter. */
export interface PlotMoment {
  letter: string;
  /** The bucket it falls in, by its first day. */
  at: string;
}

/** A stretch, as a band from one bucket to another. */
export interface PlotBand {
  id: string;
  from: string;
  to: string;
}

export interface PlotMarks {
  moments: PlotMoment[];
  bands: PlotBand[];
}

interface Bounds {
  from: string;
  until: string;
}

const letterOf = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index);

const shownOutages = (marks: TimeMarks) => marks.outages.slice(0, MOST_BANDS);

/** One line per bucket, with the letters of all its moments. */
function momentsAt(buckets: readonly string[]): PlotMoment[] {
  const letters = new Map<string, string>();
  for (const [index, at] of buckets.entries())
    letters.set(at, `${letters.get(at) ?? ''}${letterOf(index)}`);
  return [...letters].map(([at, letter]) => ({ at, letter }));
}

/** Where the moments and outages of a period stand on an axis of buckets. */
export function plotMarks(marks: TimeMarks | undefined, points: readonly Bounds[]): PlotMarks {
  const first = points[0];
  if (marks === undefined || first === undefined) return { moments: [], bands: [] };
  const bucketOf = (on: string) => points.findLast((point) => point.from <= on)?.from ?? first.from;
  const last = points.at(-1)?.from ?? first.from;
  return {
    moments: momentsAt(marks.annotations.map((mark) => bucketOf(mark.on))),
    bands: shownOutages(marks).map((outage) => ({
      id: outage.id,
      from: bucketOf(outage.startedOn),
      to: outage.endedOn === null ? last : bucketOf(outage.endedOn),
    })),
  };
}

/** The same in words, beneath the plot. */
export function TimeMarkList({ marks }: { marks: TimeMarks | undefined }) {
  const t = useTranslate();
  const locale = useLocaleName();
  if (marks === undefined || marks.annotations.length + marks.outages.length === 0) return null;
  return (
    <ul className="d-marks" aria-label={t('reports.marks.label')}>
      {marks.annotations.map((mark, index) => (
        <li key={mark.id}>
          <span className="d-marks__letter">{letterOf(index)}</span>
          <time dateTime={mark.on}>{formatLocalDate(mark.on, locale)}</time>
          {locale === 'zh' ? mark.labelZh : mark.labelEn}
        </li>
      ))}
      {shownOutages(marks).map((outage) => (
        <li key={outage.id}>
          <span className="d-marks__band" aria-hidden />
          <Link to={`/outages/${outage.id}/show`} title={outage.title}>
            {t('reports.marks.outage', { number: outage.number })}
          </Link>
        </li>
      ))}
    </ul>
  );
}
