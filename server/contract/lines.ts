import { z } from 'zod';
import { epochMs } from './common.ts';

/** The number travels in the body, never in an address or a log; any way of writing it will do. */
export const lineLookupBody = z.strictObject({
  msisdn: z.string().min(1, 'errors.field.required').max(64, 'errors.field.tooLong'),
});

export const lineLookupResult = z.object({ id: z.string() });

export const lineFacts = z.object({
  snapshotAsOfAt: epochMs,
  planCode: z.string(),
  planName: z.string(),
  planType: z.string(),
  monthlyFeeFen: z.int(),
  dataQuotaMb: z.int(),
  dataRemainingMb: z.int(),
  areaCode: z.string(),
  areaNameZh: z.string(),
  areaNameEn: z.string(),
  status: z.string(),
  paymentType: z.string(),
  billDay: z.int(),
  language: z.string(),
  lineKind: z.string(),
  joinedOn: z.string(),
});

export const lineRecord = z.object({
  id: z.string(),
  msisdnMasked: z.string(),
  createdAt: epochMs,
  caseCount: z.int(),
  openCaseCount: z.int(),
  /** From the latest snapshot that has the line. */
  facts: lineFacts.nullable(),
});
export type LineRecord = z.infer<typeof lineRecord>;
