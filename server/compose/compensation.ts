import { createBatchStore } from '../features/compensation/batch-store.ts';
import { createCompensation } from '../features/compensation/compensation.ts';
import { factsOfDrawn } from '../features/outages/drawn-facts.ts';
import { composeOutages } from '../features/outages/compose-outages.ts';
import { composePolicies } from '../features/policies/compose-policies.ts';
import { createPolicyStore } from '../features/policies/policy-store.ts';
import { STANDARD_FAMILY } from '../features/policies/policy-service.ts';
import { composeSimulations } from '../features/simulations/compose-simulations.ts';
import { createEffectStore } from '../features/effects/effect-store.ts';
import { createEvidenceFiles } from '../features/evidence/evidence-files.ts';
import { createEvidenceService } from '../features/evidence/evidence-service.ts';
import { createEvidenceStore } from '../features/evidence/evidence-store.ts';
import { createReportReads } from '../features/reports/report-reads.ts';
import { createLineNoteStore } from '../features/line-notes/line-note-store.ts';
import { createVolumeReads } from '../features/volumes/volume-reads.ts';
import { createVolumeStore } from '../features/volumes/volume-store.ts';
import { createCalendarReads } from '../features/weights/calendar-reads.ts';
import { createCalendarService } from '../features/weights/calendar-service.ts';
import { createCalendarStore } from '../features/weights/calendar-store.ts';
import { createWeightProfileService } from '../features/weights/weight-profile-service.ts';
import { createWeightProfileStore } from '../features/weights/weight-profile-store.ts';
import { createWeightReads } from '../features/weights/weight-reads.ts';
import type { Foundation } from './foundation.ts';
import { opened, recipes, type Parts } from './graph.ts';

const calendar = recipes<Foundation>()({
  calendars: ({ db, world, audit }) =>
    createCalendarService({
      store: createCalendarStore(db, world),
      audit,
      now: world.now,
      nextId: world.nextId,
    }),
  calendarReads: ({ db, world }) => createCalendarReads(db, world),
  weightReads: ({ db, world }) => createWeightReads(db, world),
  volumes: ({ db, world, zone }) => createVolumeStore(db, world, zone),
  reportReads: ({ db, world, zone }) =>
    createReportReads({ db, world, zone, dailyVolumes: createVolumeReads(db).daily }),
});

type WithCalendar = Foundation & Parts<typeof calendar>;

const weighing = recipes<WithCalendar>()({
  weightProfiles: ({ db, world, audit, calendars }) =>
    createWeightProfileService({
      store: createWeightProfileStore(db, world),
      audit,
      now: world.now,
      nextId: world.nextId,
      calendar: calendars.calendar,
      calendarExists: calendars.exists,
    }),
});

type WithWeights = WithCalendar & Parts<typeof weighing>;

const rules = recipes<WithWeights>()({
  policyFeature: ({ db, world, zone, audit, weightProfiles, calendars }) =>
    composePolicies(db, world, {
      ...{ zone, audit },
      weightProfileAt: weightProfiles.profileInForceAt,
      weightProfile: createWeightProfileStore(db, world).byId,
      calendar: calendars.calendar,
      holdBatches: createBatchStore(db, world).serialise,
    }),
});

const policyParts = opened<WithWeights & Parts<typeof rules>>()('policyFeature', [
  'policies',
  'policyReads',
  'familyReads',
  'policyTrial',
]);

type WithPolicies = WithWeights & Parts<typeof rules> & Parts<typeof policyParts>;

const kept = recipes<WithPolicies>()({
  evidenceFiles: ({ around }) => createEvidenceFiles(around.filesDir),
  evidenceStore: ({ db, world }) => createEvidenceStore(db, world),
  effects: ({ db, world }) => createEffectStore(db, world),
  lineNoteStore: ({ db, world }) => createLineNoteStore(db, world),
});

type WithKept = WithPolicies & Parts<typeof kept>;

