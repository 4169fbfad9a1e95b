import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireError } from '#contract/common.ts';
import type {
  PolicyDiff,
  PolicyFamily,
  PolicyShow,
  PolicyTemplateRecord,
  TryPolicyResult,
} from '#contract/policies.ts';
import type { BatchShow } from '#contract/compensation.ts';
import type { Inbox } from '#contract/inbox.ts';
import type { OutageShow } from '#contract/outages.ts';
import type { BatchReplay, EvaluationReplay } from '#contract/replays.ts';
import { chinaCalendar } from '#domain/china-calendar.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import { exampleInputs, type PolicyExample } from '#domain/policy-example.ts';
import { recordEvaluation } from '#domain/policy-replay.ts';
import { sha256Hex } from '#domain/sha256.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import { compileProfile, defaultBands } from '#domain/weights.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { Reply, TestClient } from '../support/client.ts';
import { batchDriver, confirmedOutage, seedLines } from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

const zone = createZone('Asia/Shanghai');
const at = (text: string): number => parseLocal(zone, text);

const workedExample: PolicyExample = {
  line: {
    planType: 'data',
    paymentType: 'postpaid',
    lineKind: 'normal',
    status: 'active',
    monthlyFeeFen: 12_900,
    dataQuotaMb: 10_000,
    dataRemainingMb: 800,
    billDay: 1,
  },
  stretches: [
    {
      service: 'data',
      severity: 'full',
      responsibility: 'own',
      announcedAt: null,
      causeCode: 'base_station',
      startAt: at('2026-10-10 17:30'),
      endAt: at('2026-10-10 23:15'),
    },
  ],
};

