import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CatalogueVersionRecord,
  FailureCodeRecord,
  MappingRuleRecord,
  MappingRunRecord,
  MappingVersionRecord,
} from '#contract/catalogue.ts';
import type { WireError } from '#contract/common.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

onEachEngine('The catalogue', (engine) => {
  let app: TestApp;
  let editor: TestClient;
  let checker: TestClient;
  beforeAll(async () => {
    app = await startApp({ engine });
    editor = await app.signIn('supervisor', 'editor');
    checker = await app.signIn('supervisor', 'checker');
  });
  afterAll(() => app.close());

  const codeOf = async (code: string): Promise<FailureCodeRecord | undefined> =>
    (await editor.get<FailureCodeRecord[]>(`/api/failure-codes?filter={"code":"${code}"}`)).body[0];
  const entryOf = (record: FailureCodeRecord | undefined, change: object) => {
    if (record === undefined) throw new Error('no such code');
    const { id: _id, ...entry } = record;
    return { ...entry, ...change };
  };
  const draft = async () =>
    (await editor.post<CatalogueVersionRecord>('/api/catalogue-versions')).body;
  const act = (who: TestClient, id: string, verb: string, body: object) =>
    who.post<CatalogueVersionRecord & WireError>(`/api/catalogue-versions/${id}/${verb}`, body);

  describe('in versions', () => {
    it('changes nothing until somebody else publishes it, and then all at once', async () => {
      let version = await draft();
      const before = await codeOf('TEC-01');
      const entry = entryOf(before, { remedyEn: 'Wait, then ask', retryTries: 4 });
      version = (await act(editor, version.id, 'set-code', { version: version.version, entry }))
        .body;
      const added = entryOf(before, { code: 'TEC-90', nameEn: 'Queue full', nameZh: '队列已满' });
      version = (
        await act(editor, version.id, 'set-code', { version: version.version, entry: added })
      ).body;
      expect(version.changes).toMatchObject([
        { code: 'TEC-01', before: { remedyEn: before?.remedyEn }, after: { retryTries: 4 } },
        { code: 'TEC-90', before: null },
      ]);
      version = (
        await act(editor, version.id, 'submit', { version: version.version, note: 'queue' })
      ).body;
      expect(await codeOf('TEC-01')).toEqual(before);
      const own = await act(editor, version.id, 'publish', { version: version.version });
      expect([own.status, own.body.message]).toEqual([403, 'errors.catalogue.ownPublish']);
      const published = await act(checker, version.id, 'publish', { version: version.version });
      expect(published.body).toMatchObject({ state: 'published', publishedByName: 'Test checker' });
      expect(await codeOf('TEC-01')).toMatchObject({ remedyEn: 'Wait, then ask', retryTries: 4 });
      expect(await codeOf('TEC-90')).toMatchObject({ nameEn: 'Queue full' });
    });

    it('says when what it edits was published otherwise in the meantime', async () => {
      let stale = await draft();
      const entry = entryOf(await codeOf('TEC-02'), { nameEn: 'Mine' });
      stale = (await act(editor, stale.id, 'set-code', { version: stale.version, entry })).body;
      stale = (await act(editor, stale.id, 'submit', { version: stale.version })).body;
      await app.db('failure_codes').where({ code: 'TEC-02' }).update({ name_en: 'Theirs' });
      const refused = await act(checker, stale.id, 'publish', { version: stale.version });
      expect([refused.status, refused.body.message, refused.body.args]).toEqual([
        409,
        'errors.catalogue.overtaken',
        { codes: 'TEC-02' },
      ]);
      expect((await codeOf('TEC-02'))?.nameEn).toBe('Theirs');
      const back = await act(checker, stale.id, 'return', {
        version: stale.version,
        reason: 'look again',
      });
      expect(back.body).toMatchObject({ state: 'draft', changes: [{ overtaken: true }] });
      await act(editor, stale.id, 'keep-code', { version: back.body.version, code: 'TEC-02' });
    });

    it('never takes away a code that a rule or a case names, nor changes its category', async () => {
      const version = await draft();
      const used = await act(editor, version.id, 'remove-code', {
        version: version.version,
        code: 'SYN-05',
      });
      expect([used.status, used.body.message]).toEqual([409, 'errors.catalogue.used']);
      const entry = entryOf(await codeOf('SYN-05'), { category: 'technical' });
      const moved = await act(editor, version.id, 'set-code', { version: version.version, entry });
      expect(moved.status).toBe(422);
    });

    it('refuses edits once it is handed in, and by those who may not edit', async () => {
      const version = await draft();
      const entry = entryOf(await codeOf('TEC-03'), { nameEn: 'Busy' });
      const set = await act(editor, version.id, 'set-code', { version: version.version, entry });
      const sent = await act(editor, version.id, 'submit', { version: set.body.version });
      const late = await act(editor, version.id, 'set-code', { version: sent.body.version, entry });
      expect([late.status, late.body.message]).toEqual([409, 'errors.catalogue.notDraft']);
      const manager = await app.signIn('manager');
      expect((await manager.post('/api/catalogue-versions')).status).toBe(403);
      const published = await act(manager, version.id, 'publish', { version: sent.body.version });
      expect(published.status).toBe(200);
    });
  });

  describe('The mapping in versions', () => {
    const land = (facts: LandingFacts[]) =>
      app.features.inTransaction((f) => f.caseLanding.landMany(testContext, facts));
    const verb = <T = MappingVersionRecord>(
      who: TestClient,
      id: string,
      name: string,
      body: object,
    ) => who.post<T & WireError>(`/api/mapping-versions/${id}/${name}`, body);
    const versionOf = async (id: string) =>
      (await editor.get<MappingVersionRecord>(`/api/mapping-versions/${id}`)).body;
    const row = (id: string | undefined) => app.features.caseStore.find(id ?? '');

    it('is tried on stored cases, published by another, and then does what was tried', async () => {
      const landed = await land([
        caseFacts(raw.unmapped),
        caseFacts(raw.unmapped),
        // One that has ended keeps its code.
        caseFacts(raw.unmapped),
        // And one that becomes a refusal although it is worked on already: a person decides.
        caseFacts({ sourceSystem: 'PLAT', rawCode: '7788', rawText: '未知' }),
        caseFacts({ sourceSystem: 'PLAT', rawCode: '7788', rawText: '未知' }),
      ]);
      const ids = landed.cases.map(({ caseId }) => caseId);
      await app.features.inTransaction((f) =>
        f.cases.withdraw(testContext, ids[2] ?? '', { version: 1, reason: 'x', exception: true }),
      );
      await app.db('cases').where({ id: ids[4] }).update({ attempt_count: 1 });
      await app.work();

      const mapped = await editor.post<MappingVersionRecord>('/api/unmapped-codes/map', {
        ...{ sourceSystem: 'PLAT', rawCode: '4417', failureCode: 'SYN-02' },
      });
      expect(mapped.body).toMatchObject({ state: 'draft', added: 1, removed: 0, tried: false });
      const { id } = mapped.body;
      await verb(editor, id, 'add-rule', {
        version: mapped.body.version,
        rule: { sourceSystem: 'PLAT', rawCode: '7788', textPattern: null, failureCode: 'POL-05' },
      });
      let version = await versionOf(id);
      await verb(editor, id, 'submit', { version: version.version, note: 'two raw codes' });
      version = await versionOf(id);
      const untried = await verb(checker, id, 'publish', { version: version.version });
      expect([untried.status, untried.body.message]).toEqual([409, 'errors.mappings.notTried']);

      const all = await verb<MappingRunRecord>(checker, id, 'try', {
        ...{ version: version.version, scope: 'all' },
      });
      await app.work();
      const tried = (await editor.get<MappingRunRecord>(`/api/mapping-runs/${all.body.id}`)).body;
      expect(tried).toMatchObject({ state: 'done', scanned: 5, moved: 5 });
      expect(tried.pairs).toMatchObject([
        { from: 'UNK-00', to: 'SYN-02', count: 3, moves: 2, person: 0 },
        { from: 'UNK-00', to: 'POL-05', count: 2, moves: 1, person: 1 },
      ]);
      const atOnce = await verb<MappingRunRecord>(checker, id, 'try', {
        ...{ version: version.version, scope: 'newest' },
      });
      expect(atOnce.body.pairs).toEqual(
        tried.pairs.map((pair) => ({ ...pair, samples: expect.any(Array) as unknown })),
      );
      expect((await row(ids[0]))?.failureCode).toBe('UNK-00');

      const own = await verb(editor, id, 'publish', { version: version.version });
      expect(own.body.message).toBe('errors.catalogue.ownPublish');
      const published = await verb(checker, id, 'publish', { version: version.version });
      expect(published.body.state).toBe('published');
      const next = await land([caseFacts(raw.unmapped)]);
      expect((await row(next.cases[0]?.caseId))?.failureCode).toBe('SYN-02');
      expect((await row(ids[0]))?.failureCode).toBe('UNK-00');

      const run = await verb<MappingRunRecord>(checker, id, 'apply', {
        version: published.body.version,
      });
      await app.work();
      const applied = (await editor.get<MappingRunRecord>(`/api/mapping-runs/${run.body.id}`)).body;
      const moves = tried.pairs.reduce((sum, pair) => sum + pair.moves, 0);
      expect(applied).toMatchObject({ state: 'done', moved: moves });
      expect(await Promise.all(ids.map(async (one) => (await row(one))?.failureCode))).toEqual([
        'SYN-02',
        'SYN-02',
        'UNK-00',
        'POL-05',
        'UNK-00',
      ]);
      // A refusal has no order: nothing is wanted, and no clock runs.
      expect(await row(ids[3])).toMatchObject({
        ...{ state: 'open', wanted: 'active', dueAt: null, category: 'policy' },
      });
      const group = await app.features.causeGroups.reads.ofCase(testContext.actor, ids[0] ?? '');
      expect(group).toMatchObject({ failureCode: 'SYN-02', caseCount: 3, openCount: 3 });
      const counts = await app.features.caseCounters.read({ failureCodes: ['UNK-00'] });
      expect(counts.filter(({ n }) => n !== 0)).toEqual([
        { state: 'open', failureCode: 'UNK-00', n: 1 },
        { state: 'withdrawn', failureCode: 'UNK-00', n: 1 },
      ]);
    });

    it('shows each rule against the published ones', async () => {
      const made = (await editor.post<MappingVersionRecord>('/api/mapping-versions')).body;
      const rules = async () =>
        (await editor.get<MappingRuleRecord[]>(`/api/mapping-versions/${made.id}/rules`)).body;
      const [first, second] = await rules();
      if (first === undefined || second === undefined) throw new Error('no rules');
      const { sourceSystem, rawCode, textPattern } = first;
      const changed = await verb(editor, made.id, 'change-rule', {
        version: made.version,
        ruleId: first.id,
        rule: { sourceSystem, rawCode, textPattern, failureCode: 'TEC-08' },
      });
      await verb(editor, made.id, 'remove-rule', {
        version: changed.body.version,
        ruleId: second.id,
      });
      const after = await rules();
      expect(after[0]).toMatchObject({ change: 'changed', wasCode: first.failureCode });
      expect(after.at(-1)).toMatchObject({ change: 'removed', rawCode: second.rawCode });
    });

    it('refuses a pattern that catches everything, an unknown code and a rule that stands', async () => {
      const made = (await editor.post<MappingVersionRecord>('/api/mapping-versions')).body;
      const add = async (rule: object) =>
        (await verb(editor, made.id, 'add-rule', { version: made.version, rule })).body.errors;
      const rule = { sourceSystem: '*', rawCode: null, textPattern: null, failureCode: 'SYN-01' };
      expect(await add({ ...rule, textPattern: '*' })).toHaveProperty('textPattern');
      expect(await add(rule)).toBeDefined();
      expect(await add({ ...rule, textPattern: '队列已满', failureCode: 'XXX-99' })).toHaveProperty(
        'failureCode',
      );
      expect(await add({ ...rule, textPattern: '黑名单' })).toHaveProperty('rawCode');
    });

    it('lets nobody publish own rules through a copy that another handed in', async () => {
      const made = await checker.post<MappingVersionRecord>('/api/unmapped-codes/map', {
        ...{ sourceSystem: 'PLAT', rawCode: 'COPY1', failureCode: 'SYN-02' },
      });
      await verb(checker, made.body.id, 'submit', { version: made.body.version });
      const copy = await editor.post<MappingVersionRecord>('/api/unmapped-codes/map', {
        ...{ sourceSystem: 'PLAT', rawCode: 'COPY2', failureCode: 'SYN-02' },
      });
      expect(copy.body.id).not.toBe(made.body.id);
      await verb(editor, copy.body.id, 'try', { version: copy.body.version, scope: 'newest' });
      const sent = await verb(editor, copy.body.id, 'submit', { version: copy.body.version });
      const own = await verb(checker, copy.body.id, 'publish', { version: sent.body.version });
      expect([own.status, own.body.message]).toEqual([403, 'errors.catalogue.ownPublish']);
      // What a version under way says already needs no further draft.
      const again = await editor.post<MappingVersionRecord>('/api/unmapped-codes/map', {
        ...{ sourceSystem: 'PLAT', rawCode: 'COPY1', failureCode: 'SYN-02' },
      });
      expect(again.body).toMatchObject({ id: copy.body.id, state: 'submitted' });
    });

    it('stops a try-out when told to, and when its rules are edited under it', async () => {
      const made = (await editor.post<MappingVersionRecord>('/api/mapping-versions')).body;
      const start = async () =>
        (
          await verb<MappingRunRecord>(editor, made.id, 'try', {
            ...{ version: (await versionOf(made.id)).version, scope: 'all' },
          })
        ).body;
      const stateOf = async (id: string) =>
        (await editor.get<MappingRunRecord>(`/api/mapping-runs/${id}`)).body;
      const first = await start();
      const twice = await verb(editor, made.id, 'try', { version: made.version, scope: 'all' });
      expect(twice.body.message).toBe('errors.mappings.running');
      await editor.post(`/api/mapping-runs/${first.id}/cancel`);
      await app.work();
      expect(await stateOf(first.id)).toMatchObject({ state: 'cancelled', scanned: 0 });
      const late = await editor.post<WireError>(`/api/mapping-runs/${first.id}/cancel`);
      expect(late.body.message).toBe('errors.mappings.runEnded');
      const second = await start();
      await editor.post('/api/unmapped-codes/map', {
        ...{ sourceSystem: 'PLAT', rawCode: 'UNDER1', failureCode: 'SYN-02' },
      });
      await app.work();
      expect((await stateOf(second.id)).state).toBe('cancelled');
      expect((await versionOf(made.id)).tried).toBe(false);
    });

    it('forgets a try-out when the rules are edited after it', async () => {
      const made = (await editor.post<MappingVersionRecord>('/api/mapping-versions')).body;
      await verb(editor, made.id, 'try', { version: made.version, scope: 'newest' });
      expect((await versionOf(made.id)).tried).toBe(true);
      await editor.post('/api/unmapped-codes/map', {
        ...{ sourceSystem: 'PLAT', rawCode: 'NEW1', failureCode: 'SYN-02' },
      });
      expect((await versionOf(made.id)).tried).toBe(false);
    });
  });
});
