import type { Knex } from 'knex';
import type { ApprovalRules, AutomaticCeiling } from '#domain/approval-rules.ts';
import { DomainError } from '#domain/errors.ts';
import { given, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import {
  openOf,
  versionColumns,
  type VersionRow,
  versionRowOf,
} from '../../versions/version-row.ts';
import type { World } from '../../world.ts';

export interface LimitVersion extends ApprovalRules, VersionRow {
  basedOnId: string | null;
}

export type LimitChange = Partial<
  Omit<LimitVersion, 'id' | 'versionNo' | 'version' | 'createdAt' | 'updatedAt'>
>;

const TABLE = 'approval_limit_versions';
/** There is one set of limits: one draft of it at a time. */
const OPEN = 'limits';

export function createLimitsStore(db: Knex, world: World) {
  const first = async (where: object): Promise<LimitVersion | undefined> => {
    const row = (await db(TABLE).where(where).first()) as Record<string, unknown> | undefined;
    return row === undefined ? undefined : limitVersionOf(row);
  };

  return {
    byId: (id: string) => first({ id }),
    published: () => first({ state: 'published' }),
    /** The draft under way, or what waits for publication. */
    open: () => first({ open_of: OPEN }),
    /** As the next version; false when somebody else made it, or opened one, first. */
    async insert(
      made: Omit<LimitVersion, 'versionNo' | 'version' | 'createdAt' | 'updatedAt'>,
    ): Promise<boolean> {
      const now = world.now();
      const [last] = await db(TABLE).max<{ n: number | null }[]>({ n: 'version_no' });
      return insertOnce(db, TABLE, {
        id: made.id,
        version_no: Number(last?.n ?? 0) + 1,
        ...columnsOf(made),
        version: 1,
        created_at: now,
        updated_at: now,
      });
    },
    /** Compare-and-set on id, state and version. */
    async update(seen: LimitVersion, change: LimitChange): Promise<void> {
      const result = await db(TABLE)
        .where({ id: seen.id, state: seen.state, version: seen.version })
        .update({ ...columnsOf(change), version: seen.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type LimitsStore = ReturnType<typeof createLimitsStore>;

const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));

function columnsOf(change: LimitChange): Record<string, unknown> {
  const columns = {
    ...versionColumns(change),
    first_fen: change.firstFen,
    second_fen: change.secondFen,
    ceilings: json(change.ceilings),
    open_of: openOf(change.state, OPEN),
    based_on_id: change.basedOnId,
  };
  return given(columns);
}

export function limitVersionOf(row: Record<string, unknown>): LimitVersion {
  return {
    ...versionRowOf(row),
    firstFen: Number(row['first_fen']),
    secondFen: Number(row['second_fen']),
    ceilings: JSON.parse(String(row['ceilings'])) as AutomaticCeiling[],
    basedOnId: textOrNull(row['based_on_id']),
  };
}
