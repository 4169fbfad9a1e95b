import type { Knex } from 'knex';

/**
 * Cases in bulk, made inside MariaDB by its sequence engine: the same seed gives the same rows on every machine.
 * Shapes follow the demo's: causes are skewed, 85 % have ended, 112 days of requests.
 */
export interface BulkOptions {
  seed: number;
  /** First and last running number, inclusive: a larger table is grown from a smaller one. */
  from: number;
  to: number;
  /** Requests end here, epoch ms. */
  untilAt: number;
}

const STEP = 50_000;
export const DAYS = 112;

const CODES: readonly (readonly [code: string, category: string, share: number])[] = [
  ['SYN-03', 'sync', 19],
  ['TEC-01', 'technical', 15],
  ['SYN-05', 'sync', 11],
  ['POL-01', 'policy', 9],
  ['SYN-04', 'sync', 8],
  ['SET-04', 'settings', 7],
  ['USR-02', 'user', 6],
  ['TEC-03', 'technical', 6],
  ['SYN-07', 'sync', 6],
  ['TEC-06', 'technical', 5],
  ['SET-01', 'settings', 4],
  ['UNK-00', 'unclassified', 4],
];
const LOTTERY = CODES.flatMap(([code, category, share]) =>
  Array.from({ length: share }, () => [code, category] as const),
);

const AREAS = ['320102', '320106', '320508', '330106', '440106', '440305', '510107', '610113'];
const CHANNELS = ['app', 'app', 'app', 'sms', 'sms', 'hotline', 'web', 'shop', 'ivr'];
const PRODUCTS = ['600902', '600115', '601204', '603310', '605001', '607720', '608001', '609414'];
const STAGES = [
  'eligibility',
  'eligibility',
  'ordered',
  'platform',
  'network',
  'billing_stopped',
  'partner_told',
];
const STATES = [
  ...Array.from({ length: 78 }, () => 'verified'),
  ...Array.from({ length: 5 }, () => 'failed_final'),
  ...Array.from({ length: 2 }, () => 'withdrawn'),
  ...Array.from({ length: 7 }, () => 'open'),
  ...Array.from({ length: 3 }, () => 'waiting_customer'),
  ...Array.from({ length: 3 }, () => 'waiting_date'),
  'held',
  'unknown',
];

/** What the columns are drawn from; a value that stands there twice is drawn twice as often. */
export const bulkWords = {
  lottery: LOTTERY,
  areas: AREAS,
  channels: CHANNELS,
  products: PRODUCTS,
  stages: STAGES,
  states: STATES,
};

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(',');

export async function insertBulkCases(db: Knex, options: BulkOptions): Promise<void> {
  for (let from = options.from; from <= options.to; from += STEP) {
    const to = Math.min(options.to, from + STEP - 1);
    await db.raw(linesSql(from, to));
    await db.raw(casesSql({ ...options, from, to }));
  }
  await db.raw('analyze table cases, `lines`');
}

function linesSql(from: number, to: number): string {
  return `insert into \`lines\` (id, msisdn_hash, msisdn_sealed, msisdn_masked, demo, created_at)
    select concat('01J', lpad(seq, 23, '0')), sha2(seq, 256), 'bench', concat('170****', lpad(seq % 10000, 4, '0')), 1, 0
    from seq_${from}_to_${to}`;
}

function casesSql({ seed, from, to, untilAt }: BulkOptions): string {
  const pick = (salt: string, n: number) => `(crc32(concat('${seed}:${salt}:', seq)) % ${n})`;
  const of = (salt: string, values: readonly string[]) =>
    `elt(1 + ${pick(salt, values.length)}, ${quoted(values)})`;
  const code = `elt(1 + ${pick('code', LOTTERY.length)}, ${quoted(LOTTERY.map(([c]) => c))})`;
  const category = `elt(1 + ${pick('code', LOTTERY.length)}, ${quoted(LOTTERY.map(([, c]) => c))})`;
  const at = `(${untilAt} - ${pick('day', DAYS)} * 86400000 - ${pick('ms', 86_400_000)})`;
  const local = `from_unixtime((${at} + 28800000) div 1000)`;
  return `insert into cases (id, ticket_no, line_id, msisdn_masked, product_code, partner_code, channel, stage,
      source_system, raw_code, raw_text, failure_code, category, mapping_version_no, state, resolution, area_code,
      monthly_fee_fen, requested_at, requested_on, requested_hour, opened_at, opened_on, ended_at, ended_on, due_at,
      wanted, wanted_from_at, crm_actual, platform_actual, network_actual, billing_actual, generation, attempt_count,
      demo, version, updated_at)
    select id, concat('BN', lpad(n, 12, '0')), concat('01J', lpad(n, 23, '0')), masked, product, 'SP0017', channel, stage,
      'CRM', '53', 'bench', code, category, 1, state, null, area, 1500, at, date(local), hour(local), at, date(local),
      if(ended, at + 7200000, null), if(ended, date(local), null), at + 86400000, 'cancelled', at,
      'cancelled', 'cancelled', 'active', 'active', 1, 0, 1, 1, at
    from (select seq as n, concat('01J1', lpad(seq, 22, '0')) as id, concat('170****', lpad(seq % 10000, 4, '0')) as masked,
        ${of('product', PRODUCTS)} as product, ${of('channel', CHANNELS)} as channel, ${of('stage', STAGES)} as stage,
        ${code} as code, ${category} as category, ${of('state', STATES)} as state, ${of('area', AREAS)} as area,
        ${at} as at, ${local} as local,
        ${of('state', STATES)} in ('verified','failed_final','withdrawn') as ended
      from seq_${from}_to_${to}) as made`;
}

/** The counters of what was inserted, as the fold job would have left them. */
export async function rebuildCounters(db: Knex): Promise<void> {
  await db('case_count_deltas').delete();
  await db('case_counts').delete();
  await db.raw(
    'insert into case_counts (state, failure_code, n) select state, failure_code, count(*) from cases group by state, failure_code',
  );
}
