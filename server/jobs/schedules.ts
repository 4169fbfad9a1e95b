import type { Knex } from 'knex';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import type { Features } from '../compose.ts';
import { sealAuditEvents } from '../features/audit/audit-sealer.ts';
import { sweepAttachedLists } from '../features/outages/attached-list-sweep.ts';
import { sweepImports } from '../features/imports/import-sweep.ts';
import { watchClocks } from '../features/clocks/watch-clocks.ts';
import { watchRounds } from '../features/notice-rounds/watch-rounds.ts';
import { collectForWebhooks } from '../features/webhooks/webhook-upkeep.ts';
import { resyncSchedules } from './resync-schedules.ts';
import { askForCosts } from '../features/simulations/cost-job.ts';
import type { World } from '../world.ts';
import type { Schedule } from './runner.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const SEAL_BATCH = 500;
/** So many events a turn keep up with an import. */
const SEAL_ROUNDS = 10;
const OUTAGE_BATCH = 50;

/** Work that comes round by the clock. */
export function schedules(around: { db: Knex; world: World; features: Features }): Schedule[] {
  const { db, world, features } = around;
  return [
    {
      name: 'audit.seal',
      everyMs: 3 * SECOND,
      // Not all at once: on SQLite a long chain of seals would hold the one connection.
      run: () => sealWhatWaits(db, world),
    },
    { name: 'jobs.release', everyMs: 15 * SECOND, run: () => features.queue.releaseExpired() },
    {
      name: 'cases.fold_counts',
      everyMs: 5 * SECOND,
      run: () => features.inTransaction((f) => f.caseCounters.fold()),
    },
    {
      name: 'groups.fold',
      everyMs: 5 * SECOND,
      run: () => features.inTransaction((f) => f.causeGroups.upkeep.fold()),
    },
    {
      name: 'groups.evaluate',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.causeGroups.upkeep.evaluateWaiting()),
    },
    {
      name: 'rules.open_reviews',
      everyMs: 60 * MINUTE,
      run: () => features.inTransaction((f) => f.ruleReviews.service.openDue('rules.open_reviews')),
    },
    {
      name: 'cases.wake_due',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.cases.wakeDue('cases.wake_due')),
    },
    {
      name: 'clocks.watch',
      everyMs: 15 * SECOND,
      run: () => watchClocks(features),
    },
    {
      name: 'cases.index_texts',
      everyMs: 5 * SECOND,
      run: async () => {
        // Some thousand cases a turn, each few hundred in a transaction of their own.
        for (let turn = 0; turn < 10; turn += 1)
          if ((await features.inTransaction((f) => f.textStore.fill())) === 0) return;
      },
    },
    {
      name: 'cases.complete',
      everyMs: 5 * SECOND,
      run: async () => {
        if ((await features.caseCompletion.progress()).finishedAt !== null) return;
        for (let turn = 0; turn < 10; turn += 1)
          if (!(await features.inTransaction((f) => f.caseCompletion.step()))) return;
      },
    },
    {
      name: 'cases.assign_by_rule',
      everyMs: MINUTE,
      run: () =>
        features.inTransaction((f) =>
          f.assignment.run({ actor: SYSTEM_ACTOR, requestId: 'cases.assign_by_rule' }, 200),
        ),
    },
    {
      name: 'cases.adopt_strays',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.resync.adoptStrays()),
    },
    ...resyncSchedules(features),
    {
      name: 'overcharge.accrue',
      everyMs: MINUTE,
      // Batches of their own transactions, so that the first of a month holds nobody up.
      run: async () => {
        for (let turn = 0; turn < 50; turn += 1)
          if (
            (await features.inTransaction((f) => f.overcharges.accrue('overcharge.accrue'))) === 0
          )
            return;
      },
    },
    {
      name: 'overcharge.read_due',
      everyMs: 10 * SECOND,
      run: () => features.inTransaction((f) => f.chargeReadings.beginReadings()),
    },
    {
      name: 'outages.count',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.countUncountedOutages(OUTAGE_BATCH)),
    },
    {
      name: 'outages.sweep_lists',
      everyMs: 60 * MINUTE,
      run: () => sweepAttachedLists(features.attachedLists, world.now()),
    },
    {
      name: 'plans.expire',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.plans.expire('plans.expire')),
    },
    {
      name: 'bulk_jobs.revive',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.bulkJobs.revive()),
    },
    {
      name: 'evidence.sweep',
      everyMs: 60 * MINUTE,
      run: () => features.evidenceFiles.sweep(world.now()),
    },
    {
      name: 'imports.sweep',
      everyMs: 60 * MINUTE,
      run: () =>
        sweepImports({
          db,
          world,
          importStore: features.importStore,
          importLanding: features.importLanding,
        }),
    },
    {
      name: 'outages.count_costs',
      everyMs: 15 * SECOND,
      run: () => features.inTransaction((f) => askForCosts(f, world.now())),
    },
    {
      name: 'simulations.sweep',
      everyMs: 60 * MINUTE,
      run: () => features.inTransaction((f) => f.simulations.sweep()),
    },
    {
      name: 'batches.expire',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.batchUpkeep.expire()),
    },
    {
      name: 'batches.revive',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.batchUpkeep.revive()),
    },
    {
      name: 'batches.automatic',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.automaticBatches.revive()),
    },
    {
      name: 'notices.due',
      everyMs: 5 * SECOND,
      run: () => features.inTransaction((f) => f.sendDue()),
    },
    {
      name: 'notice_rounds.watch',
      everyMs: 5 * SECOND,
      run: () => watchRounds(features),
    },
    {
      name: 'messages.replies',
      everyMs: 10 * SECOND,
      run: () => features.inTransaction((f) => f.readRepliesDue()),
    },
    {
      name: 'confirmations.expire',
      everyMs: MINUTE,
      run: () => features.inTransaction((f) => f.confirmations.expireDue()),
    },
    { name: 'sessions.sweep', everyMs: 10 * MINUTE, run: () => features.sessions.sweep() },
    {
      name: 'webhooks.collect',
      everyMs: 3 * SECOND,
      run: () => collectForWebhooks(features),
    },
    {
      name: 'webhooks.sweep',
      everyMs: 10 * MINUTE,
      run: () => features.webhookDeliveries.sweep(),
    },
    { name: 'order_events.sweep', everyMs: 60 * MINUTE, run: () => features.orderEvents.sweep() },
    { name: 'idempotency.sweep', everyMs: 60 * MINUTE, run: () => features.idempotency.sweep() },
  ];
}

async function sealWhatWaits(db: Knex, world: World): Promise<void> {
  for (let round = 0; round < SEAL_ROUNDS; round += 1) {
    if ((await sealAuditEvents(db, world, SEAL_BATCH)) < SEAL_BATCH) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
