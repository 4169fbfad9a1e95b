import { createNavCounts } from '../features/counts/nav-counts.ts';
import { createExportReads } from '../features/exports/export-reads.ts';
import { createExportService } from '../features/exports/export-service.ts';
import { createClockAdoption } from '../features/clocks/clock-adoption.ts';
import { composeInbox } from '../features/inbox/compose-inbox.ts';
import { createCaseEvidence } from '../features/unsubscribes/case-evidence.ts';
import { createCaseShow } from '../features/unsubscribes/case-show.ts';
import { createCaseCompletion } from '../features/upkeep/case-completion.ts';
import { parseCaseList } from './cases.ts';
import { opened, recipes, type Parts } from './graph.ts';
import type { Intake } from './intake.ts';

const pages = recipes<Intake>()({
  histories: ({ auditReads, attempts, caseNotes }) => ({
    auditOf: auditReads.ofSubject,
    attemptsOf: attempts.ofCase,
    notesOf: caseNotes.ofCase,
  }),
  inboxFeature: ({ db, world, zone, batchList, bulkReads, outageReads }) =>
    composeInbox(db, world, {
      ...{ zone, batches: batchList.list, plans: bulkReads.list },
      outages: outageReads.list,
    }),
  caseCompletion: ({ db, world, causeGroups, clockRules }) =>
    createCaseCompletion({
      ...{ db, now: world.now, regroup: causeGroups.landing.regroup },
      adoptClocks: createClockAdoption({ ...clockRules, now: world.now }),
    }),
  exports: ({ db, world, zone, audit, caseWalk }) =>
    createExportService({
      ...{ audit, zone },
      reads: createExportReads(db),
      walk: caseWalk,
      parseFilter: (filter) => parseCaseList({ filter }).filter,
      now: world.now,
      nextId: world.nextId,
    }),
});

type WithPages = Intake & Parts<typeof pages>;

const opening = opened<WithPages>()('inboxFeature', ['inboxFeed', 'inboxStore']);

const records = recipes<WithPages>()({
  caseShow: ({ db, world, histories, worksCase }) =>
    createCaseShow({ db, world, ...histories, mayWork: worksCase }),
});

const wholes = recipes<WithPages & Parts<typeof opening> & Parts<typeof records>>()({
  caseEvidence: ({ db, world, audit, histories, caseShow }) =>
    createCaseEvidence({ db, world, audit, show: caseShow.show, ...histories }),
  // Numbers of the navigation: a feature adds its source here.
  navCounts: (g) =>
    createNavCounts([
      { permission: 'cases.read', counts: g.caseReads.navigation },
      { permission: 'groups.read', counts: g.causeGroups.reads.navigation },
      { permission: 'groups.read', counts: g.ruleReviews.reads.navigation },
      { permission: 'catalogue.publish', counts: g.versionReads.navigation },
      { permission: 'plans.read', counts: g.bulkReads.navigation },
      { permission: 'clocks.read', counts: g.inboxFeed.navigation },
      { permission: 'tasks.read', counts: g.taskReads.navigation },
      { permission: 'outages.read', counts: g.outageReads.navigation },
      { permission: 'weights.publish', counts: g.weightReads.navigation },
      { permission: 'policies.publish', counts: g.policyReads.navigation },
      { permission: 'batches.read', counts: g.batchList.navigation },
      { permission: 'recoveries.read', counts: g.recoveryReads.navigation },
      { permission: 'messages.read', counts: g.notices.navigation },
      { permission: 'catalogue.publish', counts: g.messageTemplateReads.navigation },
    ]),
});

/** What draws on everything: a case's page, the inbox, the navigation, exports. */
export const overview = { ...pages, ...opening, ...records, ...wholes };

export type Overview = Intake & Parts<typeof overview>;
