import type { Knex } from 'knex';
import { z } from 'zod';
import type {
  CatalogueVersionRecord,
  MappingRuleRecord,
  MappingRunRecord,
  MappingVersionRecord,
  UnmappedShare,
} from '#contract/catalogue.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import { DomainError } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { ruleDifferences, type RuleDifference } from '#domain/mapping-runs.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { MappingRun, MappingRunStore } from './mapping-run-store.ts';
import { mappingVersionOf, type MappingStore, type StoredRule } from './mapping-store.ts';
import { headOf, type VersionHead } from './version-parts.ts';
import { same } from './version-service.ts';
import type { VersionStore } from './version-store.ts';

export const versionList = {
  filters: { id: oneOrMany(z.string().max(26)), state: oneOrMany(z.enum(versionStates)) },
  sorts: { versionNo: 'v.version_no', id: 'v.id' },
  defaultSort: ['versionNo', 'DESC'],
} as const satisfies ListSpec;

const SHARE_DAYS = 30;
const DAY_MS = 86_400_000;

interface Needs {
  db: Knex;
  now(): number;
  versions: VersionStore;
  mappings: MappingStore;
  runs: MappingRunStore;
}

type Query = ListQuery<FilterOf<typeof versionList>>;

export function createVersionReads({ db, now, versions, mappings, runs }: Needs) {
  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('staff as s', 's.id', 'v.submitted_by')
      .leftJoin('staff as p', 'p.id', 'v.published_by')
      .select('v.*', 's.name as submitted_by_name', 'p.name as published_by_name');

  async function page(table: string, query: Query) {
    const { filter } = query;
    const rows = db(`${table} as v`).modify((q: Knex.QueryBuilder) => {
      if (filter.id) void q.whereIn('v.id', filter.id);
      if (filter.state) void q.whereIn('v.state', filter.state);
    });
    return pageOf(rows, query, { id: 'v.id', page: selected, toWire: (row) => row });
  }

  async function row(table: string, id: string): Promise<Record<string, unknown>> {
    const found = (await selected(db(`${table} as v`).where('v.id', id)).first()) as
      Record<string, unknown> | undefined;
    if (found === undefined) throw new DomainError('not_found', 'errors.notFound');
    return found;
  }

  async function catalogueOf(raw: Record<string, unknown>): Promise<CatalogueVersionRecord> {
    const head = headOf(raw);
    const stored = await versions.changes(head.id);
    const open = head.state === 'draft' || head.state === 'submitted';
    const inForce = open ? await versions.entries(stored.map(({ code }) => code)) : new Map();
    const changes = stored.map((change) => ({
      ...change,
      overtaken: open && !same(inForce.get(change.code) ?? null, change.before),
    }));
    return { ...wireHead(head, raw), changeCount: changes.length, changes };
  }

  /** Against what is published; a published or retired version against the one it was made from. */
  async function differences(
    version: VersionHead & { basedOnId: string | null },
  ): Promise<RuleDifference<StoredRule>[]> {
    const open = version.state === 'draft' || version.state === 'submitted';
    const baseId = open ? (await mappings.newest(['published']))?.id : version.basedOnId;
    const base = baseId == null ? null : await mappings.rules(baseId);
    const rules = await mappings.rules(version.id);
    return ruleDifferences(base ?? rules, rules);
  }

  async function mappingOf(raw: Record<string, unknown>): Promise<MappingVersionRecord> {
    const version = mappingVersionOf(raw);
    const all = await differences(version);
    const count = (change: string) => all.filter((one) => one.change === change).length;
    return {
      ...wireHead(version, raw),
      rulesVersion: version.rulesVersion,
      ruleCount: all.length - count('removed'),
      added: count('added'),
      changed: count('changed'),
      removed: count('removed'),
      tried: await runs.wasTried(version),
    };
  }

  return {
    async catalogueVersions(query: Query) {
      const { rows, total } = await page('catalogue_versions', query);
      return { rows: await Promise.all(rows.map(catalogueOf)), total };
    },
    catalogueVersion: async (id: string) => catalogueOf(await row('catalogue_versions', id)),

    async mappingVersions(query: Query) {
      const { rows, total } = await page('mapping_versions', query);
      return { rows: await Promise.all(rows.map(mappingOf)), total };
    },
    mappingVersion: async (id: string) => mappingOf(await row('mapping_versions', id)),

    async rules(id: string): Promise<MappingRuleRecord[]> {
      const all = await differences(mappingVersionOf(await row('mapping_versions', id)));
      return all.map(({ rule, change, wasCode }) => ({
        id: rule.id,
        seq: rule.seq,
        sourceSystem: rule.sourceSystem,
        rawCode: rule.rawCode,
        textPattern: rule.textPattern,
        failureCode: rule.failureCode,
        change,
        wasCode,
      }));
    },

    async runsOf(id: string): Promise<MappingRunRecord[]> {
      await row('mapping_versions', id);
      return (await runs.ofVersion(id)).map(wireRun);
    },

    async run(id: string): Promise<MappingRunRecord> {
      const found = await runs.find(id);
      if (found === undefined) throw new DomainError('not_found', 'errors.notFound');
      return wireRun(found);
    },

    /** How much of what came no rule maps: counted along the index of codes and times. */
    async unmappedShare(): Promise<UnmappedShare> {
      const at = now();
      const count = async (from: number, until: number, unmapped: boolean) => {
        const query = db('cases')
          .where('requested_at', '>=', from)
          .where('requested_at', '<', until);
        if (unmapped) void query.where('failure_code', UNCLASSIFIED_CODE);
        const [found] = await query.count<{ n: number }[]>({ n: '*' });
        return Number(found?.n ?? 0);
      };
      const [from, before] = [at - SHARE_DAYS * DAY_MS, at - 2 * SHARE_DAYS * DAY_MS];
      return {
        days: SHARE_DAYS,
        unmapped: await count(from, at, true),
        total: await count(from, at, false),
        unmappedBefore: await count(before, from, true),
        totalBefore: await count(before, from, false),
      };
    },

    /** For the inbox and the rail: what waits for somebody who may publish. */
    async navigation(): Promise<Record<string, number>> {
      const waiting = async (table: string) => {
        const [found] = await db(table).where({ state: 'submitted' }).count({ n: '*' });
        return Number(found?.['n'] ?? 0);
      };
      return {
        catalogueToPublish:
          (await waiting('catalogue_versions')) + (await waiting('mapping_versions')),
      };
    },
  };
}

export type VersionReads = ReturnType<typeof createVersionReads>;

const nameOf = (value: unknown): string | null => (value == null ? null : String(value));

function wireHead(head: VersionHead, row: Record<string, unknown>) {
  const { id, versionNo, state, note, makers, submittedBy, submittedAt } = head;
  const { publishedBy, publishedAt, version, createdAt, updatedAt } = head;
  return {
    ...{ id, versionNo, state, note, makers, submittedBy, submittedAt },
    ...{ publishedBy, publishedAt, version, createdAt, updatedAt },
    submittedByName: nameOf(row['submitted_by_name']),
    publishedByName: nameOf(row['published_by_name']),
  };
}

function wireRun({ cursorId: _cursor, ...run }: MappingRun): MappingRunRecord {
  return run;
}
