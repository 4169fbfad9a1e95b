import type { Knex } from 'knex';
import { z } from 'zod';
import { policyPurposes } from '#contract/policies.ts';
import type {
  PolicyDiff,
  PolicyRecord,
  PolicyShow,
  PolicyTemplateRecord,
} from '#contract/policies.ts';
import { policyRules } from '#contract/policy-rules.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import type { PolicyFault } from '#domain/policy-faults.ts';
import { canonicalText } from '#domain/policy-replay.ts';
import { policyTemplates } from '#domain/policy-templates.ts';
import { sha256Hex } from '#domain/sha256.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { Family } from './family-store.ts';
import { idsInForce } from './in-force.ts';
import type { Commitment } from './policy-service.ts';
import { policyOf, type Policy } from './policy-store.ts';
import { ruleChanges, type RuleChange } from './rule-changes.ts';

export const policyList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    family: oneOrMany(z.string().max(40)),
    state: oneOrMany(z.enum(versionStates)),
    purpose: z.enum(policyPurposes),
    q: z.string().trim().min(1).max(60),
  },
  sorts: {
    versionNo: 'p.version_no',
    effectiveFromAt: 'p.effective_from_at',
    name: 'p.name',
    updatedAt: 'p.updated_at',
    id: 'p.id',
  },
  defaultSort: ['versionNo', 'DESC'],
} as const satisfies ListSpec;

interface Needs {
  db: Knex;
  now(): number;
  faultsOf(policy: Pick<Policy, 'family' | 'rules'>): Promise<PolicyFault[]>;
  committed(family: string): Promise<Commitment | null>;
}

export function createPolicyReads({ db, now, faultsOf, committed }: Needs) {
  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('policy_families as f', 'f.id', 'p.family')
      .leftJoin('policies as base', 'base.id', 'p.based_on_id')
      .leftJoin('weight_profiles as w', 'w.id', 'p.weight_profile_id')
      .leftJoin('staff as submitter', 'submitter.id', 'p.submitted_by')
      .leftJoin('staff as publisher', 'publisher.id', 'p.published_by')
      .select('p.*', {
        family_name: 'f.name',
        purpose: 'f.purpose',
        base_name: 'base.name',
        weight_profile_name: 'w.name',
        submitted_by_name: 'submitter.name',
        published_by_name: 'publisher.name',
      });

  async function find(id: string): Promise<Record<string, unknown>> {
    const row = (await selected(db('policies as p').where('p.id', id)).first()) as
      Record<string, unknown> | undefined;
    if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
    return row;
  }

  async function versionsOf(family: string): Promise<PolicyShow['versions']> {
    const rows = (await selected(db('policies as p').where('p.family', family)).orderBy(
      'p.version_no',
      'desc',
    )) as Record<string, unknown>[];
    const policies = rows.map(policyOf);
    return rows.map((row, index) => {
      const policy = policyOf(row);
      const base = policies.find(({ id }) => id === policy.basedOnId);
      const against = base ?? policies.slice(index + 1).find((one) => one.publishedAt !== null);
      return {
        id: policy.id,
        name: policy.name,
        versionNo: policy.versionNo,
        state: policy.state,
        submittedByName: nameOf(row['submitted_by_name']),
        publishedByName: nameOf(row['published_by_name']) ?? policy.publishedBy,
        publishedAt: policy.publishedAt,
        effectiveFromAt: policy.effectiveFromAt,
        againstId: against?.id ?? null,
        changes: against === undefined ? [] : changesOf(against, policy),
      };
    });
  }

  return {
    async list(query: ListQuery<FilterOf<typeof policyList>>) {
      const { filter } = query;
      const inForce = await idsInForce(db, now());
      const rows = db('policies as p').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('p.id', filter.id);
        if (filter.family) void q.whereIn('p.family', filter.family);
        if (filter.state) void q.whereIn('p.state', filter.state);
        if (filter.q !== undefined) void q.whereRaw('instr(p.name, ?) > 0', [filter.q]);
        if (filter.purpose !== undefined)
          void q.whereIn(
            'p.family',
            db('policy_families').where({ purpose: filter.purpose }).select('id'),
          );
      });
      return pageOf(rows, query, {
        id: 'p.id',
        page: selected,
        toWire: (row) => policyRecordOf(row, inForce),
      });
    },

    async show(id: string): Promise<PolicyShow> {
      const row = await find(id);
      const record = policyRecordOf(row, await idsInForce(db, now()));
      return {
        ...record,
        rulesHash: sha256Hex(canonicalText(policyOf(row).rules)),
        faults: await faultsOf(policyOf(row)),
        committed: await committed(record.family),
        versions: await versionsOf(record.family),
      };
    },

    /** What a version changes against another, which may be of another family. */
    async diff(id: string, against: string): Promise<PolicyDiff> {
      const to = policyOf(await find(id));
      const row = await db('policies').where({ id: against }).first<Record<string, unknown>>();
      if (row === undefined) throw invalidField('against', 'errors.policies.baseUnknown');
      const from = policyOf(row);
      return { from: named(from), to: named(to), changes: changesOf(from, to) };
    },

    templates: (): PolicyTemplateRecord[] =>
      policyTemplates.map(({ id, zone, rules, purpose }) => ({
        id,
        purpose: purpose ?? 'compensation',
        zone,
        currency: rules.currency,
        exponent: rules.exponent,
        rules: policyRules.parse(rules),
      })),

    /** For the rail: what waits for somebody who may publish. */
    async navigation(): Promise<Record<string, number>> {
      const [row] = await db('policies').where({ state: 'submitted' }).count({ n: '*' });
      return { policiesToPublish: Number(row?.['n'] ?? 0) };
    },
  };
}

export type PolicyReads = ReturnType<typeof createPolicyReads>;

const nameOf = (value: unknown): string | null => (value == null ? null : String(value));

const named = ({ id, family, name, versionNo }: Policy) => ({ id, family, name, versionNo });

const changesOf = (before: Policy, after: Policy): RuleChange[] =>
  ruleChanges(
    { ...before.rules, weightProfileId: before.weightProfileId },
    { ...after.rules, weightProfileId: after.weightProfileId },
  );

function policyRecordOf(row: Record<string, unknown>, inForce: ReadonlySet<string>): PolicyRecord {
  const policy = policyOf(row);
  return {
    ...policy,
    rules: policyRules.parse(policy.rules),
    familyName: nameOf(row['family_name']) ?? policy.family,
    purpose: (nameOf(row['purpose']) ?? 'compensation') as Family['purpose'],
    basedOnName: nameOf(row['base_name']),
    weightProfileName: nameOf(row['weight_profile_name']),
    submittedByName: nameOf(row['submitted_by_name']),
    publishedByName: nameOf(row['published_by_name']) ?? policy.publishedBy,
    inForce: inForce.has(policy.id),
  };
}
