import { z } from 'zod';
import { epochMs } from './common.ts';

export const failureCategories = [
  'settings',
  'sync',
  'policy',
  'technical',
  'user',
  'unclassified',
] as const;
export const failureCategory = z.enum(failureCategories);
export type FailureCategory = z.infer<typeof failureCategory>;

export const retryClass = z.enum(['auto', 'verify', 'scheduled', 'manual', 'never']);
export type RetryClass = z.infer<typeof retryClass>;

export const failureCodeRecord = z.object({
  /** The code itself. */
  id: z.string(),
  code: z.string(),
  category: failureCategory,
  nameZh: z.string(),
  nameEn: z.string(),
  retry: retryClass,
  /** Who acts next: customer_service, customer, partner, system, billing, network, it, risk. */
  owner: z.string(),
  remedyZh: z.string(),
  remedyEn: z.string(),
  /** The first message the case may need. */
  messageId: z.string().nullable(),
  countsAsFailure: z.boolean(),
  policyRefusal: z.boolean(),
});
export type FailureCodeRecord = z.infer<typeof failureCodeRecord>;

/** One rule of the published mapping, in the order in which they are tried. */
export const codeMappingRecord = z.object({
  id: z.string(),
  versionNo: z.int(),
  seq: z.int(),
  /** A system, or `*` for all. */
  sourceSystem: z.string(),
  rawCode: z.string().nullable(),
  textPattern: z.string().nullable(),
  failureCode: z.string(),
});
export type CodeMappingRecord = z.infer<typeof codeMappingRecord>;

export const productRecord = z.object({
  /** The code itself. */
  id: z.string(),
  code: z.string(),
  name: z.string(),
  partnerCode: z.string(),
  partnerName: z.string(),
  chargeMode: z.string(),
  effectRule: z.string(),
  monthlyFeeFen: z.int(),
});
export type ProductRecord = z.infer<typeof productRecord>;

export const areaLevel = z.enum(['province', 'city', 'district']);

export const areaRecord = z.object({
  /** The code itself, six digits. */
  id: z.string(),
  code: z.string(),
  parentCode: z.string().nullable(),
  level: areaLevel,
  nameZh: z.string(),
  nameEn: z.string(),
});
export type AreaRecord = z.infer<typeof areaRecord>;

/** A raw code that no rule maps, with how often it came. */
export const unmappedCodeRecord = z.object({
  id: z.string(),
  sourceSystem: z.string(),
  rawCode: z.string(),
  /** One of its texts, numbers masked. */
  sampleText: z.string(),
  caseCount: z.int(),
  openCount: z.int(),
  lastSeenAt: epochMs,
});
export type UnmappedCodeRecord = z.infer<typeof unmappedCodeRecord>;
