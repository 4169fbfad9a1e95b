import { z } from 'zod';
import { AGE_BUCKET_COUNT, recoveryHeads, recoveryStates } from '#domain/recoveries.ts';
import { epochMs, localDate, reason, text, ulid, version } from './common.ts';
import { evidenceEndings } from './evidence.ts';

/** Ten billion yuan, in fen: nothing larger is claimed, and sums stay exact. */
const MAX_FEN = 1_000_000_000_000;
const fen = z.int().min(0).max(MAX_FEN);
const head = z.enum(recoveryHeads);

export const MAX_RECOVERY_FILES = 20;

const sums = {
  claimedFen: z.int(),
  agreedFen: z.int().nullable(),
  receivedFen: z.int(),
};

/** GET /api/recoveries; filters: id, state, outageId, party, late; sorts: filedAt, limitationAt, dueAt. */
export const recoveryRecord = z.object({
  id: z.string(),
  number: z.string(),
  outageId: z.string(),
  outageNumber: z.string(),
  outageTitle: z.string(),
  party: z.string(),
  state: z.enum(recoveryStates),
  ...sums,
  outstandingFen: z.int(),
  filedAt: epochMs,
  /** By when the other side is to answer or to pay; null where nothing is waited for. */
  dueAt: epochMs.nullable(),
  late: z.boolean(),
  /** When the claim lapses, by the clock policy; null without a rule, and once it has ended. */
  limitationAt: epochMs.nullable(),
  limitationWarns: z.boolean(),
  version: z.int(),
  updatedAt: epochMs,
});
export type RecoveryRecord = z.infer<typeof recoveryRecord>;

export const recoveryFile = z.object({
  id: z.string(),
  recoveryId: z.string(),
  head,
  fileName: z.string(),
  ending: z.enum(evidenceEndings),
  sizeBytes: z.int(),
  sha256: z.string(),
  addedByName: z.string(),
  addedAt: epochMs,
  withdrawnByName: z.string().nullable(),
  withdrawnAt: epochMs.nullable(),
  withdrawnReason: z.string().nullable(),
});
export type RecoveryFile = z.infer<typeof recoveryFile>;

export const recoveryReceipt = z.object({
  id: z.string(),
  head,
  /** Below zero: takes an earlier entry back. */
  amountFen: z.int(),
  receivedOn: localDate,
  reference: z.string(),
  reason: z.string().nullable(),
  recordedByName: z.string(),
  recordedAt: epochMs,
});
export type RecoveryReceipt = z.infer<typeof recoveryReceipt>;

export const recoveryHead = z.object({
  head,
  ...sums,
  /** What the sum is made of. */
  basis: z.string(),
  files: z.array(recoveryFile),
});
export type RecoveryHeadRecord = z.infer<typeof recoveryHead>;

/** What happened to the case, oldest first: acts from the audit trail, and notes. */
export const recoveryEvent = z.object({
  id: z.string(),
  at: epochMs,
  who: z.string(),
  /** The audit's name of the act, without `recovery.`. */
  act: z.string(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  fen: z.int().nullable(),
});
export type RecoveryEvent = z.infer<typeof recoveryEvent>;

/** GET /api/recoveries/:id. */
export const recoveryShow = recoveryRecord.extend({
  partyAddress: z.string().nullable(),
  /** When the damage and who did it were known: the limitation runs from here. */
  damageKnownAt: epochMs,
  letterCount: z.int(),
  letterSentAt: epochMs.nullable(),
  filedByName: z.string(),
  /** The credits of the outage and its parts that were posted and not taken back, at the policies' prices. */
  postedFen: z.int(),
  /** Of those, what other cases of this outage claim. */
  claimedElsewhereFen: z.int(),
  outage: z.object({
    startedAt: epochMs,
    endedAt: epochMs.nullable(),
    zone: z.string(),
    causeZh: z.string(),
    causeEn: z.string(),
    affectedLines: z.int(),
  }),
  heads: z.array(recoveryHead),
  receipts: z.array(recoveryReceipt),
  timeline: z.array(recoveryEvent),
});
export type RecoveryShow = z.infer<typeof recoveryShow>;

/** GET /api/recovery-totals: what each party owes, by age since filing. */
export const partyTotals = z.object({
  party: z.string(),
  cases: z.int(),
  openCases: z.int(),
  claimedFen: z.int(),
  agreedFen: z.int(),
  receivedFen: z.int(),
  outstandingFen: z.int(),
  /** Outstanding below 30, 90 and 180 days, and older. */
  agesFen: z.array(z.int()).length(AGE_BUCKET_COUNT),
});
export type PartyTotals = z.infer<typeof partyTotals>;

/** GET /api/outages/:id/recovery-basis: what a case about this outage may claim, and those that are there. */
export const recoveryBasis = z.object({
  outageId: z.string(),
  number: z.string(),
  title: z.string(),
  party: z.string().nullable(),
  /** Why no case can be filed, as a key of the messages; null: it can. */
  obstacle: z.string().nullable(),
  postedFen: z.int(),
  claimableFen: z.int(),
  cases: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      party: z.string(),
      state: z.enum(recoveryStates),
    }),
  ),
});
export type RecoveryBasis = z.infer<typeof recoveryBasis>;

const claimedHead = z.strictObject({ head, claimedFen: fen, basis: z.string().trim().max(500) });

export const fileRecoveryBody = z.strictObject({
  outageId: ulid,
  party: text(80),
  partyAddress: text(200).nullish(),
  damageKnownAt: epochMs.optional(),
  heads: z.array(claimedHead).min(1).max(recoveryHeads.length),
});
export type FileRecovery = z.output<typeof fileRecoveryBody>;

/** POST /api/recoveries/:id/claim: one head anew; once a letter went out with a reason. */
export const claimHeadBody = claimedHead.extend({ version, reason: reason.optional() });
export const sendLetterBody = z.strictObject({ version, dueAt: epochMs });
export const moveRecoveryBody = z.strictObject({ version, reason });
export const agreeRecoveryBody = z.strictObject({
  version,
  dueAt: epochMs,
  heads: z.array(z.strictObject({ head, agreedFen: fen })).min(1),
  reason: reason.optional(),
});
export const receiveBody = z.strictObject({
  version,
  head,
  amountFen: z.int().min(-MAX_FEN).max(MAX_FEN),
  receivedOn: localDate,
  reference: text(80),
  reason: reason.optional(),
});
export const recoveryNoteBody = z.strictObject({ note: text(2000) });
export const headFileParams = z.object({ id: z.string().min(1).max(48), head });
