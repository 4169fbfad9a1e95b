import { z } from 'zod';
import { epochMs, text, ulid, version } from './common.ts';

const conditions = z.record(z.string().max(40), z.unknown());

const assignmentRule = z.object({
  id: z.string(),
  name: z.string(),
  position: z.int(),
  active: z.boolean(),
  /** A filter of the queue. */
  conditions,
  /** They get the cases in turn. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Open cases of nobody that match now, as far as counting goes. */
  waiting: z.int(),
  bounded: z.boolean(),
  version: z.int(),
  updatedAt: epochMs,
});
export type AssignmentRule = z.infer<typeof assignmentRule>;
export const assignmentRules = z.object({ rules: z.array(assignmentRule) });

const facts = {
  name: text(60),
  position: z.int().min(1).max(1_000),
  active: z.boolean(),
  conditions,
  people: z.array(ulid).min(1).max(50),
};
export const saveRuleBody = z.strictObject(facts);
export const changeRuleBody = z.strictObject({ ...facts, version });
export const ruleVersionBody = z.strictObject({ version });
export const previewRuleBody = z.strictObject({ conditions });
export const rulePreview = z.object({ count: z.int(), bounded: z.boolean() });
export const assignmentResult = z.object({ assigned: z.int() });

export const handOverBody = z.strictObject({
  fromId: ulid,
  toId: ulid,
  note: z.string().trim().max(2000).default(''),
});
export const handOverResult = z.object({ moved: z.int(), left: z.int() });
