import type { Knex } from 'knex';
import { z } from 'zod';
import { failureCategory } from '#contract/catalogue.ts';
import { caseChannel, caseResolution, caseStage, caseState } from '#contract/cases.ts';
import { areaCode, epochMs, localDate, text, ulid } from '#contract/common.ts';
import { areaRange } from '#domain/area-range.ts';
import { addDays } from '#domain/civil-date.ts';
import type { Actor } from '#domain/context.ts';
import { wantedStates } from '#domain/lamps.ts';
import { caseEndStates, caseStates } from '#domain/lifecycles.ts';
import { startOfDay, type Zone } from '#domain/time.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { oneOrMany, type FilterOf, type ListSpec } from '../../http/rest-list.ts';

const id = z.string().min(1).max(26);
const hours = z.int().min(0).max(100_000);
const fen = z.int().min(0).max(2_000_000_000);

/** Tabs of the queue that hold more than one state. */
const stateGroups = {
  open_any: caseStates.filter((state) => !(caseEndStates as readonly string[]).includes(state)),
  working: ['queued', 'sent', 'confirmed'],
  waiting: ['waiting_customer', 'waiting_date'],
  ended: caseEndStates,
} as const;

export const caseList = {
  filters: {
    id: oneOrMany(id),
    ticketNo: oneOrMany(z.string().min(1).max(40)),
    failureCode: oneOrMany(z.string().min(1).max(12)),
    category: oneOrMany(failureCategory),
    stage: oneOrMany(caseStage),
    channel: oneOrMany(caseChannel),
    areaCode: oneOrMany(areaCode),
    productCode: oneOrMany(z.string().min(1).max(20)),
    partnerCode: oneOrMany(z.string().min(1).max(20)),
    state: oneOrMany(caseState),
    stateGroup: z.enum(['open_any', 'working', 'waiting', 'ended']),
    openAny: z.literal(true),
    resolution: oneOrMany(caseResolution),
    lineId: oneOrMany(id),
    /** `none` is for cases that nobody has, `me` for those of whoever asks. */
    assigneeId: oneOrMany(id),
    sourceSystem: oneOrMany(z.string().min(1).max(20)),
    rawCode: oneOrMany(z.string().max(64)),
    wanted: z.enum(wantedStates),
    requestedFrom: epochMs,
    requestedUntil: epochMs,
    requestedOn: oneOrMany(localDate),
    requestedHour: z.int().min(0).max(23),
    openedOnFrom: localDate,
    openedOnUntil: localDate,
    endedOnFrom: localDate,
    endedOnUntil: localDate,
    openAtEndOf: localDate,
    dueFrom: epochMs,
    dueUntil: epochMs,
    ageMinHours: hours,
    ageMaxHours: hours,
    importId: oneOrMany(id),
    duplicateOfId: oneOrMany(id),
    countsAsFailure: z.boolean(),
    policyRefusal: z.boolean(),
    /** Text of the source, product, partner or ticket. */
    q: text(60),
    /** A pasted list of tickets and numbers. */
    list: ulid,
    groupId: oneOrMany(id),
    outageId: oneOrMany(id),
    /** The cases of a bulk plan, named by the plan or by its job. */
    planId: oneOrMany(id),
    jobId: oneOrMany(id),
    inOutage: z.boolean(),
    priority: oneOrMany(z.int().min(0).max(2)),
    complaintSource: oneOrMany(z.string().min(1).max(20)),
    complained: z.boolean(),
    dueKind: oneOrMany(z.string().min(1).max(24)),
    /** The clock has run out. */
    overdue: z.literal(true),
    /** The clock runs out within so many hours. */
    dueInHours: z.int().min(1).max(8_760),
    overcharged: z.boolean(),
    overchargeMinFen: fen,
    feeMinFen: fen,
    feeMaxFen: fen,
    recurrence: z.boolean(),
    attemptsMin: z.int().min(0).max(10_000),
    attemptsMax: z.int().min(0).max(10_000),
    nextChargeFrom: epochMs,
    nextChargeUntil: epochMs,
  },
  sorts: {
    dueAt: 'due_at',
    requestedAt: 'requested_at',
    openedAt: 'opened_at',
    endedAt: 'ended_at',
    ticketNo: 'ticket_no',
    monthlyFeeFen: 'monthly_fee_fen',
    updatedAt: 'updated_at',
    id: 'id',
  },
  defaultSort: ['dueAt', 'ASC'],
} as const satisfies ListSpec;

export type CaseFilter = FilterOf<typeof caseList>;

