import { z } from 'zod';
import { key } from './schemas.ts';

const national = z.string().regex(/^1[3-9][0-9]{9}$/);

export const messageCreate = z.looseObject({
  externalId: key,
  messageType: z.enum(['SMS', 'MobileAppPush']),
  content: z.string().min(1).max(1_000),
  sender: z.looseObject({ id: z.string().max(128) }),
  receiver: z.array(z.looseObject({ id: z.string().max(64), phoneNumber: national })).length(1),
});
export type MessageCreate = z.infer<typeof messageCreate>;

/** One message by our id, or what customers sent: nothing else is answered. */
export const messageQuery = z.union([
  z.strictObject({ externalId: key }),
  z.strictObject({
    direction: z.literal('inbound'),
    after: z.string().max(64).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(100),
  }),
]);

/** Control: makes a customer answer a message that was sent, or write without being asked. */
export const replyInput = z.union([
  z.strictObject({ externalId: key, content: z.string().min(1).max(160) }),
  z.strictObject({ msisdn: z.string().max(32), content: z.string().min(1).max(160) }),
]);
