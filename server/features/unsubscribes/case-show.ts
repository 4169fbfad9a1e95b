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
import type { ChargeMode } from '#domain/charges.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { laggingSystems } from '#domain/lamps.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import type { World } from '../../world.ts';
import { withNames } from './case-reads.ts';
import { caseRecordOf, caseRowOf, type CaseDbRow } from './case-row.ts';

interface Needs {
  db: Knex;
  world: World;
  auditOf(subjectType: string, subjectId: string, limit?: number): Promise<AuditRecord[]>;
  attemptsOf(caseId: string): Promise<AttemptRecord[]>;
  notesOf(caseId: string): Promise<CaseNote[]>;
  mayWork(actor: Actor, caseId: string): Promise<boolean>;
}

const MAX_LINKED = 50;
const MAX_SIMILAR = 5;
/** Shown as what it made, not as an event beside it. */
const OWN_ENTRY = 'case.noted';

export function createCaseShow({ db, world, auditOf, attemptsOf, notesOf, mayWork }: Needs) {
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

  /** A few others that failed in the same way, as far as the reader's areas reach. */
  async function similarTo(actor: Actor, record: CaseRecord): Promise<CaseShow['similar']> {
    if (record.groupId === null) return [];
    const rows: Record<string, unknown>[] = await whereInAreas(
      db('cases'),
      'area_code',
      actor.areaCodes,
    )
      .leftJoin('products', 'products.code', 'cases.product_code')
      .where('cases.group_id', record.groupId)
      .whereNot('cases.id', record.id)
      .orderBy('cases.id', 'desc')
      .limit(MAX_SIMILAR)
      .select('cases.id', 'ticket_no', 'state', 'requested_at', 'product_code', 'products.name');
    return rows.map((row) => ({
      id: String(row['id']),
      ticketNo: String(row['ticket_no']),
      state: String(row['state']) as CaseState,
      requestedAt: Number(row['requested_at']),
      productName: String(row['name'] ?? row['product_code']),
    }));
  }

  /** Moves made by a bulk job name it; what is linked is the plan that it carries out. */
  async function plansOf(events: readonly AuditRecord[]): Promise<Record<string, string>> {
    const bulkOf = new Map<string, string>();
    for (const { detail } of events) {
      const { jobId, bulkJobId } = detail;
      if (typeof jobId === 'string' && typeof bulkJobId === 'string') bulkOf.set(jobId, bulkJobId);
    }
    if (bulkOf.size === 0) return {};
    const rows: { id: string; plan_id: string }[] = await db('bulk_jobs')
      .whereIn('id', [...new Set(bulkOf.values())])
      .select('id', 'plan_id');
    const planOf = new Map(rows.map((row) => [row.id, row.plan_id]));
    const plans: Record<string, string> = {};
    for (const [jobId, bulkJobId] of bulkOf) {
      const planId = planOf.get(bulkJobId);
      if (planId !== undefined) plans[jobId] = planId;
    }
    return plans;
  }

  async function outageOf(outageId: string | null): Promise<CaseShow['outage']> {
    if (outageId === null) return null;
    const row = (await db('outages')
      .where({ id: outageId })
      .select('id', 'number', 'title', 'state')
      .first()) as Record<string, unknown> | undefined;
    if (row === undefined) return null;
    const text = (name: string) => String(row[name]);
    return { id: text('id'), number: text('number'), title: text('title'), state: text('state') };
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
        charge_mode: 'products.charge_mode',
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
      const [events, attempts, notes, duplicates, [duplicateOf], similar, outage] =
        await Promise.all([
          auditOf('case', id),
          attemptsOf(id),
          notesOf(id),
          duplicatesOf(record),
          record.duplicateOfId === null ? [] : linked({ id: record.duplicateOfId }),
          similarTo(actor, record),
          outageOf(record.outageId),
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
        similar,
        outage,
        planOfJob: await plansOf(events),
        mayWork: await mayWork(actor, id),
        mentioned: notes.some(({ mentions }) =>
          mentions.some(({ id: named, seenAt }) => named === actor.id && seenAt === null),
        ),
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
    chargeMode: String(row['charge_mode'] ?? 'full_month') as ChargeMode,
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
      retractedAt: note.retractedAt,
      mentions: note.mentions.map(({ name }) => name),
    })),
  ];
  return entries.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}
