import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

export interface LegendItem {
  key: string;
  label: ReactNode;
  color: string;
  shape?: 'square' | 'line' | 'ring' | 'band';
}

export interface TableTwin {
  columns: readonly { key: string; label: ReactNode; numeric?: boolean }[];
  rows: readonly Record<string, ReactNode>[];
}

interface ChartFrameProps {
  /** The question the chart answers. */
  question: string;
  /** Unit, n and denominator. */
  measure?: ReactNode;
  legend?: readonly LegendItem[];
  /** At the right of the legend. */
  aside?: ReactNode;
  table: TableTwin;
  children: ReactNode;
  /** Extra controls in the head. */
  actions?: ReactNode;
}

/** A chart: its question, its measure, the legend above, and the same figures as a table. */
export function ChartFrame(props: ChartFrameProps) {
  const { question, measure, legend, aside, table, children, actions } = props;
  const [asTable, setAsTable] = useState(false);
  const t = useTranslate();
  const label = t(asTable ? 'common.asChart' : 'common.asTable');
  return (
    <section className="r-panel r-chart" aria-label={question}>
      <div className="r-chart__head">
        <h2>{question}</h2>
        <span className="r-note">{measure}</span>
        {actions}
        <button
          type="button"
          className="r-btn r-btn--plain r-btn--icon"
          aria-pressed={asTable}
          aria-label={label}
          title={label}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon name={asTable ? 'bars' : 'table'} size={14} />
        </button>
      </div>
      <div className="r-chart__legend">
        <ul>
          {legend?.map((item) => (
            <li key={item.key}>
              <span
                className={`r-key r-key--${item.shape ?? 'square'}`}
                style={{ color: item.color }}
                aria-hidden
              />
              {item.label}
            </li>
          ))}
        </ul>
        <span>{aside}</span>
      </div>
      <div className="r-chart__body">
        {asTable ? <TwinTable caption={question} twin={table} /> : children}
      </div>
    </section>
  );
}

function TwinTable({ caption, twin }: { caption: string; twin: TableTwin }) {
  return (
    <div className="r-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="r-table">
        <caption className="r-hidden">{caption}</caption>
        <thead>
          <tr>
            {twin.columns.map((column) => (
              <th key={column.key} scope="col" className={column.numeric ? 'r-right' : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {twin.rows.map((row, index) => (
            <tr key={index}>
              {twin.columns.map((column) => (
                <td key={column.key} className={column.numeric ? 'r-right' : undefined}>
                  {row[column.key]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
