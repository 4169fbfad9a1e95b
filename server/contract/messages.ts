import { z } from 'zod';
import { noticeStates, versionStates } from '#domain/lifecycles.ts';
import { messageLanguages } from '#domain/message-text.ts';
import { epochMs, reason, text, version } from './common.ts';

export const messageLanguage = z.enum(messageLanguages);
export const messageChannels = ['sms', 'push'] as const;
export const messageChannel = z.enum(messageChannels);
export type MessageChannel = z.infer<typeof messageChannel>;
export const noticeState = z.enum(noticeStates);

/** Who had it sent: a rule, a person, a bulk job. */
export const noticeTriggers = ['auto', 'manual', 'bulk'] as const;
export const noticeTrigger = z.enum(noticeTriggers);
export type NoticeTrigger = z.infer<typeof noticeTrigger>;

/** Why a message is held, failed or expired. */
export const noticeReasons = [
  'quiet_hours',
  'sms_out',
  'refused',
  'undelivered',
  'not_reached',
  'not_simulated',
  'number_unreadable',
  'case_ended',
  'too_late',
  'round_cancelled',
  'dropped',
] as const;
export const noticeReason = z.enum(noticeReasons);
export type NoticeReason = z.infer<typeof noticeReason>;

export const gateFacts = [
  'systems_not_read',
  'systems_not_cancelled',
  'refund_not_accepted',
  'date_not_recorded',
  'expiry_not_set',
  'case_ended',
  'case_open',
  'variable_empty',
] as const;

/** A fact that is missing before a message may leave. */
export const gate = z.object({ fact: z.enum(gateFacts), about: z.array(z.string()) });

/** GET /api/notices. Filters: state, templateCode, reason, caseId, lineId, outageId, batchId, createdAt range. */
export const noticeRecord = z.object({
  id: z.string(),
  caseId: z.string().nullable(),
  ticketNo: z.string().nullable(),
  /** What it is about where that is no case. */
  about: z
    .object({
      kind: z.enum(['outage', 'batch', 'claim']),
      id: z.string(),
      number: z.string().nullable(),
    })
    .nullable(),
  lineId: z.string(),
  msisdnMasked: z.string(),
  templateCode: z.string(),
  templateVersionNo: z.int(),
  language: messageLanguage,
  channel: messageChannel,
  body: z.string(),
  parts: z.int(),
  state: noticeState,
  trigger: noticeTrigger,
  reason: noticeReason.nullable(),
  /** What the gateway said, word for word. */
  reasonText: z.string().nullable(),
  /** When it is looked at next: the end of a hold, or the next try. */
  nextAt: epochMs.nullable(),
  /** After this it says something that is no longer true. */
  notAfterAt: epochMs.nullable(),
  tries: z.int(),
  actorName: z.string(),
  sentAt: epochMs.nullable(),
  deliveredAt: epochMs.nullable(),
  createdAt: epochMs,
  version: z.int(),
});
export type NoticeRecord = z.infer<typeof noticeRecord>;

export const noticeAttempt = z.object({
  id: z.string(),
  kind: z.enum(['send', 'query']),
  startedAt: epochMs,
  durationMs: z.int(),
  outcome: z.string(),
  rawCode: z.string().nullable(),
  rawText: z.string().nullable(),
  request: z.string(),
  response: z.string(),
});
export type NoticeAttempt = z.infer<typeof noticeAttempt>;

export const noticeShow = noticeRecord.extend({
  attempts: z.array(noticeAttempt),
  /** Whether the reader may let it go again or stop it. */
  mayWork: z.boolean(),
});
export type NoticeShow = z.infer<typeof noticeShow>;

export const noticeCounts = z.object({
  byState: z.record(z.string(), z.int()),
  /** Failed or unknown: somebody has to look. */
  attention: z.int(),
});
export type NoticeCounts = z.infer<typeof noticeCounts>;

export const noticeVersionBody = z.strictObject({ version });
export const dropNoticeBody = z.strictObject({ version, reason });

/** A message that the case could send: its text, or what is missing. */
export const messageOption = z.object({
  templateCode: z.string(),
  /** The first one of the case's failure code. */
  first: z.boolean(),
  /** Already queued or sent: the same event tells nobody twice. */
  alreadySent: z.boolean(),
  gates: z.array(gate),
  preview: z.object({ zh: z.string(), en: z.string() }),
  parts: z.object({ zh: z.int(), en: z.int() }),
});
export type MessageOption = z.infer<typeof messageOption>;

export const confirmationState = z.enum(['asked', 'confirmed', 'declined', 'expired']);
export const confirmationRecord = z.object({
  id: z.string(),
  noticeId: z.string(),
  state: confirmationState,
  askedAt: epochMs,
  expiresAt: epochMs,
  answeredAt: epochMs.nullable(),
  answeredThrough: z.enum(['sms', 'agent']).nullable(),
  askedByName: z.string(),
  version: z.int(),
});
export type ConfirmationRecord = z.infer<typeof confirmationRecord>;

/** early_exit: pay the fee and leave now; wait_for_end: leave when the contract ends; the others keep the service. */
export const alternativeKinds = [
  'early_exit',
  'wait_for_end',
  'change_plan',
  'suspend',
  'keep',
] as const;
export const alternativeKind = z.enum(alternativeKinds);
export type AlternativeKind = z.infer<typeof alternativeKind>;

