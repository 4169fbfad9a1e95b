import { dirname, join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_POOL_SIZE } from './db/pool-size.ts';

const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const httpUrl = z.url({ protocol: /^https?$/ });

const schema = z.strictObject({
  DATABASE_URL: z
    .string()
    .regex(
      /^(sqlite:.+|(mysql|mariadb):\/\/.+)$/,
      'must be sqlite:<path> or mysql://user:pass@host:port/name',
    )
    .optional(),
  REDRESS_HOST: z.string().min(1).default('127.0.0.1'),
  REDRESS_PORT: count(0, 65_535).default(3000),
  REDRESS_DATA_DIR: z.string().min(1).default('data'),
  REDRESS_FILES_DIR: z.string().min(1).optional(),
  REDRESS_PUBLIC_URL: httpUrl.optional(),
  REDRESS_TRUST_PROXY: onOff.default(false),
  REDRESS_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  REDRESS_ZONE: z.string().refine(isZone, 'must be an IANA time zone').default('Asia/Shanghai'),
  REDRESS_DEMO: onOff.default(true),
  REDRESS_DEMO_LINES: count(100, 1_000_000).default(12_000),
  REDRESS_DATA_KEYS: z
    .string()
    .regex(
      /^[\w-]+:[A-Za-z0-9+/=]{44}(,[\w-]+:[A-Za-z0-9+/=]{44})*$/,
      'must be name:base64(32 bytes)[,…], the current key first',
    )
    .optional(),
  REDRESS_LOOKUP_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/=]{44}$/, 'must be base64 of 32 bytes')
    .optional(),
  REDRESS_PROVISIONING_URL: httpUrl.optional(),
  REDRESS_BALANCE_URL: httpUrl.optional(),
  REDRESS_MESSAGING_URL: httpUrl.optional(),
  REDRESS_GATEWAY_PORT: count(0, 65_535).default(4010),
  REDRESS_GATEWAY_SEED: count(0, 2 ** 31).default(7),
  REDRESS_GATEWAY_FAULT_PERCENT: count(0, 100).default(4),
  REDRESS_GATEWAY_TIMEOUT_MS: count(50, 120_000).default(10_000),
  REDRESS_CALLBACK_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  REDRESS_WEBHOOK_HOSTS: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d+)?(,[a-z0-9.-]+(:\d+)?)*$/, 'must be host[:port][,…]')
    .optional(),
  REDRESS_AUTOMATIC_RESYNC: onOff.default(true),
  REDRESS_SESSION_IDLE_MINUTES: count(1, 1440).default(60),
  REDRESS_SESSION_HOURS: count(1, 72).default(12),
  REDRESS_POOL_SIZE: count(1, 200).default(DEFAULT_POOL_SIZE),
  REDRESS_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export interface Config {
  databaseUrl: string;
  host: string;
  port: number;
  dataDir: string;
  /** Where the bytes of evidence lie; several nodes share one. */
  filesDir: string;
  publicUrl: string | undefined;
  trustProxy: boolean;
  role: 'all' | 'api' | 'worker';
  zone: string;
  demo: boolean;
  demoLines: number;
  dataKeys: string | undefined;
  lookupKey: string | undefined;
  provisioningUrl: string | undefined;
  balanceUrl: string | undefined;
  messagingUrl: string | undefined;
  gatewayPort: number;
  gatewaySeed: number;
  /** Share of orders and credits that the simulated operator fails on its own, in percent. */
  gatewayFaultPercent: number;
  gatewayTimeoutMs: number;
  /** What the gateways sign their callbacks with. */
  callbackSecret: string | undefined;
  /** The only hosts webhooks go to, `host` or `host:port`. */
  webhookHosts: readonly string[];
  /** Whether cases whose cause passes by itself are sent again without a person. */
  automaticResync: boolean;
  sessionIdleMs: number;
  sessionMs: number;
  poolSize: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

/** Thrown with every fault of the configuration at once. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((f) => `  - ${f}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Reads the environment; unknown `REDRESS_*` variables are faults, because a misspelt setting is silent otherwise. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const ours = Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) =>
        (name.startsWith('REDRESS_') || name === 'DATABASE_URL') &&
        value !== undefined &&
        value !== '',
    ),
  );
  const parsed = schema.safeParse(ours);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap(describe));
  const values = parsed.data;
  const databaseUrl = values.DATABASE_URL ?? `sqlite:${values.REDRESS_DATA_DIR}/redress.sqlite`;
  return Object.freeze({
    databaseUrl,
    host: values.REDRESS_HOST,
    port: values.REDRESS_PORT,
    dataDir: values.REDRESS_DATA_DIR,
    filesDir: values.REDRESS_FILES_DIR ?? filesBeside(databaseUrl, values.REDRESS_DATA_DIR),
    publicUrl: values.REDRESS_PUBLIC_URL,
    trustProxy: values.REDRESS_TRUST_PROXY,
    role: values.REDRESS_ROLE,
    zone: values.REDRESS_ZONE,
    demo: values.REDRESS_DEMO,
    demoLines: values.REDRESS_DEMO_LINES,
    dataKeys: values.REDRESS_DATA_KEYS,
    lookupKey: values.REDRESS_LOOKUP_KEY,
    provisioningUrl: values.REDRESS_PROVISIONING_URL,
    balanceUrl: values.REDRESS_BALANCE_URL,
    messagingUrl: values.REDRESS_MESSAGING_URL,
    gatewayPort: values.REDRESS_GATEWAY_PORT,
    gatewaySeed: values.REDRESS_GATEWAY_SEED,
    gatewayFaultPercent: values.REDRESS_GATEWAY_FAULT_PERCENT,
    gatewayTimeoutMs: values.REDRESS_GATEWAY_TIMEOUT_MS,
    callbackSecret: values.REDRESS_CALLBACK_SECRET,
    webhookHosts: values.REDRESS_WEBHOOK_HOSTS?.split(',') ?? [],
    automaticResync: values.REDRESS_AUTOMATIC_RESYNC,
    sessionIdleMs: values.REDRESS_SESSION_IDLE_MINUTES * 60_000,
    sessionMs: values.REDRESS_SESSION_HOURS * 3_600_000,
    poolSize: values.REDRESS_POOL_SIZE,
    logLevel: values.REDRESS_LOG_LEVEL,
  });
}

/** Beside the SQLite file, so that both are backed up together; elsewhere in the data folder. */
function filesBeside(databaseUrl: string, dataDir: string): string {
  const path = /^sqlite:(?!:)(.+)$/.exec(databaseUrl)?.[1];
  return join(path === undefined ? dataDir : dirname(path), 'files');
}

function describe(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${key} is not a setting`);
  return [`${issue.path.join('.')}: ${issue.message}`];
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
