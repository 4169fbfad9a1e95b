import type { Knex } from 'knex';
import type { FailureCategory, RetryClass } from '#contract/catalogue.ts';
import type { ChargeMode } from '#domain/charges.ts';
import { compileMapping, type Classify, type MappingRule } from '#domain/classification.ts';
import { retryPolicyOf, type RetryPolicy } from '#domain/retry-policy.ts';
import { insertIgnore } from '../../db/dialect.ts';
import { gatherReads } from '../../gather.ts';
import type { World } from '../../world.ts';
import { ensureAreas, loadAreaBook, type AreaNames } from './areas.ts';

/** A catalogue entry as rules use it. */
export interface CodeRule {
  code: string;
  category: FailureCategory;
  retry: RetryClass;
  owner: string;
  countsAsFailure: boolean;
  policyRefusal: boolean;
  /** How often and how soon it is sent again; the default of its class where the code says nothing. */
  policy?: RetryPolicy;
}

export interface ProductFact {
  code: string;
  /** Null where the source does not say. */
  name: string | null;
  partnerCode: string;
  monthlyFeeFen: number;
}

export interface ProductRule {
  code: string;
  effectRule: 'at_once' | 'next_cycle';
  chargeMode: ChargeMode;
}

export interface PublishedMapping {
  versionNo: number;
  classify: Classify;
}

const CHUNK = 200;

export function createCatalogueStore(db: Knex, _world: World) {
  return {
    codes: gatherReads(async (): Promise<Map<string, CodeRule>> => {
      const rows: Record<string, unknown>[] = await db('failure_codes').select(
        'code',
        'category',
        'retry',
        'owner',
        'counts_as_failure',
        'policy_refusal',
        'retry_tries',
        'retry_base_seconds',
        'retry_cap_seconds',
        'retry_jitter_percent',
      );
      return new Map(rows.map((row) => [String(row['code']), codeRuleOf(row)]));
    }),

    /** The rules in force, compiled; version 0, which maps nothing, before any is published. */
    async publishedMapping(): Promise<PublishedMapping> {
      const version = (await db('mapping_versions')
        .where({ state: 'published' })
        .orderBy('version_no', 'desc')
        .first()) as { id: string; version_no: number } | undefined;
      if (version === undefined) return { versionNo: 0, classify: compileMapping([]) };
      const rows = (await db('mapping_rules')
        .where({ mapping_version_id: version.id })
        .orderBy('seq')) as Record<string, unknown>[];
      return {
        versionNo: Number(version.version_no),
        classify: compileMapping(rows.map(mappingRuleOf)),
      };
    },

    areaBook: () => loadAreaBook(db),
    ensureAreas: (sources: readonly AreaNames[]) => ensureAreas(db, sources),

    /**
     * Products and partners an import names, added where they are new. What stands stays, except a name that
     * was only the code until a source told the real one. Answers how each takes effect.
     */
    async ensureProducts(facts: readonly ProductFact[]): Promise<Map<string, ProductRule>> {
      const byCode = new Map<string, ProductFact>();
      for (const fact of facts)
        if (byCode.get(fact.code)?.name == null) byCode.set(fact.code, fact);
      const partners = [...new Set(facts.map((fact) => fact.partnerCode))];
      for (let start = 0; start < partners.length; start += CHUNK)
        await insertIgnore(
          db,
          'partners',
          partners.slice(start, start + CHUNK).map((code) => ({ code, name: code })),
        );
      const codes = [...byCode.keys()];
      const known = await knownProducts(codes);
      const missing = [...byCode.values()].filter((fact) => !known.has(fact.code));
      for (let start = 0; start < missing.length; start += CHUNK)
        await insertIgnore(db, 'products', missing.slice(start, start + CHUNK).map(newProduct));
      for (const fact of byCode.values()) {
        if (fact.name === null || known.get(fact.code)?.name !== fact.code) continue;
        await db('products')
          .where({ code: fact.code, name: fact.code })
          .update({ name: fact.name });
      }
      return new Map(
        codes.map((code) => [
          code,
          {
            code,
            effectRule: known.get(code)?.effectRule ?? 'at_once',
            chargeMode: known.get(code)?.chargeMode ?? 'full_month',
          } as ProductRule,
        ]),
      );
    },
  };

  async function knownProducts(
    codes: readonly string[],
  ): Promise<Map<string, { name: string; effectRule: string; chargeMode: string }>> {
    const known = new Map<string, { name: string; effectRule: string; chargeMode: string }>();
    for (let start = 0; start < codes.length; start += CHUNK) {
      const rows: {
        code: string;
        name: string;
        effect_rule: string;
        charge_mode: string;
      }[] = await db('products')
        .whereIn('code', codes.slice(start, start + CHUNK))
        .select('code', 'name', 'effect_rule', 'charge_mode');
      for (const row of rows)
        known.set(row.code, {
          name: row.name,
          effectRule: row.effect_rule,
          chargeMode: row.charge_mode,
        });
    }
    return known;
  }
}

export type CatalogueStore = ReturnType<typeof createCatalogueStore>;

function newProduct(fact: ProductFact): Record<string, unknown> {
  return {
    code: fact.code,
    name: fact.name ?? fact.code,
    partner_code: fact.partnerCode,
    charge_mode: 'full_month',
    effect_rule: 'at_once',
    monthly_fee_fen: fact.monthlyFeeFen,
  };
}

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

function codeRuleOf(row: Record<string, unknown>): CodeRule {
  return {
    code: String(row['code']),
    category: String(row['category']) as FailureCategory,
    retry: String(row['retry']) as RetryClass,
    owner: String(row['owner']),
    countsAsFailure: Boolean(row['counts_as_failure']),
    policyRefusal: Boolean(row['policy_refusal']),
    policy: retryPolicyOf(String(row['retry']), {
      retryTries: intOrNull(row['retry_tries']),
      retryBaseSeconds: intOrNull(row['retry_base_seconds']),
      retryCapSeconds: intOrNull(row['retry_cap_seconds']),
      retryJitterPercent: intOrNull(row['retry_jitter_percent']),
    }),
  };
}

function mappingRuleOf(row: Record<string, unknown>): MappingRule {
  const nullable = (name: string) => (row[name] === null ? null : String(row[name]));
  return {
    id: String(row['id']),
    sourceSystem: String(row['source_system']),
    rawCode: nullable('raw_code'),
    textPattern: nullable('text_pattern'),
    failureCode: String(row['failure_code']),
    priority: Number(row['seq']),
  };
}
