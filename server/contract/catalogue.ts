import { z } from 'zod';
import { runKinds, runScopes, runStates } from '#domain/mapping-runs.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { epochMs, reason, text, version } from './common.ts';

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
  /** Its own retry policy; null: the default of its class. */
  retryTries: z.int().nullable(),
  retryBaseSeconds: z.int().nullable(),
  retryCapSeconds: z.int().nullable(),
  retryJitterPercent: z.int().nullable(),
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

const versionFields = {
  id: z.string(),
  versionNo: z.int(),
  state: z.enum(versionStates),
  note: z.string(),
  /** All who edited it; none of them may publish it. */
  makers: z.array(z.object({ id: z.string(), name: z.string() })),
  submittedBy: z.string().nullable(),
  submittedByName: z.string().nullable(),
  submittedAt: epochMs.nullable(),
  publishedBy: z.string().nullable(),
  publishedByName: z.string().nullable(),
  publishedAt: epochMs.nullable(),
  version: z.int(),
  createdAt: epochMs,
  updatedAt: epochMs,
};

/** The owners a code may name: whoever acts next. */
export const codeOwners = [
  'customer_service',
  'customer',
  'partner',
  'system',
  'billing',
  'network',
  'it',
  'risk',
] as const;

/** A failure code as people edit it. */
export const codeEntry = z
  .strictObject({
    code: z.string().regex(/^[A-Z]{3}-\d{2}$/, 'errors.field.format'),
    category: failureCategory,
    nameZh: text(120),
    nameEn: text(120),
    retry: retryClass,
    owner: z.enum(codeOwners),
    remedyZh: text(300),
    remedyEn: text(300),
    messageId: text(8).nullable(),
    countsAsFailure: z.boolean(),
    policyRefusal: z.boolean(),
    retryTries: z.int().min(1).max(50).nullable(),
    retryBaseSeconds: z.int().min(1).max(86_400).nullable(),
    retryCapSeconds: z.int().min(1).max(604_800).nullable(),
    retryJitterPercent: z.int().min(0).max(100).nullable(),
  })
  .refine(
    ({ retryBaseSeconds: base, retryCapSeconds: cap }) =>
      base === null || cap === null || base <= cap,
    { path: ['retryCapSeconds'], error: 'errors.catalogue.capBelowBase' },
  );
export type CodeEntry = z.infer<typeof codeEntry>;

/** One code that a catalogue version changes: before null is a new code, after null one to be taken away. */
export const codeChange = z.object({
  code: z.string(),
  before: codeEntry.nullable(),
  after: codeEntry.nullable(),
  /** The published code has changed since it was edited here. */
  overtaken: z.boolean(),
});
export type CodeChange = z.infer<typeof codeChange>;

/** GET /api/catalogue-versions(/:id); the list comes without the changes themselves. Filters: id, state. */
export const catalogueVersionRecord = z.object({
  ...versionFields,
  changeCount: z.int(),
  changes: z.array(codeChange),
});
export type CatalogueVersionRecord = z.infer<typeof catalogueVersionRecord>;

export const setCodeBody = z.object({ version, entry: codeEntry });
/** POST /api/catalogue-versions/:id/keep-code drops the change; /remove-code takes an unused code away. */
export const codeBody = z.object({ version, code: z.string().max(12) });

/** One rule as people write it; with both a code and a pattern, both must match. */
export const ruleEntry = z
  .strictObject({
    sourceSystem: text(20),
    rawCode: text(64).nullable(),
    textPattern: text(200).nullable(),
    failureCode: text(12),
  })
  .refine(({ rawCode, textPattern }) => rawCode !== null || textPattern !== null, {
    path: ['rawCode'],
    error: 'errors.mappings.empty',
  });
export type RuleEntry = z.infer<typeof ruleEntry>;

export const ruleChange = z.enum(['same', 'added', 'changed', 'removed']);
/** GET /api/mapping-versions/:id/rules: against the published version; removed rules stand at the end. */
export const mappingRuleRecord = z.object({
  id: z.string(),
  seq: z.int(),
  sourceSystem: z.string(),
  rawCode: z.string().nullable(),
  textPattern: z.string().nullable(),
  failureCode: z.string(),
  change: ruleChange,
  /** Where the published rule sends it, when that differs. */
  wasCode: z.string().nullable(),
});
export type MappingRuleRecord = z.infer<typeof mappingRuleRecord>;

/** GET /api/mapping-versions(/:id). Filters: id, state; sorts: versionNo. */
export const mappingVersionRecord = z.object({
  ...versionFields,
  /** Counts the edits of its rules: a try-out holds for one number. */
  rulesVersion: z.int(),
  ruleCount: z.int(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  /** Its rules as they stand were tried on stored cases. */
  tried: z.boolean(),
});
export type MappingVersionRecord = z.infer<typeof mappingVersionRecord>;

export const addRuleBody = z.object({ version, rule: ruleEntry, seq: z.int().min(1).nullish() });
export const changeRuleBody = z.object({ version, ruleId: z.string().max(26), rule: ruleEntry });
export const removeRuleBody = z.object({ version, ruleId: z.string().max(26) });
/** POST /api/unmapped-codes/map: a rule for one raw code in the draft, which is made where there is none. */
export const mapCodeBody = z.object({
  sourceSystem: text(20),
  rawCode: text(64),
  failureCode: text(12),
});

/** POST …/submit | …/return | …/publish of a catalogue or mapping version. */
export const versionVerbBody = z.object({
  version,
  note: text(200).optional(),
  reason: reason.optional(),
});

/** Cases that would go, or went, from one code to another. */
export const runPair = z.object({
  from: z.string(),
  to: z.string(),
  count: z.int(),
  /** Of them: open cases that publishing and applying moves. */
  moves: z.int(),
  /** Open, but already worked on: a person has to decide. */
  person: z.int(),
  samples: z.array(
    z.object({
      caseId: z.string(),
      ticketNo: z.string(),
      sourceSystem: z.string(),
      rawCode: z.string(),
      rawText: z.string(),
    }),
  ),
});
export type RunPair = z.infer<typeof runPair>;

/** GET /api/mapping-versions/:id/runs and /api/mapping-runs/:id: tried on stored cases, or applied to open ones. */
export const mappingRunRecord = z.object({
  id: z.string(),
  mappingVersionId: z.string(),
  rulesVersion: z.int(),
  kind: z.enum(runKinds),
  scope: z.enum(runScopes),
  state: z.enum(runStates),
  total: z.int(),
  scanned: z.int(),
  /** Cases whose code differs (try), or was changed (apply). */
  moved: z.int(),
  pairs: z.array(runPair),
  startedByName: z.string(),
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
});
export type MappingRunRecord = z.infer<typeof mappingRunRecord>;

/** POST /api/mapping-versions/:id/try: the newest few thousand at once, or all of them by a job. */
export const tryMappingBody = z.object({ version, scope: z.enum(['newest', 'all']) });
export const applyMappingBody = z.object({ version });

/** GET /api/unmapped-codes/share: of the cases of the last 30 days, how many no rule maps. */
export const unmappedShare = z.object({
  unmapped: z.int(),
  total: z.int(),
  days: z.int(),
  /** The same of the 30 days before. */
  unmappedBefore: z.int(),
  totalBefore: z.int(),
});
export type UnmappedShare = z.infer<typeof unmappedShare>;
