import type { Knex } from 'knex';
import { z } from 'zod';
import { role } from '#contract/common.ts';
import type { StaffRecord } from '#contract/staff.ts';
import { DomainError } from '#domain/errors.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import { staffRecordOf, type StaffRow } from './staff-store.ts';

export const staffList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    role: oneOrMany(role),
    status: oneOrMany(z.enum(['active', 'awaiting_countersign', 'deactivated'])),
    awaitingCountersign: z.literal(true),
    login: z.string().max(64),
  },
  sorts: {
    login: 'login',
    name: 'name',
    role: 'role',
    status: 'status',
    createdAt: 'created_at',
    lastSignInAt: 'last_sign_in_at',
    id: 'id',
  },
  defaultSort: ['login', 'ASC'],
} as const satisfies ListSpec;

export function createStaffReads(db: Knex) {
  return {
    list(query: ListQuery<FilterOf<typeof staffList>>) {
      const { filter } = query;
      const rows = db('staff').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
        if (filter.role) void q.whereIn('role', filter.role);
        if (filter.status) void q.whereIn('status', filter.status);
        if (filter.awaitingCountersign) void q.whereNotNull('pending_role');
        if (filter.login !== undefined) void q.where('login', filter.login);
      });
      return pageOf(rows, query, {
        id: 'id',
        page: (q) => q.select('*'),
        toWire: (row) => staffRecordOf(row as unknown as StaffRow),
      });
    },
    async show(id: string): Promise<StaffRecord> {
      const row = (await db('staff').where({ id }).first()) as StaffRow | undefined;
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      return staffRecordOf(row);
    },
    /** Names of colleagues, for assignees and filters: no logins, no status. */
    async colleagues(): Promise<{ id: string; name: string; role: string }[]> {
      const rows = (await db('staff')
        .where({ status: 'active' })
        .select('id', 'name', 'role')
        .orderBy('name')) as { id: string; name: string; role: string }[];
      return rows;
    },
  };
}

export type StaffReads = ReturnType<typeof createStaffReads>;
