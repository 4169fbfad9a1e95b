import type { Knex } from 'knex';
import { defaultApprovalLimits, type ApprovalLimits } from '#domain/batch-arithmetic.ts';

const SETTING = 'approval.limits';

/** Up to which values who approves; the defaults until somebody sets others. */
export async function readApprovalLimits(db: Knex): Promise<ApprovalLimits> {
  const row = await db('settings').where({ name: SETTING }).first<{ value: string }>('value');
  return row === undefined ? defaultApprovalLimits : (JSON.parse(row.value) as ApprovalLimits);
}
