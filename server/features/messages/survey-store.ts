import type { Knex } from 'knex';
import type { ActionContext } from '#domain/context.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';

export interface SurveyQuestion {
  caseId: string;
  lineId: string;
  failureCode: string;
  noticeId: string | null;
  demo: boolean;
}

/** For how long a bare "1" or "2" is taken for an answer. */
const ASKED_MS = 7 * 24 * 3_600_000;

/** Answers to «solved?»: one for each case. */
export function createSurveyStore(needs: { db: Knex; world: World; audit: AuditTrail }) {
  const { db, world, audit } = needs;

  return {
    /** The question a reply can be about: by its message, else the newest of the line. */
    async askedOf(lineId: string, noticeId: string | null): Promise<SurveyQuestion | undefined> {
      const row = (await db('notices')
        .join('cases', 'cases.id', 'notices.case_id')
        .where('notices.line_id', lineId)
        .where('notices.template_code', 'T11')
        .where('notices.created_at', '>=', world.now() - ASKED_MS)
        .modify((q: Knex.QueryBuilder) => {
          if (noticeId !== null) void q.where('notices.id', noticeId);
        })
        .orderBy('notices.id', 'desc')
        .select('notices.id', 'notices.case_id', 'cases.failure_code', 'cases.demo')
        .first()) as
        { id: string; case_id: string; failure_code: string; demo: unknown } | undefined;
      return row === undefined
        ? undefined
        : {
            ...{ caseId: row.case_id, lineId, failureCode: row.failure_code, noticeId: row.id },
            demo: Boolean(row.demo),
          };
    },

    /** Writes the answer down; a second one about the same case changes nothing. */
    async answer(
      ctx: ActionContext,
      question: SurveyQuestion,
      answer: 'solved' | 'unsolved',
      reasonTag: string | null,
    ): Promise<boolean> {
      const written = await insertOnce(db, 'survey_answers', {
        id: world.nextId(),
        ...{ case_id: question.caseId, notice_id: question.noticeId, line_id: question.lineId },
        ...{ failure_code: question.failureCode, answer, reason_tag: reasonTag },
        ...{ answered_at: world.now(), demo: question.demo },
      });
      if (written)
        await audit.record(ctx, {
          action: 'case.survey_answered',
          subjectType: 'case',
          subjectId: question.caseId,
          detail: { answer, reasonTag },
        });
      return written;
    },

    async ofCase(caseId: string) {
      const row = (await db('survey_answers').where({ case_id: caseId }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined
        ? null
        : {
            id: String(row['id']),
            answer: String(row['answer']) as 'solved' | 'unsolved',
            reasonTag: row['reason_tag'] == null ? null : String(row['reason_tag']),
            answeredAt: Number(row['answered_at']),
          };
    },

    /** Whether answers may be on their way. */
    async anyAsked(): Promise<boolean> {
      const rows = await db('notices')
        .where({ template_code: 'T11' })
        .where('created_at', '>=', world.now() - ASKED_MS)
        .select('id')
        .limit(1);
      return rows.length > 0;
    },
  };
}

export type SurveyStore = ReturnType<typeof createSurveyStore>;
