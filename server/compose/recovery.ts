import { composeBulk } from '../features/bulk/compose-bulk.ts';
import { composeClockRules, composeClocks } from '../features/clocks/compose-clocks.ts';
import { composeIncoming, composeOutgoing } from '../features/messages/compose-messages.ts';
import { composeResync } from '../features/resync/compose-resync.ts';
import { storeFile, type SentFile } from '../features/evidence/evidence-upload.ts';
import { whereTouchesAreas } from '../features/outages/outage-reads.ts';
import { composeRecoveries } from '../features/recoveries/compose-recoveries.ts';
import { RESYNC_JOB } from '../features/resync/resync-service.ts';
import { composeTasks } from '../features/tasks/compose-tasks.ts';
import { caseRowOf } from '../features/unsubscribes/case-row.ts';
import { parseCaseList } from './cases.ts';
import type { Causes } from './causes.ts';
import { opened, recipes, type Parts } from './graph.ts';

const sending = recipes<Causes>()({
  clockRules: ({ db, world, zone, calendars }) =>
    composeClockRules(db, world, { zone, calendar: calendars.calendar }),
  recoveryFeature: (g) =>
    composeResync(g.db, g.world, {
      ...{ zone: g.zone, store: g.caseStore, queue: g.queue, catalogue: g.catalogue },
      seen: g.cases.seen,
      overcharges: g.overcharges,
      billRuns: g.billRunStore,
      systems: g.systemStore,
    }),
  outgoing: ({ db, world, zone, audit, outboxDoor, noticeRoundFeature, ownWork }) =>
    composeOutgoing(db, world, {
      ...{ zone, audit, caseRowOf },
      outbox: outboxDoor,
      roundPacing: noticeRoundFeature.roundPacing,
      roundTruth: noticeRoundFeature.roundTruth,
      optedOut: noticeRoundFeature.lineContacts.optedOut,
      mayWorkNotice: (actor, id) => ownWork.mayWork(actor, 'notices', id),
    }),
});

type WithSending = Causes & Parts<typeof sending>;

const upkeep = recipes<WithSending>()({
  bulkFeature: (g) =>
    composeBulk(g.db, g.world, {
      ...{ audit: g.audit, zone: g.zone, cases: g.cases, lines: g.lines, walk: g.caseWalk },
      parseFilter: (filter) => parseCaseList({ filter: JSON.stringify(filter) }).filter,
      enqueue: g.queue.enqueue,
      colleagueRole: g.colleagueRole,
      limits: g.systemStore.pace,
      findCase: g.caseStore.find,
      requestResync: g.recoveryFeature.resync.requestInBulk,
      sendMessage: g.outgoing.sendInBulk,
      templateUsable: g.outgoing.messages.usable,
      resyncJobKind: RESYNC_JOB,
    }),
  clockFeature: (g) =>
    composeClocks(g.db, g.world, {
      rules: g.clockRules,
      audit: g.audit,
      cases: g.caseStore,
      seen: g.cases.seen,
      enqueue: g.queue.enqueue,
      calendarExists: g.calendars.exists,
      remindWaiting: g.outgoing.remindWaiting,
      nextCharge: async (ctx, caseId) => {
        const { nextCharge } = await g.overcharges.show(ctx, caseId);
        return nextCharge === null ? null : { at: nextCharge.at, fen: nextCharge.fen };
      },
      openCases: g.openCases,
    }),
  incoming: (g) =>
    composeIncoming(g.db, g.world, {
      ...{ zone: g.zone, audit: g.audit, caseStore: g.caseStore, cases: g.cases },
      messages: g.outgoing.messages,
      notices: g.outgoing.notices,
      enqueue: g.queue.enqueue,
      lineByNumber: g.lines.byNumber,
      requireIdentity: g.identity.requirePassed,
      requestResync: g.recoveryFeature.resync.request,
    }),
});

type WithUpkeep = WithSending & Parts<typeof upkeep>;

const errands = recipes<WithUpkeep>()({
  taskFeature: (g) =>
    composeTasks(g.db, g.world, {
      audit: g.audit,
      cases: g.caseStore,
      seen: g.cases.seen,
      mayWork: g.worksCase,
      dueAt: g.clockFeature.dueOfTask,
    }),
});

const claiming = recipes<WithUpkeep>()({
  claimFeature: (g) =>
    composeRecoveries(g.db, g.world, {
      ...{ audit: g.audit, auditOf: g.auditReads.ofSubject, zone: g.zone },
      outages: g.outageFeature.outages,
      causeNames: async (code) => {
        const { causes } = await g.outageCauses.list();
        return causes.find((one) => one.code === code) ?? { nameZh: code, nameEn: code };
      },
      touching: whereTouchesAreas,
      limitation: g.clockFeature.limitationFrom,
    }),
  storeFile: (g) => (sent: SentFile, expect: () => Promise<void>) =>
    storeFile(g.evidenceFiles, sent, expect),
});

const open = opened<WithUpkeep & Parts<typeof errands> & Parts<typeof claiming>>();

/** What is done about cases: re-sync, bulk, clocks, messages, tasks; and what third parties are to pay back. */
export const recovery = {
  ...sending,
  ...upkeep,
  ...errands,
  ...claiming,
  ...open('recoveryFeature', [
    'attempts',
    'resyncJobs',
    'resync',
    'waits',
    'obstacles',
    'productFacts',
    'plannedRetries',
    'recheckPlan',
  ]),
  ...open('outgoing', [
    'messages',
    'notices',
    'messageSettings',
    'messageTemplates',
    'messageTemplateReads',
    'outbox',
    'remindWaiting',
    'sendSoon',
    'heardOf',
    'sendDue',
  ]),
  ...open('bulkFeature', [
    'planCollecting',
    'plans',
    'planShow',
    'bulkJobs',
    'bulkReads',
    'bulkRun',
  ]),
  ...open('clockFeature', [
    'clockKeeper',
    'clockRecompute',
    'clockPolicies',
    'clockReads',
    'clockWatch',
    'complaints',
    'dueOfTask',
  ]),
  ...open('incoming', [
    'confirmations',
    'surveys',
    'alternatives',
    'replies',
    'caseMessages',
    'readRepliesDue',
  ]),
  ...open('claimFeature', ['recoveries', 'recoveryFiles', 'recoveryReads']),
  ...open('taskFeature', ['taskStore', 'taskReads', 'tasks']),
};

export type Recovery = Causes & Parts<typeof recovery>;
