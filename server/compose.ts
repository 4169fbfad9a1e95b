import type { Knex } from 'knex';
import type { Actor } from '#domain/context.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { roleMay } from '#domain/permissions.ts';
import type { Zone } from '#domain/time.ts';
import { runTransaction } from './db/transaction.ts';
import { composeApiKeys } from './features/api-keys/compose-api-keys.ts';
import { createAuditReads } from './features/audit/audit-reads.ts';
import { createAuditTrail } from './features/audit/audit-store.ts';
import { createCatalogueReads } from './features/catalogue/catalogue-reads.ts';
import { composeVersions } from './features/catalogue/compose-versions.ts';
import { composeRules } from './features/rules/compose-rules.ts';
import { composeCauses } from './features/causes/compose-causes.ts';
import { createCatalogueStore } from './features/catalogue/catalogue-store.ts';
import { createDefaultCatalogue } from './features/catalogue/default-catalogue.ts';
import { createEventReads } from './features/events/event-reads.ts';
import type { EventStreams } from './features/events/event-streams.ts';
import { createIngestService } from './features/ingest/ingest-service.ts';
import { composeBulk } from './features/bulk/compose-bulk.ts';
import { composeClockRules, composeClocks } from './features/clocks/compose-clocks.ts';
import { createOwnWork } from './features/tasks/own-work.ts';
import { createOrderEventService } from './features/ingest/order-event-service.ts';
import { createOrderEventStore } from './features/ingest/order-event-store.ts';
import { createExportReads } from './features/exports/export-reads.ts';
import { createExportService } from './features/exports/export-service.ts';
import { createNavCounts } from './features/counts/nav-counts.ts';
import { composeInbox } from './features/inbox/compose-inbox.ts';
import { composeImports } from './features/imports/compose-imports.ts';
import { createIdentityService } from './features/identity/identity-service.ts';
import { createIdentityStore } from './features/identity/identity-store.ts';
import { createLineOverview } from './features/lines/line-overview.ts';
import { createLineReads } from './features/lines/line-reads.ts';
import { createLineService } from './features/lines/line-service.ts';
import { createLineStore } from './features/lines/line-store.ts';
import { createSnapshotStore } from './features/lines/snapshot-store.ts';
import { createCompensation } from './features/compensation/compensation.ts';
import { composeOutages } from './features/outages/compose-outages.ts';
import { composeOvercharge } from './features/overcharge/compose-overcharge.ts';
import { composeIncoming, composeOutgoing } from './features/messages/compose-messages.ts';
import { createPolicyReads } from './features/policies/policy-reads.ts';
import { createPolicyService, STANDARD_FAMILY } from './features/policies/policy-service.ts';
import { createPolicyStore } from './features/policies/policy-store.ts';
import { composeResync } from './features/resync/compose-resync.ts';
import { RESYNC_JOB } from './features/resync/resync-service.ts';
import { composeSystems } from './features/systems/compose-systems.ts';
import { composeWebhooks } from './features/webhooks/compose-webhooks.ts';
import { createReportReads } from './features/reports/report-reads.ts';
import { composeTasks } from './features/tasks/compose-tasks.ts';
import { createVolumeReads } from './features/volumes/volume-reads.ts';
import { createVolumeStore } from './features/volumes/volume-store.ts';
import { createSessionService, type SessionSettings } from './features/staff/session-service.ts';
import { createSignInThrottle } from './features/staff/sign-in-throttle.ts';
import { createStaffReads } from './features/staff/staff-reads.ts';
import { createStaffService } from './features/staff/staff-service.ts';
import { createStaffStore } from './features/staff/staff-store.ts';
import type { Installation, SessionCookie } from './features/staff/session-routes.ts';
import type { CaseListener } from './features/unsubscribes/case-listener.ts';
import { createCaseCounters } from './features/unsubscribes/case-counters.ts';
import { caseList } from './features/unsubscribes/case-list.ts';
import { createCaseWalk } from './features/unsubscribes/case-walk.ts';
import { createCaseLanding } from './features/unsubscribes/case-landing.ts';
import { createCaseEvidence } from './features/unsubscribes/case-evidence.ts';
import { createCaseNoteStore } from './features/unsubscribes/case-note-store.ts';
import { createQueueDoor } from './features/unsubscribes/queue-door.ts';
import { caseRowOf } from './features/unsubscribes/case-row.ts';
import { createCaseReads } from './features/unsubscribes/case-reads.ts';
import { createCaseService } from './features/unsubscribes/case-service.ts';
import { createCaseShow } from './features/unsubscribes/case-show.ts';
import { createCaseStore } from './features/unsubscribes/case-store.ts';
import { composeAssignment } from './features/assignment/compose-assignment.ts';
import { composeSearch } from './features/search/compose-search.ts';
import { createViewService } from './features/views/view-service.ts';
import { createCalendarService } from './features/weights/calendar-service.ts';
import { createCalendarStore } from './features/weights/calendar-store.ts';
import { createWeightProfileService } from './features/weights/weight-profile-service.ts';
import { createWeightProfileStore } from './features/weights/weight-profile-store.ts';
import { createWeightReads } from './features/weights/weight-reads.ts';
import { createListParser } from './http/rest-list.ts';
import { createIdempotencyStore } from './http/idempotency.ts';
import { createJobQueue } from './jobs/queue.ts';
import type { NumberVault } from './security/number-vault.ts';
import { hashPassword, oneTimePassword, passwordMatches } from './security/passwords.ts';
import type { World } from './world.ts';

