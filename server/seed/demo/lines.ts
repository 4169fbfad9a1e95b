import type { LineKind, LineStatus, PlanType } from '#domain/policy-types.ts';
import type { SnapshotLine } from '../../features/lines/snapshot-store.ts';
import type { Chance } from './chance.ts';
import { districts, PROVINCE, SITES_PER_DISTRICT, siteOf } from './places.ts';

interface Plan {
  code: string;
  name: string;
  type: PlanType;
  feeFen: number;
  quotaMb: number;
}

/** Every kind of plan, on both sides of each band of the default policy. */
const PLANS: readonly (readonly [plan: Plan, weight: number])[] = [
  [{ code: 'D39', name: '轻量 39', type: 'data', feeFen: 3900, quotaMb: 10_240 }, 16],
  [{ code: 'D69', name: '畅用 69', type: 'data', feeFen: 6900, quotaMb: 30_720 }, 16],
  [{ code: 'D129', name: '畅享 129', type: 'data', feeFen: 12_900, quotaMb: 61_440 }, 14],
  [{ code: 'D199', name: '尊享 199', type: 'data', feeFen: 19_900, quotaMb: 102_400 }, 6],
  [{ code: 'V19', name: '语音 19', type: 'voice', feeFen: 1900, quotaMb: 0 }, 9],
  [{ code: 'V58', name: '商务语音 58', type: 'voice', feeFen: 5800, quotaMb: 5120 }, 9],
  [{ code: 'F99', name: '融合 99', type: 'bundle', feeFen: 9900, quotaMb: 40_960 }, 16],
  [{ code: 'F159', name: '全家融合 159', type: 'bundle', feeFen: 15_900, quotaMb: 81_920 }, 14],
];

const STATUSES: readonly (readonly [LineStatus, number])[] = [
  ['active', 955],
  ['suspended', 24],
  ['ported', 9],
  ['pre_closed', 6],
  ['closed', 6],
];

const KINDS: readonly (readonly [LineKind, number])[] = [
  ['normal', 900],
  ['shared', 50],
  ['unlimited', 30],
  ['iot', 20],
];

/** Where the worked example of the rules lives: ¥129, 8 % of 60 GB left, in this district. */
export const WORKED_EXAMPLE = { areaCode: '990102', msisdn: '+8617010001234' } as const;

export const WORKED_EXAMPLE_ACCOUNT = 'A9990001';

export function demoLines(chance: Chance, count: number): SnapshotLine[] {
  const lines = Array.from({ length: count - 1 }, (_, index) => demoLine(chance, index));
  return [workedExampleLine(), ...lines];
}

function demoLine(chance: Chance, index: number): SnapshotLine {
  const plan = chance.weighted(PLANS);
  const district = chance.pick(districts);
  const kind = chance.weighted(KINDS);
  const share = chance.weighted([
    [chance.int(0, 99), 22],
    [chance.int(100, 299), 28],
    [chance.int(300, 1000), 50],
  ]);
  return {
    // 170 and 171: numbers of virtual operators; the middle runs so that each is used once.
    msisdn: `+86${chance.pick(['170', '171'])}${String(20_000_000 + index * 811).slice(-8)}`,
    planCode: plan.code,
    planName: plan.name,
    planType: plan.type,
    monthlyFeeFen: plan.feeFen,
    dataQuotaMb: kind === 'unlimited' ? 0 : plan.quotaMb,
    dataRemainingMb: kind === 'unlimited' ? 0 : Math.floor((plan.quotaMb * share) / 1000),
    areaCode: district.code,
    province: PROVINCE,
    city: district.city,
    district: district.name,
    siteCode: siteOf(district.code, chance.int(0, SITES_PER_DISTRICT - 1)),
    status: chance.weighted(STATUSES),
    joinedOn: `20${chance.int(15, 25)}-${String(chance.int(1, 12)).padStart(2, '0')}-${String(chance.int(1, 28)).padStart(2, '0')}`,
    paymentType: chance.next() < 0.7 ? 'prepaid' : 'postpaid',
    billDay: 1,
    language: chance.next() < 0.97 ? 'zh' : 'en',
    accountId: `A${String(Math.floor(index * 0.85)).padStart(7, '0')}`,
    lineKind: kind,
  };
}

function workedExampleLine(): SnapshotLine {
  return {
    msisdn: WORKED_EXAMPLE.msisdn,
    planCode: 'D129',
    planName: '畅享 129',
    planType: 'data',
    monthlyFeeFen: 12_900,
    dataQuotaMb: 61_440,
    dataRemainingMb: 4915,
    areaCode: WORKED_EXAMPLE.areaCode,
    province: PROVINCE,
    city: '云州市',
    district: '北港区',
    siteCode: siteOf(WORKED_EXAMPLE.areaCode, 7),
    status: 'active',
    joinedOn: '2021-03-18',
    paymentType: 'postpaid',
    billDay: 1,
    language: 'zh',
    accountId: WORKED_EXAMPLE_ACCOUNT,
    lineKind: 'normal',
  };
}
