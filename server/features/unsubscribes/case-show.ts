import type { Knex } from 'knex';
import type { AuditRecord } from '#contract/audit.ts';
import type { RetryClass } from '#contract/catalogue.ts';
import type {
  AttemptRecord,
  CaseNote,
  CaseRecord,
  CaseShow,
  LinkedCase,
  TimelineEntry,
} from '#contract/cases.ts';
import { inAreas } from '#domain/area-range.ts';
import { readBackVerdict } from '#domain/case-rules.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { laggingSystems } from '#domain/lamps.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import type { World } from '../../world.ts';
import { withNames } from './case-reads.ts';
import { caseRecordOf, caseRowOf, type CaseDbRow } from './case-row.ts';

interface Needs {
  db: Knex;
  world: World;
  auditOf(subjectType: string, subjectId: string, limit?: number): Promise<AuditRecord[]>;
  attemptsOf(caseId: string): Promise<AttemptRecord[]>;
}

const MAX_NOTES = 200;
const MAX_LINKED = 50;
/** Shown as what it made, not as an event beside it. */
const OWN_ENTRY = 'case.noted';

export function createCaseShow({ db, world, auditOf, attemptsOf }: Needs) {
  async function notesOf(caseId: string): Promise<CaseNote[]> {
    const rows = (await db('case_notes')
      .where({ case_id: caseId })
      .orderBy('id', 'desc')
      .limit(MAX_NOTES)) as Record<string, unknown>[];
    return rows.map((row) => ({
      id: String(row['id']),
      authorId: String(row['author_id']),
      authorName: String(row['author_name']),
      body: String(row['body']),
      createdAt: Number(row['created_at']),
    }));
  }

  async function linked(where: Record<string, string>): Promise<LinkedCase[]> {
    const rows: Record<string, unknown>[] = await db('cases')
      .where(where)
      .orderBy('requested_at')
      .limit(MAX_LINKED)
      .select('id', 'ticket_no', 'state', 'requested_at');
    return rows.map((row) => ({
      id: String(row['id']),
      ticketNo: String(row['ticket_no']),
      state: String(row['state']) as CaseState,
      requestedAt: Number(row['requested_at']),
    }));
  }

  /** Others of the same line and product that joined this one. */
  async function duplicatesOf(record: CaseRecord): Promise<LinkedCase[]> {
    const same = { line_id: record.lineId, product_code: record.productCode };
    return linked({ ...same, duplicate_of_id: record.id });
  }

  async function rowFor(actor: Actor, id: string): Promise<CaseDbRow> {
    const row = (await withNames(db('cases'))
      .select({
        code_retry: 'failure_codes.retry',
        code_owner: 'failure_codes.owner',
        code_remedy_zh: 'failure_codes.remedy_zh',
        code_remedy_en: 'failure_codes.remedy_en',
        code_message_id: 'failure_codes.message_id',
        code_counts_as_failure: 'failure_codes.counts_as_failure',
        code_policy_refusal: 'failure_codes.policy_refusal',
      })
      .where('cases.id', id)
      .first()) as CaseDbRow | undefined;
    // What lies outside the actor's areas is as unknown as what does not exist.
    if (row === undefined || !inAreas(String(row['area_code']), actor.areaCodes))
      throw new DomainError('not_found', 'errors.notFound');
    return row;
  }

  return {
    /** The whole case with its history. */
    async show(actor: Actor, id: string): Promise<CaseShow> {
      const row = await rowFor(actor, id);
      const now = world.now();
      const record = caseRecordOf(row, now);
      const [events, attempts, notes, duplicates, [duplicateOf]] = await Promise.all([
        auditOf('case', id),
        attemptsOf(id),
        notesOf(id),
        duplicatesOf(record),
        record.duplicateOfId === null ? [] : linked({ id: record.duplicateOfId }),
      ]);
      return {
        ...record,
        ...codeFactsOf(row),
        ...rowFactsOf(row, now),
        attempts,
        notes,
        timeline: timelineOf(events, attempts, notes),
        duplicates,
        duplicateOf: duplicateOf ?? null,
      };
    },
  };
}

export type CaseShowReads = ReturnType<typeof createCaseShow>;

function codeFactsOf(row: CaseDbRow) {
  return {
    remedyZh: String(row['code_remedy_zh'] ?? ''),
    remedyEn: String(row['code_remedy_en'] ?? ''),
    owner: String(row['code_owner'] ?? 'customer_service'),
    retry: String(row['code_retry'] ?? 'manual') as RetryClass,
    messageId: row['code_message_id'] == null ? null : String(row['code_message_id']),
    countsAsFailure: Boolean(row['code_counts_as_failure'] ?? true),
    policyRefusal: Boolean(row['code_policy_refusal'] ?? false),
  };
}

function rowFactsOf(row: CaseDbRow, now: number) {
  const facts = caseRowOf(row);
  return {
    mappingVersionNo: facts.mappingVersionNo,
    contractEndOn: facts.contractEndOn,
    orderRef: facts.orderRef,
    importId: facts.importId,
    laggingSystems: laggingSystems(facts, now),
    readBackAllowed: readBackVerdict(facts),
  };
}

/** One story of what happened, newest first. Ids are ordered by time, so they settle equal instants. */
function timelineOf(
  events: readonly AuditRecord[],
  attempts: readonly AttemptRecord[],
  notes: readonly CaseNote[],
): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...events
      .filter((event) => event.action !== OWN_ENTRY)
      .map(({ id, at, actorId, actorName, action, reason, detail }) => ({
        kind: 'event' as const,
        ...{ id, at, actorId, actorName, action, reason, detail },
      })),
    ...attempts.map((attempt) => ({
      kind: 'attempt' as const,
      id: attempt.id,
      at: attempt.startedAt,
      actorId: attempt.actorId,
      actorName: attempt.actorName,
      attempt,
    })),
    ...notes.map((note) => ({
      kind: 'note' as const,
      id: note.id,
      at: note.createdAt,
      actorId: note.authorId,
      actorName: note.authorName,
      body: note.body,
    })),
  ];
  return entries.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}