const harm = recipes<WithKept>()({
  outageFeature: ({ db, world, zone, audit, evidenceStore, policies, weightProfiles, calendars }) =>
    composeOutages(db, world, {
      evidence: evidenceStore,
      audit,
      zone,
      // What the picture shows is what a batch would weigh with.
      profileInForceAt: async (at) => {
        const policy = await policies.policyInForceAt(STANDARD_FAMILY, at);
        return weightProfiles.byId(policy.weightProfileId);
      },
      calendar: calendars.calendar,
    }),
});

type WithOutages = WithKept & Parts<typeof harm>;

const proof = recipes<WithOutages>()({
  evidence: ({ evidenceStore: store, audit, outageFeature: { outages } }) =>
    createEvidenceService({ store, audit, outages }),
});

const money = recipes<WithOutages>()({
  compensationFeature: (g) =>
    createCompensation(g.db, {
      world: g.world,
      zone: g.around.zone,
      audit: g.audit,
      sources: {
        outage: g.outageFeature.outages.find,
        policyInForceAt: g.policies.policyInForceAt,
        weightProfile: createWeightProfileStore(g.db, g.world).byId,
        calendar: g.calendars.calendar,
        snapshotAt: g.outageFeature.membership.snapshotValidAt,
        notesRound: g.lineNoteStore.round,
        ...g.outageFeature.exposing,
      },
      enqueue: g.queue.enqueue,
      findStaff: g.staffStore.byId,
      policiesInForceAt: g.policies.allInForceAt,
      publisherIdOf: g.policies.publisherIdOf,
      confirmedOutage: g.outageFeature.outages.find,
      openNumber: g.around.vault.open,
    }),
});

type WithMoney = WithOutages & Parts<typeof money>;

const whatIf = recipes<WithMoney>()({
  simulationFeature: ({ db, world, zone, audit, queue, compensationFeature }) =>
    composeSimulations(db, {
      audit,
      valuation: compensationFeature.valuation,
      policy: createPolicyStore(db, world).byId,
      drawnFacts: (drawn) => factsOfDrawn(drawn, zone.name),
      ...{ now: world.now, nextId: world.nextId, enqueue: queue.enqueue },
    }),
});

const confirming = recipes<WithMoney>()({
  // A confirmed outage whose policy says so gets its batch by itself: asked for in the same transaction.
  outages: ({ outageFeature: { outages }, compensationFeature: { automaticBatches } }) => ({
    ...outages,
    async confirm(...[ctx, id, input]: Parameters<typeof outages.confirm>): Promise<void> {
      await outages.confirm(ctx, id, input);
      await automaticBatches.begin(await outages.find(ctx, id));
    },
  }),
});

const open = opened<WithMoney & Parts<typeof whatIf>>();

/** Weights and policies, outages, and the batches that pay for them. */
export const compensation = {
  ...calendar,
  ...weighing,
  ...rules,
  ...policyParts,
  ...kept,
  ...harm,
  ...proof,
  ...money,
  ...whatIf,
  ...confirming,
  ...open('outageFeature', [
    'outageReads',
    'outageCauses',
    'outageViews',
    'outagePreviews',
    'outageBoards',
    'attachedLists',
    'landOutages',
    'snapshotReads',
    'countUncountedOutages',
    'membership',
  ]),
  ...open('compensationFeature', [
    'batches',
    'batchCalculation',
    'batchAdjustments',
    'batchApprovals',
    'batchCredits',
    'batchUpkeep',
    'automaticBatches',
    'batchList',
    'batchReads',
    'batchItemReads',
    'batchReplays',
    'restatements',
    'approvalLimits',
    'limits',
    'limitsReads',
    'valuation',
  ]),
  ...open('simulationFeature', [
    'simulations',
    'simulationReads',
    'simulationRuns',
    'outageCosts',
    'costStore',
  ]),
};

export type Compensation = Foundation & Parts<typeof compensation>;
