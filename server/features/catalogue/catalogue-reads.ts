import type { Knex } from 'knex';
import { z } from 'zod';
import type {
  AreaRecord,
  CodeMappingRecord,
  FailureCodeRecord,
  ProductRecord,
  UnmappedCodeRecord,
} from '#contract/catalogue.ts';
import { areaLevel, failureCategory, retryClass } from '#contract/catalogue.ts';
import { areaCode } from '#contract/common.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import type { Actor } from '#domain/context.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { pageOf } from '../../db/page.ts';
import {
  oneOrMany,
  type FilterOf,
  type ListQuery,
  type ListResult,
  type ListSpec,
} from '../../http/rest-list.ts';

const code = z.string().max(64);

export const failureCodeList = {
  filters: {
    id: oneOrMany(code),
    code: oneOrMany(code),
    category: oneOrMany(failureCategory),
    retry: oneOrMany(retryClass),
    countsAsFailure: z.boolean(),
    policyRefusal: z.boolean(),
  },
  sorts: { id: 'code', code: 'code', category: 'category', retry: 'retry' },
  defaultSort: ['code', 'ASC'],
} as const satisfies ListSpec;

export const codeMappingList = {
  filters: {
    id: oneOrMany(code),
    failureCode: oneOrMany(code),
    sourceSystem: oneOrMany(code),
    rawCode: oneOrMany(code),
  },
  sorts: {
    seq: 'mapping_rules.seq',
    id: 'mapping_rules.id',
    failureCode: 'mapping_rules.failure_code',
    sourceSystem: 'mapping_rules.source_system',
  },
  defaultSort: ['seq', 'ASC'],
} as const satisfies ListSpec;

export const productList = {
  filters: { id: oneOrMany(code), code: oneOrMany(code), partnerCode: oneOrMany(code) },
  sorts: {
    id: 'products.code',
    code: 'products.code',
    name: 'products.name',
    monthlyFeeFen: 'products.monthly_fee_fen',
  },
  defaultSort: ['code', 'ASC'],
} as const satisfies ListSpec;

export const areaList = {
  filters: {
    id: oneOrMany(areaCode),
    code: oneOrMany(areaCode),
    parentCode: oneOrMany(areaCode),
    level: oneOrMany(areaLevel),
  },
  sorts: { id: 'code', code: 'code', nameZh: 'name_zh', nameEn: 'name_en', level: 'level' },
  defaultSort: ['code', 'ASC'],
} as const satisfies ListSpec;

export const unmappedCodeList = {
  filters: { sourceSystem: oneOrMany(code) },
  sorts: { caseCount: 'case_count', lastSeenAt: 'last_seen_at' },
  defaultSort: ['caseCount', 'DESC'],
} as const satisfies ListSpec;

export function createCatalogueReads(db: Knex) {
  return {
    failureCodes(query: ListQuery<FilterOf<typeof failureCodeList>>) {
      const { filter } = query;
      const rows = db('failure_codes').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('code', filter.id);
        if (filter.code) void q.whereIn('code', filter.code);
        if (filter.category) void q.whereIn('category', filter.category);
        if (filter.retry) void q.whereIn('retry', filter.retry);
        if (filter.countsAsFailure !== undefined)
          void q.where('counts_as_failure', filter.countsAsFailure);
        if (filter.policyRefusal !== undefined)
          void q.where('policy_refusal', filter.policyRefusal);
      });
      return pageOf(rows, query, { id: 'code', page: (q) => q.select('*'), toWire: failureCodeOf });
    },

    /** Rules of the published mapping. */
    codeMappings(query: ListQuery<FilterOf<typeof codeMappingList>>) {
      const { filter } = query;
      const rows = db('mapping_rules')
        .join('mapping_versions', 'mapping_versions.id', 'mapping_rules.mapping_version_id')
        .where('mapping_versions.state', 'published')
        .modify((q: Knex.QueryBuilder) => {
          if (filter.id) void q.whereIn('mapping_rules.id', filter.id);
          if (filter.failureCode) void q.whereIn('failure_code', filter.failureCode);
          if (filter.sourceSystem) void q.whereIn('source_system', filter.sourceSystem);
          if (filter.rawCode) void q.whereIn('raw_code', filter.rawCode);
        });
      return pageOf(rows, query, {
        id: 'mapping_rules.id',
        page: (q) => q.select('mapping_rules.*', 'mapping_versions.version_no'),
        toWire: codeMappingOf,
      });
    },

    products(query: ListQuery<FilterOf<typeof productList>>) {
      const { filter } = query;
      const rows = db('products').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('products.code', filter.id);
        if (filter.code) void q.whereIn('products.code', filter.code);
        if (filter.partnerCode) void q.whereIn('products.partner_code', filter.partnerCode);
      });
      return pageOf(rows, query, {
        id: 'products.code',
        page: (q) =>
          q
            .leftJoin('partners', 'partners.code', 'products.partner_code')
            .select('products.*', 'partners.name as partner_name'),
        toWire: productOf,
      });
    },

    areas(query: ListQuery<FilterOf<typeof areaList>>) {
      const { filter } = query;
      const rows = db('areas').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('code', filter.id);
        if (filter.code) void q.whereIn('code', filter.code);
        if (filter.parentCode) void q.whereIn('parent_code', filter.parentCode);
        if (filter.level) void q.whereIn('level', filter.level);
      });
      return pageOf(rows, query, { id: 'code', page: (q) => q.select('*'), toWire: areaOf });
    },

    /** The raw codes that nothing maps, the most frequent first. */
    async unmappedCodes(
      actor: Actor,
      query: ListQuery<FilterOf<typeof unmappedCodeList>>,
    ): Promise<ListResult<UnmappedCodeRecord>> {
      const grouped = whereInAreas(db('cases'), 'area_code', actor.areaCodes)
        .where('failure_code', UNCLASSIFIED_CODE)
        .modify((q: Knex.QueryBuilder) => {
          if (query.filter.sourceSystem) void q.whereIn('source_system', query.filter.sourceSystem);
        })
        .groupBy('source_system', 'raw_code');
      const rows = (await grouped
        .clone()
        .select(
          'source_system',
          'raw_code',
          db.raw('count(*) as case_count'),
          db.raw('sum(case when ended_at is null then 1 else 0 end) as open_count'),
          db.raw('max(requested_at) as last_seen_at'),
          db.raw('max(raw_text) as sample_text'),
        )
        .orderBy([
          { column: query.sort.column, order: query.sort.descending ? 'desc' : 'asc' },
          { column: 'source_system' },
          { column: 'raw_code' },
        ])
        .offset(query.offset)
        .limit(query.limit)) as Record<string, unknown>[];
      const counted: { n: number }[] = query.withTotal
        ? await db.from(grouped.clone().select('source_system').as('g')).count({ n: '*' })
        : [];
      const total = counted[0];
      return {
        rows: rows.map(unmappedOf),
        total: total === undefined ? null : { count: Number(total.n), bounded: false },
      };
    },
  };
}

