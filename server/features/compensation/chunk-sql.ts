import { benefits, type PolicyRules } from '#domain/policy-types.ts';
import { BENEFIT_LETTER } from './batch-rows.ts';
import { classCodeSql, excludedSql, exclusionReasonSql } from './class-sql.ts';
import type { Sql } from './scope-sql.ts';

/**
 * The set-wise writes of one stretch of lines, in words both engines know. `scope` is over `line_facts lf`, and so is
 * `coverage`, a bit for each companion that hit the line.
 */
export interface ChunkSql {
  rules: PolicyRules;
  batch: { id: string; number: string };
  scope: Sql;
  coverage: Sql;
  /** Lines of the stretch lie after the first and up to the second. */
  stretch: readonly [after: string, last: string];
  now: number;
}

type Binds = (string | number)[];
interface Statement {
  sql: string;
  binds: Binds;
}

/** The line's rates: those of its class under its coverage. `which` narrows the benefits. */
function ratesOf({ rules, batch, coverage }: ChunkSql, which: string): Statement {
  return {
    sql: `batch_class_rates r on r.batch_id = ? and r.benefit ${which}
      and r.class_code = ${classCodeSql(rules)} and r.coverage = ${coverage.sql}`,
    binds: [batch.id, ...coverage.binds],
  };
}

/** Lines that the rules leave out, each with the reason. */
export function exclusionsSql(chunk: ChunkSql): Statement {
  const { rules, batch, scope } = chunk;
  const rates = ratesOf(chunk, "= 'none'");
  return {
    sql: `
  insert into batch_exclusions (batch_id, line_id, reason, detail)
  select ?, x.line_id, x.reason, null from (
    select lf.line_id, case when ${excludedSql(rules)} then ${exclusionReasonSql(rules)} else r.reason end as reason
    from line_facts lf
    left join ${rates.sql}
    where ${scope.sql}
  ) x where x.reason is not null`,
    binds: [batch.id, ...rates.binds, ...scope.binds],
  };
}

/** Lines that were to claim or accept and did not, or too late. `notes` is the row of what is known of the line. */
export function unansweredSql(chunk: ChunkSql & { notes: Sql }): Statement {
  const { rules, batch, coverage, scope, notes } = chunk;
  return {
    sql: `
  insert into batch_exclusions (batch_id, line_id, reason, detail)
  select ?, x.line_id, case when x.answered_at is not null then 'answered_late'
    when x.kind = 'claimed' then 'not_claimed' else 'not_accepted' end, null
  from (
    select lf.line_id as line_id, a.kind as kind, a.until_at as until_at,
      case when a.kind = 'claimed' then n.claimed_at else n.accepted_at end as answered_at
    from line_facts lf
    join batch_answers a on a.batch_id = ? and a.class_code = ${classCodeSql(rules)} and a.coverage = ${coverage.sql}
    left join outage_line_facts n on ${notes.sql}
    where ${scope.sql} and ${NOT_EXCLUDED}
  ) x where x.answered_at is null or (x.until_at is not null and x.answered_at >= x.until_at)`,
    binds: [batch.id, batch.id, ...coverage.binds, ...notes.binds, ...scope.binds, batch.id],
  };
}

const NOT_EXCLUDED = `not exists (
      select 1 from batch_exclusions e where e.batch_id = ? and e.line_id = lf.line_id)`;

/** Lines that a batch of another policy family pays for the same time, where the two exclude each other. */
export function paidElsewhereSql(chunk: ChunkSql): Statement {
  const { batch, scope } = chunk;
  const rates = ratesOf(chunk, "<> 'none'");
  return {
    sql: `
  insert into batch_exclusions (batch_id, line_id, reason, detail)
  select ?, paid.line_id, 'already_compensated', min(paid.rival_number) from (
    select lf.line_id as line_id, v.rival_number as rival_number
    from line_facts lf
    join ${rates.sql}
    join batch_rivals v on v.batch_id = r.batch_id and v.exposure_no = r.exposure_no and v.role = 'exclusive'
    join batch_items o on o.batch_id = v.rival_id and o.line_id = lf.line_id
      and o.exposure_no = v.rival_exposure and o.amount > 0 and o.state <> 'reversed'
    where ${scope.sql} and ${NOT_EXCLUDED}
  ) paid group by paid.line_id`,
    binds: [batch.id, ...rates.binds, ...scope.binds, batch.id],
  };
}

/**
 * What other batches credit the lines of a stretch, by exposure and benefit: see `EarlierCredits` of the domain, whose
 * names these are.
 */
