import { z } from 'zod';
import { responsibilities } from '#domain/exposure.ts';
import { simulationStates } from '#domain/simulation-lifecycle.ts';
import { benefits, paymentTypes, planTypes } from '#domain/policy-types.ts';
import { areaCode, epochMs, text, ulid } from './common.ts';
import { batchClass, exclusionReasons } from './compensation.ts';
import { localTime, MAX_SITES, responsibility, serviceDraft, siteCode } from './outages.ts';
import { policyRules } from './policy-rules.ts';

const benefit = z.enum(benefits);

/** One side of a comparison: a version of a policy, or rules as they stand in a form. */
const simulationSide = z.union([
  z.strictObject({ policyId: ulid }),
  z.strictObject({
    rules: policyRules,
    /** The profile in force at the outage's start when left out. */
    weightProfileId: ulid.optional(),
    name: text(80).optional(),
  }),
]);

/** An outage that never was: as much as the rules look at. */
export const drawnOutage = z.strictObject({
  title: text(120).optional(),
  /** The installation's when left out. */
  zone: text(40).optional(),
  services: z.array(serviceDraft).min(1, 'errors.outages.noService').max(24),
  areaCodes: z.array(areaCode).max(200),
  siteCodes: z.array(siteCode).max(MAX_SITES).optional(),
  startedLocal: localTime.min(1, 'errors.field.required'),
  endedLocal: localTime.min(1, 'errors.field.required'),
  cause: text(60).optional(),
  responsibility: z.enum(responsibilities).optional(),
  announcedLocal: localTime.nullish(),
});
export type DrawnOutage = z.input<typeof drawnOutage>;

/** POST /api/simulations: an outage (logged or drawn) under A and, to compare, B. Small ones answer at once. */
export const simulateBody = z
  .strictObject({
    outageId: ulid.optional(),
    drawn: drawnOutage.optional(),
    a: simulationSide,
    b: simulationSide.nullish(),
  })
  .refine(({ outageId, drawn }) => (outageId === undefined) !== (drawn === undefined), {
    message: 'errors.simulations.oneOutage',
    path: ['outageId'],
  });
export type SimulateBody = z.input<typeof simulateBody>;

/** Sums of rounded amounts after the caps, each in its unit; `valueFen` in the policy's prices. */
const amounts = z.object({ data: z.int(), voice: z.int(), validity: z.int(), money: z.int() });
const sums = z.object({
  /** Lines that get something. */
  lines: z.int(),
  amounts,
  valueFen: z.int(),
});

const capHits = z.array(z.object({ benefit, lines: z.int() }));

const sideResult = sums.extend({
  policyId: z.string().nullable(),
  name: z.string(),
  family: z.string(),
  /** Null for rules of a form. */
  versionNo: z.int().nullable(),
  weightProfileName: z.string(),
  weightProfileVersionNo: z.int(),
  /** Entries a batch would have, those that a cap brought to 0 included. */
  items: z.int(),
  excluded: z.int(),
  exclusions: z.array(z.object({ reason: z.enum(exclusionReasons), lines: z.int() })),
  capsHit: z.object({ episode: capHits, month: capHits }),
  /** When the exposure that counts begins and ends; equal when none does. */
  countsFromAt: epochMs,
  countsUntilAt: epochMs,
  /** Other batches whose credits use up the month or already pay the same time. */
  otherBatches: z.int(),
});

const shift = z.object({ lines: z.int(), valueFen: z.int() });

/** What a group of lines comes to under A and B; `b` is null when nothing is compared. */
const compared = { lines: z.int(), a: sums, b: sums.nullable() };

const simulatedClass = z.object({
  planType: z.enum(planTypes),
  paymentType: z.enum(paymentTypes),
  feeFen: z.object({ from: z.int(), until: z.int().nullable() }),
  remainingBand: batchClass.shape.remainingBand,
  lines: z.int(),
  /** What each line of the class gets before the cap of the month; why none when there is nothing. */
  perLine: z.object({
    a: z.object({ amounts, valueFen: z.int(), reason: z.string().nullable() }),
    b: z.object({ amounts, valueFen: z.int(), reason: z.string().nullable() }).nullable(),
  }),
  /** Over all its lines, after the cap of the month. */
  aValueFen: z.int(),
  bValueFen: z.int().nullable(),
  gains: z.int(),
  loses: z.int(),
});

