import type { Features } from '../compose.ts';
import type { BalancePort } from '../connectors/balance/port.ts';
import type { ProvisioningPort } from '../connectors/provisioning/port.ts';
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
export function jobHandlers(_around: JobSurroundings): Record<string, JobHandler<Features>> {
  return {};
}
