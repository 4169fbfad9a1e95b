import type { Knex } from 'knex';
import { z } from 'zod';
import { policyRules, type PolicyRecord, type PolicyShow } from '#contract/policies.ts';
import { DomainError } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import { createPolicyStore, policyOf } from './policy-store.ts';
import { ruleChanges } from './rule-changes.ts';

export const policyList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    family: oneOrMany(z.string().max(40)),
    state: oneOrMany(z.enum(versionStates)),
  },
  sorts: {
    versionNo: 'p.version_no',
    effectiveFromAt: 'p.effective_from_at',
    name: 'p.name',
    id: 'p.id',
  },
  defaultSort: ['versionNo', 'DESC'],
} as const satisfies ListSpec;

export function createPolicyReads(db: Knex, world: World) {
  const store = createPolicyStore(db, world);

  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('weight_profiles as w', 'w.id', 'p.weight_profile_id')
      .leftJoin('staff as publisher', 'publisher.id', 'p.published_by')
      .select('p.*', 'w.name as weight_profile_name', 'publisher.name as published_by_name');

  async function idsInForce(): Promise<Set<string>> {
    const families = await store.families();
    const ids = new Set<string>();
    for (const family of families) {
      const policy = await store.inForceAt(family, world.now());
      if (policy !== undefined) ids.add(policy.id);
    }
    return ids;
  }

  async function versionsOf(family: string): Promise<PolicyShow['versions']> {
    const rows = (await selected(db('policies as p').where({ family })).orderBy(
      'p.version_no',
      'desc',
    )) as Record<string, unknown>[];
    return rows.map((row, index) => {
      const policy = policyOf(row);
      const earlier = rows[index + 1];
      const before = earlier === undefined ? undefined : policyOf(earlier);
      return {
        id: policy.id,
        versionNo: policy.versionNo,
        state: policy.state,
        publishedByName: publisherOf(row),
        publishedAt: policy.publishedAt,
        effectiveFromAt: policy.effectiveFromAt,
        changes:
          before === undefined
            ? []
            : ruleChanges(
                { ...before.rules, weightProfileId: before.weightProfileId },
                { ...policy.rules, weightProfileId: policy.weightProfileId },
              ),
      };
    });
  }

  return {
    async list(query: ListQuery<FilterOf<typeof policyList>>) {
      const { filter } = query;
      const inForce = await idsInForce();
      const rows = db('policies as p').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('p.id', filter.id);
        if (filter.family) void q.whereIn('p.family', filter.family);
        if (filter.state) void q.whereIn('p.state', filter.state);
      });
      return pageOf(rows, query, {
        id: 'p.id',
        page: selected,
        toWire: (row) => policyRecordOf(row, inForce),
      });
    },

    async show(id: string): Promise<PolicyShow> {
      const row = (await selected(db('policies as p').where('p.id', id)).first()) as
        Record<string, unknown> | undefined;
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      const record = policyRecordOf(row, await idsInForce());
      return { ...record, versions: await versionsOf(record.family) };
    },
  };
}

export type PolicyReads = ReturnType<typeof createPolicyReads>;

function publisherOf(row: Record<string, unknown>): string | null {
  const name = row['published_by_name'] ?? row['published_by'];
  return name == null ? null : String(name);
}

function policyRecordOf(row: Record<string, unknown>, inForce: ReadonlySet<string>): PolicyRecord {
  const policy = policyOf(row);
  return {
    ...policy,
    rules: policyRules.parse(policy.rules),
    weightProfileName:
      row['weight_profile_name'] == null ? null : String(row['weight_profile_name']),
    publishedByName: publisherOf(row),
    inForce: inForce.has(policy.id),
  };
}