/** The filter with what needs a look-up or the clock resolved. */
export interface ResolvedFilter {
  filter: CaseFilter;
  /** The states that may occur; undefined when all may. */
  states: string[] | undefined;
  /** The failure codes that may occur; undefined when all may. */
  failureCodes: string[] | undefined;
  areas: readonly string[];
  /** The cases that may occur, by id; undefined when all may. */
  ids: readonly string[] | undefined;
  /** What a searched text was found in; undefined without a search. */
  searched: Searched | undefined;
  now: number;
  zone: Zone;
}

/** A case matches a search by any of these. */
export interface Searched {
  textIds: readonly string[];
  textNumbers: readonly string[];
  productCodes: readonly string[];
  partnerCodes: readonly string[];
  ticketNo: string;
}

export function resolveStates(filter: CaseFilter): string[] | undefined {
  const sets: (readonly string[])[] = [];
  if (filter.state) sets.push(filter.state);
  if (filter.stateGroup !== undefined) sets.push(stateGroups[filter.stateGroup]);
  // A clock runs for open cases only.
  if (filter.openAny || filter.overdue || filter.dueInHours !== undefined)
    sets.push(stateGroups.open_any);
  return intersect(sets);
}

export function intersect(sets: readonly (readonly string[])[]): string[] | undefined {
  const [first, ...rest] = sets;
  if (first === undefined) return undefined;
  return [...new Set(first)].filter((value) => rest.every((set) => set.includes(value)));
}

export const isOpenAny = (states: readonly string[]): boolean =>
  states.length === stateGroups.open_any.length &&
  stateGroups.open_any.every((state) => states.includes(state));

/** Filters whose answer the counters know, as long as the actor sees every area. */
const COUNTED = new Set<keyof CaseFilter>([
  'state',
  'stateGroup',
  'openAny',
  'failureCode',
  'category',
  'countsAsFailure',
  'policyRefusal',
]);
/** What charts drill down with: their lists count exactly. */
const DRILLED = new Set<keyof CaseFilter>([
  'requestedFrom',
  'requestedUntil',
  'requestedOn',
  'openedOnFrom',
  'openedOnUntil',
  'endedOnFrom',
  'endedOnUntil',
  'openAtEndOf',
  'dueFrom',
  'dueUntil',
]);

export function totalKind(filter: CaseFilter, actor: Actor): 'counters' | 'exact' | 'bounded' {
  const used = Object.keys(filter) as (keyof CaseFilter)[];
  if (actor.areaCodes.length === 0 && used.every((name) => COUNTED.has(name))) return 'counters';
  return used.some((name) => DRILLED.has(name)) ? 'exact' : 'bounded';
}

const IN_COLUMNS = {
  id: 'id',
  ticketNo: 'ticket_no',
  category: 'category',
  stage: 'stage',
  channel: 'channel',
  productCode: 'product_code',
  partnerCode: 'partner_code',
  resolution: 'resolution',
  lineId: 'line_id',
  sourceSystem: 'source_system',
  rawCode: 'raw_code',
  requestedOn: 'requested_on',
  importId: 'import_id',
  duplicateOfId: 'duplicate_of_id',
  groupId: 'group_id',
  outageId: 'outage_id',
  priority: 'priority',
  complaintSource: 'complaint_source',
  dueKind: 'due_kind',
} as const;

/** Puts the conditions on a query over `cases` alone. */
export function applyCaseFilter(query: Knex.QueryBuilder, resolved: ResolvedFilter): void {
  const { filter, states, failureCodes, areas } = resolved;
  void whereInAreas(query, 'area_code', areas);
  if (states !== undefined) {
    if (isOpenAny(states)) void query.whereNull('ended_at');
    else void query.whereIn('state', states);
  }
  if (failureCodes !== undefined) void query.whereIn('failure_code', failureCodes);
  for (const [name, column] of Object.entries(IN_COLUMNS)) {
    const values: readonly (string | number)[] | undefined =
      filter[name as keyof typeof IN_COLUMNS];
    if (values) void query.whereIn(column, [...values]);
  }
  if (filter.planId) void query.whereIn('id', casesOf('plan_id', filter.planId));
  if (filter.jobId) void query.whereIn('id', casesOf('job_id', filter.jobId));
  if (filter.areaCode) whereAreaFilter(query, filter.areaCode);
  if (filter.assigneeId) whereAssignee(query, filter.assigneeId);
  if (filter.wanted !== undefined) void query.where('wanted', filter.wanted);
  if (filter.requestedHour !== undefined) void query.where('requested_hour', filter.requestedHour);
  if (resolved.ids !== undefined) void query.whereIn('id', [...resolved.ids]);
  if (resolved.searched !== undefined) whereSearched(query, resolved.searched);
  applyTimes(query, resolved);
  applyFacts(query, resolved);
}

