import type { Knex } from 'knex';
import { refuseChanges, allowChanges } from './support.ts';

/** The audit trail is append-only: the database itself refuses to change or remove a row. */
export const up = (knex: Knex): Promise<void> => refuseChanges(knex, 'audit_events');

export const down = (knex: Knex): Promise<void> => allowChanges(knex, 'audit_events');
