import type { Knex } from 'knex';
import type { PlanItem } from '#contract/bulk.ts';
import { maskHas, type PlanItemState } from '#domain/bulk-rules.ts';
import { safeOrder } from '#domain/lamps.ts';
import type { CaseState } from '#domain/lifecycles.ts';

/** The few rows of a page with what they show of their cases. */
export function withCases(query: Knex.QueryBuilder): Knex.QueryBuilder {
  return query
    .join('cases', 'cases.id', 'plan_items.case_id')
    .leftJoin('products', 'products.code', 'cases.product_code')
    .leftJoin('failure_codes', 'failure_codes.code', 'plan_items.failure_code')
    .select('plan_items.*', {
      ticket_no: 'cases.ticket_no',
      msisdn_masked: 'cases.msisdn_masked',
      product_name: 'products.name',
      product_code: 'cases.product_code',
      name_zh: 'failure_codes.name_zh',
      name_en: 'failure_codes.name_en',
      category: 'failure_codes.category',
      case_state: 'cases.state',
    });
}

export function planItemOf(row: Record<string, unknown>): PlanItem {
  const text = (name: string) => (row[name] == null ? null : String(row[name]));
  const int = (name: string) => (row[name] == null ? null : Number(row[name]));
  const code = String(row['failure_code']);
  return {
    id: `${String(row['plan_id'])}-${String(row['seq'])}`,
    seq: Number(row['seq']),
    caseId: String(row['case_id']),
    ticketNo: String(row['ticket_no']),
    msisdnMasked: String(row['msisdn_masked']),
    productName: text('product_name') ?? String(row['product_code']),
    failureCode: code,
    failureNameZh: text('name_zh') ?? code,
    failureNameEn: text('name_en') ?? code,
    category: (text('category') ?? 'unclassified') as PlanItem['category'],
    systems: safeOrder.filter((system) => maskHas(Number(row['system_mask']), system)),
    state: String(row['state']) as PlanItemState,
    caseState: String(row['case_state']) as CaseState,
    reason: text('reason'),
    rawCode: text('raw_code'),
    rawText: text('raw_text'),
    takenAt: int('taken_at'),
    finishedAt: int('finished_at'),
  };
}
