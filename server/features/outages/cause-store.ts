import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import { defaultCauses, type Cause } from './default-causes.ts';

const NAME = 'outage.causes';

export interface CauseList {
  /** 0 while the shipped list was never changed. */
  version: number;
  causes: readonly Cause[];
}

/** The list of causes, kept as one setting. */
export function createCauseStore(db: Knex, world: World) {
  async function stored(): Promise<{ text: string; list: CauseList } | undefined> {
    const row = (await db('settings').where({ name: NAME }).first()) as
      { value: string } | undefined;
    return row === undefined
      ? undefined
      : { text: row.value, list: JSON.parse(row.value) as CauseList };
  }

  return {
    async list(): Promise<CauseList> {
      return (await stored())?.list ?? { version: 0, causes: defaultCauses };
    },

    /** Compare-and-set on the version seen. */
    async save(version: number, causes: readonly Cause[]): Promise<void> {
      const before = await stored();
      const stale = () => new DomainError('conflict', 'errors.stale');
      if ((before?.list.version ?? 0) !== version) throw stale();
      const value = JSON.stringify({ version: version + 1, causes });
      const row = { name: NAME, value, updated_at: world.now() };
      const written =
        before === undefined
          ? await insertOnce(db, 'settings', row)
          : affected(await db('settings').where({ name: NAME, value: before.text }).update(row)) ===
            1;
      if (!written) throw stale();
    },
  };
}

export type CauseStore = ReturnType<typeof createCauseStore>;
