import type { Knex } from 'knex';

export const config = { transaction: true };

const rows = (knex: Knex) => knex('clock_policies').where({ kind: 'recovery_limitation' });

/** Claims on third parties count their limitation by this row from now on. */
export const up = async (knex: Knex): Promise<void> => {
  await rows(knex).update({ later: false });
};

export const down = async (knex: Knex): Promise<void> => {
  await rows(knex).update({ later: true });
};
