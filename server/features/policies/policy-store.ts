import type { Knex } from 'knex';
import type { VersionState } from '#domain/lifecycles.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';

export interface Policy {
  id: string;
  family: string;
  name: string;
  versionNo: number;
  state: VersionState;
  rules: PolicyRules;
  weightProfileId: string;
  currency: string;
  makers: { id: string; name: string }[];
  publishedBy: string | null;
  publishedAt: number | null;
  effectiveFromAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

export function createPolicyStore(db: Knex, world: World) {
  const policiesOf = (rows: unknown): Policy[] => (rows as Record<string, unknown>[]).map(policyOf);

  return {
    async byId(id: string): Promise<Policy | undefined> {
      return policiesOf(await db('policies').where({ id }))[0];
    },
    /** A version holds from its own start until a later one starts, or until it was retired. */
    async inForceAt(family: string, at: number): Promise<Policy | undefined> {
      const rows = await db('policies')
        .where({ family })
        .where('effective_from_at', '<=', at)
        .andWhere((state) =>
          state
            .where('state', 'published')
            .orWhere((retired) => retired.where('state', 'retired').where('updated_at', '>', at)),
        )
        .orderBy([
          { column: 'effective_from_at', order: 'desc' },
          { column: 'version_no', order: 'desc' },
        ])
        .limit(1);
      return policiesOf(rows)[0];
    },
    async versionsOf(family: string): Promise<Policy[]> {
      return policiesOf(await db('policies').where({ family }).orderBy('version_no', 'desc'));
    },
    async families(): Promise<string[]> {
      const rows = (await db('policies').distinct('family').orderBy('family')) as {
        family: string;
      }[];
      return rows.map(({ family }) => family);
    },
    /** False when the family has that version already. */
    async insert(policy: Omit<Policy, 'version' | 'createdAt' | 'updatedAt'>): Promise<boolean> {
      const now = world.now();
      const row = {
        id: policy.id,
        family: policy.family,
        name: policy.name,
        version_no: policy.versionNo,
        state: policy.state,
        rules: JSON.stringify(policy.rules),
        weight_profile_id: policy.weightProfileId,
        currency: policy.currency,
        makers: JSON.stringify(policy.makers),
        published_by: policy.publishedBy,
        published_at: policy.publishedAt,
        effective_from_at: policy.effectiveFromAt,
        version: 1,
        created_at: now,
        updated_at: now,
      };
      return insertOnce(db, 'policies', row);
    },
  };
}

export type PolicyStore = ReturnType<typeof createPolicyStore>;

const numberOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

export function policyOf(row: Record<string, unknown>): Policy {
  return {
    id: String(row['id']),
    family: String(row['family']),
    name: String(row['name']),
    versionNo: Number(row['version_no']),
    state: String(row['state']) as VersionState,
    rules: JSON.parse(String(row['rules'])) as PolicyRules,
    weightProfileId: String(row['weight_profile_id']),
    currency: String(row['currency']),
    makers: JSON.parse(String(row['makers'])) as Policy['makers'],
    publishedBy: row['published_by'] == null ? null : String(row['published_by']),
    publishedAt: numberOrNull(row['published_at']),
    effectiveFromAt: numberOrNull(row['effective_from_at']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
