import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AuditRecord } from '#contract/audit.ts';
import type { BatchRecord, BatchShow } from '#contract/compensation.ts';
import type { OutageShow } from '#contract/outages.ts';
import type { PolicyShow } from '#contract/policies.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  lineId,
  publishLimits,
  seedLines,
  type Cast,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

const JOB = 'batch.automatic';
const DAY = 86_400_000;
const CEILING = { family: 'standard', batchFen: 100_000, lineFen: 2_000, dayFen: 10_000_000 };

/** Bundles' data is good for a week; other data for 45 days, within the province. */
const rateWithTerms: PolicyRules['rate'] = {
  ...defaultPolicyRules.rate,
  terms: defaultPolicyRules.rate.terms.flatMap((term) =>
    term.benefit === 'data'
      ? [
          { ...term, planTypes: ['data', 'voice'] as const },
          {
            ...term,
            planTypes: ['bundle'] as const,
            validity: { kind: 'days' as const, days: 7 },
          },
        ]
      : [term],
  ),
  dataTerms: {
    validity: { kind: 'days', days: 45 },
    ...{ scope: 'province', usedFirst: false, carriedOver: true },
  },
};

onEachEngine('automatic mode', (engine) => {
  let app: TestApp;
  let people: Cast;
  let driver: ReturnType<typeof batchDriver>;
  let publisherId: string;
  let day = 1;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, [{}, {}, { planType: 'bundle' }, { status: 'suspended' }]);
    people = await cast(app, 'maker', 'approver', 'manager', 'otherManager', 'network');
    driver = batchDriver(app);
    publisherId = await automaticPolicy();
  });
  afterAll(() => app.close());
  beforeEach(() => publishLimits(app, { ceilings: [CEILING] }));

  /** Edited by one manager, published by the other: the approver of what it approves. */
  async function automaticPolicy(): Promise<string> {
    const base = await app.db('policies').first<{ id: string }>('id');
    const { body: draft } = await people.manager.post<PolicyShow>('/api/policies', {
      name: 'automatic',
      basedOnId: base.id,
    });
    const url = `/api/policies/${draft.id}`;
    const { body: changed } = await people.manager.put<PolicyShow>(url, {
      version: draft.version,
      rules: { ...defaultPolicyRules, rate: rateWithTerms, delivery: { kind: 'automatic' } },
    });
    const { body: handedIn } = await people.manager.post<PolicyShow>(`${url}/submit`, {
      version: changed.version,
    });
    const { body: published } = await people.otherManager.post<PolicyShow>(`${url}/publish`, {
      version: handedIn.version,
      effectiveFromAt: Date.UTC(2026, 7, 2),
    });
    return published.publishedBy ?? '';
  }

  /** Of a day of its own; confirmed by the manager who did not publish the policy. */
  function outage(confirmer = people.manager): Promise<OutageShow> {
    day += 2;
    const date = new Date(Date.UTC(2026, 8, day)).toISOString().slice(0, 10);
    return confirmedOutage(
      { network: people.network, manager: confirmer },
      { startedLocal: `${date}T17:30`, endedLocal: `${date}T23:15` },
    );
  }
  const batchesOf = async ({ id }: { id: string }) => {
    const filter = encodeURIComponent(JSON.stringify({ outageId: id }));
    const reply = await people.maker.get<BatchRecord[]>(
      `/api/compensation-batches?filter=${filter}`,
    );
    return reply.body;
  };
  async function only(of: { id: string }): Promise<BatchShow> {
    const found = await batchesOf(of);
    expect(found).toHaveLength(1);
    return driver.show(people.maker, found[0]?.id ?? '');
  }
  const waitingFor = async (change: () => Promise<unknown>): Promise<BatchShow> => {
    await change();
    const confirmed = await outage();
    await app.work();
    return only(confirmed);
  };

  it('pays for a confirmed outage without a person’s act, and names the rule and its version', async () => {
    const confirmed = await outage();
    await app.work();
    const batch = await only(confirmed);
    expect(batch).toMatchObject({
      state: 'credited',
      lineCount: 3,
      makers: [
        { name: 'Test manager', act: 'confirmed' },
        { name: 'Test network', act: 'logged' },
      ],
      approvals: [
        {
          approverId: publisherId,
          approverName: 'Test othermanager',
          contentHash: batch.contentHash,
          rule: { policy: { name: 'automatic', versionNo: 2 }, ceilingFen: CEILING.batchFen },
        },
      ],
      automatic: { outcome: 'approved', obstacle: null, policy: { versionNo: 2 } },
    });
    expect(batch.credits).toMatchObject({ accepted: batch.itemCount });
    const audit = await people.manager.get<AuditRecord[]>(driver.url(batch.id, 'audit'));
    const approval = audit.body.find(({ action }) => action === 'batch.approved_by_rule');
    expect(approval?.detail).toMatchObject({
      ...{ rule: 'automatic', policy: 'automatic v2', approver: publisherId },
      limitsVersion: batch.automatic?.limits?.versionNo,
      ceilingFen: CEILING.batchFen,
    });
    // Whoever logged or confirmed the outage is a maker; the approver is none.
    const makers = (await app.db('batch_makers').where({ batch_id: batch.id })).map(
      (row: { staff_id: string }) => row.staff_id,
    );
    expect(makers).not.toContain(publisherId);
    expect(makers).not.toContain('system');
  });

  it('tells the gateway until when data is valid and how it may be used, as the term says', async () => {
    const [batch] = await app.db('batches').where({ state: 'credited' }).select('id', 'number');
    const { createdAt } = (await driver.show(people.maker, String(batch?.id))).approvals[0] ?? {};
    const credits = async (index: number) => {
      const id = `CR-${String(batch?.number)}-${lineId(index)}-d`;
      const path = '/tmf-api/prepayBalanceManagement/v4/topupBalance';
      const reply = await fetch(`${app.gatewayUrl}${path}?externalId=${id}`);
      const [found] = (await reply.json()) as Record<string, unknown>[];
      return found;
    };
    const until = (days: number) => ({
      endDateTime: new Date((createdAt ?? 0) + days * DAY).toISOString().replace('.000Z', 'Z'),
    });
    const characteristic = [
      { name: 'scope', value: 'province' },
      { name: 'usedFirst', value: 'false' },
      { name: 'carriedOver', value: 'true' },
    ];
    expect(await credits(0)).toMatchObject({ validFor: until(45), characteristic });
    expect(await credits(2)).toMatchObject({ validFor: until(7), characteristic });
  });

  it('makes one batch for a revision, however often it is asked', async () => {
    const confirmed = await outage();
    const [job] = await app
      .db('jobs')
      .where({ kind: JOB, subject_id: confirmed.id })
      .select<{ payload: string }[]>('payload');
    const payload = JSON.parse(job?.payload ?? '{}') as Record<string, unknown>;
    for (let n = 0; n < 3; n += 1)
      await app.features.queue.enqueue({ kind: JOB, subjectId: confirmed.id, payload });
    await app.work();
    await app.features.queue.enqueue({ kind: JOB, subjectId: confirmed.id, payload });
    await app.work();
    expect(await only(confirmed)).toMatchObject({ state: 'credited', approvalsGiven: 1 });
  });

  it('goes on wherever a worker died', async () => {
    const confirmed = await outage();
    const key = { outageId: confirmed.id, revision: confirmed.revision, family: 'standard' };
    const ctx = { actor: { id: 'system', name: 'system', role: 'system', areaCodes: [] } } as const;
    const step = () =>
      app.features.inTransaction((f) =>
        f.automaticBatches.step({ ...ctx, requestId: 'test' }, key),
      );
    const die = () => app.db('jobs').where({ subject_id: confirmed.id }).delete();
    await die();
    expect(await step()).toBe('more');
    expect(await only(confirmed)).toMatchObject({ state: 'draft' });
    await die();
    expect(await step()).toBe('wait');
    // The calculation's own job is lost as well.
    await app.db('jobs').where({ kind: 'batch.calculate' }).delete();
    expect(await step()).toBe('wait');
    await app.features.inTransaction((f) => f.batchUpkeep.revive());
    await app.features.inTransaction((f) => f.automaticBatches.revive());
    await app.work();
    expect(await only(confirmed)).toMatchObject({ state: 'credited', approvalsGiven: 1 });
    expect(await step()).toBe('done');
  });

  it('leaves to people what is above the ceiling, as a submitted batch like any other', async () => {
    const batch = await waitingFor(() =>
      publishLimits(app, { ceilings: [{ ...CEILING, lineFen: 1_000 }] }),
    );
    expect(batch).toMatchObject({
      state: 'submitted',
      approvalsGiven: 0,
      automatic: {
        outcome: 'waits',
        obstacle: { key: 'automatic.aboveLine', args: { limitFen: 1_000 } },
      },
    });
    const filter = encodeURIComponent(JSON.stringify({ waitingForMe: true, id: batch.id }));
    const waits = await people.approver.get<object[]>(`/api/compensation-batches?filter=${filter}`);
    expect(waits.body).toHaveLength(1);
    expect((await driver.approve(people.approver, batch.id)).body).toMatchObject({
      state: 'approved',
      approvals: [{ rule: null }],
    });
    await app.work();
    expect(await driver.show(people.maker, batch.id)).toMatchObject({ state: 'credited' });
  });

  it('approves no more in a day than the ceiling says', async () => {
    const approved = await app
      .db('automatic_batches as a')
      .join('batches as b', 'b.id', 'a.batch_id')
      .where('a.outcome', 'approved')
      .pluck<number[]>('b.value_fen');
    const spent = approved.reduce((sum, fen) => sum + Number(fen), 0);
    const each = Number(approved[0]);
    const upTo = (dayFen: number) =>
      waitingFor(() => publishLimits(app, { ceilings: [{ ...CEILING, batchFen: each, dayFen }] }));
    const batch = await upTo(spent + each - 1);
    expect(batch.automatic).toMatchObject({ obstacle: { key: 'automatic.aboveDay' } });
    expect((await upTo(spent + each)).automatic).toMatchObject({ outcome: 'approved' });
  });

  it('approves nothing without a published ceiling', async () => {
    const batch = await waitingFor(() => publishLimits(app, {}));
    expect(batch).toMatchObject({
      state: 'submitted',
      automatic: { outcome: 'waits', obstacle: { key: 'automatic.noCeiling' } },
    });
  });

  it('does not let the publisher of the policy approve an outage they confirmed', async () => {
    const confirmed = await outage(people.otherManager);
    await app.work();
    expect(await only(confirmed)).toMatchObject({
      state: 'submitted',
      automatic: { outcome: 'waits', obstacle: { key: 'automatic.publisherMade' } },
    });
  });

  it('leaves alone what people have taken over', async () => {
    const confirmed = await outage();
    const key = { outageId: confirmed.id, revision: confirmed.revision, family: 'standard' };
    await app.features.inTransaction((f) =>
      f.automaticBatches.step(
        { actor: { id: 'system', name: '', role: 'system', areaCodes: [] }, requestId: 't' },
        key,
      ),
    );
    const draft = await only(confirmed);
    await driver.verb(people.maker, draft.id, 'calculate');
    await app.work();
    expect(await only(confirmed)).toMatchObject({
      state: 'calculated',
      automatic: { outcome: 'waits', obstacle: { key: 'automatic.byPeople' } },
    });
  });

  it('asks for nothing where the policy does not count the outage', async () => {
    const handset = await confirmedOutage(people, {
      ...{ startedLocal: '2026-10-23T10:00', endedLocal: '2026-10-23T12:00' },
      ...{ cause: 'customer_equipment', responsibility: 'customer_equipment' },
    });
    await app.work();
    expect(await batchesOf(handset)).toEqual([]);
  });

  it('ends a batch in which nobody gets anything, and says why none could be made', async () => {
    const short = await confirmedOutage(people, {
      startedLocal: '2026-10-21T10:00',
      endedLocal: '2026-10-21T10:10',
    });
    const early = await confirmedOutage(people, {
      startedLocal: '2026-08-02T09:00',
      endedLocal: '2026-08-02T10:00',
    });
    await app.db('snapshots').update({ as_of_at: Date.UTC(2026, 7, 3) });
    await app.work();
    expect(await only(short)).toMatchObject({
      state: 'cancelled',
      automatic: { outcome: 'empty' },
    });
    expect(await batchesOf(early)).toEqual([]);
    const audit = await app
      .db('audit_events')
      .where({ subject_id: early.id, action: 'outage.automatic_refused' });
    expect(JSON.stringify(audit)).toContain('errors.batch.noSnapshot');
  });
});
