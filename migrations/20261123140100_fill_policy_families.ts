import type { Knex } from 'knex';

export const config = { transaction: true };

const names: Readonly<Record<string, string>> = { standard: '标准补偿', goodwill: '善意补偿' };

/** The families that policies name already. */
export const up = async (knex: Knex): Promise<void> => {
  const rows = (await knex('policies')
    .groupBy('family')
    .select('family')
    .min({ at: 'created_at' })) as unknown as { family: string; at: number }[];
  if (rows.length === 0) return;
  await knex('policy_families').insert(
    rows.map(({ family, at }) => ({
      id: family,
      name: names[family] ?? family,
      purpose: family === 'goodwill' ? 'goodwill' : 'compensation',
      test_cases: '[]',
      version: 1,
      created_at: at,
      updated_at: at,
    })),
  );
};

export const down = async (knex: Knex): Promise<void> => {
  await knex('policy_families').delete();
};
