import type { Knex } from 'knex';
import { insertIgnore } from '#server/db/dialect.ts';
import type { World } from '#server/world.ts';

const at = (local: string) => Date.parse(`${local}:00+08:00`);

const areas = [
  ['320000', null, 'province'],
  ['320100', '320000', 'city'],
  ['320102', '320100', 'district'],
  ['320106', '320100', 'district'],
  ['320508', '320500', 'district'],
  ['330106', '330100', 'district'],
] as const;

const facts = (snapshot: string, line: number, planType: string, area: string, site: string) => ({
  snapshot_id: snapshot,
  line_id: `line-${line}`,
  plan_code: 'D129',
  plan_name: 'Plan',
  plan_type: planType,
  monthly_fee_fen: 12900,
  data_quota_mb: 61440,
  data_remaining_mb: 86,
  area_code: area,
  site_code: site,
  status: 'active',
  payment_type: 'postpaid',
  bill_day: 1,
  language: 'zh',
  account_id: `A${line}`,
  line_kind: 'normal',
  joined_on: '2018-01-01',
});

const failedUnsubscribe = (world: World, number: number, local: string, area: string) => ({
  id: world.nextId(),
  ticket_no: `T${number}`,
  line_id: `line-${number}`,
  msisdn_masked: '170****0000',
  product_code: 'P1',
  partner_code: 'SP1',
  channel: 'app',
  stage: 'platform',
  source_system: 'CRM',
  raw_code: '1',
  raw_text: 'x',
  failure_code: 'UNK-00',
  category: 'unclassified',
  mapping_version_no: 1,
  state: 'open',
  area_code: area,
  monthly_fee_fen: 1000,
  requested_at: at(local),
  requested_on: local.slice(0, 10),
  requested_hour: Number(local.slice(11, 13)),
  opened_at: at(local),
  opened_on: local.slice(0, 10),
  wanted: 'cancelled',
  crm_actual: 'active',
  platform_actual: 'active',
  network_actual: 'active',
  billing_actual: 'active',
  generation: 1,
  attempt_count: 0,
  demo: false,
  version: 1,
  updated_at: at(local),
});

/** Two snapshots of a few lines (August, November), one still loading, and failed unsubscribes around 10 October. */
export async function seedLines(db: Knex, world: World): Promise<void> {
  await insertIgnore(
    db,
    'areas',
    areas.map(([code, parent, level]) => ({
      code,
      parent_code: parent,
      level,
      name_zh: code,
      name_en: code,
    })),
  );
  await db('snapshots').insert(
    [
      ['snapshot-aug', '2026-08-01T00:00', 'complete', 5],
      ['snapshot-sep', '2026-09-01T00:00', 'loading', 0],
      ['snapshot-nov', '2026-11-01T00:00', 'complete', 1],
    ].map(([id, asOf, state, lines]) => ({
      id,
      as_of_at: at(String(asOf)),
      state,
      line_count: lines,
      demo: false,
      created_at: world.now(),
    })),
  );
  await db('line_facts').insert([
    facts('snapshot-aug', 1, 'data', '320102', '320102-S001'),
    facts('snapshot-aug', 2, 'data', '320102', '320102-S001'),
    facts('snapshot-aug', 3, 'voice', '320102', '320102-S002'),
    facts('snapshot-aug', 4, 'bundle', '320106', '320106-S001'),
    facts('snapshot-aug', 5, 'data', '320508', '320508-S001'),
    facts('snapshot-nov', 1, 'data', '320102', '320102-S001'),
  ]);
  const ticks = ['17:29', '17:30', '17:31', '23:14', '23:15'];
  await db('cases').insert([
    ...ticks.map((time, index) =>
      failedUnsubscribe(world, index + 1, `2026-10-10T${time}`, '320106'),
    ),
    failedUnsubscribe(world, 9, '2026-10-10T18:00', '330106'),
  ]);
}
