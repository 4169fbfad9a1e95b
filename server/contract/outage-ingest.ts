import { z } from 'zod';
import { outageState } from './outages.ts';

/**
 * POST /api/ingest/outages: TM Forum 656 service problems. `landed`: a new outage. `updated`: its facts, estimate or
 * state changed. `corrected`: it was confirmed, so the change is a revision that must be confirmed again.
 * `cancelled`: it was none. `repeated`: nothing new. `late`: a later word stands. `rejected`: see `errors`.
 */
export const problemOutcomes = [
  'landed',
  'updated',
  'corrected',
  'cancelled',
  'repeated',
  'late',
  'rejected',
] as const;

const problemFault = z.object({
  /** Where it stands in the item, e.g. `affectedLocation.0.id`. */
  field: z.string(),
  reason: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ProblemFault = z.infer<typeof problemFault>;

export const problemItem = z.object({
  /** From 0. */
  index: z.int(),
  outcome: z.enum(problemOutcomes),
  /** The sender's own id, as far as it could be read. */
  problemId: z.string().nullable(),
  outageId: z.string().nullable(),
  number: z.string().nullable(),
  state: outageState.nullable(),
  revision: z.int().nullable(),
  errors: z.array(problemFault).optional(),
  /** What was taken although a part of it could not be understood. */
  warnings: z.array(problemFault).optional(),
});
export type ProblemItem = z.infer<typeof problemItem>;

export const problemAnswer = z.object({
  received: z.int(),
  landed: z.int(),
  updated: z.int(),
  corrected: z.int(),
  cancelled: z.int(),
  repeated: z.int(),
  late: z.int(),
  rejected: z.int(),
  items: z.array(problemItem),
});
export type ProblemAnswer = z.infer<typeof problemAnswer>;
