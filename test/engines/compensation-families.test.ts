import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BatchShow } from '#contract/compensation.ts';
import type { OutageDraft } from '#contract/outages.ts';
import { defaultPolicyRules, type PolicyRules } from '#domain/policy.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  seedLines,
  type Cast,
  type LineInput,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

const LINES: LineInput[] = Array.from({ length: 6 }, (_, n) => ({
  siteCode: n % 2 === 0 ? '320102-S001' : '320102-S002',
  billDay: n < 3 ? 5 : 20,
}));

/** 100 MB for every hour, whatever the line or the time. */
const FLAT: PolicyRules = {
  ...defaultPolicyRules,
  counting: { basis: 'line', method: { kind: 'elapsed' } },
  rate: {
    ...defaultPolicyRules.rate,
    terms: [
      {
        benefit: 'data',
        rate: { kind: 'per_hour', amount: 100 },
        planTypes: ['data', 'voice', 'bundle'],
        paymentTypes: ['prepaid', 'postpaid'],
        services: ['data', 'voice', 'sms'],
        factors: ['responsibility', 'severity'],
      },
    ],
  },
};

onEachEngine('batches of several policies', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'network'>;
  let driver: ReturnType<typeof batchDriver>;
  let day = 1;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, LINES);
    people = await cast(app, 'maker', 'manager', 'network');
    driver = batchDriver(app);
    await family('flat', 'compensation', FLAT);
  });
  beforeEach(() => {
    day += 2;
  });
  afterAll(() => app.close());

  /** Published at once: how it is published is told elsewhere. */
  async function family(id: string, purpose: string, rules: PolicyRules): Promise<void> {
    const row = await app.db('policies').where({ family: 'standard' }).first<object>();
    const known: unknown = await app.db('policy_families').where({ id }).first('id');
    if (known === undefined)
      await app.db('policy_families').insert({
        ...{ id, name: id, purpose, test_cases: '[]', version: 1, created_at: 1, updated_at: 1 },
      });
    await app.db('policies').insert({
      ...row,
      ...{ id: app.world.nextId(), family: id, name: id, rules: JSON.stringify(rules) },
    });
  }
  const against = (mode: PolicyRules['caps']['againstOthers']): PolicyRules => ({
    ...FLAT,
    caps: { ...FLAT.caps, againstOthers: mode },
  });

  const outage = async (from: number, hours: number, change: Partial<OutageDraft> = {}) => {
    const at = (hour: number) =>
      `2026-09-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00`;
    const logged = await confirmedOutage(people, {
      ...{ startedLocal: at(from), endedLocal: at(from + hours) },
      ...change,
    });
    return logged.id;
  };

  async function calculated(outageId: string, of: string): Promise<BatchShow> {
    const made = await people.maker.post<BatchShow>('/api/compensation-batches', {
      outageId,
      family: of,
    });
    expect([made.status, made.body]).toEqual([201, expect.anything()]);
    await driver.verb(people.maker, made.body.id, 'calculate');
    await app.work();
    return driver.show(people.maker, made.body.id);
  }
  async function submitted(outageId: string, of: string): Promise<BatchShow> {
    const batch = await calculated(outageId, of);
    expect((await driver.verb(people.maker, batch.id, 'submit')).status).toBe(200);
    return batch;
  }

  it('leave a line to the first where policies exclude each other, and say which that is', async () => {
    await family('exclusive', 'compensation', against('exclusive'));
    const first = await submitted(await outage(9, 2, { siteCodes: ['320102-S001'] }), 'flat');
    const second = await calculated(await outage(10, 4), 'exclusive');
    expect(second).toMatchObject({
      lineCount: 3,
      exclusions: [{ reason: 'already_compensated', lines: 3 }],
    });
    const named = await app
      .db('batch_exclusions')
      .where({ batch_id: second.id })
      .distinct()
      .pluck<string[]>('detail');
    expect(named).toEqual([first.number]);
  });

  it('set off what another policy gave for the same episode', async () => {
    await family('set_off', 'compensation', against('set_off'));
    const first = await submitted(await outage(9, 2, { siteCodes: ['320102-S001'] }), 'flat');
    const second = await calculated(await outage(10, 4), 'set_off');
    // Three lines were out from 9 to 14 and have 200 MB of 500; the others from 10.
    expect([first.totalMb, second.totalMb]).toEqual([3 * 200, 3 * 300 + 3 * 400]);
  });

  it('add up where a policy adds, and goodwill always does', async () => {
    await family('adds', 'compensation', against('add'));
    await family('kindness', 'goodwill', against('add'));
    const id = await outage(9, 2);
    const goodwill = await submitted(id, 'kindness');
    const first = await submitted(id, 'flat');
    const second = await calculated(id, 'adds');
    expect([goodwill.totalMb, first.totalMb, second.totalMb]).toEqual([1200, 1200, 1200]);
  });

  it('count the highest of outages that overlap, never their sum', async () => {
    await outage(9, 4, { services: [{ service: 'data', severity: 'degraded' }] });
    const full = await outage(10, 2, { siteCodes: ['320102-S001'] });
    const batch = await calculated(full, 'flat');
    // 9–10 and 12–13 degraded (×0.5), 10–12 full: 100 × (0.5 + 2 + 0.5).
    expect(batch).toMatchObject({ lineCount: 3, totalMb: 3 * 300 });
  });

  it('look at all of a day where the least time adds up over days', async () => {
    const threshold = { seconds: 3 * 3600, operator: '>=', measure: 'per_local_day' } as const;
    const rules = { ...FLAT, eligibility: { ...FLAT.eligibility, minimumDuration: threshold } };
    await family('per_day', 'compensation', rules);
    await outage(2, 2, { siteCodes: ['320102-S001'] });
    const batch = await calculated(await outage(20, 1), 'per_day');
    expect(batch).toMatchObject({
      lineCount: 3,
      totalMb: 300,
      exclusions: [{ reason: 'too_short', lines: 3 }],
    });
  });

  it('make one entitlement of a billing period where the policy collects, and pay it once', async () => {
    const collect = { ...FLAT.counting, collect: 'billing_period' } as const;
    const minimumDuration = { seconds: 0, operator: '>=', measure: 'per_billing_period' } as const;
    await family('collects', 'compensation', {
      ...FLAT,
      counting: collect,
      eligibility: { ...FLAT.eligibility, minimumDuration },
    });
    const months = (date: string) => ({
      startedLocal: `${date}T10:00`,
      endedLocal: `${date}T12:00`,
    });
    // The 4th lies in another period than the 10th for lines billed on the 5th only.
    const one = await outage(0, 1, months('2026-11-04'));
    const two = await outage(0, 1, months('2026-11-10'));
    const first = await submitted(one, 'collects');
    const second = await calculated(two, 'collects');
    expect([first.totalMb, second.totalMb]).toEqual([3 * 200 + 3 * 400, 3 * 200]);
    expect(second.exclusions).toEqual([{ reason: 'already_compensated', lines: 3 }]);
  });
});
