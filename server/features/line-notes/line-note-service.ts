import { MOST_NOTES, type LineNotes, type LineNotesBody } from '#contract/line-notes.ts';
import type { LineNotesResult } from '#contract/line-notes.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { nothingKnown, withNote, type KnownFacts, type LineNote } from '#domain/line-notes.ts';
import type { LineNoteKind } from '#domain/line-notes.ts';
import { maskMsisdn, redactNumbers } from '#domain/msisdn.ts';
import type { OutageFacts } from '#domain/outage-facts.ts';
import { createZone } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { LineNoteStore } from './line-note-store.ts';
import { readNotes, type ReadNote } from './read-notes.ts';

interface Needs {
  store: LineNoteStore;
  audit: Pick<AuditTrail, 'record'>;
  outage(ctx: ActionContext, id: string): Promise<{ facts: OutageFacts }>;
  linesByNumbers(numbers: readonly string[]): Promise<ReadonlyMap<string, { id: string }>>;
}

const REJECTS = 20;
const TEXT = 40;
/** A loss may be reported before anybody saw it; a month before is another one. */
const EARLIEST_MS = 31 * 86_400_000;

type Reject = LineNotesResult['rejects'][number];

/** Reports, claims, acceptances and suspensions of single lines: what a policy may look at beside the snapshot. */
export function createLineNoteService(needs: Needs) {
  const { store, audit } = needs;

  /** Writes down what is new of lines, in one round; answers of how many. */
  async function note(
    ctx: ActionContext,
    outageId: string,
    kind: LineNoteKind,
    notes: readonly (Omit<LineNote, 'kind'> & { lineId: string })[],
  ): Promise<number> {
    await store.lock(outageId);
    const known = await store.known(outageId, [...new Set(notes.map(({ lineId }) => lineId))]);
    const next = new Map<string, KnownFacts>();
    for (const { lineId, ...told } of notes) {
      const before = next.get(lineId) ?? known.get(lineId) ?? nothingKnown;
      next.set(lineId, withNote(before, { kind, ...told }));
    }
    for (const [lineId, facts] of next)
      if (JSON.stringify(facts) === JSON.stringify(known.get(lineId))) next.delete(lineId);
    if (next.size === 0) return 0;
    await store.write(outageId, { kind, by: ctx.actor }, next);
    await audit.record(ctx, {
      action: 'outage.line_notes',
      subjectType: 'outage',
      subjectId: outageId,
      detail: { kind, lines: next.size },
    });
    return next.size;
  }

  return {
    note,

    show: async (ctx: ActionContext, outageId: string): Promise<LineNotes> => {
      await needs.outage(ctx, outageId);
      return store.counts(outageId);
    },

    /** From rows or a pasted file; what cannot be used is told row by row and holds up nothing else. */
    async receive(
      ctx: ActionContext,
      outageId: string,
      body: LineNotesBody,
    ): Promise<LineNotesResult> {
      const { facts } = await needs.outage(ctx, outageId);
      const rows = readNotes(body, createZone(facts.zone));
      if (rows.length === 0) throw invalidField('text', 'errors.field.required');
      if (rows.length > MOST_NOTES)
        throw new DomainError('too_large', 'errors.notes.tooMany', { args: { max: MOST_NOTES } });
      const rejects: Reject[] = [];
      const reject = (row: ReadNote, reason: Reject['reason'], text: string) =>
        rejects.push({ row: row.row, text: text.slice(0, TEXT), reason });
      const sound = rows.filter((row) => {
        const fault = faultOf(body.kind, row, facts.startedAt - EARLIEST_MS);
        if (fault !== null) reject(row, fault, redactNumbers(row.text));
        return fault === null;
      });
      const lines = await needs.linesByNumbers([
        ...new Set(sound.map(({ msisdn }) => msisdn ?? '')),
      ]);
      const notes = sound.flatMap((row) => {
        const line = lines.get(row.msisdn ?? '');
        if (line === undefined) reject(row, 'not_known', maskMsisdn(row.msisdn ?? ''));
        const { at, untilAt, reason } = row;
        return line === undefined || at === null
          ? []
          : [{ lineId: line.id, at, untilAt: untilAt ?? undefined, reason: reason ?? undefined }];
      });
      const noted = await note(ctx, outageId, body.kind, notes);
      const told = new Set(notes.map(({ lineId }) => lineId)).size;
      return {
        ...(await store.counts(outageId)),
        ...{ noted, known: told - noted, rejected: rejects.length },
        rejects: rejects.sort((a, b) => a.row - b.row).slice(0, REJECTS),
      };
    },
  };
}

export type LineNoteService = ReturnType<typeof createLineNoteService>;

function faultOf(kind: LineNoteKind, row: ReadNote, earliest: number): Reject['reason'] | null {
  if (row.msisdn === null) return 'no_number';
  if (row.at === null) return 'no_time';
  if (row.at < earliest) return 'too_early';
  if (kind !== 'suspended') return null;
  return row.untilAt === null || row.untilAt <= row.at ? 'no_end' : null;
}
