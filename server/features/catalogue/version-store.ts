import type { Knex } from 'knex';
import type { CodeEntry } from '#contract/catalogue.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { Maker } from '#domain/versions.ts';
import { changeColumns, headOf, type HeadChange, type VersionHead } from './version-parts.ts';

export interface StoredChange {
  code: string;
  before: CodeEntry | null;
  after: CodeEntry | null;
}

/** Catalogue versions: each holds the codes it changes, as it wants them and as they stood. */
export function createVersionStore(db: Knex, world: World) {
  const first = (rows: unknown): VersionHead | undefined =>
    (rows as Record<string, unknown>[]).map(headOf)[0];

  return {
    async byId(id: string): Promise<VersionHead | undefined> {
      return first(await db('catalogue_versions').where({ id }));
    },

    async newestDraft(): Promise<VersionHead | undefined> {
      return first(
        await db('catalogue_versions')
          .where({ state: 'draft' })
          .orderBy('version_no', 'desc')
          .limit(1),
      );
    },

    /** The version in force; none before the first publication, when the shipped codes hold. */
    async published(): Promise<VersionHead | undefined> {
      return first(
        await db('catalogue_versions')
          .where({ state: 'published' })
          .orderBy('version_no', 'desc')
          .limit(1),
      );
    },

    async insertDraft(makers: readonly Maker[]): Promise<string> {
      const now = world.now();
      const [last] = await db('catalogue_versions').max<{ n: number | null }[]>({
        n: 'version_no',
      });
      const id = world.nextId();
      await db('catalogue_versions').insert({
        id,
        // Version 1 is what was shipped.
        version_no: Number(last?.n ?? 1) + 1,
        state: 'draft',
        note: '',
        makers: JSON.stringify(makers),
        version: 1,
        created_at: now,
        updated_at: now,
      });
      return id;
    },

    async update(seen: VersionHead, change: HeadChange): Promise<void> {
      const result = await db('catalogue_versions')
        .where({ id: seen.id, version: seen.version, state: seen.state })
        .update({
          ...changeColumns(change),
          version: seen.version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    async changes(versionId: string): Promise<StoredChange[]> {
      const rows = (await db('catalogue_changes')
        .where({ catalogue_version_id: versionId })
        .orderBy('code')) as Record<string, unknown>[];
      return rows.map((row) => ({
        code: String(row['code']),
        before: entryOf(row['before_entry']),
        after: entryOf(row['after_entry']),
      }));
    },

    async dropChange(versionId: string, code: string): Promise<boolean> {
      const result = await db('catalogue_changes')
        .where({ catalogue_version_id: versionId, code })
        .delete();
      return affected(result) > 0;
    },

    async setChange(versionId: string, change: StoredChange): Promise<void> {
      const key = { catalogue_version_id: versionId, code: change.code };
      await db('catalogue_changes').where(key).delete();
      await db('catalogue_changes').insert({
        ...key,
        before_entry: change.before === null ? null : JSON.stringify(change.before),
        after_entry: change.after === null ? null : JSON.stringify(change.after),
      });
    },

    /** The codes in force, as people edit them. */
    async entries(codes: readonly string[]): Promise<Map<string, CodeEntry>> {
      const rows = (await db('failure_codes').whereIn('code', [...codes])) as Record<
        string,
        unknown
      >[];
      return new Map(rows.map((row) => [String(row['code']), codeEntryOf(row)]));
    },

    /** Puts a code in force, or takes it away. */
    async apply({ code, before, after }: StoredChange): Promise<void> {
      if (after === null) await db('failure_codes').where({ code }).delete();
      else if (before === null) await db('failure_codes').insert(codeColumns(after));
      else await db('failure_codes').where({ code }).update(codeColumns(after));
    },

    /** Whether a case or a rule names the code: then it stays. */
    async isUsed(code: string): Promise<boolean> {
      const used = await Promise.all([
        db('cases').where({ failure_code: code }).first('id') as Promise<unknown>,
        db('mapping_rules').where({ failure_code: code }).first('id') as Promise<unknown>,
      ]);
      return used.some((row) => row !== undefined);
    },
  };
}

export type VersionStore = ReturnType<typeof createVersionStore>;

const entryOf = (value: unknown): CodeEntry | null =>
  value == null ? null : (JSON.parse(String(value)) as CodeEntry);

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

export function codeEntryOf(row: Record<string, unknown>): CodeEntry {
  const text = (name: string) => String(row[name]);
  return {
    code: text('code'),
    category: text('category') as CodeEntry['category'],
    nameZh: text('name_zh'),
    nameEn: text('name_en'),
    retry: text('retry') as CodeEntry['retry'],
    owner: text('owner') as CodeEntry['owner'],
    remedyZh: text('remedy_zh'),
    remedyEn: text('remedy_en'),
    messageId: row['message_id'] == null ? null : text('message_id'),
    countsAsFailure: Boolean(row['counts_as_failure']),
    policyRefusal: Boolean(row['policy_refusal']),
    retryTries: intOrNull(row['retry_tries']),
    retryBaseSeconds: intOrNull(row['retry_base_seconds']),
    retryCapSeconds: intOrNull(row['retry_cap_seconds']),
    retryJitterPercent: intOrNull(row['retry_jitter_percent']),
  };
}

const codeColumns = (entry: CodeEntry): Record<string, unknown> => ({
  code: entry.code,
  category: entry.category,
  name_zh: entry.nameZh,
  name_en: entry.nameEn,
  retry: entry.retry,
  owner: entry.owner,
  remedy_zh: entry.remedyZh,
  remedy_en: entry.remedyEn,
  message_id: entry.messageId,
  counts_as_failure: entry.countsAsFailure,
  policy_refusal: entry.policyRefusal,
  retry_tries: entry.retryTries,
  retry_base_seconds: entry.retryBaseSeconds,
  retry_cap_seconds: entry.retryCapSeconds,
  retry_jitter_percent: entry.retryJitterPercent,
});
