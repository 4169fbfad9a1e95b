import type { Knex } from 'knex';
import { MAX_REPORT_DAYS, type CaseDrill, type ReportQuery } from '#contract/reports.ts';
import { addDays, dayNumberOf } from '#domain/civil-date.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError, type MessageArgs } from '#domain/errors.ts';
import { localDateAt, startOfDay, type Zone } from '#domain/time.ts';
import { whereInAreas } from '../../db/area-filter.ts';

/** Which cases a report is about: what was asked, and what the reader may see. */
export interface Scope {
  from: string;
  until: string;
  today: string;
  now: number;
  zone: Zone;
  query: ReportQuery;
  /** The reader's own areas; empty means all. */
  ownAreas: readonly string[];
}

const DEFAULT_DAYS = 28;

export function scopeOf(query: ReportQuery, actor: Actor, zone: Zone, now: number): Scope {
  const today = localDateAt(zone, now);
  const until = query.until ?? addDays(today, 1);
  const from = query.from ?? addDays(realDate(until, 'until'), -DEFAULT_DAYS);
  const days = dayNumberOf(realDate(until, 'until')) - dayNumberOf(realDate(from, 'from'));
  if (days < 1) throw periodFault('until', 'errors.reports.emptyPeriod', {});
  if (days > MAX_REPORT_DAYS)
    throw periodFault('from', 'errors.reports.longPeriod', { max: MAX_REPORT_DAYS });
  return { from, until, today, now, zone, query, ownAreas: actor.areaCodes };
}

function realDate(date: string, field: string): string {
  try {
    dayNumberOf(date);
    return date;
  } catch (error) {
    if (error instanceof DomainError) throw periodFault(field, error.key, error.args ?? {});
    throw error;
  }
}

/** Its sentence is the whole answer too: a report has no form whose field could show it. */
function periodFault(field: string, message: string, args: MessageArgs): DomainError {
  return new DomainError('invalid', message, { args, fields: { [field]: { message, args } } });
}

/** The same scope over another period. */
export const during = (scope: Scope, from: string, until: string): Scope => ({
  ...scope,
  from,
  until,
});

/** The period of the same length just before. */
export function previousOf(scope: Scope): Scope {
  const days = dayNumberOf(scope.until) - dayNumberOf(scope.from);
  return during(scope, addDays(scope.from, -days), scope.from);
}

/** `failures` by the switches of the query; `refusals` what they leave apart; `all` work of any code. */
export type Counted = 'failures' | 'refusals' | 'all';

/** Whether refusals by policy stand apart from the failures. */
export const refusalsApart = (scope: Scope): boolean => !scope.query.includePolicyRefusals;

function codeFilter(scope: Scope, counted: Counted): CaseDrill {
  if (counted === 'all') return {};
  const { includeNotFailure, includePolicyRefusals } = scope.query;
  return {
    ...(includeNotFailure ? {} : { countsAsFailure: true }),
    ...(counted === 'refusals'
      ? { policyRefusal: true }
      : includePolicyRefusals
        ? {}
        : { policyRefusal: false }),
  };
}

/** The cases of a scope whatever their dates. */
export function casesOf(db: Knex, scope: Scope, counted: Counted): Knex.QueryBuilder {
  const { area, channel, product, category } = scope.query;
  const codes = codeFilter(scope, counted);
  const rows = db('cases');
  void whereInAreas(rows, 'cases.area_code', area);
  void whereInAreas(rows, 'cases.area_code', scope.ownAreas);
  if (channel.length > 0) void rows.whereIn('cases.channel', channel);
  if (product.length > 0) void rows.whereIn('cases.product_code', product);
  if (category.length > 0) void rows.whereIn('cases.category', category);
  if (Object.keys(codes).length > 0) {
    void rows.whereIn('cases.failure_code', (inner: Knex.QueryBuilder) => {
      void inner.from('failure_codes').select('code');
      if (codes.countsAsFailure !== undefined)
        void inner.where('counts_as_failure', codes.countsAsFailure);
      if (codes.policyRefusal !== undefined)
        void inner.where('policy_refusal', codes.policyRefusal);
    });
  }
  return rows;
}

/** The cases whose request lies in the scope's period. */
export function casesRequested(db: Knex, scope: Scope, counted: Counted): Knex.QueryBuilder {
  return casesOf(db, scope, counted)
    .where('cases.requested_on', '>=', scope.from)
    .where('cases.requested_on', '<', scope.until);
}

/** What `casesOf` filters by, in the words of the list of cases. */
export function drillOf(scope: Scope, counted: Counted): CaseDrill {
  const { area, channel, product, category } = scope.query;
  return {
    ...(area.length > 0 ? { areaCode: area } : {}),
    ...(channel.length > 0 ? { channel } : {}),
    ...(product.length > 0 ? { productCode: product } : {}),
    ...(category.length > 0 ? { category } : {}),
    ...codeFilter(scope, counted),
  };
}

export function drillRequested(
  scope: Scope,
  counted: Counted,
  span: { from: string; until: string } = scope,
): CaseDrill {
  return {
    ...drillOf(scope, counted),
    requestedFrom: startOfDay(scope.zone, span.from),
    requestedUntil: startOfDay(scope.zone, span.until),
  };
}

export const periodOf = (scope: Scope) => ({
  from: scope.from,
  until: scope.until,
  zone: scope.zone.name,
  asOf: scope.now,
});

export async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const [row] = await rows.count<{ n: number }[]>({ n: '*' });
  return Number(row?.n ?? 0);
}
