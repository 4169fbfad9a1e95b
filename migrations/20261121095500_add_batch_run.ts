import type { Knex } from 'knex';

/** How a batch runs: what stopped its calculation, whether crediting is paused, when its exposure ends. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('batches', (t) => {
    t.boolean('crediting_paused').notNullable().defaultTo(false);
    t.text('failure').nullable();
    t.bigInteger('ended_at').nullable();
  });
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('batches', (t) => {
    t.dropColumn('crediting_paused');
    t.dropColumn('failure');
    t.dropColumn('ended_at');
  });
};
