import type { Knex } from 'knex';
import { packedPage, type PackedColumn, type PackedPage } from '../../db/packed-rows.ts';
import type { ExportNames } from './case-columns.ts';

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
    async *results(planId: string, columns: readonly PackedColumn[]): AsyncGenerator<PackedPage> {
      let after = 0;
      for (;;) {
        const query = db('plan_items')
          .join('cases', 'cases.id', 'plan_items.case_id')
          .where('plan_items.plan_id', planId)
          .where('plan_items.seq', '>', after);
        const page = await packedPage(db, query, columns, {
          ...{ key: 'plan_items.seq', limit: ROWS_AT_ONCE },
        });
        if (page.rows > 0) yield page;
        if (page.rows < ROWS_AT_ONCE) return;
        after = Number(page.last);
      }
    },
  };
}

export type ExportReads = ReturnType<typeof createExportReads>;
