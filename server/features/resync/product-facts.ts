import type { Knex } from 'knex';

export function createProductFacts(db: Knex) {
  async function row(code: string): Promise<{ name: string; effect_rule: string } | undefined> {
    return db('products').where({ code }).first('name', 'effect_rule');
  }
  return {
    /** How a cancel of the product takes effect. */
    effectRule: async (code: string): Promise<'at_once' | 'next_cycle'> =>
      (await row(code))?.effect_rule === 'next_cycle' ? 'next_cycle' : 'at_once',
    facts: async (code: string): Promise<{ name: string | null }> => ({
      name: (await row(code))?.name ?? null,
    }),
  };
}
