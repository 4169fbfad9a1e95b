import { createLineNoteService } from '../features/line-notes/line-note-service.ts';
import { createZone } from '#domain/time.ts';
import { createEffectLanding } from '../features/effects/effect-landing.ts';
import { composeImports } from '../features/imports/compose-imports.ts';
import { createIngestService } from '../features/ingest/ingest-service.ts';
import { createOrderEventService } from '../features/ingest/order-event-service.ts';
import { createOrderEventStore } from '../features/ingest/order-event-store.ts';
import { createProblemService } from '../features/ingest/problem-service.ts';
import { createProblemStore } from '../features/ingest/problem-store.ts';
import { writeLocal } from '../features/outages/local-times.ts';
import { reaches } from '../features/outages/outage-reach.ts';
import { createCaseLanding } from '../features/unsubscribes/case-landing.ts';
import { opened, recipes, type Parts } from './graph.ts';
import type { Recovery } from './recovery.ts';

const landing = recipes<Recovery>()({
  lineNotes: (g) =>
    createLineNoteService({
      store: g.lineNoteStore,
      audit: g.audit,
      outage: g.outages.find,
      linesByNumbers: g.lines.byNumbers,
    }),
  caseLanding: (g) =>
    createCaseLanding({
      ...{ db: g.db, world: g.world, zone: g.zone, audit: g.audit, lines: g.lines },
      catalogue: g.catalogue,
      counters: g.caseCounters,
      listeners: () => g.caseListeners,
      postOvercharges: g.overchargeLedger.post,
      textIds: g.textStore.idsOf,
      digest: g.around.vault.hash,
      technicalDue: g.clockRules.technicalDue,
    }),
  landEffects: (g) => createEffectLanding({ store: g.effects, reaches }),
});

type WithLanding = Recovery & Parts<typeof landing>;

const files = recipes<WithLanding>()({
  importFeature: (g) =>
    composeImports(g.db, g.world, {
      audit: g.audit,
      enqueue: g.queue.enqueue,
      zone: g.around.zone,
      hashOf: g.around.vault.hash,
      landCases: g.caseLanding.landMany,
      landOutages: g.landOutages,
      landEffects: g.landEffects,
      landVolumes: g.volumes.landVolumes,
      snapshots: g.snapshots,
    }),
});

type WithFiles = WithLanding & Parts<typeof files>;

const programs = recipes<WithFiles>()({
  ingest: (g) =>
    createIngestService({
      audit: g.audit,
      zone: g.zone,
      landCases: g.caseLanding.landMany,
      landVolumes: g.volumes.landVolumes,
      ...g.importFeature.importRows,
    }),
  problems: (g) =>
    createProblemService({
      store: createProblemStore(g.db, g.world),
      zone: g.zone,
      now: g.world.now,
      causes: async () =>
        (await g.outageCauses.list()).causes.filter(({ retired }) => retired !== true),
      outages: g.outages,
      writeLocal: (zone, at) => writeLocal(createZone(zone), at),
    }),
  orderEvents: (g) =>
    createOrderEventService({
      store: createOrderEventStore(g.db, g.world),
      world: g.world,
      readOrder: g.importFeature.importRows.readOrder,
      landCases: g.caseLanding.landMany,
      orderStateSeen: g.resync.orderStateSeen,
    }),
});

const open = opened<WithFiles>();

/** The ways in: what lands cases, files, other programs. */
export const intake = {
  ...landing,
  ...files,
  ...programs,
  ...open('importFeature', [
    'importRows',
    'importStore',
    'importReads',
    'importLanding',
    'imports',
  ]),
};

export type Intake = Recovery & Parts<typeof intake>;
