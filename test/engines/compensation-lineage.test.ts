import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OutageDraft } from '#contract/outages.ts';
import type { ActionContext } from '#domain/context.ts';
import type { Amounts } from '#domain/episode-lineage.ts';
import type { Role } from '#domain/permissions.ts';
import type { LineFacts } from '#domain/policy.ts';
import type { Features } from '#server/compose.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  countingWorld,
  lineId,
  mixedLines,
  seedLines,
  SNAPSHOT_ID,
  WORKED_EXAMPLE,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';
import { createLineageOracle, type StandingOutage } from '../support/lineage-oracle.ts';

const LINES = 18;
const HISTORIES = { sqlite: 8, mariadb: 4 };
const DAY = 86_400_000;
/** Each history has a day of its own, and ends early enough not to touch the next. */
const FIRST_DAY = Date.UTC(2026, 7, 3);

/** Places that hold some lines in common. */
const PLACES: readonly { areaCodes: string[]; siteCodes: string[] }[] = [
  { areaCodes: ['320100'], siteCodes: [] },
  { areaCodes: ['320102'], siteCodes: [] },
  { areaCodes: ['320102'], siteCodes: ['320102-S001'] },
  { areaCodes: ['320102'], siteCodes: ['320102-S001', '320102-S002'] },
  { areaCodes: ['320100'], siteCodes: ['320102-S003'] },
];

const facts = fc.record({
  place: fc.integer({ min: 0, max: PLACES.length - 1 }),
  startHour: fc.integer({ min: 0, max: 14 }),
  hours: fc.integer({ min: 1, max: 5 }),
  severity: fc.constantFrom('full' as const, 'degraded' as const),
  // The last one counts nothing and must fall away before the union.
  responsibility: fc.constantFrom('own' as const, 'own' as const, 'customer_equipment' as const),
});
type Drawn = typeof facts extends fc.Arbitrary<infer T> ? T : never;

const which = fc.nat({ max: 20 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('log' as const), facts }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('pay' as const), which }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('correct' as const), which, facts }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('reverse' as const), which }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const lineOf = (row: Record<string, string>) => ({
  planType: row['plan_type'] as LineFacts['planType'],
  paymentType: row['payment_type'] as LineFacts['paymentType'],
  lineKind: row['line_kind'] as LineFacts['lineKind'],
  status: row['status'] as LineFacts['status'],
  monthlyFeeFen: Number(row['monthly_fee_fen']),
  dataQuotaMb: Number(row['data_quota_mb']),
  dataRemainingMb: Number(row['data_remaining_mb']),
  billDay: Number(row['bill_day']),
  areaCode: String(row['area_code']),
  siteCode: String(row['site_code']),
});

const log = (place: number, startHour: number, hours: number): Step => ({
  act: 'log',
  facts: { place, startHour, hours, severity: 'full', responsibility: 'own' },
});
const correct = (index: number, place: number, startHour: number, hours: number): Step => ({
  act: 'correct',
  which: index,
  facts: { place, startHour, hours, severity: 'full', responsibility: 'own' },
});
const pay = (index: number): Step => ({ act: 'pay', which: index });

/** What chance seldom tells: each is a history, outages in the order in which they were logged. */
const EXAMPLES: [Step[]][] = [
  // Paid as one, then told apart: the earlier part takes of the credits first, the later one the rest.
  [[log(1, 8, 2), log(1, 10, 2), pay(0), correct(1, 1, 13, 4), pay(1), pay(0)]],
  // Moved before the other, which is then the one that has to leave it the credits.
  [
    [
      log(1, 8, 2),
      log(1, 10, 3),
      pay(1),
      correct(0, 1, 2, 3),
      pay(1),
      correct(1, 1, 9, 5),
      pay(1),
      pay(0),
    ],
  ],
  // Joined by a third that only touches what one of them was.
  [
    [
      log(1, 6, 1),
      log(2, 5, 4),
      pay(0),
      correct(0, 1, 10, 2),
      log(1, 11, 3),
      pay(0),
      pay(2),
      pay(1),
    ],
  ],
];

const as = (id: string, role: Role): ActionContext => ({
  actor: { id, name: id, role, areaCodes: [] },
  requestId: 'test',
});
const [network, manager, maker] = [
  as('N1', 'network_ops'),
  as('M1', 'manager'),
  as('S1', 'supervisor'),
];

