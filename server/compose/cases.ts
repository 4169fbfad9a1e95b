import type { Actor } from '#domain/context.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { roleMay } from '#domain/permissions.ts';
import { composeAssignment } from '../features/assignment/compose-assignment.ts';
import { createIdentityService } from '../features/identity/identity-service.ts';
import { createIdentityStore } from '../features/identity/identity-store.ts';
import { createLineOverview } from '../features/lines/line-overview.ts';
import { createLineReads } from '../features/lines/line-reads.ts';
import { createLineService } from '../features/lines/line-service.ts';
import { createLineStore } from '../features/lines/line-store.ts';
import { createSnapshotStore } from '../features/lines/snapshot-store.ts';
import { composeSearch } from '../features/search/compose-search.ts';
import { createCaseCounters } from '../features/unsubscribes/case-counters.ts';
import { caseList } from '../features/unsubscribes/case-list.ts';
import type { CaseListener } from '../features/unsubscribes/case-listener.ts';
import { createCaseNoteStore } from '../features/unsubscribes/case-note-store.ts';
import { createCaseReads } from '../features/unsubscribes/case-reads.ts';
import { createCaseService } from '../features/unsubscribes/case-service.ts';
import { createCaseStore } from '../features/unsubscribes/case-store.ts';
import { createCaseWalk } from '../features/unsubscribes/case-walk.ts';
import { createQueueDoor } from '../features/unsubscribes/queue-door.ts';
import { createViewService } from '../features/views/view-service.ts';
import { createListParser } from '../http/rest-list.ts';
import { opened, recipes, type Parts } from './graph.ts';
import type { Notices } from './notices.ts';

/** Made once: a zod object costs far more to build than to use. */
export const parseCaseList = createListParser(caseList);

/** Who hears of every case that opens or moves, in the same transaction; made of what stands on the cases. */
export interface Listening {
  readonly caseListeners: readonly CaseListener[];
}

type Given = Notices & Listening;

const stores = recipes<Given>()({
  lines: ({ db, world, around }) => createLineStore(db, world, around.vault),
  lineReads: ({ db }) => createLineReads(db),
  caseCounters: ({ db, world }) => createCaseCounters(db, world),
  caseNotes: ({ db, world, audit }) => createCaseNoteStore(db, world, audit),
  worksCase:
    ({ ownWork }) =>
    (actor: Actor, id: string) =>
      ownWork.mayWork(actor, 'cases', id),
});

type WithStores = Given & Parts<typeof stores>;

const records = recipes<WithStores>()({
  lineService: ({ lines, audit, lineReads }) =>
    createLineService({ lines, audit, readableOf: lineReads.readableOf }),
  snapshots: ({ db, world, lines, catalogue, lineContacts }) =>
    createSnapshotStore(db, world, {
      ...{ lines, ensureAreas: catalogue.ensureAreas, noteApps: lineContacts.noteApps },
    }),
  searchFeature: ({ db, world, audit, lines, lineReads }) =>
    composeSearch(db, world, {
      audit,
      linesOf: lines.byNumbers,
      readableOf: lineReads.readableOf,
    }),
  identity: ({ db, world, audit, lines, lineReads, ownWork }) =>
    createIdentityService({
      store: createIdentityStore(db, world),
      audit,
      now: world.now,
      numberOf: lines.numberOf,
      assertReadable: lineReads.assertReadable,
      mayWork: (actor, id) => ownWork.mayWork(actor, 'lines', id),
    }),
  caseStore: (g) =>
    createCaseStore({
      ...{ db: g.db, world: g.world, zone: g.zone, audit: g.audit, counters: g.caseCounters },
      listeners: () => g.caseListeners,
    }),
  openCases:
    ({ caseCounters }) =>
    async () =>
      (await caseCounters.read())
        .filter(({ state }) => !isCaseEnded(state))
        .reduce((sum, { n }) => sum + n, 0),
});

type WithRecords = WithStores & Parts<typeof records>;

const services = recipes<WithRecords>()({
  lineOverview: ({ db, lineReads, identity }) =>
    createLineOverview({ db, show: lineReads.show, identity: identity.state }),
  caseReads: ({ db, world, zone, caseCounters, searchFeature }) =>
    createCaseReads({
      ...{ db, world, zone },
      counters: caseCounters,
      search: searchFeature.caseSearch.find,
      idsOfList: searchFeature.pastedLists.caseIds,
    }),
  cases: ({ caseStore, caseNotes, staffStore, colleagueRole }) =>
    createCaseService({
      store: caseStore,
      notes: caseNotes,
      // Who may not read cases cannot be told of one.
      colleagueNames: async (ids) =>
        (await staffStore.namesOf(ids)).filter(({ role }) => roleMay(role, 'cases.read')),
      colleagueRole,
    }),
});

type WithServices = WithRecords & Parts<typeof services>;

const queues = recipes<WithServices>()({
  caseWalk: ({ db, caseReads }) => createCaseWalk(db, caseReads),
  queueDoor: ({ caseReads }) => createQueueDoor(caseReads, parseCaseList),
});

type WithQueues = WithServices & Parts<typeof queues>;

const work = recipes<WithQueues>()({
  views: ({ db, world, audit, queueDoor }) =>
    createViewService({
      ...{ db, world, audit },
      assertList: queueDoor.assert,
      count: queueDoor.count,
    }),
  assignmentFeature: ({ db, world, audit, zone, queueDoor, caseStore, colleagueRole }) =>
    composeAssignment(db, world, {
      ...{ audit, zone, colleagueRole },
      assertConditions: queueDoor.assert,
      casesOf: queueDoor.first,
      countOf: queueDoor.count,
      give: async (ctx, record, assigneeId, detail) => {
        const facts = { from: record.assigneeId, to: assigneeId, ...detail };
        await caseStore.change(ctx, record, { assigneeId }, 'case.assigned', facts);
      },
    }),
});

const open = opened<WithQueues & Parts<typeof work>>();

/** Lines and their cases: the rows, the lists, whose work they are. */
export const cases = {
  ...stores,
  ...records,
  ...services,
  ...queues,
  ...work,
  ...open('searchFeature', ['textStore', 'caseSearch', 'pastedLists', 'searchReads']),
  ...open('assignmentFeature', ['assignment', 'handovers']),
};

export type Cases = Given & Parts<typeof cases>;
