import type { Knex } from 'knex';
import type { CaseNote } from '#contract/cases.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';

const MAX_NOTES = 200;
/** How long a note can be taken back: the note at the foot of the page offers it for ten seconds. */
const RETRACT_MS = 60_000;

type Row = Record<string, unknown>;

/** Notes of a case and the colleagues they name. */
export function createCaseNoteStore(db: Knex, world: World, audit: AuditTrail) {
  const record = (
    ctx: ActionContext,
    action: string,
    subjectId: string,
    detail: Record<string, unknown>,
  ) => audit.record(ctx, { action, subjectType: 'case', subjectId, detail });

  return {
    /** Newest first; one that was taken back keeps its place and loses its text. */
    async ofCase(caseId: string): Promise<CaseNote[]> {
      const [rows, mentions] = (await Promise.all([
        db('case_notes').where({ case_id: caseId }).orderBy('id', 'desc').limit(MAX_NOTES),
        db('mentions').where({ case_id: caseId }).orderBy('id', 'desc').limit(MAX_NOTES),
      ])) as [Row[], Row[]];
      return rows.map((row) => {
        const retractedAt = row['retracted_at'] == null ? null : Number(row['retracted_at']);
        return {
          id: String(row['id']),
          authorId: String(row['author_id']),
          authorName: String(row['author_name']),
          body: retractedAt === null ? String(row['body']) : '',
          createdAt: Number(row['created_at']),
          retractedAt,
          mentions: mentions
            .filter((mention) => mention['note_id'] === row['id'])
            .map((mention) => ({
              id: String(mention['staff_id']),
              name: String(mention['staff_name']),
              seenAt: mention['seen_at'] == null ? null : Number(mention['seen_at']),
            })),
        };
      });
    },

    async add(
      ctx: ActionContext,
      caseId: string,
      body: string,
      named: readonly { id: string; name: string }[],
    ): Promise<void> {
      const noteId = world.nextId();
      await db('case_notes').insert({
        id: noteId,
        case_id: caseId,
        author_id: ctx.actor.id,
        author_name: ctx.actor.name,
        body,
        created_at: world.now(),
      });
      if (named.length > 0)
        await db('mentions').insert(
          named.map((person) => ({
            id: world.nextId(),
            case_id: caseId,
            note_id: noteId,
            staff_id: person.id,
            staff_name: person.name,
            author_name: ctx.actor.name,
            created_at: world.now(),
          })),
        );
      const mentions = named.map(({ name }) => name);
      await record(ctx, 'case.noted', caseId, {
        noteId,
        ...(mentions.length > 0 ? { mentions } : {}),
      });
    },

    /** Its author takes a note back at once: nobody is told of it any more. The row and the trail keep it. */
    async retract(ctx: ActionContext, caseId: string, noteId: string): Promise<void> {
      const now = world.now();
      const note = (await db('case_notes').where({ id: noteId, case_id: caseId }).first()) as
        Row | undefined;
      if (note === undefined) throw new DomainError('not_found', 'errors.notFound');
      if (note['author_id'] !== ctx.actor.id)
        throw new DomainError('forbidden', 'errors.cases.note.notYours');
      if (now - Number(note['created_at']) > RETRACT_MS)
        throw new DomainError('conflict', 'errors.cases.note.late');
      const changed = await db('case_notes')
        .where({ id: noteId })
        .whereNull('retracted_at')
        .update({ retracted_at: now });
      if (affected(changed) !== 1) throw new DomainError('conflict', 'errors.stale');
      await db('mentions').where({ note_id: noteId }).delete();
      await record(ctx, 'case.note_retracted', caseId, { noteId });
    },

    /** A colleague has read what named them; answers how many. */
    async seen(ctx: ActionContext, caseId: string): Promise<number> {
      return affected(
        await db('mentions')
          .where({ case_id: caseId, staff_id: ctx.actor.id })
          .whereNull('seen_at')
          .update({ seen_at: world.now() }),
      );
    },
  };
}

export type CaseNoteStore = ReturnType<typeof createCaseNoteStore>;
