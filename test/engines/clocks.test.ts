import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planClock, type ClockTerms } from '#domain/clocks.ts';
import { createZone } from '#domain/time.ts';
import type { CaseClocks } from '#contract/clocks.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { TEST_NOW } from '#test/support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

onEachEngine('Clocks', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ engine });
  });
  afterAll(() => app.close());

  const landOne = async (facts: Partial<LandingFacts> = {}) => {
    const result = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [caseFacts(facts)]),
    );
    return result.cases[0]?.caseId ?? '';
  };
  const clocksOf = (id: string): Promise<CaseClocks> =>
    app.features.clockReads.ofCase(testContext, id);
  const clockOf = async (id: string, kind: string) =>
    (await clocksOf(id)).clocks.find((clock) => clock.kind === kind);
  const caseOf = async (id: string) => {
    const row = await app.features.caseStore.find(id);
    if (row === undefined) throw new Error('no such case');
    return row;
  };
  const move = (id: string, to: Parameters<typeof app.features.caseStore.move>[2]) =>
    app.features.inTransaction(async (f) => {
      const row = await f.caseStore.find(id);
      if (row !== undefined) await f.caseStore.move(testContext, row, to);
    });
  const watch = () => app.features.inTransaction((f) => f.clockWatch.turn('test', 100));
  const alarmsOf = async (id: string) => {
    const rows: { action: string }[] = await app
      .db('audit_events')
      .where({ subject_type: 'case', subject_id: id })
      .whereIn('action', ['clock.warned', 'clock.breached', 'clock.escalated', 'case.escalated'])
      .orderBy('id')
      .select('action');
    return rows.map((row) => row.action);
  };

  it('start with the case and set its due date', async () => {
    const id = await landOne();
    const { clocks, unset } = await clocksOf(id);
    expect(clocks.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['acknowledge', 'technical']),
    );
    expect(unset.map(({ kind }) => kind)).toEqual(['jurisdiction']);
    const row = await caseOf(id);
    expect(row).toMatchObject({ dueAt: TEST_NOW + 22 * HOUR, dueKind: 'technical' });
    expect(await clockOf(id, 'technical')).toMatchObject({
      startedAt: TEST_NOW - 2 * HOUR,
      warnAt: TEST_NOW + 20 * HOUR,
      dueAt: TEST_NOW + 22 * HOUR,
      state: 'running',
    });
  });

  it('give a refused request none but the wait for its customer', async () => {
    const id = await landOne(raw.identity);
    const { clocks } = await clocksOf(id);
    expect(clocks.map(({ kind }) => kind)).toEqual(['customer']);
    expect(clocks[0]).toMatchObject({ warnAt: TEST_NOW + 3 * DAY, dueAt: TEST_NOW + 7 * DAY });
    expect((await caseOf(id)).dueAt).toBeNull();
  });

  it('stop acknowledging when somebody takes the case up', async () => {
    const moved = await landOne();
    await move(moved, 'held');
    expect((await clockOf(moved, 'acknowledge'))?.stoppedAt).toBe(TEST_NOW);
    expect((await clockOf(moved, 'technical'))?.stoppedAt).toBeNull();
    const assigned = await landOne();
    const client = await app.signIn('supervisor');
    await client.post(`/api/cases/${assigned}/assign`, {
      version: 1,
      assigneeId: client.session?.staff?.id,
    });
    expect((await clockOf(assigned, 'acknowledge'))?.stoppedAt).toBe(TEST_NOW);
  });

  it('pause while the customer is waited for, and go on later by as much', async () => {
    const id = await landOne();
    app.world.set(TEST_NOW + HOUR);
    await move(id, 'waiting_customer');
    expect(await clockOf(id, 'technical')).toMatchObject({ state: 'paused' });
    expect(await clockOf(id, 'customer')).toMatchObject({ dueAt: TEST_NOW + HOUR + 7 * DAY });
    const waiting = await caseOf(id);
    expect(waiting.dueKind).not.toBe('technical');
    app.world.set(TEST_NOW + 31 * HOUR);
    expect(await clockOf(id, 'technical')).toMatchObject({ state: 'paused' });
    await move(id, 'open');
    expect(await clockOf(id, 'technical')).toMatchObject({
      state: 'running',
      pausedMs: 30 * HOUR,
      dueAt: TEST_NOW + 52 * HOUR,
    });
    expect((await clockOf(id, 'customer'))?.stoppedAt).toBe(TEST_NOW + 31 * HOUR);
    expect(await caseOf(id)).toMatchObject({ dueAt: TEST_NOW + 52 * HOUR, dueKind: 'technical' });
    app.world.set(TEST_NOW);
  });

  it('stop with the end of the case, except the answer to a complaint', async () => {
    const id = await landOne();
    await app.features.inTransaction((f) =>
      f.complaints.record(testContext, id, { version: 1, source: '10086' }),
    );
    await app.features.inTransaction((f) =>
      f.cases.withdraw(testContext, id, { version: 2, reason: 'test', exception: true }),
    );
    const { clocks, complaints } = await clocksOf(id);
    const running = clocks.filter(({ stoppedAt }) => stoppedAt === null).map(({ kind }) => kind);
    expect(running).toEqual(['complaint']);
    await app.features.inTransaction((f) =>
      f.complaints.reply(testContext, id, {
        complaintId: complaints[0]?.id ?? '',
        reply: '已致电说明',
      }),
    );
    expect((await clockOf(id, 'complaint'))?.stoppedAt).toBe(TEST_NOW);
  });

  it('warn and breach once each, raise the priority, and tell whoever the row names', async () => {
    const id = await landOne();
    app.world.set(TEST_NOW + 21 * HOUR);
    while ((await watch()) > 0);
    expect(await alarmsOf(id)).toEqual(expect.arrayContaining(['clock.warned', 'clock.escalated']));
    expect((await caseOf(id)).priority).toBe(0);
    app.world.set(TEST_NOW + 23 * HOUR);
    while ((await watch()) > 0);
    while ((await watch()) > 0);
    const alarms = (await alarmsOf(id)).filter((action) => action !== 'clock.escalated');
    expect(alarms.filter((action) => action === 'clock.warned')).toHaveLength(1);
    // Of technical completion; the row for acknowledging tells nobody.
    expect(alarms.filter((action) => action === 'clock.breached')).toHaveLength(1);
    expect(await caseOf(id)).toMatchObject({ priority: 1 });
    app.world.set(TEST_NOW + 27 * HOUR);
    while ((await watch()) > 0);
    expect(await caseOf(id)).toMatchObject({ priority: 2 });
    const before = await alarmsOf(id);
    app.world.set(TEST_NOW + 90 * HOUR);
    while ((await watch()) > 0);
    expect(await alarmsOf(id)).toEqual(before);
    app.world.set(TEST_NOW);
  });

  it('whose times were over before an import brought their cases are told in one event', async () => {
    const importId = app.world.nextId();
    const old = { requestedAt: TEST_NOW - 40 * DAY };
    const facts = [caseFacts(old), caseFacts(old), caseFacts(old)];
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, facts, { importId }),
    );
    const ids = cases.map(({ caseId }) => caseId);
    while ((await watch()) > 0);
    for (const id of ids) {
      expect(await alarmsOf(id)).toEqual([]);
      expect(await clockOf(id, 'technical')).toMatchObject({ breachedAt: TEST_NOW });
      expect(await caseOf(id)).toMatchObject({ priority: 2, dueAt: TEST_NOW - 39 * DAY });
    }
    const told: { detail: string }[] = await app
      .db('audit_events')
      .where({ subject_type: 'import', subject_id: importId })
      .select('detail');
    expect(told.map(({ detail }) => JSON.parse(detail) as object)).toEqual([
      { warned: 3, breached: 3, levels: 9, prioritiesRaised: 3 },
    ]);
    const [told_to] = await app.db('clocks').whereIn('subject_id', ids).whereNotNull('told_to');
    expect(told_to).toBeUndefined();
  });

  it('close a case whose customer never answered and whose systems agree on active', async () => {
    const active = {
      actual: {
        crm: 'active' as const,
        platform: 'active' as const,
        network: 'active' as const,
        billing: 'active' as const,
      },
    };
    const silent = await landOne({ ...raw.identity, ...active });
    const odd = await landOne(raw.identity);
    app.world.set(TEST_NOW + 7 * DAY);
    while ((await watch()) > 0);
    expect((await caseOf(silent)).state).toBe('withdrawn');
    // Cancelled here and active there: nobody closes it, people are told.
    expect(await caseOf(odd)).toMatchObject({ state: 'waiting_customer', priority: 1 });
    const told = await app
      .db('clocks')
      .where({ subject_id: odd, kind: 'customer' })
      .first('told_to');
    expect(told).toMatchObject({ told_to: 2 });
    expect(await alarmsOf(odd)).toContain('clock.escalated');
    app.world.set(TEST_NOW);
  });

  it('remind the customer as installed, because the row of the wait says three days', async () => {
    const { remindWaiting, tellDelayed, version } = await app.features.messageSettings.read();
    expect([remindWaiting, tellDelayed, version]).toEqual([true, false, 0]);
    const id = await landOne(raw.identity);
    const told = () => app.db('notices').where({ case_id: id });
    app.world.set(TEST_NOW + 3 * DAY - HOUR);
    while ((await watch()) > 0);
    expect(await told()).toEqual([]);
    app.world.set(TEST_NOW + 3 * DAY);
    while ((await watch()) > 0);
    expect(await told()).toMatchObject([{ trigger_kind: 'auto' }]);
    app.world.set(TEST_NOW);
  });

  it('remind a customer who is waited for once more, and never twice', async () => {
    const remind = (remindWaiting: boolean) =>
      app.features.inTransaction(async (f) =>
        f.messageSettings.update(testContext, {
          ...(await f.messageSettings.read()),
          remindWaiting,
        }),
      );
    const toldOf = async (id: string) => {
      const rows: { event_key: string; template_code: string }[] = await app
        .db('notices')
        .where({ case_id: id })
        .orderBy('id')
        .select('event_key', 'template_code');
      return rows;
    };
    // Off: nothing leaves by itself.
    await remind(false);
    const unasked = await landOne(raw.identity);
    app.world.set(TEST_NOW + 3 * DAY);
    while ((await watch()) > 0);
    expect(await toldOf(unasked)).toEqual([]);
    await remind(true);
    const id = await landOne(raw.identity);
    const first = await app.features.inTransaction((f) =>
      f.messages.queueMany(testContext, new Map([[id, null]])),
    );
    expect(first).toBe(1);
    app.world.set(TEST_NOW + 6 * DAY);
    while ((await watch()) > 0);
    while ((await watch()) > 0);
    const [manual, reminder, ...more] = await toldOf(id);
    expect(more).toEqual([]);
    expect(reminder).toMatchObject({ template_code: manual?.template_code });
    const clockId = (await clockOf(id, 'customer'))?.id ?? '';
    expect(reminder?.event_key).toContain(`:wait:${clockId}`);
    const again = await app.features.inTransaction((f) =>
      f.remindWaiting(testContext, id, clockId),
    );
    expect([again, (await toldOf(id)).length]).toEqual([false, 2]);
    // Who waits a second time is reminded a second time, and an answer ends it.
    await move(id, 'open');
    app.world.set(TEST_NOW + 30 * DAY);
    while ((await watch()) > 0);
    expect(await toldOf(id)).toHaveLength(2);
    app.world.set(TEST_NOW);
  });

  it('forecast by the hour what will be over', async () => {
    const client = await app.signIn('manager');
    const before = await client.get<never>('/api/clocks/forecast');
    expect(before.status).toBe(200);
    await landOne({ requestedAt: TEST_NOW - 20 * HOUR - 30 * 60_000 });
    await landOne({ requestedAt: TEST_NOW - 30 * HOUR });
    const count = (reply: { body: unknown }, hour: number) => {
      const { hours, overdue } = reply.body as {
        hours: { kinds: { kind: string; n: number }[] }[];
        overdue: { kind: string; n: number }[];
      };
      const of = (kinds: { kind: string; n: number }[]) =>
        kinds.find(({ kind }) => kind === 'technical')?.n ?? 0;
      return [of(hours[hour]?.kinds ?? []), of(overdue)];
    };
    const after = await client.get<never>('/api/clocks/forecast');
    const [third, over] = count(before, 3);
    expect(count(after, 3)).toEqual([(third ?? 0) + 1, (over ?? 0) + 1]);
  });

  it('follow what is wanted, and the charge that comes next', async () => {
    const active = {
      crm: 'cancelled',
      platform: 'cancelled',
      network: 'cancelled',
      billing: 'active',
    } as const;
    const id = await landOne({ actual: active });
    const first = Date.UTC(2026, 10, 30, 16);
    expect(await clockOf(id, 'next_charge')).toMatchObject({ dueAt: first, warnAt: first - DAY });
    const change = (patch: Parameters<typeof app.features.caseStore.change>[2]) =>
      app.features.inTransaction(async (f) => {
        const row = await f.caseStore.find(id);
        if (row !== undefined) await f.caseStore.change(testContext, row, patch, 'case.test');
      });
    await change({ nextChargeAt: first + 31 * DAY });
    const running = async (kind: string) =>
      (await clocksOf(id)).clocks.filter(
        (clock) => clock.kind === kind && clock.stoppedAt === null,
      );
    expect((await running('next_charge')).map(({ dueAt }) => dueAt)).toEqual([first + 31 * DAY]);
    await change({ nextChargeAt: null, wanted: 'active', wantedFromAt: null });
    expect(await running('next_charge')).toEqual([]);
    expect(await running('technical')).toEqual([]);
    expect((await caseOf(id)).dueAt).toBeNull();
    app.world.set(TEST_NOW + HOUR);
    await change({ wanted: 'cancelled', wantedFromAt: TEST_NOW });
    expect((await running('technical'))[0]).toMatchObject({ dueAt: TEST_NOW + 25 * HOUR });
    app.world.set(TEST_NOW);
  });

  it('go on to the next charge once one was taken', async () => {
    const active = {
      crm: 'cancelled',
      platform: 'cancelled',
      network: 'cancelled',
      billing: 'active',
    } as const;
    const id = await landOne({ actual: active });
    const first = Date.UTC(2026, 10, 30, 16);
    await app
      .db('cases')
      .where({ id })
      .update({ next_charge_at: first + 31 * DAY });
    const follow = () => app.features.inTransaction((f) => f.clockKeeper.followCharges(100));
    expect(await follow()).toBe(0);
    app.world.set(first);
    expect(await follow()).toBeGreaterThan(0);
    const { clocks } = await clocksOf(id);
    const charges = clocks.filter(({ kind }) => kind === 'next_charge');
    expect(charges.map(({ stoppedAt, dueAt }) => [stoppedAt === null, dueAt])).toEqual([
      [true, first + 31 * DAY],
      [false, first],
    ]);
    app.world.set(TEST_NOW);
  });

  it('end where the engine says, whatever the waits, in working days too', async () => {
    const [complaint] = (
      await app.features.clockReads.policies({
        ...{ filter: { kind: ['complaint'] }, offset: 0, limit: 1, withTotal: false },
        sort: { column: 'p.id', descending: false },
      })
    ).rows;
    const id = complaint?.id ?? '';
    await app.db('clock_policies').where({ id }).update({ days: 'working' });
    const calendar = await app.features.calendars.calendar('CN');
    const book = { zone: createZone('Asia/Shanghai'), calendar };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 })), {
          minLength: 1,
          maxLength: 4,
        }),
        async (waits) => {
          app.world.set(TEST_NOW);
          const caseId = await landOne();
          await app.features.inTransaction((f) =>
            f.complaints.record(testContext, caseId, { version: 1, source: '12345' }),
          );
          const pauses: { from: number; until: number }[] = [];
          for (const [gap, length] of waits) {
            app.world.advance(gap * HOUR);
            const from = app.world.now();
            await move(caseId, 'waiting_customer');
            app.world.advance(length * HOUR);
            pauses.push({ from, until: app.world.now() });
            await move(caseId, 'open');
          }
          const plan = planClock({ ...complaint, days: 'working' } as ClockTerms, book, {
            startedAt: TEST_NOW,
            eventAt: null,
            pauses,
          });
          const clock = await clockOf(caseId, 'complaint');
          expect([clock?.warnAt, clock?.dueAt]).toEqual([plan.warnAt, plan.dueAt]);
        },
      ),
      { numRuns: 8 },
    );
    await app.db('clock_policies').where({ id }).update({ days: 'calendar' });
    app.world.set(TEST_NOW);
  });

  it('go by the narrowest row that fits, from the landing on', async () => {
    const editor = await app.signIn('supervisor');
    const manager = await app.signIn('manager', 'manager2');
    type Policy = { id: string; version: number; kind: string };
    const list = await editor.get<Policy[]>(
      '/api/clock-policies?filter={"kind":["technical"],"state":["published"]}',
    );
    const base = list.body[0]?.id;
    const draft = await editor.post<Policy>('/api/clock-policies', {
      basedOnId: base,
      newRow: true,
    });
    const put = (body: object) =>
      editor.put<Policy & { errors?: object }>(`/api/clock-policies/${draft.body.id}`, {
        version: 1,
        ...body,
      });
    // What could never work is refused with its field.
    expect((await put({ warnMs: 48 * HOUR })).body.errors).toHaveProperty('warnMs');
    expect((await put({ dueMs: null })).body.errors).toHaveProperty('warnMs');
    expect((await put({ onBreach: 'close' })).body.errors).toHaveProperty('onBreach');
    expect((await put({ days: 'working', calendarId: 'XX' })).body.errors).toHaveProperty(
      'calendarId',
    );
    const saved = await put({
      dueMs: 6 * HOUR,
      warnMs: HOUR,
      applies: { categories: ['sync'], productCodes: ['777001'], areaCodes: [] },
    });
    const submitted = await editor.post<Policy>(`/api/clock-policies/${draft.body.id}/submit`, {
      version: saved.body.version,
    });
    const published = await manager.post<{ policy: Policy }>(
      `/api/clock-policies/${draft.body.id}/publish`,
      { version: submitted.body.version },
    );
    expect(published.status).toBe(200);
    expect((await caseOf(await landOne({ productCode: '777001' }))).dueAt).toBe(
      TEST_NOW + 4 * HOUR,
    );
    expect((await caseOf(await landOne())).dueAt).not.toBe(TEST_NOW + 4 * HOUR);
    // A case that turns out to be of another kind gets the row of that kind at once.
    const turned = await landOne({ productCode: '777001' });
    const reclassify = (failureCode: string, category: 'sync' | 'technical') =>
      app.features.inTransaction(async (f) => {
        const row = await f.caseStore.find(turned);
        const classified = { failureCode, category, mappingVersionNo: 1 };
        if (row !== undefined)
          await f.caseStore.change(testContext, row, { classified }, 'case.reclassified', {});
      });
    await reclassify('NET-01', 'technical');
    expect((await caseOf(turned)).dueAt).toBe(TEST_NOW + 22 * HOUR);
    await reclassify('SYN-05', 'sync');
    expect(await caseOf(turned)).toMatchObject({
      dueAt: TEST_NOW + 4 * HOUR,
      dueKind: 'technical',
    });
    const retire = await manager.post(`/api/clock-policies/${draft.body.id}/retire`, {
      version: published.body.policy.version,
    });
    expect(retire.status).toBe(200);
    expect(
      (await manager.post(`/api/clock-policies/${base ?? ''}/retire`, { version: 1 })).status,
    ).toBe(409);
    await app.work();
  });

  describe('after a row is published', () => {
    it('are worked out anew by a job, which can be cancelled and goes on where it stopped', async () => {
      const id = await landOne();
      const editor = await app.signIn('supervisor');
      const manager = await app.signIn('manager');
      const list = await editor.get<{ id: string; kind: string }[]>(
        '/api/clock-policies?filter={"kind":["technical"],"state":["published"]}',
      );
      const base = list.body.find(({ kind }) => kind === 'technical');
      type Policy = { id: string; version: number };
      const draft = await editor.post<Policy>('/api/clock-policies', { basedOnId: base?.id });
      expect(draft.status).toBe(201);
      const saved = await editor.put<Policy>(`/api/clock-policies/${draft.body.id}`, {
        version: 1,
        dueMs: 12 * HOUR,
        warnMs: HOUR,
      });
      expect(saved.status).toBe(200);
      const submitted = await editor.post<Policy>(`/api/clock-policies/${draft.body.id}/submit`, {
        version: saved.body.version,
      });
      const verb = { version: submitted.body.version };
      const own = await editor.post(`/api/clock-policies/${draft.body.id}/publish`, verb);
      expect(own.status).toBe(403);
      type Run = { id: string; version: number; state: string; changed: number };
      const published = await manager.post<{ recompute: Run }>(
        `/api/clock-policies/${draft.body.id}/publish`,
        verb,
      );
      expect(published.status).toBe(200);
      const run = published.body.recompute;
      const cancelled = await manager.post<Run>(`/api/clock-recomputes/${run.id}/cancel`, {
        version: run.version,
      });
      expect(cancelled.body.state).toBe('cancelled');
      await app.work();
      expect((await clockOf(id, 'technical'))?.dueAt).toBe(TEST_NOW + 22 * HOUR);
      await manager.post(`/api/clock-recomputes/${run.id}/resume`, {
        version: cancelled.body.version,
      });
      await app.work();
      const runs = await manager.get<{ items: Run[] }>('/api/clock-recomputes');
      expect(runs.body.items[0]).toMatchObject({ state: 'done' });
      expect((await clockOf(id, 'technical'))?.dueAt).toBe(TEST_NOW + 10 * HOUR);
      expect(await caseOf(id)).toMatchObject({ dueAt: TEST_NOW + 10 * HOUR });
      // Cases that open from now on have it from the start.
      expect(await caseOf(await landOne())).toMatchObject({ dueAt: TEST_NOW + 10 * HOUR });
    });
  });
});
