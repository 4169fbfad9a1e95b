import { z } from 'zod';
import { responsibilities, severities } from '#domain/exposure.ts';
import { batchStates } from '#domain/lifecycles.ts';
import { benefits, overpaidTreatments } from '#domain/policy-types.ts';
import { services } from '#domain/weight-bands.ts';
import { batchKinds } from './compensation.ts';
import { epochMs, text, ulid } from './common.ts';

const amounts = z.record(z.enum(benefits), z.int());

/** Sums over lines, each benefit in its unit; `valueFen` is their worth in the policy's prices. */
const restatedSums = z.object({ lines: z.int(), amounts, valueFen: z.int() });
export type RestatedSums = z.infer<typeof restatedSums>;

/** What a revision says, as far as compensation looks at it. */
const restatedRevision = z.object({
  revision: z.int(),
  services: z.array(
    z.object({
      service: z.enum(services),
      severity: z.enum(severities),
      startedAt: epochMs,
      endedAt: epochMs,
    }),
  ),
  startedAt: epochMs,
  endedAt: epochMs,
  areaCodes: z.array(z.string()),
  siteCodes: z.array(z.string()),
  cause: z.string(),
  responsibility: z.enum(responsibilities),
});

/**
 * GET /api/outages/:id/restatement: what the outage owes as it stands now against what batches of earlier revisions
 * credited, line by line. Lines that it hits no longer are on the side of less. More becomes a supplementary batch, which
 * is made like any other.
 */
export const restatement = z.object({
  outageId: ulid,
  family: z.string(),
  zone: z.string(),
  /** The latest revision that was credited, and the one that stands. */
  from: restatedRevision,
  to: restatedRevision,
  /** What is credited and not taken back, what is owed in all, and between them: more, and less. */
  credited: restatedSums,
  owed: restatedSums,
  more: restatedSums,
  less: restatedSums.extend({
    /** Of them, lines that are in the scope no longer. */
    leftLines: z.int(),
  }),
  unchangedLines: z.int(),
  /** What the policy does with credits beyond what is owed. */
  overpaid: z.enum(overpaidTreatments),
  /** Batches of earlier revisions that credited. */
  batches: z.array(
    z.object({
      id: ulid,
      number: z.string(),
      state: z.enum(batchStates),
      kind: z.enum(batchKinds),
      revision: z.int(),
      valueFen: z.int(),
    }),
  ),
  /** A batch of the revision that stands. */
  made: z.object({ id: ulid, number: z.string(), state: z.enum(batchStates) }).nullable(),
});
export type Restatement = z.infer<typeof restatement>;

export const restatementQuery = z.strictObject({ family: text(40).optional() });