/** What came out. B's amounts less A's, where two are compared. */
export const simulationResult = z.object({
  currency: z.string(),
  exponent: z.int(),
  outage: z.object({
    id: z.string().nullable(),
    number: z.string().nullable(),
    title: z.string(),
    zone: z.string(),
    services: z.array(
      z.object({
        service: serviceDraft.shape.service,
        severity: serviceDraft.shape.severity,
        startedAt: epochMs,
        endedAt: epochMs,
      }),
    ),
    areaCodes: z.array(z.string()),
    siteCodes: z.array(z.string()),
    responsibility,
    startedAt: epochMs,
    endedAt: epochMs,
    /** It was open, and its end is the moment of the simulation. */
    asOfNow: z.boolean(),
  }),
  snapshotAsOfAt: epochMs,
  affectedLines: z.int(),
  /** Batches of this outage itself, which a simulation leaves aside. */
  ownBatches: z.array(z.string()),
  a: sideResult,
  b: sideResult.nullable(),
  gains: shift,
  loses: shift,
  unchanged: z.int(),
  /** Lines by what they gain or lose, or, without B, by what they get: [fromFen, untilFen), at most 40. */
  histogram: z.array(z.object({ fromFen: z.int(), untilFen: z.int(), lines: z.int() })),
  byPlanType: z.array(z.object({ planType: z.enum(planTypes), ...compared })),
  byArea: z.array(
    z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string(), ...compared }),
  ),
  /** Those that change most first, at most 200. */
  classes: z.array(simulatedClass),
  classCount: z.int(),
});
export type SimulationResult = z.infer<typeof simulationResult>;

/** GET /api/simulations: one's own, newest first. Filters: id, outageId; sorts: createdAt, id. */
export const simulationRecord = z.object({
  id: z.string(),
  state: z.enum(simulationStates),
  title: z.string(),
  outageId: z.string().nullable(),
  aName: z.string(),
  bName: z.string().nullable(),
  aValueFen: z.int().nullable(),
  bValueFen: z.int().nullable(),
  currency: z.string(),
  exponent: z.int(),
  /** Lines looked at so far, and how many there are. */
  progressDone: z.int(),
  progressTotal: z.int(),
  cancelRequested: z.boolean(),
  failure: z
    .object({
      message: z.string(),
      args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    })
    .nullable(),
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: epochMs,
  startedAt: epochMs.nullable(),
  finishedAt: epochMs.nullable(),
});
export type SimulationRecord = z.infer<typeof simulationRecord>;

/** GET /api/simulations/:id. */
export const simulationShow = simulationRecord.extend({
  /** What was asked, so that a form can begin with it. */
  asked: z.object({
    outageId: z.string().nullable(),
    drawn: z.unknown().nullable(),
    aPolicyId: z.string().nullable(),
    bPolicyId: z.string().nullable(),
  }),
  result: simulationResult.nullable(),
});
export type SimulationShow = z.infer<typeof simulationShow>;

/** GET /api/outages/:id/cost: what an open outage costs by now. */
export const outageCost = z.object({
  /** `counting`: its lines are being counted, ask again in a moment; `blocked`: `fault` says why it has no cost. */
  state: z.enum(['known', 'counting', 'blocked']),
  fault: z.string().nullable(),
  asOfAt: epochMs,
  currency: z.string(),
  exponent: z.int(),
  policyName: z.string(),
  /** When the affected lines were counted. */
  countedAt: epochMs.nullable(),
  affectedLines: z.int(),
  now: sums,
  /** What one more minute, one more hour adds. */
  perMinute: sums.omit({ lines: true }),
  perHour: sums.omit({ lines: true }),
  /** At the estimated end, where one lies ahead. */
  atEstimate: sums.extend({ at: epochMs }).nullable(),
  /** What comes next: the minimum is reached, a unit is full, another weight begins to count. */
  next: z
    .object({
      kind: z.enum(['threshold', 'unit', 'weight']),
      at: epochMs,
      /** What it adds at that moment; 0 where only the pace changes. */
      addsFen: z.int(),
      /** The weight that begins; null for the other kinds. */
      weightPerMille: z.int().nullable(),
    })
    .nullable(),
});
export type OutageCost = z.infer<typeof outageCost>;
