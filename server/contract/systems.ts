import { z } from 'zod';
import { breakerStates } from '#domain/breaker.ts';
import { lampSystem } from './cases.ts';
import { epochMs, reason, version } from './common.ts';

const limit = (max: number) => z.int().min(1).max(max);

export const systemLimits = z.strictObject({
  /** Calls at once, over all workers. */
  concurrency: limit(500),
  /** Calls begun in a second, over all workers. */
  ratePerSecond: limit(5_000),
  /** Faults in a row after which nothing is sent for a while. */
  breakerThreshold: limit(1_000),
  coolDownSeconds: limit(86_400),
});

/** One of the four systems: what it stands, and how it fares. */
export const systemRecord = systemLimits.extend({
  /** The code itself. */
  id: lampSystem,
  breaker: z.enum(breakerStates),
  breakerSinceAt: epochMs.nullable(),
  /** When an open breaker lets one call try. */
  probeAt: epochMs.nullable(),
  /** Faults in a row. */
  failures: z.int(),
  lastFault: z.string().nullable(),
  lastFaultAt: epochMs.nullable(),
  /** Calls open now, as workers last told. */
  inFlight: z.int(),
  /** Workers that share its slots. */
  workers: z.int(),
  /** Calls, faults and items put back, of the last 60 minutes, oldest first. */
  minutes: z.array(z.object({ at: epochMs, calls: z.int(), faults: z.int(), putBack: z.int() })),
  version: z.int(),
});
export type SystemRecord = z.infer<typeof systemRecord>;

export const setLimitsBody = systemLimits.extend({ version, reason });
export const resetBreakerBody = z.strictObject({ reason });

const period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'errors.field.format');

export const billRunRecord = z.object({
  id: z.string(),
  /** The month it makes: `2026-11`. */
  period,
  startsAt: epochMs,
  endsAt: epochMs,
  state: z.enum(['coming', 'running', 'ended']),
  /** announced: a person said so; derived: by the calendar. */
  source: z.enum(['announced', 'derived']),
  announcedByName: z.string().nullable(),
  /** Cases that wait for its end. */
  waiting: z.int(),
  /** When what waited went on. */
  releasedAt: epochMs.nullable(),
  /** Verified cases that were read again after it. */
  rechecked: z.int(),
  relapses: z.int(),
  recheckedAt: epochMs.nullable(),
  version: z.int(),
});
export type BillRunRecord = z.infer<typeof billRunRecord>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'errors.field.format');

/** When runs are expected where nobody announces them, in the operator's local time. */
const billRunTimes = z.strictObject({
  /** Every month has a 28th. */
  day: z.int().min(1).max(28),
  from: timeOfDay,
  /** At or before `from`: on the next day. */
  until: timeOfDay,
});
export const billRunTimesRecord = billRunTimes.extend({ version: z.int() });
export type BillRunTimesRecord = z.infer<typeof billRunTimesRecord>;
/** Version 0 is the setting that was never changed. */
export const setBillRunTimesBody = billRunTimes.extend({ version: z.int().min(0), reason });

export const announceBillRunBody = z
  .strictObject({ period, startsAt: epochMs, endsAt: epochMs })
  .refine((body) => body.endsAt > body.startsAt && body.endsAt - body.startsAt <= 7 * 86_400_000, {
    path: ['endsAt'],
    message: 'errors.systems.billRun.times',
  });
export const endBillRunBody = z.strictObject({ version, reason });

/** When a case is sent again by itself. */
export const scheduleResyncBody = z.discriminatedUnion('until', [
  z.strictObject({ version, until: z.literal('date'), at: epochMs }),
  z.strictObject({ version, until: z.literal('bill_run') }),
  z.strictObject({ version, until: z.literal('outage') }),
]);
export type ScheduleResync = z.output<typeof scheduleResyncBody>;

/** Waives a rule for one customer: the cancel is wanted from a date, whatever the rule says. */
export const waiveCaseBody = z.strictObject({
  version,
  reason,
  /** From when the cancel is wanted; now when left out. */
  fromAt: epochMs.optional(),
});
/** The obstacle is gone: the switch was opened, the identity proven, the contract has ended. */
export const clearCaseBody = z.strictObject({ version, reason });
/** Ends a wait for the customer or for a date. */
export const resumeCaseBody = z.strictObject({ version, reason });
