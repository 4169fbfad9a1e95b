import { Link } from 'react-router-dom';
import type { TableTwin } from '../components/index.ts';

/** A cell of a chart's table: what is shown, where it leads, and what a file gets. */
export interface TwinCell {
  text: string;
  to?: string | undefined;
  raw?: string | number | undefined;
}

/** The figures of a chart, once for its table and once for its file. */
export interface Twin {
  columns: readonly { key: string; label: string; numeric?: boolean }[];
  rows: readonly Record<string, TwinCell | string>[];
}

const cellOf = (cell: TwinCell | string | undefined): TwinCell =>
  typeof cell === 'string' ? { text: cell } : (cell ?? { text: '' });

export function tableOf(twin: Twin): TableTwin {
  return {
    columns: twin.columns,
    rows: twin.rows.map((row) =>
      Object.fromEntries(
        twin.columns.map(({ key }) => {
          const { text, to } = cellOf(row[key]);
          return [key, to === undefined ? text : <Link to={to}>{text}</Link>];
        }),
      ),
    ),
  };
}

/** A spreadsheet runs a text that begins so, also in its full-width form. */
const FORMULA = /^[=+\-@\t\r\0＝＋－＠]/;

function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(twin: Twin): string {
  const head = twin.columns.map((column) => field(column.label));
  const rows = twin.rows.map((row) =>
    twin.columns.map(({ key }) => {
      const { text, raw } = cellOf(row[key]);
      return field(raw ?? text);
    }),
  );
  return [head, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** Hands the file to the browser; the mark at its start lets spreadsheets read Chinese. */
export function downloadCsv(twin: Twin, name: string): void {
  const blob = new Blob(['\uFEFF', csvOf(twin)], { type: 'text/csv;charset=utf-8' });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
