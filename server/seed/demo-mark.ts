import type { Knex } from 'knex';

const NAME = 'demo';

/** Whether the demo was loaded into this database: the ribbon says so for as long as it lives. */
export async function isDemoDatabase(db: Knex): Promise<boolean> {
  return (await db('settings').where({ name: NAME }).first()) !== undefined;
}

export async function markDemoDatabase(db: Knex, now: number): Promise<void> {
  await db('settings').insert({
    name: NAME,
    value: JSON.stringify({ anchorAt: now }),
    updated_at: now,
  });
}
