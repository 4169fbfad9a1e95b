import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  classFacts,
  classKey,
  classKeyOf,
  defaultPolicyRules,
  lineKinds,
  lineStatuses,
  paymentTypes,
  planTypes,
  type LineFacts,
  type PolicyRules,
} from '#domain/policy.ts';
import { freshDatabase, type TestDatabase } from '#test/support/engines.ts';
import { classCodeSql, classOfCode, excludedSql, exclusionReasonSql } from './class-sql.ts';

const { eligibility, rate } = defaultPolicyRules;

/** Everything a class can depend on at once. */
const everything: PolicyRules = {
  ...defaultPolicyRules,
  eligibility: {
    ...eligibility,
    minimumDuration: { seconds: 1, operator: '>', measure: 'per_billing_period' },
    excludedStatuses: ['ported', 'closed'],
    excludedPaymentTypes: ['prepaid'],
    excludedLineKinds: ['iot'],
  },
  rate: {
    ...rate,
    terms: [
      {
        benefit: 'money',
        rate: { kind: 'fee_pro_rata', divisor: 'fixed_30' },
        planTypes,
        paymentTypes,
        services: ['data'],
        factors: [],
      },
    ],
  },
};

const facts: fc.Arbitrary<LineFacts> = fc.record({
  planType: fc.constantFrom(...planTypes),
  paymentType: fc.constantFrom(...paymentTypes),
  lineKind: fc.constantFrom(...lineKinds),
  status: fc.constantFrom(...lineStatuses),
  monthlyFeeFen: fc.oneof(fc.constantFrom(0, 4_999, 5_000, 9_999, 10_000), fc.nat(2_000_000_000)),
  dataQuotaMb: fc.oneof(fc.constantFrom(0, 1, 7, 1_000, 10_000), fc.nat(2_000_000_000)),
  dataRemainingMb: fc.oneof(fc.constantFrom(0, 1, 99, 100, 300, 3_000), fc.nat(2_000_000_000)),
  billDay: fc.integer({ min: 1, max: 31 }),
});

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase('sqlite');
});
afterAll(() => database.destroy());

it.each([
  ['the shipped policy', defaultPolicyRules],
  ['a policy that looks at everything', everything],
])('the database classes lines as the domain does under %s', async (_name, rules) => {
  const { db } = database;
  const lines = fc.sample(facts, { numRuns: 400, seed: 11 });
  await db('line_facts').delete();
  for (let start = 0; start < lines.length; start += 100)
    await db('line_facts').insert(
      lines.slice(start, start + 100).map((line, index) => ({
        snapshot_id: 'S',
        line_id: String(start + index).padStart(5, '0'),
        plan_code: 'P',
        plan_name: 'P',
        plan_type: line.planType,
        monthly_fee_fen: line.monthlyFeeFen,
        data_quota_mb: line.dataQuotaMb,
        data_remaining_mb: line.dataRemainingMb,
        area_code: '320102',
        site_code: 'S',
        status: line.status,
        payment_type: line.paymentType,
        bill_day: line.billDay,
        language: 'zh',
        account_id: 'A',
        line_kind: line.lineKind,
        joined_on: '2020-01-01',
      })),
    );
  const rows = (await db
    .fromRaw('line_facts lf')
    .orderBy('lf.line_id')
    .select(
      db.raw(`${classCodeSql(rules)} as code`),
      db.raw(`case when ${excludedSql(rules)} then ${exclusionReasonSql(rules)} end as reason`),
    )) as unknown as { code: number; reason: string | null }[];
  rows.forEach((row, index) => {
    const line = lines[index];
    if (line === undefined) throw new Error('a row too many');
    const { excluded } = classFacts(line, rules);
    expect(row.reason === null).toBe(excluded === null);
    if (excluded === 'status') expect(row.reason).toBe(line.status);
    else if (excluded !== null) expect(row.reason).toBe(excluded);
    else expect(classKey(classOfCode(row.code, rules))).toBe(classKeyOf(line, rules));
  });
  expect(rows).toHaveLength(lines.length);
});
