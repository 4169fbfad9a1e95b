import type { Knex } from 'knex';
import { limitsFor, type ApprovalRules } from '#domain/approval-rules.ts';
import { defaultApprovalLimits, type ApprovalLimits } from '#domain/batch-arithmetic.ts';
import type { PolicyPurpose } from '#domain/policy-words.ts';
import { limitVersionOf } from './limits-store.ts';

/** The rules in force, and the version they are of; version 0: nobody has published any. */
export interface RulesInForce extends ApprovalRules {
  versionId: string | null;
  versionNo: number;
}

/** What holds for approvals now, as it was last published. */
export function createApprovalLimits(db: Knex) {
  async function inForce(): Promise<RulesInForce> {
    const row = (await db('approval_limit_versions').where({ state: 'published' }).first()) as
      Record<string, unknown> | undefined;
    if (row === undefined)
      return { ...defaultApprovalLimits, ceilings: [], versionId: null, versionNo: 0 };
    const { id, versionNo, firstFen, secondFen, ceilings } = limitVersionOf(row);
    return { firstFen, secondFen, ceilings, versionId: id, versionNo };
  }

  async function purposes(): Promise<Map<string, PolicyPurpose>> {
    const rows = await db('policy_families').select<{ id: string; purpose: PolicyPurpose }[]>(
      'id',
      'purpose',
    );
    return new Map(rows.map(({ id, purpose }) => [id, purpose]));
  }

  return {
    inForce,
    purposes,
    purposeOf: async (family: string): Promise<PolicyPurpose> =>
      (await purposes()).get(family) ?? 'compensation',
    /** Of a batch of this family: goodwill has no supervisor's tier. */
    async ofFamily(family: string): Promise<ApprovalLimits> {
      return limitsFor(await inForce(), (await purposes()).get(family) ?? 'compensation');
    },
  };
}

export type CurrentLimits = ReturnType<typeof createApprovalLimits>;
