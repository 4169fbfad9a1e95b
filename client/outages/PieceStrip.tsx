import { useTranslate } from 'ra-core';
import { formatDuration, formatTime } from '../components/index.ts';
import { weightText } from '../weights/bands.ts';
import { minutesText, weightedHours, weightedText } from '../weights/measure.ts';
import { groupByWeight, sumOf } from './picture.ts';
import type { Picture } from './picture.ts';

const mostPieces = 5;

/** What counts, piece by piece, and its sum; grouped by weight when there are many. */
export function PieceStrip({ picture, zone }: { picture: Picture; zone: string }) {
  const t = useTranslate();
  const { pieces } = picture;
  if (pieces.length === 0) return null;
  const single = pieces.length <= mostPieces;
  const cells = single
    ? pieces.map((piece) => ({
        key: String(piece.startAt),
        head: `${formatTime(piece.startAt, zone)}–${formatTime(piece.endAt, zone)} · ${minutesText(piece.seconds)} min`,
        ...piece,
      }))
    : groupByWeight(pieces).map((group) => ({
        key: String(group.weightPerMille),
        head: t('outages.strip.group', { duration: formatDuration(group.seconds * 1000) }),
        ...group,
      }));
  const sum = sumOf(pieces);
  return (
    <dl className="o-strip">
      {cells.map((cell) => (
        <div key={cell.key} style={{ flexGrow: Math.max(1, Math.min(4, cell.seconds / 3600)) }}>
          <dt>{cell.head}</dt>
          <dd>
            × {weightText(cell.weightPerMille)} ={' '}
            <strong>{weightedText(cell.weightedPerMilleSeconds)}</strong>
          </dd>
        </div>
      ))}
      <div className="o-strip__sum">
        <dt>{t('outages.strip.counts', { minutes: minutesText(sum.seconds) })}</dt>
        <dd>
          <strong>{weightedText(sum.weightedPerMilleSeconds)}</strong>{' '}
          <small>{t('weights.pieces.unit')}</small> ={' '}
          <strong>{weightedHours(sum.weightedPerMilleSeconds)}</strong> <small>h</small>
        </dd>
      </div>
    </dl>
  );
}
