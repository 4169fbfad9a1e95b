import { z } from 'zod';

/** What live events are about, by the audit trail's word for it. */
export const liveTypes = [
  'case',
  'cause_group',
  'rule_review',
  'plan',
  'bulk_job',
  'task',
  'notices',
  'message_template',
  'clock_policy',
  'view',
  'system',
  'bill_run',
  'outage',
  'batch',
  'recovery',
  'import',
  'export',
  'catalogue',
  'catalogue_version',
  'mapping_version',
  'policy',
  'weight_profile',
  'calendar',
  'staff',
  'api_key',
  'webhook',
] as const;
export type LiveType = (typeof liveTypes)[number];

/** GET /api/events, the data of one `change`: that something changed, never what. */
export const liveEvent = z.object({
  /** `*`: more changed than is worth telling one by one. */
  type: z.enum([...liveTypes, '*']),
  /** Null where the reader may know that there was something, but not which. */
  id: z.string().nullable(),
  /** The state it is in since, where the event says one. */
  state: z.string().nullable(),
});
export type LiveEvent = z.infer<typeof liveEvent>;

/** A browser that comes back says the last id it has: by `Last-Event-ID`, or here. */
export const eventsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'errors.field.format')
    .optional(),
});
