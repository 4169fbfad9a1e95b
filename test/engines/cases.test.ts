import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseLifecycle, caseStates, isCaseEnded, type CaseState } from '#domain/lifecycles.ts';
import type { LandingFacts, LandingOptions } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { TEST_NOW } from '#test/support/world.ts';

const HOUR = 3_600_000;

onEachEngine('Landing failed unsubscribes', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ engine });
  });
  afterAll(() => app.close());

  const land = (facts: LandingFacts[], options: LandingOptions = {}) =>
    app.features.inTransaction((f) => f.caseLanding.landMany(testContext, facts, options));
  const landOne = async (facts: Partial<LandingFacts> = {}) => {
    const [landed] = (await land([caseFacts(facts)])).cases;
    const row = await app.features.caseStore.find(landed?.caseId ?? '');
    if (landed === undefined || row === undefined) throw new Error('nothing landed');
    return { ...row, outcome: landed.outcome };
  };

  it('classifies by the published mapping and opens a case with its clock', async () => {
    const row = await landOne();
    expect(row).toMatchObject({
      failureCode: 'SYN-05',
      category: 'sync',
      mappingVersionNo: 1,
      state: 'open',
      areaCode: '320500',
      wanted: 'cancelled',
      generation: 1,
      version: 1,
      dueAt: TEST_NOW - 2 * HOUR + 24 * HOUR,
    });
    expect(row.msisdnMasked).toMatch(/^170\*{4}\d{4}$/);
  });

  it('keeps everything on an invented line invented, whoever brings it', async () => {
    const [made] = (await land([caseFacts()], { demo: true })).cases;
    const first = await app.features.caseStore.find(made?.caseId ?? '');
    const msisdn = (await app.features.lines.numberOf(first?.lineId ?? '')) ?? '';
    expect(await landOne({ msisdn, productCode: '777009' })).toMatchObject({ demo: true });
    expect(await landOne()).toMatchObject({ demo: false });
  });

  it('lands the same ticket once, in one import and in the next', async () => {
    const facts = caseFacts();
    const first = await land([facts, facts]);
    expect(first).toMatchObject({ landed: 1, repeated: 1, joined: 0 });
    const again = await land([facts]);
    expect(again).toMatchObject({ landed: 0, repeated: 1 });
    expect(again.cases[0]?.caseId).toBe(first.cases[0]?.caseId);
  });

  it('joins a second ticket for the same number and product to the open case', async () => {
    const first = await landOne();
    const line = await app.features.lines.numberOf(first.lineId);
    const second = await landOne({ msisdn: line ?? '' });
    expect(second).toMatchObject({
      outcome: 'joined',
      state: 'duplicate',
      duplicateOfId: first.id,
      dueAt: null,
      endedAt: TEST_NOW,
    });
    const other = await landOne({ msisdn: line ?? '', productCode: '999999' });
    expect(other.outcome).toBe('landed');
  });

  it('opens a new case once the first has ended', async () => {
    const first = await landOne();
    await app.features.inTransaction((f) =>
      f.cases.withdraw(testContext, first.id, { version: 1, reason: 'test', exception: true }),
    );
    const line = await app.features.lines.numberOf(first.lineId);
    expect((await landOne({ msisdn: line ?? '' })).outcome).toBe('landed');
  });

  it('keeps a refused request wanted and gives it no clock', async () => {
    const contract = await landOne(raw.contract);
    expect(contract).toMatchObject({
      failureCode: 'POL-01',
      state: 'waiting_date',
      wanted: 'active',
      dueAt: null,
      contractEndOn: '2027-03-31',
      // Midnight of 1 April in Shanghai.
      notBeforeAt: Date.UTC(2027, 2, 31, 16),
    });
    expect(await landOne(raw.identity)).toMatchObject({
      state: 'waiting_customer',
      wanted: 'active',
      dueAt: null,
    });
    expect(await landOne(raw.channelOnly)).toMatchObject({ state: 'open', wanted: 'active' });
  });

  it('lets a next-cycle cancel wait for the first of the month and wakes it then', async () => {
    const row = await landOne(raw.nextCycle);
    const first = Date.UTC(2026, 10, 30, 16);
    expect(row).toMatchObject({
      state: 'waiting_date',
      wanted: 'cancelled',
      wantedFromAt: first,
      notBeforeAt: first,
      dueAt: first + 24 * HOUR,
    });
    expect(await app.features.inTransaction((f) => f.cases.wakeDue('test'))).toBe(0);
    app.world.set(first);
    await app.features.inTransaction((f) => f.cases.wakeDue('test'));
    app.world.set(TEST_NOW);
    expect((await app.features.caseStore.find(row.id))?.state).toBe('open');
  });

  it('takes the area from the latest snapshot before the names, and none when nobody knows', async () => {
    const row = await landOne();
    const line = (await app.features.lines.numberOf(row.lineId)) ?? '';
    for (const [id, asOfAt, area] of [
      ['S1', 1, '330106'],
      ['S2', 2, '440106'],
    ] as const) {
      await app.db('snapshots').insert({
        ...{ id, as_of_at: asOfAt, state: 'ready', line_count: 1, demo: false, created_at: 1 },
      });
      await app.db('line_facts').insert({
        ...{ snapshot_id: id, line_id: row.lineId, plan_code: 'P', plan_name: 'P' },
        ...{ plan_type: 'data', monthly_fee_fen: 1, data_quota_mb: 1, data_remaining_mb: 1 },
        ...{ area_code: area, site_code: '', status: 'active', payment_type: 'prepaid' },
        ...{ bill_day: 1, language: 'zh', account_id: 'A', line_kind: 'normal' },
        joined_on: '2020-01-01',
      });
    }
    expect((await landOne({ msisdn: line, productCode: '2' })).areaCode).toBe('440106');
    expect((await landOne({ province: null, city: null })).areaCode).toBe('000000');
    expect((await landOne({ city: '没有市' })).areaCode).toBe('320000');
  });

  it('hides a number inside a ticket and still knows the ticket', async () => {
    const facts = caseFacts({ msisdn: '+8617012345678', ticketNo: 'T-17012345678-1' });
    const { cases } = await land([facts]);
    const row = await app.features.caseStore.find(cases[0]?.caseId ?? '');
    expect(row?.ticketNo).not.toContain('17012345678');
    expect((await land([facts])).repeated).toBe(1);
  });

  it('lands nothing when its transaction fails', async () => {
    const facts = caseFacts();
    await expect(
      app.features.inTransaction(async (f) => {
        await f.caseLanding.landMany(testContext, [facts]);
        throw new Error('later fault');
      }),
    ).rejects.toThrow('later fault');
    expect((await land([facts])).landed).toBe(1);
  });

  it('writes one audit event for each case and numbers that equal the rows', async () => {
    const before = await app.db('audit_events').where('action', 'case.opened').count({ n: '*' });
    const result = await land(Array.from({ length: 450 }, () => caseFacts()));
    expect(result.landed).toBe(450);
    const after = await app.db('audit_events').where('action', 'case.opened').count({ n: '*' });
    expect(Number(after[0]?.['n']) - Number(before[0]?.['n'])).toBe(450);
    await expectCountersToEqualRows(app);
  });

  describe('moves', () => {
    it('refuse a stale version, a wrong state and a move the table does not list', async () => {
      const row = await landOne();
      const move = (seen: typeof row, to: 'queued' | 'held' | 'verified') =>
        app.features.inTransaction((f) => f.caseStore.move(testContext, seen, to));
      await expect(move(row, 'verified')).rejects.toThrow('errors.transition');
      await move(row, 'held');
      await expect(move(row, 'queued')).rejects.toThrow('errors.stale');
      await expect(move({ ...row, version: 2 }, 'queued')).rejects.toThrow('errors.stale');
      expect((await app.features.caseStore.find(row.id))?.version).toBe(2);
    });

    it('let one of two racing writers win', async () => {
      const row = await landOne();
      const race = await Promise.allSettled(
        (['held', 'queued'] as const).map((to) =>
          app.features.inTransaction((f) => f.caseStore.move(testContext, row, to)),
        ),
      );
      expect(race.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
      await expectCountersToEqualRows(app);
    });

    it('keep the numbers equal to the rows whatever the moves, and take only those the table lists', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom(...caseStates), { maxLength: 8 }),
          async (path) => {
            let row: { id: string; version: number; state: CaseState; failureCode: string } =
              await landOne();
            for (const to of path) {
              const legal = caseLifecycle[row.state]?.includes(to) === true;
              const seen = row;
              const moved = app.features.inTransaction((f) =>
                f.caseStore.move(testContext, seen, to),
              );
              if (legal) row = await moved;
              else await expect(moved).rejects.toThrow('errors.transition');
            }
            const end = await app.features.caseStore.find(row.id);
            expect(end?.state).toBe(row.state);
            expect(end?.endedAt !== null).toBe(isCaseEnded(row.state));
            await expectCountersToEqualRows(app);
          },
        ),
        { numRuns: 15 },
      );
    });
  });
});

async function expectCountersToEqualRows(app: TestApp): Promise<void> {
  const rows: { state: string; failure_code: string; n: number }[] = await app
    .db('cases')
    .groupBy('state', 'failure_code')
    .select('state', 'failure_code')
    .count({ n: '*' });
  const counted = async () =>
    Object.fromEntries(
      (await app.features.caseCounters.read())
        .filter((count) => count.n !== 0)
        .map((count) => [`${count.state} ${count.failureCode}`, count.n]),
    );
  const expected = Object.fromEntries(
    rows.map((row) => [`${row.state} ${row.failure_code}`, Number(row.n)]),
  );
  expect(await counted()).toEqual(expected);
  await app.features.inTransaction((f) => f.caseCounters.fold());
  expect(await counted()).toEqual(expected);
  expect(await app.db('case_count_deltas').select('id').limit(1)).toEqual([]);
}
