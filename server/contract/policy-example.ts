import { z } from 'zod';
import { responsibilities, severities } from '#domain/exposure.ts';
import type { PolicyExample } from '#domain/policy-example.ts';
import {
  benefits,
  lineKinds,
  lineStatuses,
  paymentTypes,
  planTypes,
  scopes,
  suspensionReasons,
} from '#domain/policy-types.ts';
import { services } from '#domain/weights.ts';
import { epochMs, text } from './common.ts';

const whole = z.int().min(0);
/** Up to the year 2200: the calculators know local time as years of four digits. */
const instant = epochMs.max(7_258_118_400_000);

export const lineFacts = z.object({
  planType: z.enum(planTypes),
  paymentType: z.enum(paymentTypes),
  lineKind: z.enum(lineKinds),
  status: z.enum(lineStatuses),
  monthlyFeeFen: whole.max(1_000_000_000),
  dataQuotaMb: whole.max(1_000_000_000),
  dataRemainingMb: whole.max(1_000_000_000),
  billDay: z.int().min(1).max(31),
});

const stretch = z.object({
  service: z.enum(services),
  severity: z.enum(severities),
  responsibility: z.enum(responsibilities),
  announcedAt: instant.nullable(),
  /** A cause of the list; empty where it does not matter. */
  causeCode: z.string().max(60),
  startAt: instant,
  endAt: instant,
});

/** One line and what happened to it. Ends after starts and lengths are checked by the server (400 days). */
export const policyExample = z.object({
  line: lineFacts,
  stretches: z.array(stretch).min(1).max(20),
  sitesAffected: whole.max(1_000_000).optional(),
  scope: z.enum(scopes).optional(),
  reportedAt: instant.nullish(),
  suspensions: z
    .array(z.object({ reason: z.enum(suspensionReasons), startAt: instant, endAt: instant }))
    .max(20)
    .optional(),
  batchFactorPerMille: z.int().min(0).max(100_000).optional(),
}) satisfies z.ZodType<PolicyExample>;

/** A test case of a family: what a line should get, in whole units; null: nobody said. */
export const policyTestCase = z.object({
  name: text(80),
  example: policyExample,
  expected: z.partialRecord(z.enum(benefits), whole).nullable(),
});
export type PolicyTestCase = z.infer<typeof policyTestCase>;
