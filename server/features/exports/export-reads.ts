import type { Knex } from 'knex';
import type { ExportNames } from './case-columns.ts';

type Row = Readonly<Record<string, unknown>>;
type Lang = 'zh' | 'en';

const ROWS_AT_ONCE = 2_000;

/** What files read besides the cases themselves. */
export function createExportReads(db: Knex) {
  async function names(table: string, key: string, name: string): Promise<Map<string, string>> {
    const rows: Record<string, unknown>[] = await db(table).select(key, name);
    return new Map(rows.map((row) => [String(row[key]), String(row[name])]));
  }

  return {
    async names(lang: Lang): Promise<ExportNames> {
      return {
        products: await names('products', 'code', 'name'),
        partners: await names('partners', 'code', 'name'),
        codes: await names('failure_codes', 'code', `name_${lang}`),
        areas: await names('areas', 'code', `name_${lang}`),
        staff: await names('staff', 'id', 'name'),
      };
    },

    /** The items of a plan in their order, with what a row tells of its case. */
    async *results(planId: string): AsyncGenerator<Row[]> {
      let after = 0;
      for (;;) {
        const rows: Row[] = await db('plan_items')
          .join('cases', 'cases.id', 'plan_items.case_id')
          .where('plan_items.plan_id', planId)
          .where('plan_items.seq', '>', after)
          .orderBy('plan_items.seq')
          .limit(ROWS_AT_ONCE)
          .select(RESULT_COLUMNS);
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows;
        if (rows.length < ROWS_AT_ONCE) return;
        after = Number(last['seq']);
      }
    },
  };
}

export type ExportReads = ReturnType<typeof createExportReads>;

const RESULT_COLUMNS = {
  seq: 'plan_items.seq',
  item_state: 'plan_items.state',
  reason: 'plan_items.reason',
  item_raw_code: 'plan_items.raw_code',
  item_raw_text: 'plan_items.raw_text',
  taken_at: 'plan_items.taken_at',
  finished_at: 'plan_items.finished_at',
  failure_code: 'plan_items.failure_code',
  ticket_no: 'cases.ticket_no',
  msisdn_masked: 'cases.msisdn_masked',
  product_code: 'cases.product_code',
  case_state: 'cases.state',
} as const;
