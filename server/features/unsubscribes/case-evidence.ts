import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { caseRecord, type CaseEvidence, type EvidenceTaken } from '#contract/cases.ts';
import type { AttemptRecord, CaseNote } from '#contract/cases.ts';
import type { AuditRecord } from '#contract/audit.ts';
import type { ActionContext } from '#domain/context.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseShowReads } from './case-show.ts';

interface Needs {
  db: Knex;
  world: World;
  audit: AuditTrail;
  show: CaseShowReads['show'];
  auditOf(subjectType: string, subjectId: string, limit?: number): Promise<AuditRecord[]>;
  attemptsOf(caseId: string): Promise<AttemptRecord[]>;
  notesOf(caseId: string): Promise<CaseNote[]>;
}

type Row = Record<string, unknown>;

/** More than any case has; a pack that were cut would say less than it seems to. */
const MAX_EVENTS = 5_000;
const CHUNK = 500;

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

export function createCaseEvidence(needs: Needs) {
  const { db, world, audit, show, auditOf, attemptsOf, notesOf } = needs;

  async function messagesOf(caseId: string): Promise<CaseEvidence['content']['messages']> {
    const rows = (await db('notices').where({ case_id: caseId }).orderBy('id')) as Row[];
    return rows.map((row) => ({
      id: String(row['id']),
      templateCode: String(row['template_code']),
      templateVersionNo: Number(row['template_version_no']),
      channel: String(row['channel']),
      state: String(row['state']),
      body: String(row['body']),
      createdAt: Number(row['created_at']),
      sentAt: intOrNull(row['sent_at']),
      deliveredAt: intOrNull(row['delivered_at']),
    }));
  }

  async function checksOf(caseId: string): Promise<CaseEvidence['content']['identityChecks']> {
    const rows: Row[] = await db('identity_checks')
      .join('cases', 'cases.line_id', 'identity_checks.line_id')
      .where('cases.id', caseId)
      .where((q) => {
        void q.where('identity_checks.case_id', caseId);
        // One of the line, made while the case was open, was made for it as well.
        void q.orWhere('identity_checks.checked_at', '>=', db.ref('cases.opened_at'));
      })
      .orderBy('identity_checks.id')
      .select('identity_checks.*');
    return rows.map((row) => ({
      id: String(row['id']),
      method: String(row['method']),
      result: String(row['result']),
      agentName: String(row['agent_name']),
      checkedAt: Number(row['checked_at']),
    }));
  }

  async function sealsOf(ids: readonly string[]): Promise<CaseEvidence['content']['seals']> {
    const seals: CaseEvidence['content']['seals'] = [];
    for (let start = 0; start < ids.length; start += CHUNK) {
      const rows = (await db('audit_seals').whereIn(
        'event_id',
        ids.slice(start, start + CHUNK),
      )) as Row[];
      seals.push(
        ...rows.map((row) => ({
          eventId: String(row['event_id']),
          seq: Number(row['seq']),
          eventHash: String(row['event_hash']),
          chainHash: String(row['chain_hash']),
        })),
      );
    }
    return seals.sort((a, b) => a.seq - b.seq);
  }

  const say = (
    ctx: ActionContext,
    action: string,
    id: string,
    detail: Record<string, unknown>,
  ): Promise<unknown> => audit.record(ctx, { action, subjectType: 'case', subjectId: id, detail });

  return {
    /** Makes the pack of one case, and says so on the case with the pack's hash. Numbers are masked in it, requests and responses redacted as they are kept. */
    async pack(ctx: ActionContext, id: string): Promise<CaseEvidence> {
      const record = await show(ctx.actor, id);
      const [events, attempts, notes, messages, identityChecks] = await Promise.all([
        auditOf('case', id, MAX_EVENTS),
        attemptsOf(id),
        notesOf(id),
        messagesOf(id),
        checksOf(id),
      ]);
      const oldestFirst = [...events].reverse();
      const seals = await sealsOf(oldestFirst.map((event) => event.id));
      const content: CaseEvidence['content'] = {
        // What may be done now is no fact of the case.
        case: caseRecord.parse(record),
        cause: {
          remedyZh: record.remedyZh,
          remedyEn: record.remedyEn,
          owner: record.owner,
          policyRefusal: record.policyRefusal,
          mappingVersionNo: record.mappingVersionNo,
        },
        attempts: [...attempts].reverse(),
        notes: [...notes].reverse(),
        messages,
        identityChecks,
        events: oldestFirst.map((event) => ({
          id: event.id,
          at: event.at,
          actorId: event.actorId,
          actorName: event.actorName,
          requestId: event.requestId,
          action: event.action,
          reason: event.reason,
          detail: event.detail,
        })),
        seals,
        unsealed: oldestFirst.length - seals.length,
      };
      const hash = evidenceHash(content);
      await say(ctx, 'case.evidence_made', id, { hash });
      return {
        schema: 'redress.case-evidence/1',
        hash,
        madeAt: world.now(),
        madeByName: ctx.actor.name,
        content,
      };
    },

    /** Notes that a pack left the console: on paper, or as a file. */
    async taken(ctx: ActionContext, id: string, { as, hash }: EvidenceTaken): Promise<void> {
      await show(ctx.actor, id);
      await say(ctx, `case.evidence_${as}`, id, { hash });
    },
  };
}

export type CaseEvidenceReads = ReturnType<typeof createCaseEvidence>;

/** SHA-256 over the JSON of the content, keys in the order in which the pack has them. */
export const evidenceHash = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
