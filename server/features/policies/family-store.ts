import type { Knex } from 'knex';
import type { PolicyPurpose } from '#contract/policies.ts';
import type { PolicyTestCase } from '#contract/policy-example.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';

export interface Family {
  id: string;
  name: string;
  purpose: PolicyPurpose;
  testCases: PolicyTestCase[];
  version: number;
  createdAt: number;
  updatedAt: number;
}

export function createFamilyStore(db: Knex, world: World) {
  const found = (row: unknown): Family | undefined =>
    row === undefined ? undefined : familyOf(row as Record<string, unknown>);

  return {
    byId: async (id: string) => found(await db('policy_families').where({ id }).first()),
    byName: async (name: string) => found(await db('policy_families').where({ name }).first()),
    all: async (): Promise<Family[]> =>
      ((await db('policy_families').orderBy('id')) as Record<string, unknown>[]).map(familyOf),
    /** False when its id or name is taken. */
    async insert(family: Pick<Family, 'id' | 'name' | 'purpose'>): Promise<boolean> {
      const now = world.now();
      return insertOnce(db, 'policy_families', {
        ...family,
        test_cases: '[]',
        version: 1,
        created_at: now,
        updated_at: now,
      });
    },
    /** Compare-and-set on the version. */
    async update(
      { id, version }: Pick<Family, 'id' | 'version'>,
      change: Partial<Pick<Family, 'name' | 'testCases'>>,
    ): Promise<void> {
      const { name, testCases } = change;
      const result = await db('policy_families')
        .where({ id, version })
        .update({
          ...(name === undefined ? {} : { name }),
          ...(testCases === undefined ? {} : { test_cases: JSON.stringify(testCases) }),
          version: version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type FamilyStore = ReturnType<typeof createFamilyStore>;

export const familyOf = (row: Record<string, unknown>): Family => ({
  id: String(row['id']),
  name: String(row['name']),
  purpose: String(row['purpose']) as PolicyPurpose,
  testCases: JSON.parse(String(row['test_cases'])) as PolicyTestCase[],
  version: Number(row['version']),
  createdAt: Number(row['created_at']),
  updatedAt: Number(row['updated_at']),
});
