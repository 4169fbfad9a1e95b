import type { Channel } from '#domain/channels.ts';
import type { FailureCategory } from '#contract/catalogue.ts';
import { lampSystems, type ActualState, type WantedState } from '#domain/lamps.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import type { Stage } from '#domain/stages.ts';
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

/** What a case's file reads of the table. */
export const caseExportColumns = [
  'ticket_no',
  'msisdn_masked',
  'product_code',
  'partner_code',
  'channel',
  'stage',
  'source_system',
  'raw_code',
  'raw_text',
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
] as const;

const text = (row: Row, name: string): string => {
  const value = row[name];
  return value === null || value === undefined ? '' : String(value);
};

/** Fen as yuan with two decimals, as a number. */
const yuan = (row: Row, name: string): number => Number(row[name] ?? 0) / 100;

/** The columns of a case's file: everything the queue shows, masked as it shows it. */
export function caseColumns({ words, names, time }: CaseColumnNeeds): ExportColumn<Row>[] {
  const { heads } = words;
  const named = (map: ReadonlyMap<string, string>, name: string) => (row: Row) =>
    map.get(text(row, name)) ?? text(row, name);
  const worded = (map: Readonly<Record<string, string>>, name: string) => (row: Row) =>
    map[text(row, name)] ?? text(row, name);
  const at = (name: string) => (row: Row) => {
    const value = row[name];
    return value === null || value === undefined ? '' : time(Number(value));
  };
  const own = (name: string) => (row: Row) => text(row, name);
  const state: Readonly<Record<CaseState, string>> = words.state;
  const category: Readonly<Record<FailureCategory, string>> = words.category;
  const stage: Readonly<Record<Stage, string>> = words.stage;
  const channel: Readonly<Record<Channel, string>> = words.channel;
  const wanted: Readonly<Record<WantedState, string>> = words.wanted;
  const actual: Readonly<Record<ActualState, string>> = words.actual;
  return [
    { head: heads.ticketNo, cell: own('ticket_no') },
    { head: heads.msisdn, cell: own('msisdn_masked'), plain: true },
    { head: heads.product, cell: named(names.products, 'product_code') },
    { head: heads.productCode, cell: own('product_code') },
    { head: heads.partner, cell: named(names.partners, 'partner_code') },
    { head: heads.channel, cell: worded(channel, 'channel'), plain: true },
    { head: heads.stage, cell: worded(stage, 'stage'), plain: true },
    { head: heads.source, cell: own('source_system') },
    { head: heads.rawCode, cell: own('raw_code') },
    { head: heads.rawText, cell: own('raw_text') },
    { head: heads.failureCode, cell: own('failure_code') },
    { head: heads.failureName, cell: named(names.codes, 'failure_code') },
    { head: heads.category, cell: worded(category, 'category'), plain: true },
    { head: heads.state, cell: worded(state, 'state'), plain: true },
    { head: heads.resolution, cell: worded(words.resolution, 'resolution'), plain: true },
    { head: heads.area, cell: named(names.areas, 'area_code') },
    { head: heads.fee, cell: (row) => yuan(row, 'monthly_fee_fen') },
    { head: heads.overcharge, cell: (row) => yuan(row, 'overcharge_fen') },
    { head: heads.requestedAt, cell: at('requested_at'), plain: true },
    { head: heads.openedAt, cell: at('opened_at'), plain: true },
    { head: heads.dueAt, cell: at('due_at'), plain: true },
    { head: heads.endedAt, cell: at('ended_at'), plain: true },
    { head: heads.assignee, cell: named(names.staff, 'assignee_id') },
    { head: heads.wanted, cell: worded(wanted, 'wanted'), plain: true },
    ...lampSystems.map((system) => ({
      head: heads[system],
      cell: worded(actual, `${system}_actual`),
      plain: true,
    })),
    { head: heads.attempts, cell: (row) => Number(row['attempt_count']) },
  ];
}

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
