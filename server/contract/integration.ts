import { z } from 'zod';
import { keyScopes } from '#domain/key-scopes.ts';
import { deliveryStates, webhookEvents } from '#domain/webhook-events.ts';
import { epochMs, reason, text, version } from './common.ts';

export const keyScope = z.enum(keyScopes);
export const keyStatus = z.enum(['active', 'expired', 'revoked']);
export type KeyStatus = z.infer<typeof keyStatus>;

/** A key as it is listed: never the key itself. */
export const apiKeyRecord = z.object({
  id: z.string(),
  name: z.string(),
  /** The beginning of the key, to tell which one a system uses. */
  prefix: z.string(),
  scopes: z.array(keyScope),
  ratePerMinute: z.int(),
  status: keyStatus,
  expiresAt: epochMs.nullable(),
  lastUsedAt: epochMs.nullable(),
  revokedAt: epochMs.nullable(),
  revokedReason: z.string().nullable(),
  createdByName: z.string(),
  createdAt: epochMs,
  version: z.int(),
});
export type ApiKeyRecord = z.infer<typeof apiKeyRecord>;

/** POST /api/access-keys */
export const createApiKeyBody = z.strictObject({
  name: text(80),
  scopes: z
    .array(keyScope)
    .min(1, 'errors.field.required')
    .max(keyScopes.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'errors.field.value'),
  /** Days from now; null never ends. */
  expiresInDays: z.int().min(1).max(3_650).nullable().default(365),
  ratePerMinute: z.int().min(1).max(6_000).default(120),
});
export type CreateApiKeyBody = z.infer<typeof createApiKeyBody>;

/** The only time that the key is told. */
export const createdApiKey = apiKeyRecord.extend({ key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKey>;

/** POST /api/access-keys/:id/revoke */
export const revokeApiKeyBody = z.strictObject({ version, reason });

/** One request holds at most so many items and bytes; an item at most so many characters. */
export const MAX_INGEST_ITEMS = 10_000;
export const MAX_INGEST_BYTES = 32 * 1024 * 1024;
export const MAX_INGEST_ITEM_CHARS = 64 * 1024;

/** Fields of one failed unsubscribe, besides those a file's row has: money in fen, and the order's own id. */
export const ingestFailureFields = [
  'ticketNo',
  'msisdn',
  'productCode',
  'productName',
  'partnerCode',
  'channel',
  'requestedAt',
  'stage',
  'sourceSystem',
  'rawCode',
  'rawText',
  'province',
  'city',
  'monthlyFee',
  'monthlyFeeFen',
  'crmState',
  'platformState',
  'networkState',
  'billingState',
  'orderRef',
] as const;

export const ingestVolumeFields = [
  'hourStart',
  'zone',
  'channel',
  'productCode',
  'areaCode',
  'requests',
  'orders',
  'successes',
] as const;

/** What became of one item, in the order they were sent. */
export const ingestItem = z.object({
  /** From 0. */
  index: z.int(),
  /**
   * `landed`: new. `joined`: new, a duplicate of an open case. `repeated`: this was here already, or stood earlier
   * in the request. `rejected`: see `errors`.
   */
  outcome: z.enum(['landed', 'joined', 'repeated', 'rejected']),
  ticketNo: z.string().nullable(),
  caseId: z.string().nullable(),
  errors: z
    .array(
      z.object({
        field: z.string(),
        reason: z.string(),
        args: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    )
    .optional(),
});
export type IngestItem = z.infer<typeof ingestItem>;

/** The answer to POST /api/ingest/…: one item for every item sent. */
export const ingestAnswer = z.object({
  received: z.int(),
  landed: z.int(),
  joined: z.int(),
  repeated: z.int(),
  rejected: z.int(),
  items: z.array(ingestItem),
});
export type IngestAnswer = z.infer<typeof ingestAnswer>;

/** TM Forum 641 (v4.1) notifications: as much of their shape as is read here; the rest may be there. */
export const orderEventBody = z.looseObject({
  eventId: z.string().min(1).max(200),
  eventTime: z.iso.datetime({ offset: true }).optional(),
  eventType: z.string().max(100).optional(),
  event: z.looseObject({
    serviceOrder: z.looseObject({
      id: z.string().max(200).optional(),
      externalId: z.string().max(200).optional(),
      state: z.string().max(30).optional(),
    }),
  }),
});
export type OrderEventBody = z.infer<typeof orderEventBody>;

/**
 * What a notification came to. `noted`: nothing to do. `repeated`: told before. `late`: a later word stands.
 * `asked`: the order is one of ours, and its state is being read. `landed`, `joined`, `known`: the case of a failed
 * order from elsewhere.
 */
export const orderEventAnswer = z.object({
  eventId: z.string(),
  outcome: z.enum(['noted', 'repeated', 'late', 'asked', 'landed', 'joined', 'known']),
});
export type OrderEventOutcome = z.infer<typeof orderEventAnswer>['outcome'];

export const webhookState = z.enum(['active', 'paused']);

export const webhookRecord = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  eventTypes: z.array(z.enum(webhookEvents)),
  state: webhookState,
  pausedReason: z.string().nullable(),
  /** Failed tries in a row. */
  failures: z.int(),
  waiting: z.int(),
  dead: z.int(),
  deliveredAt: epochMs.nullable(),
  createdByName: z.string(),
  createdAt: epochMs,
  version: z.int(),
});
export type WebhookRecord = z.infer<typeof webhookRecord>;

const webhookFacts = {
  name: text(80),
  url: text(500),
  eventTypes: z
    .array(z.enum(webhookEvents))
    .min(1, 'errors.field.required')
    .max(webhookEvents.length)
    .refine((types) => new Set(types).size === types.length, 'errors.field.value'),
};
/** POST /api/webhooks */
export const createWebhookBody = z.strictObject(webhookFacts);
export type CreateWebhookBody = z.infer<typeof createWebhookBody>;
/** PUT /api/webhooks/:id; what the server owns is dropped. */
export const updateWebhookBody = z.object({ ...webhookFacts, version });
export type UpdateWebhookBody = z.infer<typeof updateWebhookBody>;

/** The only time that the signing secret is told. */
export const webhookSecret = webhookRecord.extend({ secret: z.string() });
export type WebhookSecret = z.infer<typeof webhookSecret>;

export const pauseWebhookBody = z.strictObject({ version, reason });
/** `skip`: what happened while it was paused is not told. */
export const resumeWebhookBody = z.strictObject({ version, skip: z.boolean().default(false) });
export const webhookVersionBody = z.strictObject({ version });

export const deliveryRecord = z.object({
  id: z.string(),
  webhookId: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  body: z.string(),
  state: z.enum(deliveryStates),
  tries: z.int(),
  nextAt: epochMs.nullable(),
  lastStatus: z.int().nullable(),
  /** Why the last try did not arrive: a word of the list in the client. */
  lastError: z.string().nullable(),
  createdAt: epochMs,
  endedAt: epochMs.nullable(),
});
export type DeliveryRecord = z.infer<typeof deliveryRecord>;
