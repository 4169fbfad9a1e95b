import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Cases of a group by the hour of their request: the trend. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'cause_group_hours', (t) => {
    t.string('group_id', 26).notNullable();
    t.bigInteger('hour_at').notNullable();
    t.integer('n').notNullable();
    t.primary(['group_id', 'hour_at']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('cause_group_hours');
};
