import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Complaints, port-outs and satisfaction that an outage led to, by day. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_effects', (t) => {
    t.string('outage_id', 26).notNullable();
    t.string('effect_on', 10).notNullable();
    t.string('kind', 20).notNullable();
    t.string('compensated', 8).notNullable();
    t.integer('effects').notNullable();
    t.integer('score_hundredths').nullable();
    t.string('import_id', 26).nullable();
    t.boolean('demo').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.primary(['outage_id', 'effect_on', 'kind', 'compensated']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_effects');
};
