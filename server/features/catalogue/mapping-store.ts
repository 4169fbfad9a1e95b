import type { Knex } from 'knex';
import type { RuleEntry } from '#contract/catalogue.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import { changeColumns, headOf, type HeadChange, type VersionHead } from './version-parts.ts';

export interface MappingVersion extends VersionHead {
  basedOnId: string | null;
  /** Counts the edits of its rules. */
  rulesVersion: number;
}

export interface StoredRule extends RuleEntry {
  id: string;
  seq: number;
  priority: number;
}

const CHUNK = 100;

/** Versions of the mapping and their rules; each version has its own copy. */
export function createMappingStore(db: Knex, world: World) {
  const first = (rows: unknown): MappingVersion | undefined =>
    (rows as Record<string, unknown>[]).map(mappingVersionOf)[0];

  async function insertRules(versionId: string, rules: readonly RuleEntry[]): Promise<void> {
    const rows = rules.map((rule, index) => ruleRow(world.nextId(), versionId, index + 1, rule));
    for (let start = 0; start < rows.length; start += CHUNK)
      await db('mapping_rules').insert(rows.slice(start, start + CHUNK));
  }

  const store = {
    async byId(id: string): Promise<MappingVersion | undefined> {
      return first(await db('mapping_versions').where({ id }));
    },

    /** The newest version in a state. */
    async newest(states: readonly VersionHead['state'][]): Promise<MappingVersion | undefined> {
      return first(
        await db('mapping_versions')
          .whereIn('state', [...states])
          .orderBy('version_no', 'desc')
          .limit(1),
      );
    },

    async rules(versionId: string): Promise<StoredRule[]> {
      const rows = (await db('mapping_rules')
        .where({ mapping_version_id: versionId })
        .orderBy([{ column: 'seq' }, { column: 'id' }])) as Record<string, unknown>[];
      return rows.map(storedRuleOf);
    },

    /** A draft with the rules of another version. */
    async insertDraft(draft: {
      makers: VersionHead['makers'];
      basedOnId: string | null;
      rules: readonly RuleEntry[];
    }): Promise<MappingVersion> {
      const now = world.now();
      const [last] = await db('mapping_versions').max<{ n: number | null }[]>({ n: 'version_no' });
      const id = world.nextId();
      const row = {
        id,
        version_no: Number(last?.n ?? 0) + 1,
        state: 'draft',
        note: '',
        makers: JSON.stringify(draft.makers),
        based_on_id: draft.basedOnId,
        rules_version: 1,
        version: 1,
        created_at: now,
        updated_at: now,
      };
      await db('mapping_versions').insert(row);
      await insertRules(id, draft.rules);
      const made = await store.byId(id);
      if (made === undefined) throw new Error('a draft was not inserted');
      return made;
    },

    /** Compare-and-set on version and state; `rules` says that rules changed, so that try-outs are void. */
    async update(seen: MappingVersion, change: HeadChange, rules = false): Promise<void> {
      const result = await db('mapping_versions')
        .where({ id: seen.id, version: seen.version, state: seen.state })
        .update({
          ...changeColumns(change),
          ...(rules ? { rules_version: seen.rulesVersion + 1 } : {}),
          version: seen.version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** At a place (1 is first), or at the end. */
    async addRule(versionId: string, rule: RuleEntry, seq: number | null): Promise<string> {
      const [last] = await db('mapping_rules')
        .where({ mapping_version_id: versionId })
        .max<{ n: number | null }[]>({ n: 'seq' });
      const end = Number(last?.n ?? 0) + 1;
      const at = seq === null ? end : Math.min(seq, end);
      await db('mapping_rules')
        .where({ mapping_version_id: versionId })
        .where('seq', '>=', at)
        .increment('seq', 1);
      const id = world.nextId();
      await db('mapping_rules').insert(ruleRow(id, versionId, at, rule));
      return id;
    },

    async changeRule(versionId: string, ruleId: string, rule: RuleEntry): Promise<boolean> {
      const { id: _id, seq: _seq, ...columns } = ruleRow(ruleId, versionId, 0, rule);
      const result = await db('mapping_rules')
        .where({ id: ruleId, mapping_version_id: versionId })
        .update(columns);
      return affected(result) === 1;
    },

    async removeRule(versionId: string, ruleId: string): Promise<boolean> {
      const result = await db('mapping_rules')
        .where({ id: ruleId, mapping_version_id: versionId })
        .delete();
      return affected(result) === 1;
    },

    async codeExists(code: string): Promise<boolean> {
      return (await db('failure_codes').where({ code }).first('code')) !== undefined;
    },
  };
  return store;
}

export type MappingStore = ReturnType<typeof createMappingStore>;

function ruleRow(id: string, versionId: string, seq: number, rule: RuleEntry) {
  return {
    id,
    mapping_version_id: versionId,
    seq,
    source_system: rule.sourceSystem,
    raw_code: rule.rawCode,
    text_pattern: rule.textPattern,
    failure_code: rule.failureCode,
  };
}

export function mappingVersionOf(row: Record<string, unknown>): MappingVersion {
  return {
    ...headOf(row),
    basedOnId: row['based_on_id'] == null ? null : String(row['based_on_id']),
    rulesVersion: Number(row['rules_version']),
  };
}

export function storedRuleOf(row: Record<string, unknown>): StoredRule {
  const nullable = (name: string) => (row[name] == null ? null : String(row[name]));
  return {
    id: String(row['id']),
    seq: Number(row['seq']),
    priority: Number(row['seq']),
    sourceSystem: String(row['source_system']),
    rawCode: nullable('raw_code'),
    textPattern: nullable('text_pattern'),
    failureCode: String(row['failure_code']),
  };
}
