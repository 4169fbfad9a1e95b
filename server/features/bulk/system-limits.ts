import type { SystemLimit } from './bulk-job-service.ts';

/** What the systems allow where nobody has set limits: calls per second. */
const DEFAULTS = { billing: 8, platform: 10, network: 6, crm: 10 } as const;

/** Every system with its default limit and a closed breaker. */
export const defaultSystemLimits: readonly SystemLimit[] = [
  { system: 'billing', maxPerSecond: DEFAULTS.billing, breaker: 'closed' },
  { system: 'platform', maxPerSecond: DEFAULTS.platform, breaker: 'closed' },
  { system: 'network', maxPerSecond: DEFAULTS.network, breaker: 'closed' },
  { system: 'crm', maxPerSecond: DEFAULTS.crm, breaker: 'closed' },
];
