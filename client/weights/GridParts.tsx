import { useTranslate } from 'ra-core';
import type { DayKind } from '#domain/calendar.ts';
import type { Band } from '#domain/weights.ts';
import { formatMinute, minutesPerDay } from '#domain/weights.ts';
import { weightColor, weightText } from './bands.ts';
import { minutesOf, rowsOf } from './cell-range.ts';
import type { CellRange, GridMark } from './cell-range.ts';

/** Where a minute of the day stands in a row. */
export const percent = (minute: number) => `${(minute / minutesPerDay) * 100}%`;

/** The ground of a row: its bands with their weights, hatched where it follows another row. */
export function RowBands(props: {
  bands: readonly Band[];
  hatched: boolean;
  compare: readonly Band[] | undefined;
}) {
  return (
    <div className={props.hatched ? 'w-bands w-bands--follows' : 'w-bands'} aria-hidden>
      {props.bands.map((band, index) => (
        <span
          key={band.from}
          className={`w-band${index === 0 ? '' : ' w-band--edge'}${band.to - band.from < 120 ? ' w-band--slim' : ''}`}
          style={{
            left: percent(band.from),
            width: percent(band.to - band.from),
            background: weightColor(band.weightPerMille),
          }}
        >
          <b>{band.to - band.from >= 45 ? weightText(band.weightPerMille) : ''}</b>
        </span>
      ))}
      <i className="w-hours" />
      {props.compare?.map((band) => (
        <span
          key={`c${band.from}`}
          className="w-band__compare"
          title={weightText(band.weightPerMille)}
          style={{
            left: percent(band.from),
            width: percent(band.to - band.from),
            background: weightColor(band.weightPerMille),
          }}
        />
      ))}
    </div>
  );
}

interface CellProps {
  row: number;
  hour: number;
  kind: DayKind;
  bands: readonly Band[];
  tabbable: boolean;
  chosen: boolean;
  onFocus: () => void;
}

export function Cell({ row, hour, kind, bands, tabbable, chosen, onFocus }: CellProps) {
  const t = useTranslate();
  const inside = bands.filter((band) => band.from < (hour + 1) * 60 && band.to > hour * 60);
  const weights = inside.map((band) => `×${weightText(band.weightPerMille)}`).join(', ');
  return (
    <span
      role="gridcell"
      className="w-cell"
      data-cell={`${row}.${hour}`}
      tabIndex={tabbable ? 0 : -1}
      aria-selected={chosen}
      aria-label={`${t(`weights.kinds.${kind}`)} ${formatMinute(hour * 60)}–${formatMinute((hour + 1) * 60)} ${weights}`}
      onFocus={onFocus}
    />
  );
}

export function ChosenFrame({ range }: { range: CellRange }) {
  const [from, to] = minutesOf(range);
  return (
    <span
      className="w-chosen"
      aria-hidden
      style={{
        left: percent(from),
        width: percent(to - from),
        ['--w-rows' as string]: rowsOf(range).length,
      }}
    />
  );
}

/** The test interval over its day. */
export function IntervalMark({ mark }: { mark: GridMark }) {
  return (
    <span
      className="w-mark"
      aria-hidden
      style={{ left: percent(mark.fromMinute), width: percent(mark.toMinute - mark.fromMinute) }}
    >
      <b>{formatMinute(mark.fromMinute)}</b>
      <b>{formatMinute(mark.toMinute)}</b>
    </span>
  );
}