onEachEngine('policies', (engine) => {
  let app: TestApp;
  let editor: TestClient;
  let secondEditor: TestClient;
  let publisher: TestClient;
  let network: TestClient;
  let supervisor: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    editor = await app.signIn('manager', 'editor');
    secondEditor = await app.signIn('manager', 'secondeditor');
    publisher = await app.signIn('manager', 'publisher');
    network = await app.signIn('network_ops');
    supervisor = await app.signIn('supervisor');
  });
  afterAll(() => app.close());

  const must = <T>(reply: Reply<T>, status = 200): T => {
    if (reply.status !== status)
      throw new Error(`${reply.status} instead of ${status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  const refusal = (reply: Reply<unknown>) => ({
    status: reply.status,
    ...(reply.body as WireError),
  });
  const show = async (id: string) => must(await editor.get<PolicyShow>(`/api/policies/${id}`));
  const shipped = () => show('00000000000000000000000002');
  const draft = async (body: object, client = editor): Promise<PolicyShow> =>
    must(await client.post<PolicyShow>('/api/policies', { name: 'draft', ...body }), 201);
  const copy = async () => draft({ basedOnId: (await shipped()).id, name: '2026-B' });
  const verb = (client: TestClient, policy: PolicyShow, name: string, more: object = {}) =>
    client.post<PolicyShow>(`/api/policies/${policy.id}/${name}`, {
      version: policy.version,
      ...more,
    });
  const edit = (client: TestClient, policy: PolicyShow, more: object) =>
    client.put<PolicyShow>(`/api/policies/${policy.id}`, { version: policy.version, ...more });
  const cheaper = ({ rules }: PolicyShow) => ({
    ...rules,
    factors: { ...rules.factors, planPerMille: { ...rules.factors.planPerMille, data: 900 } },
  });

  describe('drafts', () => {
    it('begin as a copy of a version, in its family, with what they change against it', async () => {
      const made = await copy();
      expect(made).toMatchObject({
        family: 'standard',
        purpose: 'compensation',
        state: 'draft',
        basedOnName: '2026-A',
        weightProfileName: '2026-A',
        faults: [],
        inForce: false,
      });
      const edited = must(await edit(secondEditor, made, { rules: cheaper(made) }));
      expect(edited.makers.map(({ name }) => name)).toEqual(['Test editor', 'Test secondeditor']);
      const change = { field: 'factors.planPerMille.data', from: 1000, to: 900 };
      expect(edited.versions[0]).toMatchObject({
        againstId: made.basedOnId,
        changes: [change],
      });
      const diff = must(
        await network.get<PolicyDiff>(`/api/policies/${made.basedOnId}/diff?against=${edited.id}`),
      );
      expect(diff.changes).toEqual([{ field: change.field, from: 900, to: 1000 }]);
    });

    it('begin as any of the templates, in the currency of its scheme, and every one can be handed in', async () => {
      const templates = must(await editor.get<PolicyTemplateRecord[]>('/api/policy-templates'));
      expect(templates.map(({ id, currency }) => [id, currency])).toEqual([
        ['CN-STANDARD', 'CNY'],
        ['CN-GOODWILL-FLAT', 'CNY'],
        ['ES-RD899-ART16-INTERNET', 'EUR'],
        ['IN-TRAI-QOS-2024', 'INR'],
        ['NL-TW-COMPENSATIE', 'EUR'],
        ['US-ATT-GUARANTEE-WIRELESS', 'USD'],
        ['KR-KT-GOODWILL-2021', 'KRW'],
        ['JP-KDDI-2022', 'JPY'],
      ]);
      for (const { id, currency, purpose, rules } of templates) {
        const made = await draft({ templateId: id, newFamily: { name: `Example ${id}`, purpose } });
        expect(made).toMatchObject({ templateId: id, currency, purpose, rules, versionNo: 1 });
        must(await verb(editor, made, 'submit'));
      }
    });

    it('begin blank with one fault, and are kept with faults but not handed in', async () => {
      const made = await draft({ newFamily: { name: 'Blank', purpose: 'compensation' } });
      expect(made.rules.currency).toBe('CNY');
      expect(made.faults).toEqual([{ field: 'rate.terms', message: 'errors.policies.noTerms' }]);
      const bands = [
        { fromFen: 0, perMille: 1000 },
        { fromFen: 0, perMille: 1100 },
      ];
      const rules = { ...made.rules, factors: { ...made.rules.factors, feeBands: bands } };
      const saved = must(await edit(editor, made, { rules }));
      expect(saved.rules.factors.feeBands).toEqual(bands);
      const refused = refusal(await verb(editor, saved, 'submit'));
      expect(refused).toMatchObject({
        status: 422,
        message: 'errors.policies.faults',
        args: { count: 2 },
        errors: {
          'rules.rate.terms': { message: 'errors.policies.noTerms' },
          'rules.factors.feeBands.1': { message: 'errors.policies.bandsNotRising' },
        },
      });
    });

    it('are refused with a shape that is none, naming the place', async () => {
      const made = await copy();
      const rules = structuredClone(made.rules) as unknown as {
        factors: { feeBands: { perMille: unknown }[] };
      };
      const band = rules.factors.feeBands[1];
      if (band !== undefined) band.perMille = 1.5;
      const refused = refusal(await edit(editor, made, { rules }));
      expect(refused.status).toBe(422);
      expect(Object.keys(refused.errors ?? {})).toEqual(['rules.factors.feeBands.1.perMille']);
    });

    it('need one source, one family and a name of a new family that is free', async () => {
      const { id } = await shipped();
      const refused = async (body: object) =>
        Object.keys(
          refusal(await editor.post('/api/policies', { name: 'x', ...body })).errors ?? {},
        );
      expect(await refused({})).toEqual(['family']);
      expect(await refused({ family: 'none' })).toEqual(['family']);
      expect(await refused({ basedOnId: 'nobody' })).toEqual(['basedOnId']);
      expect(await refused({ templateId: 'XX' })).toEqual(['templateId']);
      expect(await refused({ basedOnId: id, templateId: 'CN-STANDARD' })).toEqual(['templateId']);
      const newFamily = { name: 'Twice', purpose: 'compensation' };
      await draft({ newFamily });
      expect(await refused({ newFamily })).toEqual(['newFamily.name']);
      expect(await refused({ newFamily, family: 'standard' })).toEqual(['family']);
    });

    it('of one version, two edits at once: one of them is told that it is stale', async () => {
      const made = await copy();
      const replies = await Promise.all([
        edit(editor, made, { name: 'left' }),
        edit(secondEditor, made, { name: 'right' }),
      ]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('stay in the currency of their family, and goodwill comes on top', async () => {
      const euros = await draft({ templateId: 'NL-TW-COMPENSATIE', family: 'standard' });
      expect(euros.faults).toEqual([
        {
          field: 'currency',
          message: 'errors.policies.familyCurrency',
          args: { currency: 'CNY', exponent: 2 },
        },
      ]);
      const kind = await draft({
        templateId: 'CN-GOODWILL-FLAT',
        newFamily: { name: 'Kind', purpose: 'goodwill' },
      });
      const caps = { ...kind.rules.caps, againstOthers: 'exclusive' };
      const exclusive = must(await edit(editor, kind, { rules: { ...kind.rules, caps } }));
      expect(exclusive.faults).toEqual([
        { field: 'caps.againstOthers', message: 'errors.policies.goodwillAdds' },
      ]);
      const family = must(await editor.get<PolicyFamily>(`/api/policy-families/${kind.family}`));
      expect(family).toMatchObject({ mode: 'add', currency: 'CNY', draftCount: 1, inForce: null });
    });
  });

  describe('publication', () => {
    it('takes a second person, and from then on nothing in the version changes', async () => {
      const made = await copy();
      const edited = must(await edit(secondEditor, made, { rules: cheaper(made) }));
      expect((await verb(publisher, edited, 'publish')).status).toBe(409);
      const submitted = must(await verb(editor, edited, 'submit'));
      expect(submitted.submittedByName).toBe('Test editor');
      for (const maker of [editor, secondEditor])
        expect(refusal(await verb(maker, submitted, 'publish'))).toMatchObject({
          status: 403,
          message: 'errors.policies.ownPublish',
        });
      const returned = must(await verb(publisher, submitted, 'return', { reason: 'too little' }));
      expect(returned).toMatchObject({ state: 'draft', submittedBy: null });
      const again = must(await verb(editor, returned, 'submit'));
      const published = must(await verb(publisher, again, 'publish'));
      expect(published).toMatchObject({
        state: 'published',
        inForce: true,
        publishedByName: 'Test publisher',
        effectiveFromAt: app.world.now(),
      });
      expect(refusal(await edit(editor, published, { name: 'other' })).message).toBe(
        'errors.policies.notDraft',
      );
      expect((await verb(editor, published, 'submit')).status).toBe(409);

      const now = app.world.now();
      const inForceAt = async (when: number) =>
        (await app.features.policies.policyInForceAt('standard', when)).id;
      expect(await inForceAt(now - 1)).toBe(made.basedOnId);
      expect(await inForceAt(now)).toBe(made.id);
      app.world.advance(1000);
      must(await verb(publisher, published, 'retire'));
      expect(await inForceAt(now)).toBe(made.id);
      expect(await inForceAt(now + 1000)).toBe(made.basedOnId);
    });

    it('waits in the inbox and the rail of other managers, not of its makers', async () => {
      const submitted = must(await verb(editor, await copy(), 'submit'));
      const waiting = async (client: TestClient) =>
        must(await client.get<Inbox>('/api/inbox'))
          .groups.flatMap(({ items }) => items)
          .filter(({ to }) => to === `/policies/${submitted.id}/show`);
      expect(await waiting(publisher)).toMatchObject([{ from: 'Test editor', title: '2026-B' }]);
      expect(await waiting(editor)).toEqual([]);
      const counts = must(await publisher.get<Record<string, number>>('/api/counts'));
      expect(counts['policiesToPublish']).toBeGreaterThan(0);
      must(await verb(editor, submitted, 'return'));
    });

    it('is refused when somebody edited meanwhile', async () => {
      const made = await copy();
      const submitted = must(await verb(editor, made, 'submit'));
      must(await verb(editor, submitted, 'return'));
      expect(refusal(await verb(publisher, submitted, 'publish')).message).toBe('errors.stale');
    });

    it('keeps a version of the standard family in force', async () => {
      expect(refusal(await verb(publisher, await shipped(), 'retire'))).toMatchObject({
        status: 409,
        message: 'errors.policies.lastInForce',
      });
    });

    it('may reach back, but not to the start of what a batch pays for', async () => {
      await seedLines(app, [{}]);
      const outage = await confirmedOutage({ network, manager: publisher });
      const batch = await batchDriver(app).make(supervisor, outage.id);
      const submitted = must(await verb(editor, await copy(), 'submit'));
      expect(submitted.committed).toEqual({ at: at('2026-10-10 17:30'), number: batch.number });
      const early = refusal(
        await verb(publisher, submitted, 'publish', { effectiveFromAt: at('2026-10-10 17:30') }),
      );
      expect(early).toMatchObject({
        status: 422,
        errors: {
          effectiveFromAt: {
            message: 'errors.policies.effectiveCommitted',
            args: { number: batch.number, at: '2026-10-10 17:30:00' },
          },
        },
      });
      const later = at('2026-10-10 17:31');
      const published = must(
        await verb(publisher, submitted, 'publish', { effectiveFromAt: later }),
      );
      expect(published.effectiveFromAt).toBe(later);
      must(await verb(publisher, published, 'retire'));
    });
  });

  describe('what a batch makes of policies', () => {
    const paying = async (family: string): Promise<Reply<unknown>> => {
      outage ??= await confirmedOutage({ network, manager: publisher });
      return supervisor.post('/api/compensation-batches', { outageId: outage.id, family });
    };
    let outage: OutageShow | undefined;

    const inForce = async (templateId: string, purpose: 'compensation' | 'goodwill') => {
      const newFamily = { name: `Paying ${templateId}`, purpose };
      const made = must(await verb(editor, await draft({ templateId, newFamily }), 'submit'));
      return must(await verb(publisher, made, 'publish', { effectiveFromAt: 0 }));
    };

    it('refuses to pay in another currency, in words that name it', async () => {
      const { family } = await inForce('NL-TW-COMPENSATIE', 'compensation');
      expect(refusal(await paying(family))).toMatchObject({
        status: 409,
        message: 'errors.batch.currency',
        args: { currency: 'EUR' },
      });
      expect(refusal(await paying('nobody')).message).toBe('errors.policies.noneInForce');
    });

    it('pays goodwill on top of compensation, and every class comes out again to the byte', async () => {
      const { family, rulesHash } = await inForce('CN-GOODWILL-FLAT', 'goodwill');
      const driver = batchDriver(app);
      const calculated = async (body: unknown) => {
        const { id } = body as BatchShow;
        must(await driver.verb(supervisor, id, 'calculate'));
        await app.work();
        return driver.show(supervisor, id);
      };
      const standard = await calculated(must(await paying('standard'), 201));
      must(await driver.verb(supervisor, standard.id, 'submit'));
      const kind = await calculated(must(await paying(family), 201));
      expect([standard.totalMb, kind.totalMb]).toEqual([1238, 1024]);
      expect((await paying(family)).status).toBe(409);

      const replay = must(
        await supervisor.get<BatchReplay>(`/api/compensation-batches/${kind.id}/replay`),
      );
      expect(replay).toMatchObject({ rulesHash, classes: 1, same: 1, unnamed: 0, next: null });
      const [stored] = await app.db('batch_classes').where({ batch_id: kind.id });
      const url = `/api/evaluations?facts=${stored.facts_hash}&rules=${stored.rules_hash}`;
      const again = must(await supervisor.get<EvaluationReplay>(url));
      expect(again).toMatchObject({ batchNumber: kind.number, classNo: 1, same: true });
      expect(sha256Hex(again.result)).toBe(stored.result_hash);
      expect(sha256Hex(again.facts)).toBe(stored.facts_hash);
      expect(sha256Hex(again.rules)).toBe(rulesHash);
    });

    it('tells which class was tampered with, and where', async () => {
      const batch = await app
        .db('batches')
        .where({ family: 'standard' })
        .orderBy('id', 'desc')
        .first();
      const replay = async () =>
        must(await supervisor.get<BatchReplay>(`/api/compensation-batches/${batch.id}/replay`));
      expect((await replay()).differing).toEqual([]);
      const own = () => app.db('batch_classes').where({ batch_id: batch.id });
      const { steps } = await own().first();
      await own().update({ steps: String(steps).replace('1237.5', '1237.6') });
      expect(await replay()).toMatchObject({
        same: 0,
        differing: [{ classNo: 1, part: 'result' }],
      });
      await own().update({ steps });
      await app
        .db('batches')
        .where({ id: batch.id })
        .update({
          pinned: String(batch.pinned).replace('"perMille":1500', '"perMille":1400'),
        });
      expect((await replay()).differing).toMatchObject([{ part: 'pins' }]);
      await app.db('batches').where({ id: batch.id }).update({ pinned: batch.pinned });
    });
  });

  it('only managers write policies; who simulates may try rules', async () => {
    const { id } = await shipped();
    const body = { name: 'x', basedOnId: id };
    const rules = defaultPolicyRules;
    const trial = { rules, weightProfileId: (await shipped()).weightProfileId };
    for (const client of [network, supervisor]) {
      expect((await client.post('/api/policies', body)).status).toBe(403);
      must(await client.post('/api/policies/try', { ...trial, example: workedExample }));
    }
    const auditor = await app.signIn('auditor');
    expect((await auditor.get(`/api/policies/${id}`)).status).toBe(200);
    expect(
      (await auditor.post('/api/policies/try', { ...trial, example: workedExample })).status,
    ).toBe(403);
  });

  it('tries rules with the bytes that the browser comes to', async () => {
    const { weightProfileId } = await shipped();
    const tried = must(
      await editor.post<TryPolicyResult>('/api/policies/try', {
        rules: defaultPolicyRules,
        weightProfileId,
        example: workedExample,
      }),
    );
    const profile = compileProfile(defaultBands, chinaCalendar(), zone);
    const here = exampleInputs(defaultPolicyRules, workedExample, profile, zone).map((input) =>
      recordEvaluation(defaultPolicyRules, input),
    );
    expect(tried.evaluations).toEqual(
      here.map(({ factsHash, rulesHash, resultHash, result }) => ({
        factsHash,
        rulesHash,
        resultHash,
        result,
      })),
    );
    expect(tried.benefits).toEqual([{ benefit: 'data', unit: 'MB', amount: 1238 }]);
    const backwards = structuredClone(workedExample);
    const [stretch] = backwards.stretches;
    if (stretch !== undefined) stretch.endAt = stretch.startAt;
    const refused = refusal(
      await editor.post('/api/policies/try', {
        rules: defaultPolicyRules,
        weightProfileId,
        example: backwards,
      }),
    );
    expect(Object.keys(refused.errors ?? {})).toEqual(['example.stretches.0.endAt']);
  });

  it('keeps the test cases of a family', async () => {
    const family = must(await editor.get<PolicyFamily>('/api/policy-families/standard'));
    const testCases = [
      { name: 'Worked example', example: workedExample, expected: { data: 1238 } },
    ];
    const saved = must(
      await editor.put<PolicyFamily>('/api/policy-families/standard', {
        version: family.version,
        testCases,
      }),
    );
    expect(saved.testCases).toEqual(testCases);
    expect(saved.name).toBe(family.name);
    const stale = await editor.put('/api/policy-families/standard', {
      version: family.version,
      name: 'other',
    });
    expect(stale.status).toBe(409);
  });

  it('writes one audit event for every act', async () => {
    const made = await copy();
    const edited = must(await edit(secondEditor, made, { name: '2026-C' }));
    const submitted = must(await verb(editor, edited, 'submit'));
    const back = must(await verb(publisher, submitted, 'return', { reason: 'not yet' }));
    must(await verb(publisher, must(await verb(editor, back, 'submit')), 'publish'));
    const events = await app
      .db('audit_events')
      .where({ subject_type: 'policy', subject_id: made.id })
      .orderBy('id')
      .pluck('action');
    expect(events).toEqual([
      'policy.drafted',
      'policy.changed',
      'policy.submitted',
      'policy.returned',
      'policy.submitted',
      'policy.published',
    ]);
  });
});
