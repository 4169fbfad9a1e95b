import { z } from 'zod';
import { longJobStates } from '#domain/lifecycles.ts';
import { NOTICE_RATE } from '#domain/notice-rates.ts';
import { outageEvents, outageGates } from '#domain/outage-notices.ts';
import { epochMs, version } from './common.ts';
import { messageLanguage, noticeTrigger } from './messages.ts';

export type { NoticeTrigger } from './messages.ts';

export const batchEvents = ['credited'] as const;
export const roundEvents = [...outageEvents, ...batchEvents] as const;
export const roundEvent = z.enum(roundEvents);
export type RoundEvent = z.infer<typeof roundEvent>;

/** ended by a person, or because it would no longer be true */
export const roundEndedReasons = ['by_hand', 'no_longer_true'] as const;

/** One event told to many lines: how far it is, and what became of its messages. */
export const noticeRound = z.object({
  id: z.string(),
  aboutKind: z.enum(['outage', 'batch']),
  aboutId: z.string(),
  event: roundEvent,
  state: z.enum(longJobStates),
  endedReason: z.enum(roundEndedReasons).nullable(),
  trigger: noticeTrigger,
  /** What it says in each language; for credits the text of one line of it. */
  texts: z.record(z.string(), z.string()),
  /** Lines it was begun for, and those of them a message was made for by now. */
  expected: z.int(),
  made: z.int(),
  /** Every line has been looked at. */
  walked: z.boolean(),
  excluded: z.record(z.string(), z.int()),
  ratePerSecond: z.int(),
  /** Its messages by state. */
  counts: z.record(z.string(), z.int()),
  /** Milliseconds until the last one may leave at this rate; null: none waits, or the round does. */
  leftMs: z.int().nullable(),
  actorName: z.string(),
  finishedAt: epochMs.nullable(),
  createdAt: epochMs,
  version: z.int(),
});
export type NoticeRound = z.infer<typeof noticeRound>;

/** One text as it would leave, and how many lines get it. */
export const previewText = z.object({
  language: messageLanguage,
  channel: z.enum(['sms', 'push']),
  templateCode: z.string(),
  text: z.string(),
  parts: z.int(),
  lines: z.int(),
});

export const outageEventState = z.object({
  event: z.enum(outageEvents),
  /** Facts that are missing, or speak against telling now; empty: it may be told. */
  gates: z.array(z.enum(outageGates)),
  /** The latest round of this event. */
  roundId: z.string().nullable(),
});
export type OutageEventState = z.infer<typeof outageEventState>;

/** GET /api/outages/:id/notices */
export const outageNotices = z.object({
  events: z.array(outageEventState),
  rounds: z.array(noticeRound),
  /** What leaves by itself for an outage like this one. */
  automatic: z.array(z.enum(outageEvents)),
});
export type OutageNotices = z.infer<typeof outageNotices>;

/** What would go out now. */
export const noticePreview = z.object({
  /** Lines that get one: the number to type. */
  count: z.int(),
  excluded: z.record(z.string(), z.int()),
  texts: z.array(previewText),
  /** Quiet now: until when they wait; null: they leave at once. */
  quietUntilAt: epochMs.nullable(),
  /** SMS is what is out: those by SMS wait until it is back. */
  smsOut: z.boolean(),
  ratePerSecond: z.int(),
});
export type NoticePreview = z.infer<typeof noticePreview>;

export const outagePreviewQuery = z.object({ event: z.enum(outageEvents) });

export const ratePerSecond = z.int().min(NOTICE_RATE.least).max(NOTICE_RATE.most);

/** POST /api/outages/:id/notices; `count` is what the sender saw and, above a limit, typed. */
export const tellOutageBody = z.strictObject({
  event: z.enum(outageEvents),
  count: z.int().min(1),
  ratePerSecond: ratePerSecond.optional(),
});

export const batchGates = ['no_outage', 'not_credited', 'reversed', 'variable_empty'] as const;

/** GET /api/compensation-batches/:id/notices */
export const batchNotices = z.object({
  /** Why its customers cannot be told now; null: they can. */
  gate: z.enum(batchGates).nullable(),
  rounds: z.array(noticeRound),
  /** Credits are told by themselves. */
  automatic: z.boolean(),
});
export type BatchNotices = z.infer<typeof batchNotices>;

/** GET /api/compensation-batches/:id/notices/preview */
export const batchNoticePreview = z.object({
  /** Lines whose credits have arrived and that have not been told; before crediting: all that get something. */
  count: z.int(),
  excluded: z.record(z.string(), z.int()),
  /** Lines a credit of which is still on its way. */
  open: z.int(),
  /** Real lines of the batch: those that get most, least, and in between. */
  samples: z.array(
    z.object({
      lineId: z.string(),
      msisdnMasked: z.string(),
      language: messageLanguage,
      templateCode: z.string(),
      text: z.string(),
      parts: z.int(),
    }),
  ),
  quietUntilAt: epochMs.nullable(),
  ratePerSecond: z.int(),
});
export type BatchNoticePreview = z.infer<typeof batchNoticePreview>;

/** POST /api/compensation-batches/:id/notices */
export const tellBatchBody = z.strictObject({
  count: z.int().min(1),
  ratePerSecond: ratePerSecond.optional(),
});

export const roundVersionBody = z.strictObject({ version });
export const roundRateBody = z.strictObject({ version, ratePerSecond });

/** What leaves by itself about outages, credits and claims; everything else goes by hand. */
export const noticeRules = z.strictObject({
  planned: z.boolean(),
  begun: z.boolean(),
  estimate: z.boolean(),
  restored: z.boolean(),
  /** Only outages of at least so many lines. */
  minLines: z.int().min(0).max(100_000_000),
  /** Only these severities. */
  severities: z.array(z.enum(['full', 'degraded'])).max(2),
  credited: z.boolean(),
  claimDecided: z.boolean(),
  reversed: z.boolean(),
  ratePerSecond,
});
export type NoticeRules = z.infer<typeof noticeRules>;
export const noticeRulesRecord = noticeRules.extend({
  version: z.int(),
  /** When they were last changed: what happened before is not told by them. */
  changedAt: epochMs.nullable(),
});
export type NoticeRulesRecord = z.infer<typeof noticeRulesRecord>;
export const updateNoticeRulesBody = noticeRules.extend({ version: z.int().min(0) });

/** GET and PUT /api/lines/:id/contact: how a line may be written to. */
export const lineContact = z.object({
  lineId: z.string(),
  appPush: z.boolean(),
  /** Wants nothing that is not essential. */
  optedOut: z.boolean(),
  version: z.int(),
});
export type LineContact = z.infer<typeof lineContact>;
export const updateLineContactBody = z.strictObject({
  version: z.int().min(0),
  appPush: z.boolean().optional(),
  optedOut: z.boolean().optional(),
});