export const alternativeRecord = z.object({
  id: z.string(),
  kind: alternativeKind,
  label: z.string(),
  feeFen: z.int().nullable(),
  state: z.enum(['offered', 'chosen', 'refused']),
  noticeId: z.string().nullable(),
  offeredByName: z.string(),
  offeredAt: epochMs,
  decidedByName: z.string().nullable(),
  decidedAt: epochMs.nullable(),
  version: z.int(),
});
export type AlternativeRecord = z.infer<typeof alternativeRecord>;

export const surveyAnswer = z.object({
  id: z.string(),
  answer: z.enum(['solved', 'unsolved']),
  reasonTag: z.string().nullable(),
  answeredAt: epochMs,
});

/** GET /api/cases/:id/messages */
export const caseMessages = z.object({
  language: messageLanguage,
  notices: z.array(noticeRecord),
  options: z.array(messageOption),
  confirmations: z.array(confirmationRecord),
  alternatives: z.array(alternativeRecord),
  survey: surveyAnswer.nullable(),
  /** What an offer starts from. */
  contractEndOn: z.string().nullable(),
  exitFeeFen: z.int().nullable(),
});
export type CaseMessages = z.infer<typeof caseMessages>;

const templateCode = z.string().regex(/^[A-Z]\d{1,2}[A-Z]?$/, 'errors.field.format');

/** POST /api/cases/:id/messages */
export const sendMessageBody = z.strictObject({
  templateCode,
  channel: messageChannel.default('sms'),
});
export const askConfirmationBody = z.strictObject({
  version,
  minutes: z.int().min(5).max(1440),
});
export const answerConfirmationBody = z.strictObject({
  version,
  answer: z.enum(['yes', 'no']),
});
export const offerAlternativeBody = z.strictObject({
  version,
  kind: alternativeKind,
  /** As the message names it, e.g. a plan. */
  label: text(24),
  feeFen: z.int().min(0).max(10_000_000).nullish(),
  /** Sends it as T3, T3A or T3B as well; otherwise it was said on the phone. */
  tell: z.boolean().default(false),
});
export const decideAlternativeBody = z.strictObject({
  version,
  outcome: z.enum(['chosen', 'refused']),
  reason: reason.nullish(),
  exception: z.boolean().default(false),
});
export const answerSurveyBody = z.strictObject({
  answer: z.enum(['solved', 'unsolved']),
  reasonTag: text(40).nullish(),
});

const maker = z.object({ id: z.string(), name: z.string() });

/** GET /api/message-templates. Filters: code, state; sorts: code, versionNo, updatedAt. */
export const messageTemplateRecord = z.object({
  id: z.string(),
  code: z.string(),
  versionNo: z.int(),
  state: z.enum(versionStates),
  textZh: z.string(),
  textEn: z.string(),
  note: z.string().nullable(),
  makers: z.array(maker),
  submittedBy: z.string().nullable(),
  publishedBy: z.string().nullable(),
  publishedByName: z.string().nullable(),
  publishedAt: epochMs.nullable(),
  version: z.int(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type MessageTemplateRecord = z.infer<typeof messageTemplateRecord>;

/** One template with what an author compares it with. */
export const messageTemplateShow = messageTemplateRecord.extend({
  published: z.object({ versionNo: z.int(), textZh: z.string(), textEn: z.string() }).nullable(),
  versions: z.array(messageTemplateRecord),
  /** The longest product name that really exists. */
  longestService: z.string(),
  signatureZh: z.string(),
  signatureEn: z.string(),
});
export type MessageTemplateShow = z.infer<typeof messageTemplateShow>;

const texts = {
  textZh: text(300),
  textEn: text(600),
  note: z.string().trim().max(200).nullish(),
};
export const draftTemplateBody = z.strictObject({ code: templateCode, ...texts });
export const updateTemplateBody = z.strictObject({ version, ...texts });
export const templateVerbBody = z.strictObject({ version, reason: reason.nullish() });

/** TM Forum 681: the state of a message changed, or a customer answered. Only its id is read; the rest is asked for. */
export const messageEventBody = z.looseObject({
  eventId: text(128),
  event: z.looseObject({
    communicationMessage: z.looseObject({ externalId: text(128).nullish() }),
  }),
});
export const messageEventAnswer = z.object({
  eventId: z.string(),
  /** asked: its state is read now; replies: customers' answers are read now; ignored: nothing waits for it. */
  outcome: z.enum(['asked', 'replies', 'ignored']),
});

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'errors.field.format');

/** What holds for all messages. */
export const messageSettings = z.strictObject({
  signatureZh: text(20),
  signatureEn: text(30),
  hotline: text(20),
  /** Local times between which only answers to the customer's own act are sent; equal: never quiet. */
  quietFrom: clock,
  quietUntil: clock,
  /** How far ahead an answer is promised where no clock says it. */
  promiseHours: z.int().min(1).max(168),
  /** Messages that leave by themselves. */
  tellDelayed: z.boolean(),
  tellDone: z.boolean(),
  askSolved: z.boolean(),
  /** The first message once more, when a wait for the customer has lasted as long as its clock warns. */
  remindWaiting: z.boolean(),
  /** Requests older than this when they become a case are told nothing by themselves. */
  tellWithinHours: z.int().min(1).max(720),
  /** Held longer than this, a message dies. */
  holdHours: z.int().min(1).max(72),
});
export type MessageSettings = z.infer<typeof messageSettings>;
export const messageSettingsRecord = messageSettings.extend({ version: z.int() });
export type MessageSettingsRecord = z.infer<typeof messageSettingsRecord>;
export const updateMessageSettingsBody = messageSettings.extend({ version: z.int().min(0) });
