import type { Knex } from 'knex';
import type { FailureCategory } from '#contract/catalogue.ts';
import { fingerprintOf, type FingerprintParts, type Mute } from '#domain/cause-groups.ts';
import { DomainError } from '#domain/errors.ts';
import type { GroupState } from '#domain/lifecycles.ts';
import { given, textOrNull } from '../../db/cells.ts';
import { affected, insertIgnore } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

/** A group as its writers know it. */
export interface GroupRow {
  id: string;
  groupNo: number | null;
  name: string | null;
  failureCode: string;
  category: FailureCategory;
  sourceSystem: string;
  rawCode: string;
  state: GroupState;
  stateAt: number;
  ownerId: string | null;
  fix: string | null;
  firstSeenAt: number;
  lastSeenAt: number;
  caseCount: number;
  openCount: number;
  customerCount: number;
  mute: Mute | null;
  resolvedBy: string | null;
  resolvedByName: string | null;
  resolvedAt: number | null;
  resolvedCases: number | null;
  mergedIntoId: string | null;
  version: number;
  updatedAt: number;
}

/** What opens a group: its first case. */
export interface NewCause extends FingerprintParts {
  category: FailureCategory;
  requestedAt: number;
  demo: boolean;
}

export type GroupChange = Partial<
  Pick<
    GroupRow,
    | 'name'
    | 'state'
    | 'stateAt'
    | 'ownerId'
    | 'fix'
    | 'mute'
    | 'resolvedBy'
    | 'resolvedByName'
    | 'resolvedAt'
    | 'resolvedCases'
    | 'mergedIntoId'
  >
>;

const CHUNK = 200;

