import type { Knex } from 'knex';
import { z } from 'zod';
import { policyPurposes, type PolicyFamily } from '#contract/policies.ts';
import { policyTestCase } from '#contract/policy-example.ts';
import { DomainError } from '#domain/errors.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import { familyOf } from './family-store.ts';
import { idsInForce } from './in-force.ts';

export const familyList = {
  filters: {
    id: oneOrMany(z.string().max(40)),
    purpose: z.enum(policyPurposes),
  },
  sorts: { id: 'id', name: 'name', createdAt: 'created_at' },
  defaultSort: ['createdAt', 'ASC'],
} as const satisfies ListSpec;

interface VersionRow {
  id: string;
  family: string;
  name: string;
  version_no: number;
  state: string;
  rules: string;
}

export function createFamilyReads(db: Knex, now: () => number) {
  /** Newest first, by family. */
  async function versions(ids?: readonly string[]): Promise<Map<string, VersionRow[]>> {
    const rows = await db('policies')
      .modify((q: Knex.QueryBuilder) => (ids === undefined ? q : q.whereIn('family', ids)))
      .orderBy('version_no', 'desc')
      .select<VersionRow[]>('id', 'family', 'name', 'version_no', 'state', 'rules');
    const found = new Map<string, VersionRow[]>();
    for (const row of rows) found.set(row.family, [...(found.get(row.family) ?? []), row]);
    return found;
  }

  return {
    async list(query: ListQuery<FilterOf<typeof familyList>>) {
      const { filter } = query;
      const inForce = await idsInForce(db, now());
      const known = await versions();
      const rows = db('policy_families').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
        if (filter.purpose !== undefined) void q.where({ purpose: filter.purpose });
      });
      return pageOf(rows, query, {
        id: 'id',
        page: (q) => q.select('*'),
        toWire: (row) => wireOf(row, known.get(String(row['id'])) ?? [], inForce),
      });
    },

    async show(id: string): Promise<PolicyFamily> {
      const row = (await db('policy_families').where({ id }).first()) as
        Record<string, unknown> | undefined;
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      const known = await versions([id]);
      return wireOf(row, known.get(id) ?? [], await idsInForce(db, now()));
    },
  };
}

export type FamilyReads = ReturnType<typeof createFamilyReads>;

function wireOf(
  row: Record<string, unknown>,
  versions: readonly VersionRow[],
  inForce: ReadonlySet<string>,
): PolicyFamily {
  const family = familyOf(row);
  const current = versions.find(({ id }) => inForce.has(id));
  const telling = current ?? versions[0];
  const rules = telling === undefined ? null : (JSON.parse(telling.rules) as PolicyRules);
  const counted = (state: string) => versions.filter((one) => one.state === state).length;
  return {
    ...family,
    testCases: family.testCases.map((one) => policyTestCase.parse(one)),
    mode: family.purpose === 'goodwill' ? 'add' : (rules?.caps.againstOthers ?? 'exclusive'),
    currency: rules?.currency ?? 'CNY',
    exponent: rules?.exponent ?? 2,
    inForce:
      current === undefined
        ? null
        : { id: current.id, name: current.name, versionNo: Number(current.version_no) },
    versionCount: versions.length,
    draftCount: counted('draft'),
    submittedCount: counted('submitted'),
  };
}
