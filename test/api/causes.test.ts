import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '#contract/audit.ts';
import type { MappingRuleRecord, MappingVersionRecord } from '#contract/catalogue.ts';
import type { CaseGroup, CauseGroupRecord, GroupTrend, MergeResult } from '#contract/causes.ts';
import type { WireError } from '#contract/common.ts';
import type { RefusalRecord, RuleFiguresRecord, RuleReviewRecord } from '#contract/rules.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { TEST_NOW } from '#test/support/world.ts';

const DAY = 86_400_000;

onEachEngine('Causes through the API', (engine) => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    app = await startApp({ engine });
    client = await app.signIn('supervisor');
  });
  afterAll(() => app.close());

  const land = (facts: LandingFacts[]) =>
    app.features.inTransaction((f) => f.caseLanding.landMany(testContext, facts));
  const verb = <T = CauseGroupRecord>(id: string, name: string, body: object, who = client) =>
    who.post<T & WireError>(`/api/cause-groups/${id}/${name}`, body);
  const groupOf = async (caseId: string | undefined) => {
    const { group } = (await client.get<CaseGroup>(`/api/cases/${caseId ?? ''}/group`)).body;
    if (group === null) throw new Error('no group');
    return group;
  };

  describe('a group', () => {
    it('is listed by what is open, with its words, its trend and who acts', async () => {
      await land([caseFacts(), caseFacts({ requestedAt: TEST_NOW - DAY }), caseFacts(raw.timeout)]);
      await app.work();
      const { data, total } = await client.provider.getList<CauseGroupRecord>('cause-groups', {
        pagination: { page: 1, perPage: 25 },
        sort: { field: 'openCount', order: 'DESC' },
        filter: {},
      });
      expect(total).toBe(2);
      expect(data[0]).toMatchObject({
        failureCode: 'SYN-05',
        failureNameEn: 'Network profile not removed',
        actsNext: 'network',
        openCount: 2,
        customerCount: 2,
      });
      expect(data[0]?.trend.slice(-2)).toEqual([1, 1]);
      const found = await client.get<CauseGroupRecord[]>(
        `/api/cause-groups?filter=${encodeURIComponent('{"q":"HTTP504","live":true}')}`,
      );
      expect(found.body.map(({ failureCode }) => failureCode)).toEqual(['TEC-01']);
      const trend = await client.get<GroupTrend>(
        `/api/cause-groups/${data[0]?.id ?? ''}/trend?by=hour`,
      );
      expect(trend.body.points).toHaveLength(48);
      expect(trend.body.points.reduce((sum, { n }) => sum + n, 0)).toBe(2);
    });

    it('is taken, named, resolved; a stale writer is told so, and all of it is kept', async () => {
      const landed = await land([caseFacts({ sourceSystem: 'PLAT', rawCode: '69' })]);
      await app.work();
      let group = await groupOf(landed.cases[0]?.caseId);
      group = (await verb(group.id, 'take', { version: group.version })).body;
      expect(group.ownerName).toBe('Test supervisor');
      const put = await client.put<CauseGroupRecord>(`/api/cause-groups/${group.id}`, {
        ...{ version: group.version, name: 'Queue full', fix: 'Raise the limit' },
      });
      expect(put.body).toMatchObject({ name: 'Queue full', fix: 'Raise the limit' });
      const stale = await verb(group.id, 'resolve', { version: group.version, reason: 'done' });
      expect([stale.status, stale.body.message]).toEqual([409, 'errors.stale']);
      const resolved = await verb(group.id, 'resolve', {
        ...{ version: put.body.version, reason: 'limit raised' },
      });
      expect(resolved.body).toMatchObject({ state: 'resolved', sinceResolved: 0 });
      const again = await verb(group.id, 'mute', {
        ...{ version: resolved.body.version, reason: 'x', moreCases: 3 },
      });
      expect([again.status, again.body.message]).toEqual([409, 'errors.transition']);
      const history = await client.get<AuditRecord[]>(`/api/cause-groups/${group.id}/history`);
      expect(history.body.map(({ action }) => action)).toEqual([
        'cause_group.moved',
        'cause_group.changed',
        'cause_group.assigned',
      ]);
      expect(history.body[0]?.reason).toBe('limit raised');
    });

    it('needs to know until when it is muted, and who may own it', async () => {
      const landed = await land([caseFacts({ sourceSystem: 'PLAT', rawCode: '22' })]);
      await app.work();
      const group = await groupOf(landed.cases[0]?.caseId);
      const nothing = await verb(group.id, 'mute', { version: group.version, reason: 'x' });
      expect(nothing.body.errors).toHaveProperty('untilAt');
      const past = await verb(group.id, 'mute', {
        ...{ version: group.version, reason: 'x', untilAt: TEST_NOW - 1 },
      });
      expect(past.body.errors).toHaveProperty('untilAt');
      const auditor = await app.signIn('auditor');
      expect((await verb(group.id, 'take', { version: 1 }, auditor)).status).toBe(403);
      const staff = (await app.db('staff').where({ login: 'auditor' }).first()) as { id: string };
      const owner = await verb(group.id, 'assign', {
        ...{ version: group.version, ownerId: staff.id },
      });
      expect(owner.body.errors).toHaveProperty('ownerId');
    });

    it('merged into another teaches the mapping and is found there from then on', async () => {
      const landed = await land([
        caseFacts({ sourceSystem: 'BIL', rawCode: 'B2031', rawText: '未终止' }),
        caseFacts({ sourceSystem: 'BIL', rawCode: 'BIL-5003', rawText: 'QUEUE' }),
      ]);
      await app.work();
      const [target, source] = await Promise.all(landed.cases.map(({ caseId }) => groupOf(caseId)));
      if (target === undefined || source === undefined) throw new Error('no groups');
      const merged = await verb<MergeResult>(source.id, 'merge', {
        ...{ version: source.version, intoId: target.id, reason: 'the same queue' },
      });
      expect(merged.body).toMatchObject({ taught: 1, group: { mergedIntoId: target.id } });
      await app.work();
      expect((await groupOf(landed.cases[1]?.caseId)).id).toBe(target.id);
      const listed = await client.get<CauseGroupRecord[]>('/api/cause-groups?range=[0,99]');
      expect(listed.body.map(({ id }) => id)).not.toContain(source.id);

      const drafts = await client.get<MappingVersionRecord[]>(
        '/api/mapping-versions?filter={"state":"draft"}',
      );
      const [draft] = drafts.body;
      expect(draft).toMatchObject({ added: 1 });
      const rules = await client.get<MappingRuleRecord[]>(
        `/api/mapping-versions/${draft?.id ?? ''}/rules`,
      );
      expect(rules.body[0]).toMatchObject({
        ...{ sourceSystem: 'BIL', rawCode: 'BIL-5003', failureCode: 'SYN-03', change: 'added' },
      });
      // Once the draft is published the same failure has another code, and still the same group.
      await client.post(`/api/mapping-versions/${draft?.id ?? ''}/try`, {
        ...{ version: draft?.version, scope: 'newest' },
      });
      await client.post(`/api/mapping-versions/${draft?.id ?? ''}/submit`, {
        version: draft?.version,
      });
      const checker = await app.signIn('manager');
      await checker.post(`/api/mapping-versions/${draft?.id ?? ''}/publish`, {
        version: (draft?.version ?? 0) + 1,
      });
      const later = await land([caseFacts({ sourceSystem: 'BIL', rawCode: 'BIL-5003' })]);
      const row = await app.features.caseStore.find(later.cases[0]?.caseId ?? '');
      expect(row).toMatchObject({ failureCode: 'SYN-03', groupId: target.id });
    });
  });

  describe('a rule', () => {
    const reviews = () => client.get<RuleReviewRecord[]>('/api/rule-reviews');

    it('shows what happened around it', async () => {
      const landed = await land([
        caseFacts(raw.contract),
        caseFacts(raw.contract),
        caseFacts({ ...raw.contract, requestedAt: TEST_NOW - 40 * DAY }),
      ]);
      await app.db('waivers').insert({
        ...{ id: 'W1', case_id: landed.cases[0]?.caseId, failure_code: 'POL-01', kind: 'waived' },
        ...{ from_at: TEST_NOW, reason: 'x', actor_id: 'a', actor_name: 'a' },
        ...{ created_at: TEST_NOW, demo: false },
      });
      const { body } = await client.get<RuleFiguresRecord[]>('/api/rule-figures');
      const rule = body.find(({ id }) => id === 'POL-01');
      expect(rule).toMatchObject({
        figures: { refusals: 2, waivers: 1, complaints: 0, solved: 0, unsolved: 0 },
        openReviewId: null,
        outcome: null,
      });
      expect(body.some(({ id }) => id === 'SYN-05')).toBe(false);
    });

    it('is reviewed once at a time, to a published outcome that staff read', async () => {
      const opened = await client.post<RuleReviewRecord & WireError>('/api/rule-reviews', {
        ...{ failureCode: 'POL-01', question: 'Is the fee told in advance?' },
      });
      expect(opened.status).toBe(201);
      const twice = await client.post<WireError>('/api/rule-reviews', {
        ...{ failureCode: 'POL-01', question: 'again' },
      });
      expect(twice.body.errors).toHaveProperty('failureCode');
      const other = await client.post<WireError>('/api/rule-reviews', {
        ...{ failureCode: 'SYN-05', question: 'no rule' },
      });
      expect(other.body.errors).toHaveProperty('failureCode');
      const { id } = opened.body;
      const found = await client.put<RuleReviewRecord>(`/api/rule-reviews/${id}`, {
        ...{ version: 1, findings: 'It is not.' },
      });
      const published = await client.post<RuleReviewRecord>(`/api/rule-reviews/${id}/publish`, {
        ...{ version: found.body.version, outcome: 'change_text', outcomeText: 'Name the fee.' },
      });
      expect(published.body).toMatchObject({
        ...{ state: 'published', outcome: 'change_text', publishedByName: 'Test supervisor' },
      });
      const closed = await client.put<WireError>(`/api/rule-reviews/${id}`, {
        ...{ version: published.body.version, findings: 'More' },
      });
      expect([closed.status, closed.body.message]).toEqual([409, 'errors.rules.published']);
      const { body } = await client.get<RuleFiguresRecord[]>('/api/rule-figures');
      expect(body.find((rule) => rule.id === 'POL-01')).toMatchObject({
        ...{ outcome: 'change_text', outcomeText: 'Name the fee.' },
      });
    });

    it('is reviewed by itself when numbers ask for it, and not again at once', async () => {
      const landed = await land(Array.from({ length: 5 }, () => caseFacts(raw.channelOnly)));
      await app.db('case_complaints').insert(
        landed.cases.map(({ caseId }, n) => ({
          ...{ id: `C${n}`, case_id: caseId, source: '10086', complained_at: TEST_NOW },
          ...{ recorded_by: 'a', recorded_by_name: 'a', demo: false, created_at: TEST_NOW },
        })),
      );
      const due = () => app.features.inTransaction((f) => f.ruleReviews.service.openDue('test'));
      expect(await due()).toBe(1);
      expect(await due()).toBe(0);
      const mine = (await reviews()).body.find(({ failureCode }) => failureCode === 'POL-05');
      expect(mine).toMatchObject({ openedFor: 'complaints', figures: { complaints: 5 } });
    });

    it('has a register of its refusals with the text that each customer was given', async () => {
      const landed = await land([
        caseFacts({ ...raw.channelOnly, rawCode: '3021', requestedAt: TEST_NOW - 1 }),
        caseFacts({ ...raw.channelOnly, requestedAt: TEST_NOW - 2 }),
      ]);
      const caseId = landed.cases[0]?.caseId ?? '';
      const row = await app.features.caseStore.find(caseId);
      const code = (await app.db('failure_codes').where({ code: 'POL-05' }).first()) as {
        message_id: string;
      };
      const notice = (id: string, template: string, state: string) => ({
        ...{ id, event_key: `test ${id} ${caseId}`, case_id: caseId, line_id: row?.lineId },
        ...{ msisdn_masked: '138****0000', area_code: '320500', template_code: template },
        ...{ template_version_no: 2, language: 'zh', channel: 'sms', body: `text ${template}` },
        ...{ parts: 1, state, trigger_kind: 'event', tries: 1, generation: 1, actor_id: 'a' },
        ...{ actor_name: 'a', sent_at: TEST_NOW, demo: false, version: 1 },
        ...{ created_at: TEST_NOW, updated_at: TEST_NOW },
      });
      await app
        .db('notices')
        .insert([
          notice('N1', code.message_id, 'delivered'),
          notice('N2', 'T9X', 'sent'),
          notice('N3', code.message_id, 'queued'),
        ]);
      const { data } = await client.provider.getList<RefusalRecord>('refusals', {
        pagination: { page: 1, perPage: 2 },
        sort: { field: 'requestedAt', order: 'DESC' },
        filter: { failureCode: 'POL-05', areaCode: '320000', from: TEST_NOW - 10 },
      });
      expect(data).toMatchObject([
        {
          id: caseId,
          waived: false,
          given: { noticeId: 'N1', templateVersionNo: 2, body: `text ${code.message_id}` },
        },
        { given: null },
      ]);
      const elsewhere = await client.get<RefusalRecord[]>(
        `/api/refusals?filter=${encodeURIComponent('{"areaCode":"330000"}')}`,
      );
      expect(elsewhere.body).toEqual([]);
    });
  });
});
