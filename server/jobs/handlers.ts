import type { Features } from '../compose.ts';
import type { BalancePort } from '../connectors/balance/port.ts';
import type { ProvisioningPort } from '../connectors/provisioning/port.ts';
import { createResyncHandler } from '../features/resync/resync-job.ts';
import { RESYNC_JOB } from '../features/resync/resync-service.ts';
import type { World } from '../world.ts';
import type { JobHandler } from './runner.ts';

/** What jobs may reach besides the database: the clock and the operator's gateways. */
export interface JobSurroundings {
  world: World;
  features: Features;
  provisioning: ProvisioningPort;
  balance: BalancePort;
}

/** Every kind of job and who does it. */
export function jobHandlers(around: JobSurroundings): Record<string, JobHandler<Features>> {
  const { world, features, provisioning } = around;
  return {
    [RESYNC_JOB]: createResyncHandler({
      features,
      provisioning,
      simulatedGateways: features.installation.simulatedGateways,
      now: world.now,
    }),
  };
}
