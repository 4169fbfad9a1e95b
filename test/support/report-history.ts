import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import type { CaseDrill } from '#contract/reports.ts';
import { inAreas } from '#domain/area-range.ts';
import { channels } from '#domain/channels.ts';
import { caseEndStates, caseStates, isCaseEnded, type CaseState } from '#domain/lifecycles.ts';
import { stages } from '#domain/stages.ts';
import { createZone, hourOfDayAt, localDateAt } from '#domain/time.ts';

export interface CatalogueCode {
  code: string;
  category: string;
  countsAsFailure: boolean;
  policyRefusal: boolean;
}

const catalogue = JSON.parse(
  readFileSync(new URL('../fixtures/failure-codes.json', import.meta.url), 'utf8'),
) as { codes: (CatalogueCode & Record<string, string>)[] };

export const codes: readonly CatalogueCode[] = catalogue.codes;
export const codeOf = (code: string): CatalogueCode => {
  const found = codes.find((entry) => entry.code === code);
  if (found === undefined) throw new Error(code);
  return found;
};

export async function insertCatalogue(db: Knex): Promise<void> {
  await db('failure_codes').insert(
    catalogue.codes.map((entry) => ({
      code: entry.code,
      category: entry.category,
      name_zh: entry['zh'],
      name_en: entry['en'],
      retry: entry['retry'],
      owner: entry['owner'],
      remedy_zh: entry['remedyZh'],
      remedy_en: entry['remedyEn'],
      message_id: entry['message'] ?? null,
      counts_as_failure: entry.countsAsFailure,
      policy_refusal: entry.policyRefusal,
    })),
  );
}

export interface CaseRow {
  id: string;
  line_id: string;
  product_code: string;
  channel: string;
  failure_code: string;
  category: string;
  state: CaseState;
  area_code: string;
  requested_at: number;
  requested_on: string;
  requested_hour: number;
  opened_on: string;
  ended_at: number | null;
  ended_on: string | null;
  due_at: number | null;
}

/** A generator of its own, so that a failure can be repeated from its seed. */
export function seeded(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    int: (max: number) => Math.floor(next() * max),
    pick: <T>(items: readonly T[]): T => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

export const AREAS = ['320102', '320500', '330106', '330108', '330200', '440300'] as const;
export const PRODUCTS = ['601204', '603310', '605001'] as const;
const HOUR = 3_600_000;
const NEVER_READ = { platform: 'active', network: 'active', billing: 'active', crm: 'active' };

/** Cases spread over eleven weeks before `now`, with fan-outs, ends, refusals and clocks. */
export function randomCases(seed: number, count: number, now: number, zoneName: string): CaseRow[] {
  const random = seeded(seed);
  const zone = createZone(zoneName);
  const rows: CaseRow[] = [];
  for (let index = 0; index < count; index += 1) {
    const before = rows.at(-1);
    const sameAct = before !== undefined && random.int(6) === 0;
    const requestedAt = sameAct ? before.requested_at : now - random.int(77 * 24 * HOUR);
    const openedAt = Math.min(now, requestedAt + random.int(30 * HOUR));
    const code = random.pick(codes);
    const ended = random.int(3) > 0;
    const endedAt = Math.min(now, openedAt + random.int(60 * HOUR));
    const open = caseStates.filter((state) => !isCaseEnded(state));
    rows.push({
      id: `01CASE${String(index).padStart(20, '0')}`,
      line_id: sameAct ? before.line_id : `01LINE${String(random.int(300)).padStart(20, '0')}`,
      product_code: random.pick(PRODUCTS),
      channel: sameAct ? before.channel : random.pick(channels),
      failure_code: code.code,
      category: code.category,
      state: ended ? random.pick(caseEndStates) : random.pick(open),
      area_code: sameAct ? before.area_code : random.pick(AREAS),
      requested_at: requestedAt,
      requested_on: localDateAt(zone, requestedAt),
      requested_hour: hourOfDayAt(zone, requestedAt),
      opened_on: localDateAt(zone, openedAt),
      ended_at: ended ? endedAt : null,
      ended_on: ended ? localDateAt(zone, endedAt) : null,
      due_at: random.int(4) === 0 ? null : requestedAt + 24 * HOUR,
    });
  }
  return rows;
}

export async function insertCases(db: Knex, rows: readonly CaseRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 100)
    await db('cases').insert(rows.slice(start, start + 100).map(stored));
}

function stored(row: CaseRow, index: number): Record<string, unknown> {
  return {
    ...row,
    ticket_no: `T${row.id.slice(6)}`,
    msisdn_masked: '138****0000',
    partner_code: 'SP0044',
    stage: stages[index % stages.length],
    source_system: 'PLAT',
    raw_code: 'X',
    raw_text: 'text',
    mapping_version_no: 1,
    monthly_fee_fen: 300,
    opened_at: row.requested_at,
    wanted: 'cancelled',
    ...Object.fromEntries(
      Object.entries(NEVER_READ).map(([system, actual]) => [`${system}_actual`, actual]),
    ),
    generation: 1,
    attempt_count: 0,
    demo: false,
    version: 1,
    updated_at: row.requested_at,
  };
}

/** What the list of cases must give for a drill, by the plain meaning of its words. */
export function followed(rows: readonly CaseRow[], drill: CaseDrill): CaseRow[] {
  const among = <T>(list: readonly T[] | undefined, value: T) =>
    list === undefined || list.includes(value);
  return rows.filter((row) => {
    const code = codeOf(row.failure_code);
    const { openAtEndOf: day } = drill;
    return (
      among(drill.failureCode, row.failure_code) &&
      among<string>(drill.category, row.category) &&
      among<string>(drill.channel, row.channel) &&
      among(drill.productCode, row.product_code) &&
      among<string>(drill.state, row.state) &&
      among(drill.requestedOn, row.requested_on) &&
      inAreas(row.area_code, drill.areaCode ?? []) &&
      (drill.countsAsFailure ?? code.countsAsFailure) === code.countsAsFailure &&
      (drill.policyRefusal ?? code.policyRefusal) === code.policyRefusal &&
      (drill.requestedHour ?? row.requested_hour) === row.requested_hour &&
      row.requested_at >= (drill.requestedFrom ?? 0) &&
      row.requested_at < (drill.requestedUntil ?? Infinity) &&
      row.opened_on >= (drill.openedOnFrom ?? '') &&
      row.opened_on < (drill.openedOnUntil ?? '~') &&
      (drill.endedOnFrom === undefined ||
        (row.ended_on !== null && row.ended_on >= drill.endedOnFrom)) &&
      (drill.endedOnUntil === undefined ||
        (row.ended_on !== null && row.ended_on < drill.endedOnUntil)) &&
      (day === undefined ||
        (row.opened_on <= day && (row.ended_on === null || row.ended_on > day))) &&
      (drill.openAny === undefined || !isCaseEnded(row.state)) &&
      (drill.dueUntil === undefined || (row.due_at !== null && row.due_at < drill.dueUntil))
    );
  });
}

/** Every mark of an answer: wherever a count stands beside its list. */
export function marksIn(answer: unknown): { n: number; drill: CaseDrill }[] {
  if (Array.isArray(answer)) return answer.flatMap(marksIn);
  if (typeof answer !== 'object' || answer === null) return [];
  const record = answer as Record<string, unknown>;
  const own =
    typeof record['n'] === 'number' && record['drill'] !== undefined
      ? [{ n: record['n'], drill: record['drill'] as CaseDrill }]
      : [];
  const inner = Object.entries(record).filter(([key]) => key !== 'drill');
  return [...own, ...inner.flatMap(([, value]) => marksIn(value))];
}
