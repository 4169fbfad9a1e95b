import { lampSystems } from '#domain/lamps.ts';
import type { ExportWords } from './export-words.ts';
import type { ExportPart } from './row-writer.ts';

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
}

const word = (words: Readonly<Record<string, string>>, code: string) => words[code] ?? code;
const named = (names: ReadonlyMap<string, string>, code: string) => names.get(code) ?? code;

/** The columns of a case's file: everything the queue shows, masked as it shows it. */
export function caseColumns({ words, names }: CaseColumnNeeds): ExportPart[] {
  const { heads } = words;
  const yuan = (column: string, head: string): ExportPart => ({
    ...{ heads: [head], reads: { coded: [column] } },
    as: (fen) => [Number(fen) / 100],
  });
  const at = (column: string, head: string): ExportPart => ({
    ...{ heads: [head], reads: { coded: [column] }, as: 'instant' },
  });
  const text = (column: string, head: string): ExportPart => ({
    ...{ heads: [head], reads: { free: column }, as: (text) => [text] },
  });
  return [
    { heads: [heads.ticketNo], reads: { free: 'ticket_no' }, as: 'id' },
    { heads: [heads.msisdn], reads: { coded: ['msisdn_masked'] }, as: 'plain' },
    {
      ...{ heads: [heads.product, heads.productCode], reads: { free: 'product_code' } },
      as: (code) => [named(names.products, code), code],
    },
    {
      ...{ heads: [heads.partner], reads: { free: 'partner_code' } },
      as: (code) => [named(names.partners, code)],
    },
    {
      ...{ heads: [heads.channel, heads.stage], reads: { coded: ['channel', 'stage'] } },
      as: (channel, stage = '') => [word(words.channel, channel), word(words.stage, stage)],
    },
    text('source_system', heads.source),
    text('raw_code', heads.rawCode),
    text('raw_text', heads.rawText),
    classed({ words, names }),
    {
      ...{ heads: [heads.area], reads: { coded: ['area_code'] } },
      as: (code) => [named(names.areas, code)],
    },
    yuan('monthly_fee_fen', heads.fee),
    yuan('overcharge_fen', heads.overcharge),
    at('requested_at', heads.requestedAt),
    at('opened_at', heads.openedAt),
    at('due_at', heads.dueAt),
    at('ended_at', heads.endedAt),
    {
      ...{ heads: [heads.assignee], reads: { coded: ['assignee_id'] } },
      as: (id) => [named(names.staff, id)],
    },
    lamps(words),
  ];
}

/** Cause and state: of some million cases only some hundred differ in these. */
function classed({ words, names }: CaseColumnNeeds): ExportPart {
  const { failureCode, failureName, category, state, resolution } = words.heads;
  return {
    heads: [failureCode, failureName, category, state, resolution],
    reads: { coded: ['failure_code', 'category', 'state', 'resolution'] },
    as: (code, category = '', state = '', resolution = '') => [
      code,
      named(names.codes, code),
      word(words.category, category),
      word(words.state, state),
      word(words.resolution, resolution),
    ],
  };
}

function lamps({ heads, ...words }: ExportWords): ExportPart {
  const actual = lampSystems.map((system) => `${system}_actual`);
  return {
    heads: [heads.wanted, ...lampSystems.map((system) => heads[system]), heads.attempts],
    reads: { coded: ['wanted', ...actual, 'attempt_count'] },
    as: (wanted, ...rest) => [
      word(words.wanted, wanted),
      ...rest.slice(0, -1).map((code) => word(words.actual, code)),
      Number(rest.at(-1)),
    ],
  };
}

/** The columns of a job's results. */
export function resultColumns({ words, names }: CaseColumnNeeds): ExportPart[] {
  const { heads } = words;
  const of = (
    head: string,
    reads: ExportPart['reads'],
    as: ExportPart['as'] = (text) => [text],
  ): ExportPart => ({ heads: [head], reads, as });
  return [
    of(heads.ticketNo, { free: 'cases.ticket_no' }, 'id'),
    of(heads.msisdn, { coded: ['cases.msisdn_masked'] }, 'plain'),
    of(heads.product, { free: 'cases.product_code' }, (code) => [named(names.products, code)]),
    {
      ...{ heads: [heads.failureCode, heads.failureName] },
      ...{ reads: { coded: ['plan_items.failure_code'] } },
      as: (code) => [code, named(names.codes, code)],
    },
    of(heads.result, { coded: ['plan_items.state'] }, (state) => [word(words.item, state)]),
    of(heads.why, { coded: ['plan_items.reason'] }, (reason) => [word(words.why, reason)]),
    of(heads.answerCode, { free: 'plan_items.raw_code' }),
    of(heads.answerText, { free: 'plan_items.raw_text' }),
    of(heads.takenAt, { coded: ['plan_items.taken_at'] }, 'instant'),
    of(heads.finishedAt, { coded: ['plan_items.finished_at'] }, 'instant'),
    of(heads.caseState, { coded: ['cases.state'] }, (state) => [word(words.state, state)]),
  ];
}
