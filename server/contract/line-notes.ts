import { z } from 'zod';
import { lineNoteKinds } from '#domain/line-notes.ts';
import { suspensionReasons } from '#domain/policy-types.ts';
import { epochMs } from './common.ts';

export const MOST_NOTES = 5_000;

const kind = z.enum(lineNoteKinds);

/**
 * POST /api/outages/:id/line-notes: what is known of single lines. As rows, or as the text of a CSV file: number and
 * time, and for suspensions end and reason; times without a zone are the outage's.
 */
export const lineNotesBody = z.strictObject({
  kind,
  text: z.string().max(400_000, 'errors.field.tooLong').optional(),
  rows: z
    .array(
      z.strictObject({
        number: z.string().min(1).max(40),
        at: epochMs,
        untilAt: epochMs.optional(),
        reason: z.enum(suspensionReasons).optional(),
      }),
    )
    .max(MOST_NOTES, 'errors.field.tooLong')
    .optional(),
});
export type LineNotesBody = z.output<typeof lineNotesBody>;

export const noteRejects = ['no_number', 'no_time', 'not_known', 'too_early', 'no_end'] as const;

/** GET /api/outages/:id/line-notes. */
export const lineNotes = z.object({
  reported: z.int(),
  claimed: z.int(),
  accepted: z.int(),
  suspended: z.int(),
  /** What was told, newest first. */
  rounds: z.array(
    z.object({
      no: z.int(),
      kind,
      lines: z.int(),
      toldByName: z.string(),
      createdAt: epochMs,
    }),
  ),
});
export type LineNotes = z.infer<typeof lineNotes>;

export const lineNotesResult = lineNotes.extend({
  /** Lines that more is known of than before. */
  noted: z.int(),
  /** Rows that told nothing new. */
  known: z.int(),
  rejected: z.int(),
  /** The first of them, with numbers masked. */
  rejects: z.array(z.object({ row: z.int(), text: z.string(), reason: z.enum(noteRejects) })),
});
export type LineNotesResult = z.infer<typeof lineNotesResult>;
