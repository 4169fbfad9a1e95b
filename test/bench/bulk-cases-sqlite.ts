import type { Knex } from 'knex';
import { crc32 } from 'node:zlib';
import { bulkWords, DAYS, type BulkOptions } from './bulk-cases.ts';

const STEP = 100_000;
/** A prime: multiples of a number modulo it spread evenly. */
const SPREAD = 2_147_483_647;

/** The same kind of cases as `insertBulkCases` makes, inside SQLite; indexes are built once the rows are there. */
export async function insertBulkCasesInSqlite(db: Knex, options: BulkOptions): Promise<void> {
  const indexes: { name: string; sql: string }[] = await db('sqlite_master')
    .where({ type: 'index', tbl_name: 'cases' })
    .whereNotNull('sql')
    .whereNot('sql', 'like', 'create unique%')
    .select('name', 'sql');
  for (const { name } of indexes) await db.raw('drop index ??', [name]);
  for (let from = options.from; from <= options.to; from += STEP) {
    const to = Math.min(options.to, from + STEP - 1);
    await db.raw(linesSql(from, to));
    await db.raw(casesSql({ ...options, from, to }));
  }
  for (const { sql } of indexes) await db.raw(sql);
  await db.raw('analyze');
}

const sequence = (from: number, to: number) =>
  `with recursive seq(n) as (select ${from} union all select n + 1 from seq where n < ${to})`;

function linesSql(from: number, to: number): string {
  return `insert into lines (id, msisdn_hash, msisdn_sealed, msisdn_masked, demo, created_at)
    ${sequence(from, to)}
    select '01J' || printf('%023d', n), printf('%064d', n), 'bench', '170****' || printf('%04d', n % 10000), 1, 0 from seq`;
}

function casesSql({ seed, from, to, untilAt }: BulkOptions): string {
  const pick = (salt: string, n: number) => {
    const factor = crc32(`${seed}:${salt}`) | 1;
    return `((n * ${Math.abs(factor)} % ${SPREAD}) / 7 % ${n})`;
  };
  const of = (salt: string, values: readonly string[]) =>
    `case ${pick(salt, values.length)} ${values.map((value, at) => `when ${at} then '${value}'`).join(' ')} end`;
  const { lottery, products, channels, stages, states, areas } = bulkWords;
  return `insert into cases (id, ticket_no, line_id, msisdn_masked, product_code, partner_code, channel, stage,
      source_system, raw_code, raw_text, failure_code, category, mapping_version_no, state, resolution, area_code,
      monthly_fee_fen, requested_at, requested_on, requested_hour, opened_at, opened_on, ended_at, ended_on, due_at,
      wanted, wanted_from_at, crm_actual, platform_actual, network_actual, billing_actual, generation, attempt_count,
      demo, version, updated_at)
    ${sequence(from, to)}, made as materialized (select n, ${of('product', products)} as product,
        ${of('channel', channels)} as channel, ${of('stage', stages)} as stage,
        ${of(
          'code',
          lottery.map(([code]) => code),
        )} as code,
        ${of(
          'code',
          lottery.map(([, category]) => category),
        )} as category,
        ${of('state', states)} as state, ${of('area', areas)} as area,
        ${untilAt} - ${pick('day', DAYS)} * 86400000 - ${pick('ms', 86_400_000)} as at from seq),
      dated as (select *, date(at / 1000 + 28800, 'unixepoch') as day,
        cast(strftime('%H', at / 1000 + 28800, 'unixepoch') as integer) as hour,
        state in ('verified','failed_final','withdrawn') as ended from made)
    select '01J1' || printf('%022d', n), 'BN' || printf('%012d', n), '01J' || printf('%023d', n),
      '170****' || printf('%04d', n % 10000), product, 'SP0017', channel, stage, 'CRM', '53', 'bench', code, category, 1,
      state, null, area, 1500, at, day, hour, at, day, iif(ended, at + 7200000, null), iif(ended, day, null),
      at + 86400000, 'cancelled', at, 'cancelled', 'cancelled', 'active', 'active', 1, 0, 1, 1, at
    from dated`;
}
