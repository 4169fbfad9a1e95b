import { z } from 'zod';
import { versionStates } from '#domain/lifecycles.ts';
import { epochMs, reason, text, version } from './common.ts';
import { maker } from './weights.ts';

/** No single limit above a hundred million yuan. */
const fen = z.int().min(0).max(10_000_000_000);

/** What of one policy family is approved by rule: a batch, the most of one line, a local day; all inclusive. */
export const automaticCeiling = z.strictObject({
  family: text(40),
  batchFen: fen,
  lineFen: fen,
  dayFen: fen,
});
export type AutomaticCeilingRecord = z.infer<typeof automaticCeiling>;

const rules = {
  firstFen: fen,
  secondFen: fen,
  ceilings: z.array(automaticCeiling).max(50, 'errors.field.tooLong'),
};

/**
 * GET /api/approval-limits: those in force. Up to and including the first: another supervisor; the second: a manager;
 * above: two. Version 0: nobody has published any, and the shipped ones hold.
 */
export const approvalLimits = z.object({
  ...rules,
  versionId: z.string().nullable(),
  versionNo: z.int(),
});
export type ApprovalLimitsRecord = z.infer<typeof approvalLimits>;

/** GET /api/approval-limit-versions(/:id). Filters: id, state; sorts: versionNo, updatedAt, id. */
export const approvalLimitVersion = z.object({
  id: z.string(),
  versionNo: z.int(),
  state: z.enum(versionStates),
  ...rules,
  basedOnId: z.string().nullable(),
  basedOnNo: z.int().nullable(),
  makers: z.array(maker),
  submittedBy: z.string().nullable(),
  submittedByName: z.string().nullable(),
  submittedAt: epochMs.nullable(),
  publishedBy: z.string().nullable(),
  publishedByName: z.string().nullable(),
  publishedAt: epochMs.nullable(),
  version: z.int(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type ApprovalLimitVersion = z.infer<typeof approvalLimitVersion>;

/** PUT /api/approval-limit-versions/:id, drafts only. */
export const changeLimitsBody = z.strictObject({
  version,
  firstFen: fen.optional(),
  secondFen: fen.optional(),
  ceilings: rules.ceilings.optional(),
});

/** POST /api/approval-limit-versions/:id/submit | /return | /publish. */
export const limitsVerbBody = z.strictObject({ version, reason: reason.optional() });
