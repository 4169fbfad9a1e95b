import type { Knex } from 'knex';
import type { Features } from '../compose.ts';
import type { BalancePort } from '../connectors/balance/port.ts';
import type { MessagingPort } from '../connectors/messaging/port.ts';
import type { ProvisioningPort } from '../connectors/provisioning/port.ts';
import { writersAtOnce } from '../db/dialect.ts';
import { runBulkJob } from '../features/bulk/bulk-job.ts';
import { BULK_JOB } from '../features/bulk/bulk-job-service.ts';
import { freezePlan } from '../features/bulk/freeze-job.ts';
import { FREEZE_JOB } from '../features/bulk/plan-service.ts';
import { runMapping } from '../features/catalogue/mapping-job.ts';
import { MAPPING_JOB } from '../features/catalogue/mapping-runs.ts';
import { MERGE_JOB } from '../features/causes/group-upkeep.ts';
import { mergeGroups } from '../features/causes/merge-job.ts';
import type { WebhookPort } from '../connectors/webhook/port.ts';
import { deliverWebhook } from '../features/webhooks/webhook-job.ts';
import { DELIVER_JOB } from '../features/webhooks/webhook-collector.ts';
import { importJobs } from '../features/imports/import-job.ts';
import { CREDIT_JOB } from '../features/compensation/approval-service.ts';
import { runAutomaticBatch, thenAutomatic } from '../features/compensation/automatic-job.ts';
import { AUTOMATIC_BATCH_JOB } from '../features/compensation/automatic-store.ts';
import { CALCULATE_JOB } from '../features/compensation/batch-service.ts';
import { RECOMPUTE_JOB, recomputeClocks } from '../features/clocks/clock-recompute.ts';
import { calculateBatch } from '../features/compensation/calculation-job.ts';
import { creditBatch } from '../features/compensation/crediting-job.ts';
import { readCharges } from '../features/overcharge/reading-job.ts';
import { READ_CHARGES_JOB } from '../features/overcharge/reading-service.ts';
import { SEND_JOB } from '../features/messages/message-service.ts';
import { sendNotices } from '../features/messages/notices-job.ts';
import { readReplies } from '../features/messages/replies-job.ts';
import { REPLIES_JOB } from '../features/messages/reply-service.ts';
import { workRound } from '../features/notice-rounds/round-job.ts';
import { ROUND_JOB } from '../features/notice-rounds/round-store.ts';
import { AUTOMATIC_JOB, sendAutomatically } from '../features/resync/automatic.ts';
import { RECHECK_JOB, recheckCase } from '../features/resync/recheck.ts';
import { createResyncHandler } from '../features/resync/resync-job.ts';
import { RESYNC_JOB } from '../features/resync/resync-service.ts';
import { COUNT_COSTS_JOB, countCosts } from '../features/simulations/cost-job.ts';
import { runSimulation } from '../features/simulations/simulation-job.ts';
import { SIMULATE_JOB } from '../features/simulations/simulation-service.ts';
import type { World } from '../world.ts';
import type { SystemGate } from '../features/resync/system-gate.ts';
import type { JobHandler, ShortJobs } from './runner.ts';

/** What jobs may reach besides the database: the clock and the operator's gateways. */
export interface JobSurroundings {
  world: World;
  features: Features;
  provisioning: ProvisioningPort;
  balance: BalancePort;
  messaging: MessagingPort;
  webhook: WebhookPort;
  /** This process's door to the systems that a cancel is for. */
  gate: SystemGate;
}

/** Their works are about one case each, and short; more than the systems let through would only be put back. */
export const shortJobs = (db: Knex, gate: SystemGate): ShortJobs => ({
  kinds: [RESYNC_JOB],
  useful: gate.room,
  transactions: writersAtOnce(db),
});

/** Every kind of job and who does it. */
export function jobHandlers(around: JobSurroundings): Record<string, JobHandler<Features>> {
  const { world, features, provisioning, balance } = around;
  return {
    [CALCULATE_JOB]: thenAutomatic(calculateBatch(features, world.now)),
    [AUTOMATIC_BATCH_JOB]: runAutomaticBatch(),
    [SIMULATE_JOB]: runSimulation(features, world.now),
    [COUNT_COSTS_JOB]: countCosts(features, world.now),
    [RECOMPUTE_JOB]: recomputeClocks,
    [CREDIT_JOB]: creditBatch({ world, balance, openNumber: features.batchCredits.openNumber }),
    [SEND_JOB]: sendNotices({
      world,
      messaging: around.messaging,
      simulatedGateway: features.installation.simulatedGateways,
      numberOf: features.lines.numberOf,
    }),
    [REPLIES_JOB]: readReplies(around.messaging),
    [ROUND_JOB]: workRound(world),
    [RECHECK_JOB]: recheckCase({ features, provisioning, now: world.now }),
    [AUTOMATIC_JOB]: sendAutomatically({ features, now: world.now }),
    [RESYNC_JOB]: createResyncHandler({
      features,
      provisioning,
      simulatedGateways: features.installation.simulatedGateways,
      gate: around.gate,
      now: world.now,
    }),
    [READ_CHARGES_JOB]: readCharges({
      outside: features,
      pieces: (f) => ({
        findCase: f.caseStore.find,
        numberOf: f.lines.numberOf,
        chargeReadings: f.chargeReadings,
      }),
      balance,
      now: world.now,
    }),
    [FREEZE_JOB]: freezePlan(world),
    [BULK_JOB]: runBulkJob(world),
    [MERGE_JOB]: mergeGroups(),
    [MAPPING_JOB]: runMapping(),
    [DELIVER_JOB]: deliverWebhook({
      outside: features,
      port: around.webhook,
      open: features.openWebhookSecret,
      now: world.now,
    }),
    ...importJobs({ world, features }),
  };
}