export type CatalogueReads = ReturnType<typeof createCatalogueReads>;

type Row = Record<string, unknown>;

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

function failureCodeOf(row: Row): FailureCodeRecord {
  return {
    id: String(row['code']),
    code: String(row['code']),
    category: String(row['category']) as FailureCodeRecord['category'],
    nameZh: String(row['name_zh']),
    nameEn: String(row['name_en']),
    retry: String(row['retry']) as FailureCodeRecord['retry'],
    owner: String(row['owner']),
    remedyZh: String(row['remedy_zh']),
    remedyEn: String(row['remedy_en']),
    messageId: row['message_id'] === null ? null : String(row['message_id']),
    countsAsFailure: Boolean(row['counts_as_failure']),
    policyRefusal: Boolean(row['policy_refusal']),
    retryTries: intOrNull(row['retry_tries']),
    retryBaseSeconds: intOrNull(row['retry_base_seconds']),
    retryCapSeconds: intOrNull(row['retry_cap_seconds']),
    retryJitterPercent: intOrNull(row['retry_jitter_percent']),
  };
}

function codeMappingOf(row: Row): CodeMappingRecord {
  return {
    id: String(row['id']),
    versionNo: Number(row['version_no']),
    seq: Number(row['seq']),
    sourceSystem: String(row['source_system']),
    rawCode: row['raw_code'] === null ? null : String(row['raw_code']),
    textPattern: row['text_pattern'] === null ? null : String(row['text_pattern']),
    failureCode: String(row['failure_code']),
  };
}

function productOf(row: Row): ProductRecord {
  return {
    id: String(row['code']),
    code: String(row['code']),
    name: String(row['name']),
    partnerCode: String(row['partner_code']),
    partnerName: String(row['partner_name'] ?? row['partner_code']),
    chargeMode: String(row['charge_mode']),
    effectRule: String(row['effect_rule']),
    monthlyFeeFen: Number(row['monthly_fee_fen']),
  };
}

function areaOf(row: Row): AreaRecord {
  return {
    id: String(row['code']),
    code: String(row['code']),
    parentCode: row['parent_code'] === null ? null : String(row['parent_code']),
    level: String(row['level']) as AreaRecord['level'],
    nameZh: String(row['name_zh']),
    nameEn: String(row['name_en']),
  };
}

function unmappedOf(row: Row): UnmappedCodeRecord {
  return {
    id: `${String(row['source_system'])} ${String(row['raw_code'])}`,
    sourceSystem: String(row['source_system']),
    rawCode: String(row['raw_code']),
    sampleText: String(row['sample_text']),
    caseCount: Number(row['case_count']),
    openCount: Number(row['open_count'] ?? 0),
    lastSeenAt: Number(row['last_seen_at']),
  };
}