/** The cases that bulk plans hold. */
export const casesOf =
  (by: 'plan_id' | 'job_id', ids: readonly string[]) =>
  (items: Knex.QueryBuilder): void => {
    void items.from('plan_items').distinct({ id: 'plan_items.case_id' });
    if (by === 'plan_id') void items.whereIn('plan_items.plan_id', [...ids]);
    else
      void items
        .join('bulk_jobs', 'bulk_jobs.plan_id', 'plan_items.plan_id')
        .whereIn('bulk_jobs.id', [...ids]);
  };

function whereSearched(query: Knex.QueryBuilder, searched: Searched): void {
  void query.where((any) => {
    void any.where('ticket_no', searched.ticketNo);
    if (searched.textIds.length > 0)
      void any.orWhere((text) => {
        void text.whereIn('raw_text_id', [...searched.textIds]);
        // Digits only: nothing in them means anything to LIKE.
        for (const number of searched.textNumbers)
          void text.where('raw_text', 'like', `%${number}%`);
      });
    if (searched.productCodes.length > 0)
      void any.orWhereIn('product_code', [...searched.productCodes]);
    if (searched.partnerCodes.length > 0)
      void any.orWhereIn('partner_code', [...searched.partnerCodes]);
  });
}

/** Facts that are there or not, and amounts. */
function applyFacts(query: Knex.QueryBuilder, { filter, now }: ResolvedFilter): void {
  const there = (column: string, is: boolean | undefined) => {
    if (is === true) void query.whereNotNull(column);
    if (is === false) void query.whereNull(column);
  };
  const least = (column: string, value: number | undefined) =>
    value === undefined ? undefined : void query.where(column, '>=', value);
  const most = (column: string, value: number | undefined) =>
    value === undefined ? undefined : void query.where(column, '<=', value);
  there('outage_id', filter.inOutage);
  there('complaint_source', filter.complained);
  there('recurrence_of_id', filter.recurrence);
  if (filter.overcharged === true) void query.where('overcharge_fen', '>', 0);
  if (filter.overcharged === false) void query.where('overcharge_fen', 0);
  least('overcharge_fen', filter.overchargeMinFen);
  least('monthly_fee_fen', filter.feeMinFen);
  most('monthly_fee_fen', filter.feeMaxFen);
  least('attempt_count', filter.attemptsMin);
  most('attempt_count', filter.attemptsMax);
  least('next_charge_at', filter.nextChargeFrom);
  if (filter.nextChargeUntil !== undefined)
    void query.where('next_charge_at', '<', filter.nextChargeUntil);
  if (filter.overdue) void query.whereNull('ended_at').where('due_at', '<', now);
  if (filter.dueInHours !== undefined)
    void query
      .whereNull('ended_at')
      .where('due_at', '>=', now)
      .where('due_at', '<', now + filter.dueInHours * 3_600_000);
}

function applyTimes(query: Knex.QueryBuilder, { filter, now, zone }: ResolvedFilter): void {
  const bound = (column: string, from: unknown, until: unknown) => {
    if (from !== undefined) void query.where(column, '>=', from as string | number);
    if (until !== undefined) void query.where(column, '<', until as string | number);
  };
  const hourMs = 3_600_000;
  bound('requested_at', filter.requestedFrom, filter.requestedUntil);
  bound('due_at', filter.dueFrom, filter.dueUntil);
  bound('opened_on', filter.openedOnFrom, filter.openedOnUntil);
  bound('ended_on', filter.endedOnFrom, filter.endedOnUntil);
  bound(
    'requested_at',
    filter.ageMaxHours === undefined ? undefined : now - filter.ageMaxHours * hourMs,
    filter.ageMinHours === undefined ? undefined : now - filter.ageMinHours * hourMs + 1,
  );
  if (filter.openAtEndOf !== undefined) {
    const nextDay = addDays(filter.openAtEndOf, 1);
    const dayEnd = startOfDay(zone, nextDay);
    void query
      .where('opened_on', '<', nextDay)
      .where((any) => any.whereNull('ended_at').orWhere('ended_at', '>=', dayEnd));
  }
}

function whereAreaFilter(query: Knex.QueryBuilder, codes: readonly string[]): void {
  // No code at all means no rows; `whereInAreas` reads an empty scope as everywhere.
  if (codes.length === 0) void query.whereRaw('1 = 0');
  else void whereInAreas(query, 'area_code', codes);
}

function whereAssignee(query: Knex.QueryBuilder, ids: readonly string[]): void {
  const people = ids.filter((value) => value !== 'none');
  if (!ids.includes('none')) void query.whereIn('assignee_id', people);
  else void query.where((any) => any.whereNull('assignee_id').orWhereIn('assignee_id', people));
}

/** Whether an area code names one district, so that it is one value of an index rather than a range. */
export function isExactArea(code: string): boolean {
  return areaRange(code).from === code;
}
