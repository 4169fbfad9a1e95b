import { z } from 'zod';
import { chargeModes } from '#domain/charges.ts';
import { actualStates } from '#domain/lamps.ts';
import { epochMs } from './common.ts';

/** open: may be refunded; claimed: in a batch; refunded: paid; void: was none after all; replaced: billing told. */
export const overchargeState = z.enum(['open', 'claimed', 'refunded', 'void', 'replaced']);

export const overchargeRecord = z.object({
  id: z.string(),
  caseId: z.string(),
  /** `2026-12`, or the day of a daily charge. */
  period: z.string(),
  /** Negative where billing gave something back, or an estimate in a batch is set off. */
  fen: z.int(),
  postedAt: epochMs,
  /** read: billing told; derived: by the product's charge mode. */
  source: z.enum(['derived', 'read']),
  state: overchargeState,
  /** It corrects an earlier entry: billing changed a posting, or an estimate in a batch is set off. */
  correction: z.boolean(),
  batchId: z.string().nullable(),
});
export type OverchargeRecord = z.infer<typeof overchargeRecord>;

/** What the late unsubscribe cost the customer. */
export const caseMoney = z.object({
  chargeMode: z.enum(chargeModes),
  feeFen: z.int(),
  billDay: z.int(),
  /** The bill day comes from the line's snapshot; else periods are taken as calendar months. */
  billDayKnown: z.boolean(),
  /** When a good unsubscribe would have taken effect. */
  effectAt: epochMs.nullable(),
  /** Why nothing is counted; `counted`: it is. */
  verdict: z.enum([
    'counted',
    'refused',
    'not_a_failure',
    'billing_stopped',
    'billing_unknown',
    'ended',
  ]),
  billing: z.enum(actualStates),
  billingSeenAt: epochMs.nullable(),
  /** read: billing told all of it; estimated: none of it; mixed: all up to `readThroughAt`, the rest is estimated. */
  basis: z.enum(['read', 'estimated', 'mixed']),
  /** Up to when billing was asked what it posted. */
  readThroughAt: epochMs.nullable(),
  /** The last question went unanswered, or billing keeps no history of it. */
  readFailed: z.boolean(),
  nextCharge: z.object({ at: epochMs, fen: z.int(), overchargeFen: z.int() }).nullable(),
  overchargeFen: z.int(),
  refundedFen: z.int(),
  dueFen: z.int(),
  charges: z.array(overchargeRecord),
});
export type CaseMoney = z.infer<typeof caseMoney>;
