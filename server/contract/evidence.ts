import { z } from 'zod';
import { epochMs, reason } from './common.ts';

/** Of one file; and how many an outage may have, those withdrawn not counted. */
export const MAX_EVIDENCE_BYTES = 20 * 1024 * 1024;
export const MAX_EVIDENCE_FILES = 20;

/** Endings of names that are taken; the bytes must agree. */
export const evidenceEndings = [
  'pdf',
  'png',
  'jpg',
  'jpeg',
  'webp',
  'txt',
  'csv',
  'eml',
  'msg',
  'docx',
  'xlsx',
] as const;
export type EvidenceEnding = (typeof evidenceEndings)[number];

/** POST /api/outages/:id/evidence: the body is the file, this header its name, percent-encoded UTF-8. */
export const FILE_NAME_HEADER = 'X-File-Name';

/** One file of an outage. Its bytes are fetched from `/api/evidence/:id/file`, always as a download. */
export const evidenceRecord = z.object({
  id: z.string(),
  outageId: z.string(),
  fileName: z.string(),
  ending: z.enum(evidenceEndings),
  sizeBytes: z.int(),
  /** Of the bytes, 64 hex digits: what `evidenceIds` of a revision's facts name. */
  sha256: z.string(),
  /** The first revision whose facts name it; null while none does. */
  firstRevision: z.int().nullable(),
  addedBy: z.string(),
  addedByName: z.string(),
  addedAt: epochMs,
  withdrawnByName: z.string().nullable(),
  withdrawnAt: epochMs.nullable(),
  withdrawnReason: z.string().nullable(),
});
export type EvidenceRecord = z.infer<typeof evidenceRecord>;

/** GET /api/outages/:id/evidence: oldest first, those withdrawn included. */
export const evidenceRecords = z.array(evidenceRecord);

/** POST /api/evidence/:id/withdraw. */
export const withdrawEvidenceBody = z.strictObject({ reason });
