import { lampSystems } from '#domain/lamps.ts';
import { codesOf, type BareRow } from '../../db/bare-rows.ts';
import type { ExportColumn, ExportGroup, ExportPart } from './export-table.ts';
import type { ExportWords } from './export-words.ts';

type Row = Readonly<Record<string, unknown>>;

/** Names by code, read once for a file: joining them to a million rows would cost more than the rows. */
export interface ExportNames {
  products: ReadonlyMap<string, string>;
  partners: ReadonlyMap<string, string>;
  codes: ReadonlyMap<string, string>;
  areas: ReadonlyMap<string, string>;
  staff: ReadonlyMap<string, string>;
}

export interface CaseColumnNeeds {
  words: ExportWords;
  names: ExportNames;
  /** An instant as local text. */
  time(at: number): string;
}

/** What few cases differ in, side by side in the file. */
const ORDERED = ['channel', 'stage'];
const CLASSED = ['failure_code', 'category', 'state', 'resolution'];
const LAMPS = ['wanted', ...lampSystems.map((system) => `${system}_actual`), 'attempt_count'];

/** What a case's file reads of the table: codes and numbers, and texts from outside. */
export const caseExportColumns = {
  coded: [
    'msisdn_masked',
    ORDERED,
    CLASSED,
    'area_code',
    'monthly_fee_fen',
    'overcharge_fen',
    'requested_at',
    'opened_at',
    'due_at',
    'ended_at',
    'assignee_id',
    LAMPS,
  ],
  free: ['ticket_no', 'product_code', 'partner_code', 'source_system', 'raw_code', 'raw_text'],
} as const;

type CaseColumn = (typeof caseExportColumns)['free' | 'coded'][number];
const places = new Map<CaseColumn, number>(
  [...caseExportColumns.coded, ...caseExportColumns.free].map((name, index) => [name, index]),
);

/** The columns of a case's file: everything the queue shows, masked as it shows it. */
export function caseColumns({ words, names, time }: CaseColumnNeeds): ExportPart<BareRow>[] {
  const { heads } = words;
  const value = (name: CaseColumn) => {
    const place = places.get(name) ?? -1;
    return (row: BareRow) => row[place] ?? '';
  };
  const own = (name: CaseColumn) => {
    const code = value(name);
    return { cell: (row: BareRow) => String(code(row)) };
  };
  const group = (
    name: CaseColumn,
    heads: readonly string[],
    cells: (code: string) => readonly (string | number)[],
  ): ExportGroup<BareRow> => ({
    ...{ heads, code: value(name), cells: (code) => cells(String(code)) },
  });
  const word = (map: Readonly<Record<string, string>>, code: string | undefined) =>
    (code === undefined ? undefined : map[code]) ?? code ?? '';
  const yuan = (name: CaseColumn, head: string) =>
    group(name, [head], (fen) => [Number(fen) / 100]);
  const at = (name: CaseColumn, head: string) => {
    const instant = value(name);
    const cell = (row: BareRow) => {
      const ms = instant(row);
      return ms === '' ? '' : time(Number(ms));
    };
    return { head, cell, plain: true };
  };
  return [
    { head: heads.ticketNo, ...own('ticket_no') },
    { head: heads.msisdn, ...own('msisdn_masked'), plain: true },
    group('product_code', [heads.product, heads.productCode], (code) => [
      ...[names.products.get(code) ?? code, code],
    ]),
    group('partner_code', [heads.partner], (code) => [names.partners.get(code) ?? code]),
    group(ORDERED, [heads.channel, heads.stage], (codes) => {
      const [channel, stage] = codesOf(codes);
      return [word(words.channel, channel), word(words.stage, stage)];
    }),
    group('source_system', [heads.source], (code) => [code]),
    group('raw_code', [heads.rawCode], (code) => [code]),
    group('raw_text', [heads.rawText], (text) => [text]),
    group(
      CLASSED,
      [heads.failureCode, heads.failureName, heads.category, heads.state, heads.resolution],
      (codes) => {
        const [cause = '', category, state, resolution] = codesOf(codes);
        return [
          ...[cause, names.codes.get(cause) ?? cause, word(words.category, category)],
          ...[word(words.state, state), word(words.resolution, resolution)],
        ];
      },
    ),
    group('area_code', [heads.area], (code) => [names.areas.get(code) ?? code]),
    yuan('monthly_fee_fen', heads.fee),
    yuan('overcharge_fen', heads.overcharge),
    at('requested_at', heads.requestedAt),
    at('opened_at', heads.openedAt),
    at('due_at', heads.dueAt),
    at('ended_at', heads.endedAt),
    group('assignee_id', [heads.assignee], (id) => [names.staff.get(id) ?? id]),
    group(
      LAMPS,
      [heads.wanted, ...lampSystems.map((system) => heads[system]), heads.attempts],
      (codes) => {
        const [wanted, ...actual] = codesOf(codes);
        const attempts = actual.pop();
        return [
          word(words.wanted, wanted),
          ...actual.map((code) => word(words.actual, code)),
          Number(attempts),
        ];
      },
    ),
  ];
}

const text = (row: Row, name: string): string => {
  const value = row[name];
  return value === null || value === undefined ? '' : String(value);
};

/** The columns of a job's results. */
export function resultColumns({ words, names, time }: CaseColumnNeeds): ExportColumn<Row>[] {
  const { heads } = words;
  const why: Readonly<Record<string, string>> = words.why;
  const item: Readonly<Record<string, string>> = words.item;
  const state: Readonly<Record<string, string>> = words.state;
  const at = (name: string) => (row: Row) =>
    row[name] === null || row[name] === undefined ? '' : time(Number(row[name]));
  return [
    { head: heads.ticketNo, cell: (row) => text(row, 'ticket_no') },
    { head: heads.msisdn, cell: (row) => text(row, 'msisdn_masked'), plain: true },
    {
      head: heads.product,
      cell: (row) => names.products.get(text(row, 'product_code')) ?? text(row, 'product_code'),
    },
    { head: heads.failureCode, cell: (row) => text(row, 'failure_code') },
    {
      head: heads.failureName,
      cell: (row) => names.codes.get(text(row, 'failure_code')) ?? text(row, 'failure_code'),
    },
    { head: heads.result, cell: (row) => item[text(row, 'item_state')] ?? '', plain: true },
    {
      head: heads.why,
      cell: (row) => why[text(row, 'reason')] ?? text(row, 'reason'),
    },
    { head: heads.answerCode, cell: (row) => text(row, 'item_raw_code') },
    { head: heads.answerText, cell: (row) => text(row, 'item_raw_text') },
    { head: heads.takenAt, cell: at('taken_at'), plain: true },
    { head: heads.finishedAt, cell: at('finished_at'), plain: true },
    { head: heads.caseState, cell: (row) => state[text(row, 'case_state')] ?? '', plain: true },
  ];
}
