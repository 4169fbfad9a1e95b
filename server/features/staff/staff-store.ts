import type { Knex } from 'knex';
import type { StaffRecord } from '#contract/staff.ts';
import { DomainError } from '#domain/errors.ts';
import type { Role } from '#domain/permissions.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface StaffRow {
  id: string;
  login: string;
  name: string;
  role: Role;
  status: StaffRecord['status'];
  pending_role: Role | null;
  pending_requested_by: string | null;
  password_hash: string;
  must_change_password: boolean;
  language: 'zh' | 'en';
  area_codes: string;
  last_sign_in_at: number | null;
  demo: boolean;
  version: number;
  created_at: number;
  updated_at: number;
}

export type StaffChange = Partial<
  Pick<
    StaffRow,
    | 'name'
    | 'role'
    | 'status'
    | 'pending_role'
    | 'pending_requested_by'
    | 'password_hash'
    | 'must_change_password'
    | 'language'
    | 'area_codes'
  >
>;

export function createStaffStore(db: Knex, world: World) {
  return {
    async byId(id: string): Promise<StaffRow | undefined> {
      return (await db('staff').where({ id }).first()) as StaffRow | undefined;
    },
    /** Names and roles of those of these people whose account is active. */
    async namesOf(ids: readonly string[]): Promise<{ id: string; name: string; role: Role }[]> {
      const rows: { id: string; name: string; role: Role }[] = await db('staff')
        .whereIn('id', [...ids])
        .where({ status: 'active' })
        .select('id', 'name', 'role');
      return rows;
    },

    async byLogin(login: string): Promise<StaffRow | undefined> {
      return (await db('staff').where({ login }).first()) as StaffRow | undefined;
    },
    async insert(
      row: Omit<StaffRow, 'id' | 'version' | 'created_at' | 'updated_at' | 'last_sign_in_at'>,
    ): Promise<string> {
      const now = world.now();
      const id = world.nextId();
      await db('staff').insert({
        ...row,
        id,
        last_sign_in_at: null,
        version: 1,
        created_at: now,
        updated_at: now,
      });
      return id;
    },
    /** Compare-and-set on the version; a stale one is a conflict. */
    async update(id: string, version: number, change: StaffChange): Promise<void> {
      const result = await db('staff')
        .where({ id, version })
        .update({ ...change, version: version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
    async noteSignIn(id: string): Promise<void> {
      await db('staff').where({ id }).update({ last_sign_in_at: world.now() });
    },
    /** Gives a person's open cases to another, or to nobody; answers which. */
    async handOverCases(from: string, to: string | null): Promise<string[]> {
      const open = await db('cases')
        .where({ assignee_id: from })
        .whereNull('ended_at')
        .orderBy('id')
        .select<{ id: string }[]>('id');
      const ids = open.map((row) => row.id);
      for (let start = 0; start < ids.length; start += 500)
        await db('cases')
          .whereIn('id', ids.slice(start, start + 500))
          .where({ assignee_id: from })
          .update({ assignee_id: to, version: db.raw('version + 1'), updated_at: world.now() });
      return ids;
    },
    async countActive(role: Role): Promise<number> {
      const [row] = await db('staff').where({ role, status: 'active' }).count({ n: '*' });
      return Number(row?.['n'] ?? 0);
    },
  };
}

export type StaffStore = ReturnType<typeof createStaffStore>;

export function staffRecordOf(row: StaffRow): StaffRecord {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    role: row.role,
    status: row.status,
    pendingRole: row.pending_role,
    areaCodes: JSON.parse(row.area_codes) as string[],
    language: row.language,
    mustChangePassword: Boolean(row.must_change_password),
    lastSignInAt: row.last_sign_in_at === null ? null : Number(row.last_sign_in_at),
    version: Number(row.version),
    createdAt: Number(row.created_at),
  };
}
