import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import type { VersionState } from '#domain/lifecycles.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import type { Maker } from '#domain/versions.ts';
import { given, numberOrNull, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import { versionColumns, versionRowOf } from '../../versions/version-row.ts';
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
  basedOnId: string | null;
  templateId: string | null;
  makers: Maker[];
  submittedBy: string | null;
  submittedAt: number | null;
  publishedBy: string | null;
  publishedAt: number | null;
  effectiveFromAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

/** What an editor and the acts write. */
export type PolicyChange = Partial<
  Pick<
    Policy,
    | 'name'
    | 'rules'
    | 'weightProfileId'
    | 'currency'
    | 'makers'
    | 'state'
    | 'submittedBy'
    | 'submittedAt'
    | 'publishedBy'
    | 'publishedAt'
    | 'effectiveFromAt'
  >
>;

export type NewPolicy = Omit<Policy, 'version' | 'createdAt' | 'updatedAt'>;

export function createPolicyStore(db: Knex, world: World) {
  const policiesOf = (rows: unknown): Policy[] => (rows as Record<string, unknown>[]).map(policyOf);

  return {
    async byId(id: string): Promise<Policy | undefined> {
      return policiesOf(await db('policies').where({ id }).limit(1))[0];
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
    /** Whether another published version of the family would still hold at an instant. */
    async anotherHolds({ id, family }: Pick<Policy, 'id' | 'family'>, at: number) {
      const rows: unknown[] = await db('policies')
        .where({ family, state: 'published' })
        .where('effective_from_at', '<=', at)
        .whereNot({ id })
        .limit(1)
        .select('id');
      return rows.length > 0;
    },
    /** False when the family has that version already. */
    async insert(policy: NewPolicy): Promise<boolean> {
      const now = world.now();
      return insertOnce(db, 'policies', {
        id: policy.id,
        family: policy.family,
        version_no: policy.versionNo,
        based_on_id: policy.basedOnId,
        template_id: policy.templateId,
        ...columnsOf(policy),
        version: 1,
        created_at: now,
        updated_at: now,
      });
    },
    /** Compare-and-set on state and version. */
    async update(
      seen: Pick<Policy, 'id' | 'state' | 'version'>,
      change: PolicyChange,
    ): Promise<void> {
      const result = await db('policies')
        .where({ id: seen.id, state: seen.state, version: seen.version })
        .update({ ...columnsOf(change), version: seen.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type PolicyStore = ReturnType<typeof createPolicyStore>;

function columnsOf(change: PolicyChange): Record<string, unknown> {
  const columns = {
    ...versionColumns(change),
    name: change.name,
    rules: change.rules === undefined ? undefined : JSON.stringify(change.rules),
    weight_profile_id: change.weightProfileId,
    currency: change.currency,
    effective_from_at: change.effectiveFromAt,
  };
  return given(columns);
}

export function policyOf(row: Record<string, unknown>): Policy {
  return {
    ...versionRowOf(row),
    family: String(row['family']),
    name: String(row['name']),
    rules: JSON.parse(String(row['rules'])) as PolicyRules,
    weightProfileId: String(row['weight_profile_id']),
    currency: String(row['currency']),
    basedOnId: textOrNull(row['based_on_id']),
    templateId: textOrNull(row['template_id']),
    effectiveFromAt: numberOrNull(row['effective_from_at']),
  };
}
