import { useTranslate } from 'ra-core';
import type { WeightedPiece } from '#domain/weights.ts';
import { formatDateTime, formatTime, useLocaleName } from '../components/index.ts';
import { groupByWeight } from '../outages/picture.ts';
import { weightText } from './bands.ts';
import { clockText, minutesText, weightedHours, weightedText } from './measure.ts';
import type { Measured } from './measure.ts';

/** More pieces than this are told by weight. */
const mostPieces = 12;

/** The pieces of an interval and their sum: `412.5 weighted min = 6.875 h`. */
export function PieceTable({ measured, zone }: { measured: Measured; zone: string }) {
  const t = useTranslate();
  const rows = useRows(measured.pieces, zone);
  return (
    <div>
      <table className="w-pieces">
        <thead>
          <tr>
            <th scope="col">{t('weights.pieces.span')}</th>
            <th scope="col">{t('weights.pieces.minutes')}</th>
            <th scope="col">{t('weights.pieces.weight')}</th>
            <th scope="col">{t('weights.pieces.weighted')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td title={row.title}>{row.span}</td>
              <td>{minutesText(row.seconds)}</td>
              <td>× {weightText(row.weightPerMille)}</td>
              <td>{weightedText(row.weightedPerMilleSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="w-sum" aria-live="polite">
        <span>
          {minutesText(measured.seconds)}
          <span className="r-unit">min</span>
        </span>
        <output>
          {weightedText(measured.weightedPerMilleSeconds)}
          <small>{t('weights.pieces.unit')}</small>
        </output>
      </div>
      <p className="w-sum__hours">
        = {clockText(measured.weightedPerMilleSeconds)} ={' '}
        <strong>{weightedHours(measured.weightedPerMilleSeconds)}</strong>
        <span className="r-unit">h</span>
      </p>
    </div>
  );
}

function useRows(pieces: readonly WeightedPiece[], zone: string) {
  const t = useTranslate();
  const locale = useLocaleName();
  if (pieces.length <= mostPieces)
    return pieces.map((piece) => ({
      ...piece,
      key: piece.startAt,
      span: `${formatTime(piece.startAt, zone)}–${formatTime(piece.endAt, zone)}`,
      title: `${formatDateTime(piece.startAt, zone, locale)} ${t(`weights.kinds.${piece.dayKind}`)}`,
    }));
  const countOf = (weight: number) =>
    pieces.filter(({ weightPerMille }) => weightPerMille === weight).length;
  return groupByWeight(pieces).map((group) => ({
    ...group,
    key: group.weightPerMille,
    span: t('weights.pieces.many', { smart_count: countOf(group.weightPerMille) }),
    title: undefined,
  }));
}
