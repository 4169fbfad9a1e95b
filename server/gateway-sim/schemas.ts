import { z } from 'zod';

/** Request shapes of the simulated gateways. Written against the TM Forum definitions, independently of our clients. */

export const SYSTEMS = ['crm', 'platform', 'network', 'billing'] as const;
export type SystemName = (typeof SYSTEMS)[number];
export const systemName = z.enum(SYSTEMS);
const systemState = z.enum(['active', 'cancelled', 'absent', 'unknown']);

/** One system's state; times are epoch ms in here, RFC 3339 on the wire. */
export interface SystemEntry {
  readonly state: z.infer<typeof systemState>;
  readonly seenAt: number;
  readonly since: number;
}
export type SystemStates = Readonly<Record<SystemName, SystemEntry>>;

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !CONTROL.test(value), 'control characters');

export const key = z.string().regex(/^[A-Za-z0-9][\x21-\x7e]{0,127}$/);
export const serviceId = z.string().regex(/^1[3-9][0-9]{9}-[A-Za-z0-9_.-]{1,32}$/);
const reference = z.looseObject({ id: text(128).min(1) });
const characteristic = z.looseObject({ name: text(64), value: z.unknown() });

export const serviceOrderCreate = z.looseObject({
  externalId: key,
  category: text(64).optional(),
  description: text(500).optional(),
  orderRelationship: z
    .array(z.looseObject({ id: text(128), relationshipType: text(64) }))
    .max(10)
    .optional(),
  serviceOrderItem: z
    .array(
      z.looseObject({
        id: text(64),
        action: z.enum(['add', 'modify', 'delete', 'noChange']),
        service: z.looseObject({
          id: serviceId,
          serviceCharacteristic: z.array(characteristic).max(50),
        }),
      }),
    )
    .length(1),
});
export type ServiceOrderCreate = z.infer<typeof serviceOrderCreate>;

export const targetSystems = z
  .array(systemName)
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'a system twice')
  .refine((list) => !list.includes('billing') || list[0] === 'billing', 'billing must come first');

/** Units in which each usage type is counted here: the smallest ones. */
export const UNITS = { data: 'MB', monetary: 'fen', voice: 'minute', other: 'day' } as const;
const usageType = z.enum(['data', 'monetary', 'voice', 'other']);
const bucket = z.looseObject({
  id: z.string().regex(/^1[3-9][0-9]{9}-(data|money|voice|validity)$/),
});

const action = {
  externalId: key,
  usageType,
  bucket,
  description: text(500).optional(),
  requestor: reference.optional(),
};

export const topupCreate = z
  .looseObject({
    ...action,
    amount: z.looseObject({ amount: z.int().positive(), units: text(16) }),
    partyAccount: reference,
    validFor: z.looseObject({ endDateTime: z.iso.datetime({ offset: true }) }).optional(),
    /** How data may be used. */
    characteristic: z
      .array(z.strictObject({ name: text(40), value: text(40) }))
      .max(10)
      .optional(),
  })
  .refine((body) => body.amount.units === UNITS[body.usageType], {
    path: ['amount', 'units'],
    message: 'not the smallest unit of this usage type',
  });
export type TopupCreate = z.infer<typeof topupCreate>;

export const adjustCreate = z
  .looseObject({
    ...action,
    adjustType: z.enum(['recurring', 'oneTime']).optional(),
    amount: z.looseObject({ amount: z.int().negative(), units: text(16) }),
    balanceTopup: reference,
  })
  .refine((body) => body.amount.units === UNITS[body.usageType], {
    path: ['amount', 'units'],
    message: 'not the smallest unit of this usage type',
  });
export type AdjustCreate = z.infer<typeof adjustCreate>;

