import { lampSystems } from '#domain/lamps.ts';
import type { BareRow } from '../../db/bare-rows.ts';
import type { ExportColumn } from './export-table.ts';
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

/** What a case's file reads of the table: texts from outside, and codes and numbers. */
export const caseExportColumns = {
  free: ['ticket_no', 'product_code', 'partner_code', 'source_system', 'raw_code', 'raw_text'],
  coded: [
    'msisdn_masked',
    'channel',
    'stage',
    'failure_code',
    'category',
    'state',
    'resolution',
    'area_code',
    'monthly_fee_fen',
    'overcharge_fen',
    'requested_at',
    'opened_at',
    'due_at',
    'ended_at',
    'assignee_id',
    'wanted',
    'crm_actual',
    'platform_actual',
    'network_actual',
    'billing_actual',
    'attempt_count',
  ],
} as const;

type CaseColumn = (typeof caseExportColumns)['free' | 'coded'][number];
const places = new Map<string, number>(
  [...caseExportColumns.free, ...caseExportColumns.coded].map((name, index) => [name, index]),
);

/** The columns of a case's file: everything the queue shows, masked as it shows it. */
export function caseColumns({ words, names, time }: CaseColumnNeeds): ExportColumn<BareRow>[] {
  const { heads } = words;
  const value = (name: CaseColumn) => {
    const place = places.get(name) ?? -1;
    return (row: BareRow) => row[place] ?? '';
  };
  /** As it stands; told apart by every row. */
  const own = (name: CaseColumn) => {
    const code = value(name);
    return { cell: (row: BareRow) => String(code(row)) };
  };
  const repeated = (name: CaseColumn) => ({ ...own(name), code: value(name) });
  const named = (map: ReadonlyMap<string, string>, name: CaseColumn) => {
    const { cell, code } = repeated(name);
    return { cell: (row: BareRow) => map.get(cell(row)) ?? cell(row), code };
  };
  const worded = (map: Readonly<Record<string, string>>, name: CaseColumn) => ({
    ...named(new Map(Object.entries(map)), name),
    plain: true,
  });
  const at = (name: CaseColumn) => {
    const instant = value(name);
    const cell = (row: BareRow) => (instant(row) === '' ? '' : time(Number(instant(row))));
    return { cell, plain: true };
  };
  const number = (name: CaseColumn, divisor = 1) => {
    const digits = value(name);
    return { cell: (row: BareRow) => Number(digits(row)) / divisor, code: digits };
  };
  return [
    { head: heads.ticketNo, ...own('ticket_no') },
    { head: heads.msisdn, ...own('msisdn_masked'), plain: true },
    { head: heads.product, ...named(names.products, 'product_code') },
    { head: heads.productCode, ...repeated('product_code') },
    { head: heads.partner, ...named(names.partners, 'partner_code') },
    { head: heads.channel, ...worded(words.channel, 'channel') },
    { head: heads.stage, ...worded(words.stage, 'stage') },
    { head: heads.source, ...repeated('source_system') },
    { head: heads.rawCode, ...repeated('raw_code') },
    { head: heads.rawText, ...repeated('raw_text') },
    { head: heads.failureCode, ...repeated('failure_code') },
    { head: heads.failureName, ...named(names.codes, 'failure_code') },
    { head: heads.category, ...worded(words.category, 'category') },
    { head: heads.state, ...worded(words.state, 'state') },
    { head: heads.resolution, ...worded(words.resolution, 'resolution') },
    { head: heads.area, ...named(names.areas, 'area_code') },
    { head: heads.fee, ...number('monthly_fee_fen', 100) },
    { head: heads.overcharge, ...number('overcharge_fen', 100) },
    { head: heads.requestedAt, ...at('requested_at') },
    { head: heads.openedAt, ...at('opened_at') },
    { head: heads.dueAt, ...at('due_at') },
    { head: heads.endedAt, ...at('ended_at') },
    { head: heads.assignee, ...named(names.staff, 'assignee_id') },
    { head: heads.wanted, ...worded(words.wanted, 'wanted') },
    ...lampSystems.map((system) => ({
      head: heads[system],
      ...worded(words.actual, `${system}_actual`),
    })),
    { head: heads.attempts, ...number('attempt_count') },
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
