import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'unsubscribe_volumes', (t) => {
    t.bigInteger('hour_at').notNullable();
    t.string('channel', 20).notNullable();
    t.string('product_code', 20).notNullable();
    t.string('area_code', 12).notNullable();
    t.string('hour_on', 10).notNullable();
    t.integer('requests').notNullable();
    t.integer('orders').notNullable();
    t.integer('successes').notNullable();
    t.boolean('demo').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.primary(['hour_at', 'channel', 'product_code', 'area_code']);
    t.index(['hour_on'], 'ix_unsubscribe_volumes_hour_on');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('unsubscribe_volumes');
};
