import type { Knex } from 'knex';
import type { ApprovalRules, AutomaticCeiling } from '#domain/approval-rules.ts';
import { DomainError } from '#domain/errors.ts';
import type { VersionState } from '#domain/lifecycles.ts';
import type { Maker } from '#domain/versions.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';

export interface LimitVersion extends ApprovalRules {
  id: string;
  versionNo: number;
  state: VersionState;
  basedOnId: string | null;
  makers: Maker[];
  submittedBy: string | null;
  submittedAt: number | null;
  publishedBy: string | null;
  publishedAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

export type LimitChange = Partial<
  Omit<LimitVersion, 'id' | 'versionNo' | 'version' | 'createdAt' | 'updatedAt'>
>;

const TABLE = 'approval_limit_versions';
/** There is one set of limits: one draft of it at a time. */
const OPEN = 'limits';
const openStates: readonly VersionState[] = ['draft', 'submitted'];

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
  const { state } = change;
  const columns = {
    first_fen: change.firstFen,
    second_fen: change.secondFen,
    ceilings: json(change.ceilings),
    state,
    open_of: state === undefined ? undefined : openStates.includes(state) ? OPEN : null,
    based_on_id: change.basedOnId,
    makers: json(change.makers),
    submitted_by: change.submittedBy,
    submitted_at: change.submittedAt,
    published_by: change.publishedBy,
    published_at: change.publishedAt,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));
const numberOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

export function limitVersionOf(row: Record<string, unknown>): LimitVersion {
  return {
    id: String(row['id']),
    versionNo: Number(row['version_no']),
    state: String(row['state']) as VersionState,
    firstFen: Number(row['first_fen']),
    secondFen: Number(row['second_fen']),
    ceilings: JSON.parse(String(row['ceilings'])) as AutomaticCeiling[],
    basedOnId: textOrNull(row['based_on_id']),
    makers: JSON.parse(String(row['makers'])) as Maker[],
    submittedBy: textOrNull(row['submitted_by']),
    submittedAt: numberOrNull(row['submitted_at']),
    publishedBy: textOrNull(row['published_by']),
    publishedAt: numberOrNull(row['published_at']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