const page = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};
/** Filters we do not have are refused, so that nobody believes one acted. */
export const actionQuery = z.strictObject({
  ...page,
  externalId: key.optional(),
  'requestor.id': text(128).optional(),
  sort: z.enum(['-requestedDate', 'requestedDate']).default('-requestedDate'),
});
export type ActionQuery = z.infer<typeof actionQuery>;
const charged = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
export const historyQuery = z
  .strictObject({
    ...page,
    'receiverLogicalResource.id': z.string().regex(/^1[3-9][0-9]{9}$/),
    'product.id': text(32).min(1),
    'confirmationDate.gte': charged,
    sort: z.enum(['confirmationDate']).default('confirmationDate'),
  })
  .transform((query) => ({ ...query, from: query['confirmationDate.gte'] }));
export const orderQuery = z.strictObject({ ...page, externalId: key });
export const serviceQuery = z.strictObject({
  ...page,
  id: serviceId.optional(),
  msisdn: z
    .string()
    .regex(/^1[3-9][0-9]{9}$/)
    .optional(),
});
export type ServiceQuery = z.infer<typeof serviceQuery>;
export const logQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  key: key.optional(),
  scope: z.enum(['ordering', 'balance', 'messages']).optional(),
});
export type LogQuery = z.infer<typeof logQuery>;

/** Control: states to set, short ('active') or with the times at which they were seen and began (epoch ms). */
const stateInput = z.union([
  systemState,
  z.strictObject({
    state: systemState,
    seenAt: z.int().min(0).optional(),
    since: z.int().min(0).optional(),
  }),
]);
export type StateInput = z.infer<typeof stateInput>;
export const statesInput = z.strictObject({
  crm: stateInput,
  platform: stateInput,
  network: stateInput,
  billing: stateInput,
});
export type StatesInput = z.infer<typeof statesInput>;
export const bulkServices = z.strictObject({
  services: z
    .array(z.strictObject({ msisdn: text(32), productCode: text(32), systems: statesInput }))
    .max(20_000),
});
/** Control: how products are charged for, and what was posted for one service. */
export const tariffsInput = z.strictObject({
  tariffs: z
    .array(
      z.strictObject({
        productCode: text(32).min(1),
        mode: z.enum(['full_month', 'pro_rata', 'daily', 'per_use']),
        feeFen: z.int().min(0),
      }),
    )
    .max(1_000),
});
export const chargesInput = z.strictObject({
  charges: z
    .array(
      z.strictObject({
        id: key,
        fen: z.int(),
        postedAt: z.int().min(0),
        fromAt: z.int().min(0).nullable().default(null),
        untilAt: z.int().min(0).nullable().default(null),
        recurring: z.boolean().default(true),
      }),
    )
    .max(10_000),
});
export type ChargesInput = z.input<typeof chargesInput>;
export type TariffsInput = z.input<typeof tariffsInput>;
export const usageInput = z.strictObject({ creditId: key, used: z.int().min(0) });

export const FAULT_KINDS = [
  'fail',
  'refuse',
  'delay',
  'timeout',
  'reset',
  'lose_reply',
  'garbage',
  'wrong_id',
  'huge',
  'drip',
  'redirect',
  'status',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const faultInput = z.strictObject({
  scope: z.enum(['ordering', 'inventory', 'balance', 'messages']),
  match: z
    .strictObject({
      msisdn: text(32).optional(),
      productCode: text(32).optional(),
      system: systemName.optional(),
      key: key.optional(),
    })
    .optional(),
  kind: z.enum(FAULT_KINDS),
  /** which calls it meets; writes by default, reads for the inventory, which has no writes */
  on: z.enum(['write', 'query']).optional(),
  status: z.int().min(400).max(599).optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  rate: z.number().min(0).max(1).optional(),
  times: z.int().min(1).optional(),
  /** raw code and text of a `fail` or `refuse`, where the default wording will not do */
  code: text(64).optional(),
  text: text(200).optional(),
  source: text(16).optional(),
});
export type FaultInput = z.infer<typeof faultInput>;