/** What the graph is built from, besides the database handle. */
export interface Surroundings {
  world: World;
  vault: NumberVault;
  zone: string;
  /** The same zone, made once. */
  zoneRules: Zone;
  sessionSettings: SessionSettings;
  sessionCookie: SessionCookie;
  installation: Installation;
  /** Cases whose cause passes by itself are sent again without a person. */
  automaticResync: boolean;
  decoyHash: string;
  /** Signs what the operator's gateways call back with. */
  callbackSecret: string;
  /** The only hosts that webhooks go to. */
  webhookHosts: readonly string[];
  /** The open event streams of this process. */
  eventStreams: EventStreams;
}

/** Made once: a zod object costs far more to build than to use. */
const parseCaseList = createListParser(caseList);

/** The whole object graph over ONE handle: the database, or the transaction of a request. */
export function composeFeatures(db: Knex, around: Surroundings) {
  const { world } = around;
  const zone = around.zoneRules;
  const audit = createAuditTrail(db, world);
  const queue = createJobQueue(db, world);
  const staffStore = createStaffStore(db, world);
  const sessions = createSessionService({
    db,
    world,
    staff: staffStore,
    audit,
    throttle: createSignInThrottle(db, world),
    settings: around.sessionSettings,
    hashPassword,
    passwordMatches,
    decoyHash: around.decoyHash,
  });
  const calendars = createCalendarService({ store: createCalendarStore(db, world), audit });
  const weightProfiles = createWeightProfileService({
    store: createWeightProfileStore(db, world),
    audit,
    now: world.now,
    nextId: world.nextId,
    calendar: calendars.calendar,
    calendarExists: calendars.exists,
  });
  const weightReads = createWeightReads(db, world);
  const outageFeature = composeOutages(db, world, {
    audit,
    // What the picture shows is what a batch would weigh with.
    profileInForceAt: async (at) => {
      const policy = await policies.policyInForceAt(STANDARD_FAMILY, at);
      return weightProfiles.byId(policy.weightProfileId);
    },
    calendar: calendars.calendar,
  });
  const policies = createPolicyService({
    store: createPolicyStore(db, world),
    audit,
    now: world.now,
    weightProfileAt: weightProfiles.profileInForceAt,
  });
  const compensation = createCompensation(db, {
    world,
    zone: around.zone,
    audit,
    sources: {
      outage: outageFeature.outages.find,
      policyInForceAt: policies.policyInForceAt,
      weightProfile: createWeightProfileStore(db, world).byId,
      calendar: calendars.calendar,
      snapshotAt: outageFeature.membership.snapshotValidAt,
    },
    enqueue: queue.enqueue,
    findStaff: staffStore.byId,
    openNumber: around.vault.open,
  });
  const auditReads = createAuditReads(db);
  const ownWork = createOwnWork(db);
  const lines = createLineStore(db, world, around.vault);
  const catalogue = createCatalogueStore(db, world);
  const caseCounters = createCaseCounters(db, world);
  // Who hears of every case that opens or moves, in the same transaction.
  const caseListeners: CaseListener[] = [];
  const clockRules = composeClockRules(db, world, { zone, calendar: calendars.calendar });
  const caseStore = createCaseStore({
    db,
    world,
    zone,
    audit,
    counters: caseCounters,
    listeners: caseListeners,
  });
  const search = composeSearch(db, world, { linesOf: lines.byNumbers });
  const caseReads = createCaseReads({
    ...{ db, world, zone },
    counters: caseCounters,
    search: search.caseSearch.find,
    idsOfList: search.pastedLists.caseIds,
  });
  const queueOf = createQueueDoor(caseReads, parseCaseList);
  const colleagueRole = async (id: string) => {
    const row = await staffStore.byId(id);
    return row?.status === 'active' ? row.role : undefined;
  };
  const caseNotes = createCaseNoteStore(db, world, audit);
  const cases = createCaseService({
    store: caseStore,
    notes: caseNotes,
    // Who may not read cases cannot be told of one.
    colleagueNames: async (ids) =>
      (await staffStore.namesOf(ids)).filter(({ role }) => roleMay(role, 'cases.read')),
    colleagueRole,
  });
  const lineReads = createLineReads(db);
  const identity = createIdentityService({
    store: createIdentityStore(db, world),
    audit,
    now: world.now,
    numberOf: lines.numberOf,
    assertReadable: lineReads.assertReadable,
    mayWork: (actor, id) => ownWork.mayWork(actor, 'lines', id),
  });
  const overcharge = composeOvercharge(db, world, {
    audit,
    zone,
    codes: catalogue.codes,
    seen: cases.seen,
  });
  caseListeners.push(overcharge.overcharges.listener);
  const versions = composeVersions(db, world, {
    audit,
    zone,
    codes: catalogue.codes,
    caseStore,
    caseRowOf,
    enqueue: queue.enqueue,
    totalCases: async () => (await caseCounters.read()).reduce((sum, { n }) => sum + n, 0),
    regroup: (changed) => causes.causeGroups.landing.regroup(changed),
  });
  const causes = composeCauses(db, world, {
    audit,
    zone,
    enqueue: queue.enqueue,
    colleagueRole,
    lockLines: lines.lock,
    codes: catalogue.codes,
    teach: versions.mappings.mapCodes,
  });
  caseListeners.push(causes.causeGroups.landing.listener);
  const rules = composeRules(db, world, { audit, colleagueRole });
  const caseLanding = createCaseLanding({
    db,
    world,
    zone,
    audit,
    counters: caseCounters,
    listeners: caseListeners,
    lines,
    catalogue,
    postOvercharges: overcharge.overchargeLedger.post,
    textIds: search.textStore.idsOf,
    digest: around.vault.hash,
    technicalDue: clockRules.technicalDue,
  });
  const volumes = createVolumeStore(db, world, zone);
  const snapshots = createSnapshotStore(db, world, { lines, ensureAreas: catalogue.ensureAreas });
  const systems = composeSystems(db, world, { audit, zone });
  const recovery = composeResync(db, world, {
    zone,
    store: caseStore,
    seen: cases.seen,
    queue,
    catalogue,
    overcharges: overcharge.overcharges,
    billRuns: systems.billRunStore,
    systems: systems.systemStore,
  });
  const { attempts, resync } = recovery;
  if (around.automaticResync) caseListeners.push(recovery.automaticListener);
  const outgoing = composeOutgoing(db, world, {
    zone,
    audit,
    enqueue: queue.enqueue,
    caseRowOf,
    mayWorkNotice: (actor, id) => ownWork.mayWork(actor, 'notices', id),
  });
  const caseWalk = createCaseWalk(db, caseReads.resolve);
  const bulk = composeBulk(db, world, {
    audit,
    zone,
    walk: caseWalk,
    lines,
    parseFilter: (filter) => parseCaseList({ filter: JSON.stringify(filter) }).filter,
    enqueue: queue.enqueue,
    colleagueRole,
    limits: systems.systemStore.pace,
    findCase: caseStore.find,
    cases,
    requestResync: resync.requestInBulk,
    sendMessage: outgoing.sendInBulk,
    templateUsable: outgoing.messages.usable,
    resyncJobKind: RESYNC_JOB,
  });
  const importFeature = composeImports(db, world, {
    audit,
    enqueue: queue.enqueue,
    zone: around.zone,
    hashOf: around.vault.hash,
    landCases: caseLanding.landMany,
    landOutages: outageFeature.landOutages,
    landVolumes: volumes.landVolumes,
    snapshots,
  });
  const clocks = composeClocks(db, world, {
    rules: clockRules,
    audit,
    cases: caseStore,
    seen: cases.seen,
    enqueue: queue.enqueue,
    calendarExists: calendars.exists,
    remindWaiting: outgoing.remindWaiting,
    nextCharge: async (ctx, caseId) => {
      const { nextCharge } = await overcharge.overcharges.show(ctx, caseId);
      return nextCharge === null ? null : { at: nextCharge.at, fen: nextCharge.fen };
    },
    openCases: async () =>
      (await caseCounters.read())
        .filter(({ state }) => !isCaseEnded(state))
        .reduce((sum, { n }) => sum + n, 0),
  });
  // Last: it reads what the others wrote of a new case, such as its next charge.
  caseListeners.push(clocks.clockKeeper.listener);
  // After the clocks, whose times messages promise.
  caseListeners.push(outgoing.messageListener);
  const incoming = composeIncoming(db, world, {
    ...outgoing,
    zone,
    audit,
    caseStore,
    cases,
    enqueue: queue.enqueue,
    lineByNumber: lines.byNumber,
    requireIdentity: identity.requirePassed,
    requestResync: resync.request,
  });
  const worksCase = (actor: Actor, id: string) => ownWork.mayWork(actor, 'cases', id);
  const tasks = composeTasks(db, world, {
    audit,
    cases: caseStore,
    seen: cases.seen,
    mayWork: worksCase,
    dueAt: clocks.dueOfTask,
  });
  const inbox = composeInbox(db, world, {
    zone,
    batches: compensation.batchList.list,
    plans: bulk.bulkReads.list,
  });
  const histories = {
    auditOf: auditReads.ofSubject,
    attemptsOf: attempts.ofCase,
    notesOf: caseNotes.ofCase,
  };
  const caseShow = createCaseShow({ db, world, ...histories, mayWork: worksCase });
  return {
    audit,
    auditReads,
    ownWork,
    lines,
    lineService: createLineService({ lines, audit }),
    lineReads,
    identity,
    lineOverview: createLineOverview({ db, show: lineReads.show, identity: identity.state }),
    catalogue,
    catalogueReads: createCatalogueReads(db),
    ensureCatalogue: createDefaultCatalogue({ db, world, audit }).ensureCatalogue,
    caseCounters,
    caseStore,
    caseReads,
    caseShow,
    caseEvidence: createCaseEvidence({ db, world, show: caseShow.show, ...histories }),
    caseLanding,
    cases,
    ...search,
    views: createViewService({
      db,
      world,
      audit,
      assertList: queueOf.assert,
      count: queueOf.count,
    }),
    ...composeAssignment(db, world, {
      audit,
      zone,
      assertConditions: queueOf.assert,
      casesOf: queueOf.first,
      countOf: queueOf.count,
      give: async (ctx, record, assigneeId, detail) => {
        const facts = { from: record.assigneeId, to: assigneeId, ...detail };
        await caseStore.change(ctx, record, { assigneeId }, 'case.assigned', facts);
      },
      colleagueRole,
    }),
    ...recovery,
    ...systems,
    ...overcharge,
    ...bulk,
    exports: createExportService({
      reads: createExportReads(db),
      walk: caseWalk,
      parseFilter: (filter) => parseCaseList({ filter }).filter,
      audit,
      zone,
      now: world.now,
      nextId: world.nextId,
    }),
    ...versions,
    ...causes,
    ...rules,
    // Numbers of the navigation: a feature adds its source here.
    navCounts: createNavCounts([
      { permission: 'cases.read', counts: caseReads.navigation },
      { permission: 'groups.read', counts: causes.causeGroups.reads.navigation },
      { permission: 'groups.read', counts: rules.ruleReviews.reads.navigation },
      { permission: 'catalogue.publish', counts: versions.versionReads.navigation },
      { permission: 'plans.read', counts: bulk.bulkReads.navigation },
      { permission: 'clocks.read', counts: inbox.inboxFeed.navigation },
      { permission: 'tasks.read', counts: tasks.taskReads.navigation },
      { permission: 'outages.read', counts: outageFeature.outageReads.navigation },
      { permission: 'weights.publish', counts: weightReads.navigation },
      { permission: 'batches.read', counts: compensation.batchList.navigation },
      { permission: 'messages.read', counts: outgoing.notices.navigation },
      { permission: 'catalogue.publish', counts: outgoing.messageTemplateReads.navigation },
    ]),
    queue,
    idempotency: createIdempotencyStore(db, world),
    sessions,
    ...composeApiKeys(db, world, { audit }),
    ...composeWebhooks(db, world, {
      audit,
      hosts: around.webhookHosts,
      seal: around.vault.seal,
      open: around.vault.open,
      enqueue: queue.enqueue,
    }),
    ingest: createIngestService({
      audit,
      zone,
      landCases: caseLanding.landMany,
      landVolumes: volumes.landVolumes,
      ...importFeature.importRows,
    }),
    orderEvents: createOrderEventService({
      store: createOrderEventStore(db, world),
      world,
      readOrder: importFeature.importRows.readOrder,
      landCases: caseLanding.landMany,
      orderStateSeen: resync.orderStateSeen,
    }),
    callbackSecret: around.callbackSecret,
    now: world.now,
    liveEvents: {
      streams: around.eventStreams,
      reads: { ...createEventReads(db), now: world.now, liveAmong: sessions.liveAmong },
    },
    sessionCookie: around.sessionCookie,
    installation: around.installation,
    findStaff: staffStore.byId,
    findStaffByLogin: staffStore.byLogin,
    staff: createStaffService({
      store: staffStore,
      audit,
      endSessionsOf: sessions.endSessionsOf,
      hashPassword,
      newOneTimePassword: oneTimePassword,
    }),
    staffReads: createStaffReads(db),
    calendars,
    weightProfiles,
    weightReads,
    policies,
    policyReads: createPolicyReads(db, world),
    ...clocks,
    ...tasks,
    ...inbox,
    ...outgoing,
    ...incoming,
    ...outageFeature,
    ...compensation,
    volumes,
    snapshots,
    ...importFeature,
    reportReads: createReportReads({
      db,
      world,
      zone,
      dailyVolumes: createVolumeReads(db).daily,
    }),
  };
}

type Graph = ReturnType<typeof composeFeatures>;

export interface Features extends Graph {
  /** Rebuilds the graph over one transaction; inside a transaction it joins that one. */
  inTransaction<T>(work: (f: Features) => Promise<T>): Promise<T>;
}

export function createFeatures(db: Knex, around: Surroundings): Features {
  return {
    ...composeFeatures(db, around),
    inTransaction: (work) => runTransaction(db, (trx) => work(insideOf(trx, around))),
  };
}

function insideOf(trx: Knex.Transaction, around: Surroundings): Features {
  const inside: Features = {
    ...composeFeatures(trx, around),
    inTransaction: (work) => work(inside),
  };
  return inside;
}
