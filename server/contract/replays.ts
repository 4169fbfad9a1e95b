import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'errors.field.format');

/** GET /api/compensation-batches/:id/replay?after: up to 500 classes, worked out again from what was pinned. */
export const replayQuery = z.object({ after: z.coerce.number().pipe(z.int().min(0)).default(0) });

export const replayParts = ['pins', 'facts', 'rules', 'result'] as const;

export const batchReplay = z.object({
  number: z.string(),
  pinsHash: z.string(),
  rulesHash: z.string(),
  /** Classes looked at, and how many of them came out as they are stored, to the byte. */
  classes: z.int(),
  same: z.int(),
  /** Classes kept before hashes were: their results are compared, their facts are not named. */
  unnamed: z.int(),
  /** What did not come out the same; `part` says where the difference begins. */
  differing: z.array(
    z.object({ classNo: z.int(), classKey: z.string(), part: z.enum(replayParts) }),
  ),
  /** Ask again with `after` of this; null: that was all. */
  next: z.int().nullable(),
});
export type BatchReplay = z.infer<typeof batchReplay>;

/** GET /api/evaluations?facts&rules: an evaluation by the hashes of what it was worked out from. */
export const evaluationQuery = z.object({ facts: hash, rules: hash });

export const evaluationReplay = z.object({
  batchId: z.string(),
  batchNumber: z.string(),
  classNo: z.int(),
  factsHash: z.string(),
  rulesHash: z.string(),
  /** As stored. */
  resultHash: z.string(),
  /** Canonical JSON: what was looked at, the rules, and what comes of them now. */
  facts: z.string(),
  rules: z.string(),
  result: z.string(),
  /** The result now has the hash that was stored. */
  same: z.boolean(),
});
export type EvaluationReplay = z.infer<typeof evaluationReplay>;
