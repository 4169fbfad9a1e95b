import type { Knex } from 'knex';
import { z } from 'zod';
import { failureCategory, retryClass } from '#contract/catalogue.ts';
import type { ActionContext } from '#domain/context.ts';
import { defaultMapping } from '#domain/default-mapping.ts';
import type { World } from '../../world.ts';
import areaList from '../../seed/data/areas.json' with { type: 'json' };
import codeFile from '../../seed/data/failure-codes.json' with { type: 'json' };
import type { AuditTrail } from '../audit/audit-store.ts';
import { areaRowOf, insertAreas } from './areas.ts';

const codeList = z.object({
  codes: z.array(
    z.object({
      code: z.string().max(12),
      category: failureCategory,
      zh: z.string().max(120),
      en: z.string().max(120),
      retry: retryClass,
      owner: z.string().max(24),
      remedyZh: z.string().max(300),
      remedyEn: z.string().max(300),
      message: z.string().max(8).nullable(),
      countsAsFailure: z.boolean(),
      policyRefusal: z.boolean(),
    }),
  ),
});
const areas = z.array(z.tuple([z.string().regex(/^\d{6}$/), z.string(), z.string()]));

const CHUNK = 100;

interface Needs {
  db: Knex;
  world: World;
  audit: AuditTrail;
}

/**
 * Installs what the product ships into tables that are empty: failure codes, mapping version 1 (published) and
 * the provinces. What people have made since is left alone, so it may run at every start.
 */
export function createDefaultCatalogue({ db, world, audit }: Needs) {
  async function isEmpty(table: string): Promise<boolean> {
    return (await db(table).select(db.raw('1')).limit(1)).length === 0;
  }

  async function installCodes(ctx: ActionContext): Promise<void> {
    if (!(await isEmpty('failure_codes'))) return;
    const rows = codeList.parse(codeFile).codes.map((code) => ({
      code: code.code,
      category: code.category,
      name_zh: code.zh,
      name_en: code.en,
      retry: code.retry,
      owner: code.owner,
      remedy_zh: code.remedyZh,
      remedy_en: code.remedyEn,
      message_id: code.message,
      counts_as_failure: code.countsAsFailure,
      policy_refusal: code.policyRefusal,
    }));
    await db('failure_codes').insert(rows);
    await installed(ctx, 'failure_codes', rows.length);
  }

  async function installMapping(ctx: ActionContext): Promise<void> {
    if (!(await isEmpty('mapping_versions'))) return;
    const now = world.now();
    const id = world.nextId();
    await db('mapping_versions').insert({
      id,
      version_no: 1,
      state: 'published',
      note: 'as shipped',
      published_by: null,
      published_at: now,
      created_at: now,
    });
    const rows = defaultMapping.map((rule, index) => ({
      id: world.nextId(),
      mapping_version_id: id,
      seq: index + 1,
      source_system: rule.sourceSystem,
      raw_code: rule.rawCode,
      text_pattern: rule.textPattern,
      failure_code: rule.failureCode,
    }));
    for (let start = 0; start < rows.length; start += CHUNK)
      await db('mapping_rules').insert(rows.slice(start, start + CHUNK));
    await installed(ctx, 'mapping_versions', rows.length);
  }

  async function installAreas(ctx: ActionContext): Promise<void> {
    if (!(await isEmpty('areas'))) return;
    const rows = areas.parse(areaList).map(([code, zh, en]) => areaRowOf(code, zh, en));
    await insertAreas(db, rows);
    await installed(ctx, 'areas', rows.length);
  }

  const installed = (ctx: ActionContext, table: string, rows: number) =>
    audit.record(ctx, {
      action: 'catalogue.installed',
      subjectType: 'catalogue',
      subjectId: table,
      detail: { rows },
    });

  return {
    async ensureCatalogue(ctx: ActionContext): Promise<void> {
      await installCodes(ctx);
      await installMapping(ctx);
      await installAreas(ctx);
    },
  };
}

export type DefaultCatalogue = ReturnType<typeof createDefaultCatalogue>;