onEachEngine('what lines are owed over histories of outages', (engine) => {
  let app: TestApp;
  let lines: Map<string, ReturnType<typeof lineOf>>;
  let day = 0;

  beforeAll(async () => {
    app = await startApp({ engine, world: countingWorld() });
    await seedLines(app, mixedLines(LINES));
    const rows = await app
      .db('line_facts')
      .where({ snapshot_id: SNAPSHOT_ID, status: 'active' })
      .select<Record<string, string>[]>('*');
    lines = new Map(rows.map((row) => [String(row['line_id']), lineOf(row)]));
  });
  afterAll(() => app.close());

  const act = <T>(work: (f: Features) => Promise<T>): Promise<T> =>
    app.features.inTransaction(work);

  async function oracle() {
    const { policies, weightProfiles, calendars } = app.features;
    const policy = await policies.policyInForceAt('standard', FIRST_DAY);
    const profile = await weightProfiles.byId(policy.weightProfileId);
    if (profile === undefined) throw new Error('no profile');
    const calendar = await calendars.calendar(profile.calendarId);
    return createLineageOracle({
      ...{ rules: policy.rules, bands: profile.bands, calendar, zone: 'Asia/Shanghai' },
    });
  }

  function draftOf(drawn: Drawn, base: number): OutageDraft {
    const { place, startHour, hours, severity, responsibility } = drawn;
    const local = (hour: number) => new Date(base + hour * 3_600_000).toISOString().slice(0, 16);
    return {
      ...WORKED_EXAMPLE,
      ...PLACES[place],
      services: [{ service: 'data' as const, severity }],
      responsibility,
      startedLocal: local(startHour),
      endedLocal: local(startHour + hours),
    };
  }

  async function standing(ids: readonly string[]): Promise<StandingOutage[]> {
    return Promise.all(
      ids.map(async (id) => {
        const outage = await app.features.outages.find(manager, id);
        const { areaCodes, siteCodes } = outage.facts;
        return {
          id,
          facts: outage.facts,
          hits(line: string) {
            const one = lines.get(line);
            if (one === undefined) return false;
            const home = areaCodes.some((code) =>
              one.areaCode.startsWith(code.replace(/(00)+$/, '')),
            );
            return home && (siteCodes.length === 0 || siteCodes.includes(one.siteCode));
          },
        };
      }),
    );
  }

  async function itemsOf(batchId: string): Promise<Map<string, Partial<Amounts>>> {
    const rows = await app
      .db('batch_items')
      .where({ batch_id: batchId })
      .orderBy(['line_id', 'benefit'])
      .select<{ line_id: string; benefit: string; amount: number }[]>(
        'line_id',
        'benefit',
        'amount',
      );
    const found = new Map<string, Partial<Amounts>>();
    for (const row of rows)
      found.set(row.line_id, { ...found.get(row.line_id), [row.benefit]: Number(row.amount) });
    return found;
  }

  /** What the batch is going to come to, as a simulation says. */
  async function valued(outageId: string) {
    const { valuation } = app.features;
    const outage = await valuation.outage(manager, outageId);
    const policy = await valuation.policyInForceAt(outage.facts.startedAt);
    const side = await valuation.side(await valuation.pins(outage, policy));
    const { outcome } = valuation.outcomesOf(side);
    let [items, valueFen] = [0, 0];
    for (const { keys, lines: count } of await valuation.lines.groups([side]))
      for (const key of keys) {
        const found = outcome(key);
        items += count * found.items.length;
        valueFen += count * found.valueFen;
      }
    return { items, valueFen, own: side.ownBatches.length };
  }

  async function tell(history: readonly Step[]): Promise<void> {
    const base = FIRST_DAY + (day += 1) * DAY;
    const expected = await oracle();
    const outages: string[] = [];
    const batches: string[] = [];
    const revisionsPaid = new Set<string>();

    async function pay(outageId: string): Promise<void> {
      const { revision, facts: now } = await app.features.outages.find(manager, outageId);
      if (revisionsPaid.has(`${outageId} ${revision}`)) return;
      revisionsPaid.add(`${outageId} ${revision}`);
      const simulated = await valued(outageId);
      const id = await act((f) => f.batches.make(maker, { outageId }));
      const versionOf = async () => (await app.features.batchReads.record(id)).version;
      const first = await versionOf();
      await act((f) => f.batches.calculate(maker, id, first));
      await app.runner.drain({ schedules: false });
      const paidBefore = await standing(outages);
      const items = await itemsOf(id);
      const hit = paidBefore.find((one) => one.id === outageId);
      for (const [line, its] of lines) {
        const owed =
          hit?.hits(line) === true ? expected.owed(line, its, outageId, paidBefore) : null;
        const due = owed !== null && Object.values(owed.amounts).some((amount) => amount > 0);
        expect([line, items.get(line)]).toEqual([line, due ? owed.amounts : undefined]);
        if (due) expected.pay(id, line, owed.lineage, owed.amounts);
      }
      const record = await app.features.batchReads.record(id);
      if (simulated.own === 0)
        expect({ items: record.itemCount, valueFen: record.valueFen }).toEqual({
          items: simulated.items,
          valueFen: simulated.valueFen,
        });
      if (record.lineCount === 0) return;
      await act((f) => f.batches.submit(maker, id, record.version));
      batches.push(id);
      expect(now.endedAt).not.toBeNull();
    }

    const chosen = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];
    for (const one of history) {
      if (one.act === 'log') {
        const draft = draftOf(one.facts, base);
        const id = await act((f) => f.outages.log(network, draft));
        const { version } = await app.features.outages.find(manager, id);
        await act((f) => f.outages.confirm(manager, id, { version }));
        outages.push(id);
      } else if (one.act === 'pay') {
        const id = chosen(outages, one.which);
        if (id !== undefined) await pay(id);
      } else if (one.act === 'correct') {
        const id = chosen(outages, one.which);
        if (id === undefined) continue;
        const { version } = await app.features.outages.find(manager, id);
        // Its title tells it from what it was, whatever else stays.
        const draft = { ...draftOf(one.facts, base), title: `更正 ${version}` };
        await act((f) => f.outages.correct(network, id, { ...draft, version, reason: '复核' }));
        const next = (await app.features.outages.find(manager, id)).version;
        await act((f) => f.outages.confirm(manager, id, { version: next }));
      } else {
        const batchId = chosen(batches, one.which);
        if (batchId === undefined) continue;
        const back = [...lines.keys()].filter((_, index) => index % 2 === 0);
        await app
          .db('batch_items')
          .where({ batch_id: batchId })
          .whereIn('line_id', back)
          .update({ state: 'reversed' });
        expected.reverse(batchId, back);
      }
    }
  }

  it('are what the domain says of each line alone, whatever overlaps, is corrected or taken back', async () => {
    expect(lines.size).toBeGreaterThan(10);
    expect(lines.has(lineId(1))).toBe(true);
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), tell), {
      numRuns: Number(process.env['REDRESS_HISTORIES'] ?? HISTORIES[engine]),
      endOnFailure: true,
      examples: EXAMPLES,
    });
  }, 120_000);
});
