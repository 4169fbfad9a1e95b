import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { TEST_NOW } from '#test/support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

onEachEngine('Cause groups', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ engine });
  });
  afterAll(() => app.close());

  const ctx = { ...testContext, reason: 'test' };
  const land = (facts: LandingFacts[]) =>
    app.features.inTransaction((f) => f.caseLanding.landMany(testContext, facts));
  const several = (n: number, facts: Partial<LandingFacts> = {}) =>
    Array.from({ length: n }, () => caseFacts(facts));
  const groupOf = async (caseId: string | undefined) => {
    const row = await app.features.caseStore.find(caseId ?? '');
    return app.features.causeGroups.reads.one(row?.groupId ?? '');
  };
  const landOne = async (facts: Partial<LandingFacts> = {}) => {
    const [landed] = (await land([caseFacts(facts)])).cases;
    return { caseId: landed?.caseId ?? '', group: await groupOf(landed?.caseId) };
  };
  const fold = () => app.features.inTransaction((f) => f.causeGroups.upkeep.fold());

  /** What the group's counters say against the rows. */
  async function expectExact(groupId: string) {
    const group = await app.features.causeGroups.reads.one(groupId);
    const rows = (await app.db('cases').where({ group_id: groupId })) as Record<string, unknown>[];
    expect({
      cases: group.caseCount,
      open: group.openCount,
      customers: group.customerCount,
      trend: (await app.features.causeGroups.reads.trend(groupId, 'day')).points.reduce(
        (sum, point) => sum + point.n,
        0,
      ),
    }).toEqual({
      cases: rows.length,
      open: rows.filter((row) => row['ended_at'] == null).length,
      customers: new Set(rows.map((row) => row['line_id'])).size,
      trend: rows.length,
    });
    return group;
  }

  it('opens one group for one cause and counts cases, open ones and customers', async () => {
    const first = await land([
      ...several(3),
      caseFacts({ msisdn: '+8613800009999' }),
      caseFacts({ msisdn: '+8613800009999', productCode: '700001' }),
      caseFacts(raw.timeout),
    ]);
    const group = await groupOf(first.cases[0]?.caseId);
    expect(group).toMatchObject({
      failureCode: 'SYN-05',
      sourceSystem: 'HLR',
      rawCode: '5012',
      state: 'new',
      caseCount: 5,
      openCount: 5,
      customerCount: 4,
    });
    expect((await groupOf(first.cases[5]?.caseId)).id).not.toBe(group.id);
    await fold();
    const folded = await expectExact(group.id);
    expect(folded.groupNo).toBeGreaterThan(0);
    expect(folded.trend.at(-1)).toBe(5);
  });

  it('counts an ended case out of the open ones, once', async () => {
    const { caseId, group } = await landOne({ rawCode: '5012' });
    await app.features.inTransaction((f) =>
      f.cases.withdraw(testContext, caseId, { version: 1, reason: 'test', exception: true }),
    );
    const after = await expectExact(group.id);
    expect(after.openCount).toBe(group.openCount - 1);
    await fold();
    await expectExact(group.id);
  });

  it('loses no count when landings of one new cause race each other and the fold', async () => {
    const facts = { sourceSystem: 'PLAT', rawCode: `RACE-${engine}`, rawText: 'x' };
    const shared = '+8613800008888';
    const results = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const landed = await land([
          ...several(20, facts),
          caseFacts({ ...facts, msisdn: shared, productCode: `80000${n}` }),
        ]);
        await fold();
        return landed;
      }),
    );
    const groups = await Promise.all(results.map((one) => groupOf(one.cases[0]?.caseId)));
    expect(new Set(groups.map(({ id }) => id)).size).toBe(1);
    const group = await expectExact(groups[0]?.id ?? '');
    expect(group.caseCount).toBe(168);
    expect(group.customerCount).toBe(161);
    await fold();
    await expectExact(group.id);
    expect(await app.db('cause_fingerprints').where({ group_id: group.id })).toHaveLength(1);
  });

  it('calls a resolved group regressed when it comes back, and says who resolved it', async () => {
    const facts = { sourceSystem: 'CRM', rawCode: '53', rawText: '已发送，落库失败' };
    const { group } = await landOne(facts);
    await fold();
    await app.features.inTransaction((f) =>
      f.causeGroups.service.resolve(ctx, group.id, { version: 1, reason: 'patched' }),
    );
    // A late import of a failure from before proves nothing.
    await landOne({ ...facts, requestedAt: TEST_NOW - DAY });
    await fold();
    expect((await app.features.causeGroups.reads.one(group.id)).state).toBe('resolved');
    app.world.advance(HOUR);
    await landOne({ ...facts, requestedAt: app.world.now() - 60_000 });
    await fold();
    const back = await app.features.causeGroups.reads.one(group.id);
    expect(back).toMatchObject({
      state: 'regressed',
      resolvedByName: testContext.actor.name,
      sinceResolved: 2,
    });
    const history = await app.features.auditReads.ofSubject('cause_group', group.id);
    expect(history[0]).toMatchObject({
      action: 'cause_group.moved',
      actorId: 'system',
      detail: { from: 'resolved', to: 'regressed', cause: 'came_back' },
    });
  });

  it('stays muted until so many more cases have come', async () => {
    const facts = { sourceSystem: 'PLAT', rawCode: '22', rawText: '配置缺失' };
    const { group } = await landOne(facts);
    await fold();
    await app.features.inTransaction((f) =>
      f.causeGroups.service.mute(ctx, group.id, { version: 1, reason: 'known', moreCases: 3 }),
    );
    const state = async () => (await app.features.causeGroups.reads.one(group.id)).state;
    await land(several(2, facts));
    await fold();
    expect(await state()).toBe('muted');
    await land(several(1, facts));
    await fold();
    expect(await state()).toBe('ongoing');
  });

  it('stays muted until a time has come', async () => {
    const { group } = await landOne({ sourceSystem: 'PLAT', rawCode: '5', rawText: 'x' });
    await fold();
    const untilAt = app.world.now() + HOUR;
    await app.features.inTransaction((f) =>
      f.causeGroups.service.mute(ctx, group.id, { version: 1, reason: 'window', untilAt }),
    );
    const evaluate = () =>
      app.features.inTransaction((f) => f.causeGroups.upkeep.evaluateWaiting());
    await evaluate();
    expect((await app.features.causeGroups.reads.one(group.id)).state).toBe('muted');
    app.world.set(untilAt);
    await evaluate();
    expect((await app.features.causeGroups.reads.one(group.id)).state).toBe('ongoing');
  });

  it('escalates above its own usual rate and calms down again', async () => {
    const facts = { sourceSystem: 'SP', rawCode: '1007', rawText: 'x' };
    const now = app.world.now();
    const { group } = await landOne({ ...facts, requestedAt: now - 3 * DAY });
    await land(several(12, { ...facts, requestedAt: now - HOUR }));
    await fold();
    const state = async () => (await app.features.causeGroups.reads.one(group.id)).state;
    // Its first step is to leave "new" by rate.
    expect(await state()).toBe('escalating');
    app.world.advance(8 * HOUR);
    await app.features.inTransaction((f) => f.causeGroups.upkeep.evaluateWaiting());
    expect(await state()).toBe('ongoing');
  });

  describe('merged into another', () => {
    it('moves its cases, keeps all counts exact, and later ones land in the target', async () => {
      const target = await landOne({ sourceSystem: 'BIL', rawCode: 'B2031', rawText: '未终止' });
      const facts = { sourceSystem: 'BIL', rawCode: `B-${engine}`, rawText: '未知' };
      const merged = await land([...several(700, facts), caseFacts({ ...facts })]);
      await fold();
      const source = await groupOf(merged.cases[0]?.caseId);
      const taught = await app.features.inTransaction((f) =>
        f.causeGroups.service.merge(ctx, source.id, {
          version: source.version,
          intoId: target.group.id,
          teach: true,
          reason: 'the same queue',
        }),
      );
      expect(taught).toBe(1);
      await app.work();
      await fold();
      expect((await expectExact(source.id)).caseCount).toBe(0);
      expect((await expectExact(target.group.id)).caseCount).toBe(702);
      // The next one still comes as UNK-00, and lands there all the same.
      const later = await landOne(facts);
      expect(later.group.id).toBe(target.group.id);
    });

    it('follows a merge of the target, and lets nobody act on what is gone', async () => {
      const [a, b, c] = await Promise.all(
        ['M1', 'M2', 'M3'].map((rawCode) =>
          landOne({ sourceSystem: 'ESB', rawCode: `${rawCode}-${engine}`, rawText: 'x' }),
        ),
      );
      if (a === undefined || b === undefined || c === undefined) throw new Error('not landed');
      await fold();
      const merge = (id: string, intoId: string) =>
        app.features.inTransaction((f) =>
          f.causeGroups.service.merge(ctx, id, {
            ...{ version: 1, intoId, teach: false, reason: 'same' },
          }),
        );
      await merge(a.group.id, b.group.id);
      await merge(b.group.id, c.group.id);
      await app.work();
      await fold();
      expect((await expectExact(c.group.id)).caseCount).toBe(3);
      await expect(merge(a.group.id, c.group.id)).rejects.toMatchObject({
        key: 'errors.stale',
      });
      await expect(merge(c.group.id, b.group.id)).rejects.toMatchObject({
        fields: { intoId: { message: 'errors.causes.mergeInto' } },
      });
    });

    it('takes cases along that landed while it was merged', async () => {
      const facts = { sourceSystem: 'ESB', rawCode: `LATE-${engine}`, rawText: 'x' };
      const source = await landOne(facts);
      const target = await landOne({ sourceSystem: 'ESB', rawCode: 'HTTP502', rawText: 'x' });
      await fold();
      await app.features.inTransaction((f) =>
        f.causeGroups.service.merge(ctx, source.group.id, {
          ...{ version: 1, intoId: target.group.id, teach: false, reason: 'same' },
        }),
      );
      await app.work();
      // As a landing does that had read the fingerprint before the merge was committed.
      await app.db('cause_fingerprints').where({ raw_code: facts.rawCode }).update({
        group_id: source.group.id,
      });
      await landOne(facts);
      await app.db('cause_fingerprints').where({ raw_code: facts.rawCode }).update({
        group_id: target.group.id,
      });
      await fold();
      await app.work();
      await fold();
      expect((await expectExact(source.group.id)).caseCount).toBe(0);
      await expectExact(target.group.id);
    });
  });

  it('counts the same again from the rows', async () => {
    const before = await app.features.causeGroups.reads.list({
      filter: {},
      sort: { column: 'g.id', descending: false },
      ...{ offset: 0, limit: 100, withTotal: false },
    });
    await app.features.inTransaction((f) => f.causeGroups.counters.recount());
    const after = await app.features.causeGroups.reads.list({
      filter: {},
      sort: { column: 'g.id', descending: false },
      ...{ offset: 0, limit: 100, withTotal: false },
    });
    expect(after.rows).toEqual(before.rows);
  });
});
