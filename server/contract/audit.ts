import { z } from 'zod';
import { epochMs } from './common.ts';

export const auditRecord = z.object({
  id: z.string(),
  at: epochMs,
  actorId: z.string(),
  actorName: z.string(),
  requestId: z.string(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** Number in the chain of seals, or null for the seconds until the sealer has been. */
  sealSeq: z.int().nullable(),
});
export type AuditRecord = z.infer<typeof auditRecord>;

export const sealStatus = z.object({
  sealed: z.int(),
  unsealed: z.int(),
  lastSealedAt: epochMs.nullable(),
  lastChainHash: z.string().nullable(),
});
