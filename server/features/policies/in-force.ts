import type { Knex } from 'knex';

/** The version in force of every family at an instant, by the same rule as `inForceAt` of the store. */
export async function idsInForce(db: Knex, at: number): Promise<Set<string>> {
  const rows = await db('policies')
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
    .select<{ id: string; family: string }[]>('id', 'family');
  const latest = new Map<string, string>();
  for (const { id, family } of rows) if (!latest.has(family)) latest.set(family, id);
  return new Set(latest.values());
}
