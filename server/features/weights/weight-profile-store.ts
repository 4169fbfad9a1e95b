import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import type { VersionState } from '#domain/lifecycles.ts';
import type { Maker } from '#domain/versions.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { given, numberOrNull, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';

export interface WeightProfile {
  id: string;
  name: string;
  versionNo: number;
  state: VersionState;
  calendarId: string;
  bands: WeightProfileBands;
  basedOnId: string | null;
  makers: Maker[];
  submittedBy: string | null;
  publishedBy: string | null;
  publishedAt: number | null;
  effectiveFromAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

export type ProfileChange = Partial<
  Pick<
    WeightProfile,
    | 'name'
    | 'calendarId'
    | 'bands'
    | 'makers'
    | 'state'
    | 'submittedBy'
    | 'publishedBy'
    | 'publishedAt'
    | 'effectiveFromAt'
  >
>;

export function createWeightProfileStore(db: Knex, world: World) {
  const rowsOf = (rows: unknown): WeightProfile[] =>
    (rows as Record<string, unknown>[]).map(profileOf);

  return {
    async byId(id: string): Promise<WeightProfile | undefined> {
      return rowsOf(await db('weight_profiles').where({ id }))[0];
    },
    async byName(name: string): Promise<WeightProfile | undefined> {
      return rowsOf(await db('weight_profiles').where({ name }).limit(1))[0];
    },
    /** A profile holds from its own start until a later one starts, or until it was retired. */
    async inForceAt(at: number): Promise<WeightProfile | undefined> {
      const rows = await db('weight_profiles')
        .where('effective_from_at', '<=', at)
        .andWhere((state) =>
          state
            .where('state', 'published')
            .orWhere((retired) => retired.where('state', 'retired').where('updated_at', '>', at)),
        )
        .orderBy([
          { column: 'effective_from_at', order: 'desc' },
          { column: 'version_no', order: 'desc' },
        ])
        .limit(1);
      return rowsOf(rows)[0];
    },
    /** Whether another published profile would still hold at an instant. */
    async anotherHolds(id: string, at: number): Promise<boolean> {
      const rows = await db('weight_profiles')
        .where({ state: 'published' })
        .where('effective_from_at', '<=', at)
        .whereNot({ id })
        .limit(1);
      return rows.length > 0;
    },
    async insert(
      profile: Omit<WeightProfile, 'versionNo' | 'version' | 'createdAt' | 'updatedAt'>,
    ): Promise<boolean> {
      const now = world.now();
      const [last] = await db('weight_profiles').max<{ n: number | null }[]>({
        n: 'version_no',
      });
      const row = {
        ...columnsOf(profile),
        id: profile.id,
        based_on_id: profile.basedOnId,
        version_no: Number(last?.n ?? 0) + 1,
        version: 1,
        created_at: now,
        updated_at: now,
      };
      return insertOnce(db, 'weight_profiles', row);
    },
    /** Compare-and-set on state and version. */
    async update(
      at: Pick<WeightProfile, 'id' | 'state' | 'version'>,
      change: ProfileChange,
    ): Promise<void> {
      const result = await db('weight_profiles')
        .where({ id: at.id, state: at.state, version: at.version })
        .update({ ...columnsOf(change), version: at.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type WeightProfileStore = ReturnType<typeof createWeightProfileStore>;

function columnsOf(change: ProfileChange): Record<string, unknown> {
  const columns = {
    name: change.name,
    calendar_id: change.calendarId,
    bands: change.bands === undefined ? undefined : JSON.stringify(change.bands),
    makers: change.makers === undefined ? undefined : JSON.stringify(change.makers),
    state: change.state,
    submitted_by: change.submittedBy,
    published_by: change.publishedBy,
    published_at: change.publishedAt,
    effective_from_at: change.effectiveFromAt,
  };
  return given(columns);
}

export function profileOf(row: Record<string, unknown>): WeightProfile {
  return {
    id: String(row['id']),
    name: String(row['name']),
    versionNo: Number(row['version_no']),
    state: String(row['state']) as VersionState,
    calendarId: String(row['calendar_id']),
    bands: JSON.parse(String(row['bands'])) as WeightProfileBands,
    basedOnId: textOrNull(row['based_on_id']),
    makers: JSON.parse(String(row['makers'])) as Maker[],
    submittedBy: textOrNull(row['submitted_by']),
    publishedBy: textOrNull(row['published_by']),
    publishedAt: numberOrNull(row['published_at']),
    effectiveFromAt: numberOrNull(row['effective_from_at']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