export function createGroupStore(db: Knex, world: World) {
  async function known(prints: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let start = 0; start < prints.length; start += CHUNK) {
      const rows: { fingerprint: string; group_id: string }[] = await db('cause_fingerprints')
        .whereIn('fingerprint', prints.slice(start, start + CHUNK))
        .select('fingerprint', 'group_id');
      for (const row of rows) found.set(row.fingerprint, row.group_id);
    }
    return found;
  }

  function rowOfNew(id: string, cause: NewCause): Record<string, unknown> {
    const now = world.now();
    return {
      id,
      failure_code: cause.failureCode,
      category: cause.category,
      source_system: cause.sourceSystem,
      raw_code: cause.rawCode,
      state: 'new',
      state_at: now,
      first_seen_at: cause.requestedAt,
      last_seen_at: cause.requestedAt,
      case_count: 0,
      open_count: 0,
      customer_count: 0,
      demo: cause.demo,
      version: 1,
      created_at: now,
      updated_at: now,
    };
  }

  return {
    async find(id: string): Promise<GroupRow | undefined> {
      const row = (await db('cause_groups').where({ id }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : groupRowOf(row);
    },

    async byIds(ids: readonly string[]): Promise<GroupRow[]> {
      const rows = (await db('cause_groups').whereIn('id', [...ids])) as Record<string, unknown>[];
      return rows.map(groupRowOf);
    },

    /**
     * The groups of these causes, by fingerprint; new ones are made. Of two landings that meet a new cause at once
     * the second waits for the first and takes its group.
     */
    async findOrCreate(causes: readonly NewCause[]): Promise<Map<string, string>> {
      const byPrint = new Map<string, NewCause>();
      for (const cause of causes) {
        const print = fingerprintOf(cause);
        const first = byPrint.get(print);
        if (first === undefined || cause.requestedAt < first.requestedAt) byPrint.set(print, cause);
      }
      const found = await known([...byPrint.keys()]);
      // In one order, so that two landings cannot wait for each other.
      const missing = [...byPrint].filter(([print]) => !found.has(print)).sort(byKey);
      if (missing.length === 0) return found;
      const mine = new Map(missing.map(([print]) => [print, world.nextId()]));
      await insertPrints(missing, mine);
      const settled = await known([...mine.keys()]);
      const fresh = missing.filter(([print]) => settled.get(print) === mine.get(print));
      const rows = fresh.map(([print, cause]) => rowOfNew(mine.get(print) ?? '', cause));
      for (let start = 0; start < rows.length; start += CHUNK)
        await db('cause_groups').insert(rows.slice(start, start + CHUNK));
      for (const [print, id] of settled) found.set(print, id);
      return found;
    },

    /** Compare-and-set on the version, or `errors.stale`. */
    async update(seen: GroupRow, change: GroupChange): Promise<void> {
      const result = await db('cause_groups')
        .where({ id: seen.id, version: seen.version, state: seen.state })
        .update({ ...columnsOf(change), version: seen.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    async fingerprints(groupId: string): Promise<(FingerprintParts & { id: string })[]> {
      const rows = (await db('cause_fingerprints')
        .where({ group_id: groupId })
        .orderBy('fingerprint')
        .limit(500)) as Record<string, unknown>[];
      return rows.map((row) => ({
        id: String(row['fingerprint']),
        failureCode: String(row['failure_code']),
        sourceSystem: String(row['source_system']),
        rawCode: String(row['raw_code']),
      }));
    },

    /** From now on what landed in one group lands in the other. */
    async repoint(fromId: string, intoId: string): Promise<void> {
      await db('cause_fingerprints').where({ group_id: fromId }).update({ group_id: intoId });
    },

    /** A fingerprint that will come once the mapping has learnt it; one that stands is left alone. */
    async expect(parts: FingerprintParts, groupId: string): Promise<void> {
      const print = fingerprintOf(parts);
      await insertIgnore(db, 'cause_fingerprints', [printRow(print, parts, groupId)]);
    },
  };

  async function insertPrints(
    missing: readonly (readonly [string, NewCause])[],
    ids: ReadonlyMap<string, string>,
  ): Promise<void> {
    const rows = missing.map(([print, cause]) => printRow(print, cause, ids.get(print) ?? ''));
    for (let start = 0; start < rows.length; start += CHUNK)
      await insertIgnore(db, 'cause_fingerprints', rows.slice(start, start + CHUNK));
  }
}

export type GroupStore = ReturnType<typeof createGroupStore>;

const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1;

const printRow = (print: string, parts: FingerprintParts, groupId: string) => ({
  fingerprint: print,
  group_id: groupId,
  failure_code: parts.failureCode,
  source_system: parts.sourceSystem,
  raw_code: parts.rawCode,
});

function columnsOf(change: GroupChange): Record<string, unknown> {
  const { mute } = change;
  const columns = {
    name: change.name,
    state: change.state,
    state_at: change.stateAt,
    owner_id: change.ownerId,
    fix: change.fix,
    resolved_by: change.resolvedBy,
    resolved_by_name: change.resolvedByName,
    resolved_at: change.resolvedAt,
    resolved_cases: change.resolvedCases,
    merged_into_id: change.mergedIntoId,
    ...(mute === undefined
      ? {}
      : {
          mute_until_at: mute?.untilAt ?? null,
          mute_at_cases: mute?.atCases ?? null,
          mute_at_customers: mute?.atCustomers ?? null,
        }),
  };
  return given(columns);
}

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

export function groupRowOf(row: Record<string, unknown>): GroupRow {
  const text = (name: string) => String(row[name]);
  const state = text('state') as GroupState;
  return {
    id: text('id'),
    groupNo: intOrNull(row['group_no']),
    name: textOrNull(row['name']),
    failureCode: text('failure_code'),
    category: text('category') as FailureCategory,
    sourceSystem: text('source_system'),
    rawCode: text('raw_code'),
    state,
    stateAt: Number(row['state_at']),
    ownerId: textOrNull(row['owner_id']),
    fix: textOrNull(row['fix']),
    firstSeenAt: Number(row['first_seen_at']),
    lastSeenAt: Number(row['last_seen_at']),
    caseCount: Number(row['case_count']),
    openCount: Number(row['open_count']),
    customerCount: Number(row['customer_count']),
    mute:
      state === 'muted'
        ? {
            untilAt: intOrNull(row['mute_until_at']),
            atCases: intOrNull(row['mute_at_cases']),
            atCustomers: intOrNull(row['mute_at_customers']),
          }
        : null,
    resolvedBy: textOrNull(row['resolved_by']),
    resolvedByName: textOrNull(row['resolved_by_name']),
    resolvedAt: intOrNull(row['resolved_at']),
    resolvedCases: intOrNull(row['resolved_cases']),
    mergedIntoId: textOrNull(row['merged_into_id']),
    version: Number(row['version']),
    updatedAt: Number(row['updated_at']),
  };
}