function creditsSql({ batch, stretch }: ChunkSql): Statement {
  const sum = (when: string) => `sum(case when ${when} then o.amount else 0 end)`;
  const inLineage = "v.role in ('own', 'shared')";
  return {
    sql: `(
      select o.line_id, o.benefit, v.exposure_no,
        ${sum("v.role = 'own'")} as own, ${sum("v.role = 'shared'")} as shared, ${sum("v.role = 'ahead'")} as ahead,
        ${sum(`${inLineage} and o.month_key = v.month_key`)} as in_month,
        ${sum("v.role = 'month' and o.month_key = v.month_key")} as month,
        min(case when ${inLineage} and o.amount > 0 then v.rival_number end) as rival_number
      from batch_rivals v
      join batch_items o on o.batch_id = v.rival_id and o.line_id > ? and o.line_id <= ?
        and (v.rival_exposure = -1 or o.exposure_no = v.rival_exposure) and o.state <> 'reversed'
      where v.batch_id = ?
      group by o.line_id, o.benefit, v.exposure_no)`,
    binds: [...stretch, batch.id],
  };
}

/** The rates of every line that is not left out, with what was credited before; `remainderOf` of the domain in SQL. */
function owedSql(chunk: ChunkSql, counts: boolean): Statement {
  const { batch, scope } = chunk;
  const rates = ratesOf(chunk, "<> 'none'");
  const columns = `lf.line_id as line_id, r.benefit as benefit, r.class_no as class_no, r.exposure_no as exposure_no,
      r.amount as computed, r.month_cap as month_cap, r.month_key as month_key`;
  const tail = `where ${scope.sql} and ${NOT_EXCLUDED}`;
  const tailBinds = [...scope.binds, batch.id];
  if (!counts)
    return {
      sql: `select ${columns}, 0 as credited, 0 as used from line_facts lf join ${rates.sql} ${tail}`,
      binds: [...rates.binds, ...tailBinds],
    };
  const credits = creditsSql(chunk);
  return {
    sql: `select b.*, b.month - case when b.credited < b.in_month then b.credited else b.in_month end as used from (
      select a.*, a.own + case when a.shared > a.taken then a.shared - a.taken else 0 end as credited from (
        select ${columns}, coalesce(k.own, 0) as own, coalesce(k.shared, 0) as shared,
          case when r.ahead_amount > coalesce(k.ahead, 0) then r.ahead_amount - coalesce(k.ahead, 0) else 0 end as taken,
          coalesce(k.in_month, 0) as in_month, coalesce(k.month, 0) as month, k.rival_number as rival_number
        from line_facts lf
        join ${rates.sql}
        left join ${credits.sql} k
          on k.line_id = lf.line_id and k.benefit = r.benefit and k.exposure_no = r.exposure_no
        ${tail}
      ) a
    ) b`,
    binds: [...rates.binds, ...credits.binds, ...tailBinds],
  };
}

/** Lines of which earlier batches of the lineage paid everything. */
export function alreadyPaidSql(chunk: ChunkSql): Statement {
  const owed = owedSql(chunk, true);
  return {
    sql: `
  insert into batch_exclusions (batch_id, line_id, reason, detail)
  select ?, y.line_id, 'already_compensated', y.rival_number from (
    select x.line_id, min(x.rival_number) as rival_number,
      max(case when x.computed > x.credited then 1 else 0 end) as owed
    from (${owed.sql}) x group by x.line_id
  ) y where y.owed = 0`,
    binds: [chunk.batch.id, ...owed.binds],
  };
}

/** The items; `counts` says whether other batches credit any of the lines. */
export function itemsSql(chunk: ChunkSql, counts: boolean): Statement {
  const { batch, now } = chunk;
  const owed = owedSql(chunk, counts);
  const letters = benefits.map((benefit) => `when '${benefit}' then '${BENEFIT_LETTER[benefit]}'`);
  return {
    sql: `
  insert into batch_items (id, batch_id, line_id, benefit, class_no, exposure_no, computed_amount, credited_before,
    month_used, adjusted_amount, adjust_reason, amount, state, credit_id, gateway_ref, parked_reason, tries,
    month_key, updated_at)
  select concat(?, '-', z.line_id, '-', z.letter), ?, z.line_id, z.benefit, z.class_no, z.exposure_no, z.computed,
    z.credited, z.used, null, null, case when z.capped > z.credited then z.capped - z.credited else 0 end,
    'fixed', concat('CR-', ?, '-', z.line_id, '-', z.letter), null, null, 0, z.month_key, ?
  from (
    select x.*, case x.benefit ${letters.join(' ')} end as letter,
      case when x.month_cap is null then x.computed
        when x.used >= x.month_cap then 0
        when x.computed > x.month_cap - x.used then x.month_cap - x.used
        else x.computed end as capped
    from (${owed.sql}) x
  ) z`,
    binds: [batch.number, batch.id, batch.number, now, ...owed.binds],
  };
}
