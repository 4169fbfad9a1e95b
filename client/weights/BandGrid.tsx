import { useTranslate } from 'ra-core';
import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import type { DayKind } from '#domain/calendar.ts';
import { dayKinds } from '#domain/calendar.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { Cell, ChosenFrame, IntervalMark, RowBands, percent } from './GridParts.tsx';
import type { Scope } from './bands.ts';
import { minutesOf, rowsOf } from './cell-range.ts';
import type { CellRange, GridMark } from './cell-range.ts';
import { bandsIn, follows } from './bands.ts';

interface BandGridProps {
  bands: WeightProfileBands;
  scope: Scope;
  notes: Partial<Record<DayKind, ReactNode>>;
  /** The test interval, drawn over its day. */
  marks: readonly GridMark[];
  /** Thin strips of the version compared with. */
  compare?: WeightProfileBands | undefined;
  editable: boolean;
  selection: CellRange | null;
  onSelect: (range: CellRange | null) => void;
  /** Weight of a number key (1–9), or null where there is no such brush. */
  brushOf: (key: number) => number | null;
  /** Paints the chosen cells: with the chosen brush, or with the given weight. */
  onPaint: (range: CellRange, weightPerMille?: number) => void;
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);

const moves: Record<string, readonly [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

const clamp = (value: number, max: number) => Math.max(0, Math.min(max, value));

/** Four day kinds × 24 hours, painted with the pointer or with arrows and number keys. */
export function BandGrid(props: BandGridProps) {
  const { bands, scope, editable, selection, onSelect, brushOf, onPaint } = props;
  const t = useTranslate();
  const grid = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState(false);
  const at = selection ?? { anchorRow: 0, anchorHour: 0, row: 0, hour: 0 };

  const focusCell = (row: number, hour: number) =>
    grid.current?.querySelector<HTMLElement>(`[data-cell="${row}.${hour}"]`)?.focus();

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      const row = clamp(at.row + move[0], dayKinds.length - 1);
      const hour = clamp(at.hour + move[1], 23);
      const anchor = event.shiftKey
        ? { anchorRow: at.anchorRow, anchorHour: at.anchorHour }
        : { anchorRow: row, anchorHour: hour };
      onSelect({ ...anchor, row, hour });
      focusCell(row, hour);
      return;
    }
    if (event.key === 'Escape') {
      onSelect({ ...at, anchorRow: at.row, anchorHour: at.hour });
      return;
    }
    if (!editable) return;
    const digit = /^Digit([1-9])$/.exec(event.code) ?? /^Numpad([1-9])$/.exec(event.code);
    const weight = digit === null ? null : brushOf(Number(digit[1]));
    if (weight !== null) onPaint(at, weight);
    else if (event.key === ' ' || event.key === 'Enter') onPaint(at);
    else return;
    event.preventDefault();
  };

  const cellAt = (event: PointerEvent): [number, number] | null => {
    const found = document
      .elementFromPoint(event.clientX, event.clientY)
      ?.closest<HTMLElement>('[data-cell]');
    const [row, hour] = found?.dataset.cell?.split('.').map(Number) ?? [];
    return row === undefined || hour === undefined ? null : [row, hour];
  };

  const onDown = (event: PointerEvent) => {
    const cell = cellAt(event);
    if (cell === null || event.button !== 0) return;
    const [row, hour] = cell;
    const extended = event.shiftKey && selection !== null;
    onSelect({
      anchorRow: extended ? selection.anchorRow : row,
      anchorHour: extended ? selection.anchorHour : hour,
      row,
      hour,
    });
    if (!editable) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrawing(true);
  };
  const onMove = (event: PointerEvent) => {
    if (!drawing || selection === null) return;
    const cell = cellAt(event);
    if (cell !== null && (cell[0] !== selection.row || cell[1] !== selection.hour)) {
      onSelect({ ...selection, row: cell[0], hour: cell[1] });
    }
  };
  const onUp = () => {
    if (!drawing) return;
    setDrawing(false);
    if (selection === null) return;
    onPaint(selection);
    focusCell(selection.row, selection.hour);
  };

  return (
    <div
      className={editable ? 'w-grid w-grid--editable' : 'w-grid'}
      role="grid"
      aria-label={t('weights.grid.label')}
      aria-readonly={!editable}
      ref={grid}
      onKeyDown={onKey}
    >
      <div className="w-grid__hours" aria-hidden>
        {[0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) => (
          <span key={hour} style={{ left: percent(hour * 60) }}>
            {String(hour).padStart(2, '0')}
          </span>
        ))}
      </div>
      {dayKinds.map((kind, row) => (
        <div className="w-grid__row" role="row" key={kind}>
          <div className="w-grid__head" role="rowheader">
            <strong>{t(`weights.kinds.${kind}`)}</strong>
            <span>{props.notes[kind]}</span>
          </div>
          <div
            className="w-grid__cells"
            role="presentation"
            onPointerDown={onDown}
            onPointerMove={onMove}
            onPointerUp={onUp}
            onPointerCancel={() => setDrawing(false)}
          >
            <RowBands
              bands={bandsIn(bands, scope, kind)}
              hatched={follows(bands, scope, kind)}
              compare={props.compare && bandsIn(props.compare, scope, kind)}
            />
            {hours.map((hour) => (
              <Cell
                key={hour}
                row={row}
                hour={hour}
                kind={kind}
                bands={bandsIn(bands, scope, kind)}
                tabbable={at.row === row && at.hour === hour}
                chosen={selection !== null && isChosen(selection, row, hour)}
                onFocus={() => {
                  if (selection === null) {
                    onSelect({ anchorRow: row, anchorHour: hour, row, hour });
                  }
                }}
              />
            ))}
            {props.marks
              .filter((mark) => mark.kind === kind)
              .map((mark) => (
                <IntervalMark key={`${mark.fromMinute}`} mark={mark} />
              ))}
            {selection !== null && rowsOf(selection)[0] === kind && (
              <ChosenFrame range={selection} />
            )}
          </div>
        </div>
      ))}
    </div>
  );
}

function isChosen(range: CellRange, row: number, hour: number): boolean {
  const [from, to] = minutesOf(range);
  const first = Math.min(range.anchorRow, range.row);
  const last = Math.max(range.anchorRow, range.row);
  return row >= first && row <= last && hour * 60 >= from && hour * 60 < to;
}
