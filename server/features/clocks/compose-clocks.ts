import type { Knex } from 'knex';
import type { Calendar } from '#domain/calendar.ts';
import type { ActionContext } from '#domain/context.ts';
import { lampSystems } from '#domain/lamps.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import type { Zone } from '#domain/time.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { World } from '../../world.ts';
import { createAuditTrail, type AuditTrail } from '../audit/audit-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import { createClockBook, technicalDueIn } from './clock-book.ts';
import { createClockKeeper } from './clock-keeper.ts';
import { createClockPolicyService } from './clock-policy-service.ts';
import { createClockPolicyStore } from './clock-policy-store.ts';
import { createClockReads } from './clock-reads.ts';
import { createClockRecompute } from './clock-recompute.ts';
import { createRecomputeStore } from './clock-recompute-store.ts';
import { createClockStore } from './clock-store.ts';
import { createClockWatch } from './clock-watch.ts';
import { createComplaintService } from './complaint-service.ts';
import { createComplaintStore } from './complaint-store.ts';

/** A claim is about no case: only a row for all of them is its own. */
const NO_FACTS = { category: '', productCode: '', areaCode: '' };

interface RuleNeeds {
  zone: Zone;
  calendar(id: string): Promise<Calendar>;
}

/** What cases need of the clocks, before cases themselves are composed. */
export function composeClockRules(db: Knex, world: World, needs: RuleNeeds) {
  const policies = createClockPolicyStore(db, world);
  const store = createClockStore(db, world);
  const book = createClockBook({ policies, calendar: needs.calendar, zone: needs.zone });
  const audit = createAuditTrail(db, world);
  const keeper = createClockKeeper({ store, book, audit, now: world.now });
  return {
    policies,
    store,
    book,
    keeper,
    technicalDue: async () => {
      const rules = await book();
      return (facts: Parameters<typeof technicalDueIn>[1], from: number) =>
        technicalDueIn(rules, facts, from);
    },
  };
}

export type ClockRules = ReturnType<typeof composeClockRules>;

interface Needs {
  rules: ClockRules;
  audit: AuditTrail;
  cases: Pick<CaseStore, 'find' | 'move' | 'change'>;
  seen(ctx: ActionContext, id: string, version?: number): Promise<CaseRow>;
  enqueue(request: JobRequest): Promise<string>;
  calendarExists(id: string): Promise<boolean>;
  openCases(): Promise<number>;
  /** Tells the customer once more; once for each wait. */
  remindWaiting(ctx: ActionContext, caseId: string, waitId: string): Promise<boolean>;
  nextCharge(ctx: ActionContext, caseId: string): Promise<{ at: number; fen: number } | null>;
}

export function composeClocks(db: Knex, world: World, needs: Needs) {
  const { rules, audit, cases } = needs;
  const runs = createRecomputeStore(db, world);
  const complaintStore = createComplaintStore(db, world);
  const clockRecompute = createClockRecompute({
    ...{ runs, audit, store: rules.store, book: rules.book, now: world.now },
    ...{ enqueue: needs.enqueue, openCases: needs.openCases },
  });
  return {
    clockKeeper: rules.keeper,
    clockRecompute,
    clockPolicies: createClockPolicyService({
      store: rules.policies,
      audit,
      now: world.now,
      nextId: world.nextId,
      calendarExists: needs.calendarExists,
      recompute: clockRecompute.begin,
    }),
    clockReads: createClockReads({
      ...{ db, world, runs, store: rules.store, book: rules.book },
      complaints: complaintStore,
      seen: needs.seen,
      nextCharge: needs.nextCharge,
    }),
    clockWatch: createClockWatch({
      ...{ store: rules.store, book: rules.book, audit, now: world.now },
      async raisePriority(ctx, caseId, to, why) {
        const row = await cases.find(caseId);
        if (row === undefined || isCaseEnded(row.state) || row.priority >= to) return;
        const detail = { from: row.priority, to, ...why };
        await cases.change(ctx, row, { priority: to }, 'case.escalated', detail);
      },
      remindCustomer: (ctx, { caseId, id }) => needs.remindWaiting(ctx, caseId, id),
      async closeUnanswered(ctx, caseId) {
        const row = await cases.find(caseId);
        const active =
          row !== undefined && lampSystems.every((one) => row.actual[one] === 'active');
        if (row?.state !== 'waiting_customer' || !active) return false;
        await cases.move(ctx, row, 'withdrawn', {}, { cause: 'no_answer' });
        return true;
      },
    }),
    complaints: createComplaintService({
      ...{ store: complaintStore, clocks: rules.store, keeper: rules.keeper, audit },
      ...{ changeCase: cases.change, seen: needs.seen, now: world.now },
    }),
    /** When a claim on a third party lapses, and when that is warned of. */
    limitationFrom: async (startedAt: number) => {
      const book = await rules.book();
      const rule = book.ruleFor('recovery_limitation', NO_FACTS);
      if (rule === undefined) return { dueAt: null, warnAt: null };
      return book.plan(rule, { startedAt, eventAt: null, pauses: [] });
    },
    dueOfTask: async (createdAt: number, facts: Parameters<typeof technicalDueIn>[1]) => {
      const book = await rules.book();
      const rule = book.ruleFor('task', facts);
      if (rule === undefined) return null;
      return book.plan(rule, { startedAt: createdAt, eventAt: null, pauses: [] }).dueAt;
    },
  };
}
