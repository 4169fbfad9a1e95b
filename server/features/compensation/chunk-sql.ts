import { benefits, type PolicyRules } from '#domain/policy-types.ts';
import { BENEFIT_LETTER } from './batch-rows.ts';
import { classCodeSql, excludedSql, exclusionReasonSql } from './class-sql.ts';

/** The set-wise writes of one stretch of lines, in words both engines know. `scope` is over `line_facts lf`. */

/** Binds: batch, batch, scope. */
export const exclusionsSql = (rules: PolicyRules, scope: string): string => `
  insert into batch_exclusions (batch_id, line_id, reason, detail)
  select ?, x.line_id, x.reason, null from (
    select lf.line_id, case when ${excludedSql(rules)} then ${exclusionReasonSql(rules)} else r.reason end as reason
    from line_facts lf
    left join batch_rates r on r.batch_id = ? and r.benefit = 'none' and r.class_code = ${classCodeSql(rules)}
    where ${scope}
  ) x where x.reason is not null`;

/** Binds: batch, the other batches, scope, batch. */
export const alreadyPaidSql = (scope: string, marks: string): string => `
  insert into batch_exclusions (batch_id, line_id, reason, detail)
  select ?, paid.line_id, 'already_compensated', min(paid.number) from (
    select i.line_id as line_id, b.number as number
    from batch_items i
    join batches b on b.id = i.batch_id
    join line_facts lf on lf.line_id = i.line_id
    where i.batch_id in (${marks}) and i.amount > 0 and i.state <> 'reversed' and ${scope}
      and not exists (select 1 from batch_exclusions e where e.batch_id = ? and e.line_id = i.line_id)
  ) paid group by paid.line_id`;

/** Binds: number, number, batch, month, now, [month, the other batches], batch, scope, batch. */
export function itemsSql(rules: PolicyRules, scope: string, monthMarks: string): string {
  const caps = benefits.flatMap((benefit) => {
    const cap = rules.caps.perMonth[benefit];
    return cap === null ? [] : [`when '${benefit}' then ${Math.trunc(cap)}`];
  });
  const cap = caps.length === 0 ? 'null' : `case x.benefit ${caps.join(' ')} else null end`;
  const letters = benefits.map((benefit) => `when '${benefit}' then '${BENEFIT_LETTER[benefit]}'`);
  const used =
    monthMarks === ''
      ? '0'
      : `coalesce((select sum(o.amount) from batch_items o where o.line_id = lf.line_id
          and o.benefit = r.benefit and o.month_key = ? and o.batch_id in (${monthMarks})
          and o.state <> 'reversed'), 0)`;
  return `
  insert into batch_items (id, batch_id, line_id, benefit, class_no, computed_amount, month_used,
    adjusted_amount, adjust_reason, amount, state, credit_id, gateway_ref, parked_reason, tries,
    month_key, updated_at)
  select concat(?, '-', x.line_id, '-', x.letter), x.batch_id, x.line_id, x.benefit, x.class_no, x.computed,
    x.used, null, null,
    case when ${cap} is null then x.computed
      when x.used >= ${cap} then 0
      when x.computed > ${cap} - x.used then ${cap} - x.used
      else x.computed end,
    'fixed', concat('CR-', ?, '-', x.line_id, '-', x.letter), null, null, 0, x.month_key, x.now
  from (
    select lf.line_id as line_id, r.benefit as benefit, r.class_no as class_no, r.amount as computed,
      ? as batch_id, ? as month_key, ? as now, ${used} as used,
      case r.benefit ${letters.join(' ')} end as letter
    from line_facts lf
    join batch_rates r on r.batch_id = ? and r.benefit <> 'none' and r.class_code = ${classCodeSql(rules)}
    where ${scope} and not exists (
      select 1 from batch_exclusions e where e.batch_id = ? and e.line_id = lf.line_id)
  ) x`;
}
