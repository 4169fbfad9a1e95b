import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseEvidence, CaseShow } from '#contract/cases.ts';
import type { WireError } from '#contract/common.ts';
import type { IdentityState, RevealedNumber } from '#contract/lines.ts';
import { IDENTITY_VALID_MS, REVEALS_PER_HOUR, REVEAL_MS } from '#domain/identity.ts';
import { chainHash, eventHash, sealAuditEvents } from '#server/features/audit/audit-sealer.ts';
import { evidenceHash } from '#server/features/unsubscribes/case-evidence.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

const HOUR = 3_600_000;
const DIGITS = '3900007';

onEachEngine('The page of a case', (engine) => {
  let app: TestApp;
  let agent: TestClient;
  let colleague: TestClient;
  let operator: TestClient;
  let number = 0;

  beforeAll(async () => {
    app = await startApp({ engine });
    agent = await app.signIn('supervisor');
    colleague = await app.signIn('supervisor', 'second');
    operator = await app.signIn('network_ops');
  });
  afterAll(() => app.close());

  async function land(): Promise<CaseShow> {
    number += 1;
    const landed = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [
        caseFacts({ msisdn: `+861${DIGITS}${String(number).padStart(3, '0')}` }),
      ]),
    );
    return show(landed.cases[0]?.caseId ?? '');
  }

  async function show(id: string, who = agent): Promise<CaseShow> {
    const reply = await who.get<CaseShow>(`/api/cases/${id}`);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    return reply.body;
  }

  const idOf = (client: TestClient) => client.session?.staff?.id ?? '';
  const reveal = (lineId: string, body: object, who = agent, headers = {}) =>
    who.post<RevealedNumber & WireError>(`/api/lines/${lineId}/reveal`, body, headers);
  const check = (lineId: string, result: string, more: object = {}, who = agent) =>
    who.post<IdentityState & WireError>(`/api/lines/${lineId}/identity-checks`, {
      ...{ method: 'sms_code', result, ...more },
    });

  it('shows a number for half a minute, with a reason, and says so in line, case and trail', async () => {
    const found = await land();
    const reply = await reveal(found.lineId, { reason: 'call_back', caseId: found.id });
    expect(reply.body).toEqual({
      msisdn: `+861${DIGITS}001`,
      untilAt: app.world.now() + REVEAL_MS,
      left: REVEALS_PER_HOUR - 1,
    });
    expect(reply.headers.get('cache-control')).toContain('no-store');
    expect((await show(found.id)).timeline[0]).toMatchObject({
      ...{ action: 'case.number_revealed', detail: { reason: 'call_back' } },
    });
    const [event] = await app.db('audit_events').where({ action: 'line.number_revealed' });
    expect(event).toMatchObject({ subject_id: found.lineId, actor_id: idOf(agent) });
    expect(JSON.stringify(await app.db('audit_events'))).not.toContain(DIGITS);
    const nothing = await reveal(found.lineId, { reason: 'curious' });
    expect(nothing.status).toBe(422);
  });

  it('never keeps an answer with a number under an idempotency key', async () => {
    const found = await land();
    await reveal(found.lineId, { reason: 'trace' }, agent, { 'Idempotency-Key': 'reveal-once-1' });
    expect(JSON.stringify(await app.db('idempotency_keys'))).not.toContain(DIGITS);
  });

  it('refuses a number to a team that has not taken a task about it', async () => {
    const found = await land();
    const refused = await reveal(found.lineId, { reason: 'trace', caseId: found.id }, operator);
    expect([refused.status, refused.body.message]).toEqual([403, 'errors.reveal.ownTasks']);
    const task = await agent.post<{ id: string; version: number }>('/api/tasks', {
      ...{ queue: 'network', title: '查 HLR', body: '请查签约', caseId: found.id },
    });
    expect(task.status, JSON.stringify(task.body)).toBeLessThan(300);
    const { id, version } = task.body;
    await operator.post(`/api/tasks/${id}/take`, { version });
    const allowed = await reveal(found.lineId, { reason: 'trace', caseId: found.id }, operator);
    expect(allowed.status).toBe(200);
    const other = await land();
    expect((await reveal(other.lineId, { reason: 'trace' }, operator)).status).toBe(403);
  });

  it('lets one person see so many numbers an hour and no more', async () => {
    const found = await land();
    const again = await app.signIn('supervisor', 'curious');
    for (let n = 0; n < REVEALS_PER_HOUR; n += 1)
      expect((await reveal(found.lineId, { reason: 'trace' }, again)).status).toBe(200);
    const refused = await reveal(found.lineId, { reason: 'trace' }, again);
    expect([refused.status, refused.body.message]).toEqual([429, 'errors.reveal.limit']);
    app.world.advance(HOUR + 1);
    await again.signIn('curious', again.password);
    expect((await reveal(found.lineId, { reason: 'trace' }, again)).status).toBe(200);
    for (const one of [agent, colleague, operator]) await one.signIn(loginOf(one), one.password);
  });

  const loginOf = (client: TestClient) =>
    client === agent ? 'supervisor' : client === colleague ? 'second' : 'networkops';

  it('lets nobody act for a caller who was not identified in this call by this agent', async () => {
    const found = await land();
    const withdraw = async () =>
      agent.post<WireError>(`/api/cases/${found.id}/withdraw`, {
        ...{ version: (await show(found.id)).version, reason: '用户不退了', exception: true },
      });
    const refused = await withdraw();
    expect([refused.status, refused.body.message]).toEqual([403, 'errors.identity.required']);
    expect((await reveal(found.lineId, { reason: 'caller' })).status).toBe(403);
    expect((await check(found.lineId, 'passed', {}, colleague)).status).toBe(200);
    expect((await withdraw()).status).toBe(403);
    const passed = await check(found.lineId, 'passed', { caseId: found.id });
    expect(passed.body.validUntilAt).toBe(app.world.now() + IDENTITY_VALID_MS);
    expect((await show(found.id)).timeline[0]).toMatchObject({ action: 'case.identity_checked' });
    app.world.advance(1);
    expect((await check(found.lineId, 'failed')).body.validUntilAt).toBeNull();
    expect((await withdraw()).status).toBe(403);
    app.world.advance(1);
    await check(found.lineId, 'passed');
    app.world.advance(IDENTITY_VALID_MS);
    expect((await withdraw()).status).toBe(403);
    await check(found.lineId, 'passed');
    expect((await withdraw()).status).toBe(200);
    const stray = await check(found.lineId, 'passed', { caseId: (await land()).id });
    expect(stray.status).toBe(422);
  });

  it('names colleagues in notes until they have seen them, and takes a note back', async () => {
    const found = await land();
    const note = (body: string, mentionIds: string[] = []) =>
      agent.post<CaseShow & WireError>(`/api/cases/${found.id}/notes`, { body, mentionIds });
    const written = await note('请看计费', [idOf(colleague)]);
    expect(written.body.notes[0]?.mentions).toMatchObject([{ id: idOf(colleague), seenAt: null }]);
    expect((await show(found.id, colleague)).mentioned).toBe(true);
    expect((await show(found.id)).mentioned).toBe(false);
    const inbox = await colleague.get<{ groups: { kind: string; count: number }[] }>('/api/inbox');
    expect(inbox.body.groups.find(({ kind }) => kind === 'mention')?.count).toBe(1);
    await colleague.post(`/api/cases/${found.id}/mentions/seen`);
    expect((await show(found.id, colleague)).mentioned).toBe(false);
    expect((await note('谁？', [testContext.requestId.padEnd(26, '0').slice(0, 26)])).status).toBe(
      422,
    );

    const second = await note('写错了', [idOf(colleague)]);
    const noteId = second.body.notes[0]?.id ?? '';
    const retract = (who: TestClient) =>
      who.post<CaseShow & WireError>(`/api/cases/${found.id}/notes/${noteId}/retract`);
    expect((await retract(colleague)).status).toBe(403);
    const back = await retract(agent);
    expect(back.body.notes[0]).toMatchObject({ body: '', mentions: [] });
    expect(back.body.timeline.map((entry) => 'action' in entry && entry.action)).toContain(
      'case.note_retracted',
    );
    expect((await retract(agent)).status).toBe(409);
    expect((await show(found.id, colleague)).mentioned).toBe(false);
    const late = (await note('太迟')).body.notes[0]?.id ?? '';
    app.world.advance(HOUR / 30);
    const tooLate = await agent.post<WireError>(`/api/cases/${found.id}/notes/${late}/retract`);
    expect([tooLate.status, tooLate.body.message]).toEqual([409, 'errors.cases.note.late']);
  });

  it('sets a priority and sets it back, each at the version that was seen', async () => {
    const found = await land();
    const set = (priority: number, version: number) =>
      agent.post<CaseShow & WireError>(`/api/cases/${found.id}/priority`, { priority, version });
    const urgent = await set(2, found.version);
    expect(urgent.body).toMatchObject({ priority: 2, version: found.version + 1 });
    expect((await set(0, found.version)).status).toBe(409);
    expect((await set(0, urgent.body.version)).body.priority).toBe(0);
    expect((await set(3, urgent.body.version + 1)).status).toBe(422);
    await operator.signIn('networkops', operator.password);
    const { version } = await show(found.id);
    const others = await operator.post<WireError>(`/api/cases/${found.id}/priority`, {
      ...{ priority: 1, version },
    });
    expect([others.status, others.body.message]).toEqual([403, 'errors.cases.notYourTask']);
  });

  it('writes down who made a pack of evidence, and who took it away', async () => {
    const found = await land();
    const made = await colleague.post<CaseEvidence>(`/api/cases/${found.id}/evidence`);
    const taken = { as: 'printed', hash: made.body.hash };
    await colleague.post(`/api/cases/${found.id}/evidence-taken`, taken);
    const events = await app
      .db('audit_events')
      .where({ subject_id: found.id })
      .where('action', 'like', 'case.evidence%')
      .orderBy('id')
      .select('action', 'actor_id', 'detail');
    expect(events.map(({ action }) => action)).toEqual([
      'case.evidence_made',
      'case.evidence_printed',
    ]);
    for (const event of events) {
      expect(event.actor_id).toBe(idOf(colleague));
      expect(String(event.detail)).toContain(made.body.hash);
    }
    const made2 = (await agent.post<CaseEvidence>(`/api/cases/${found.id}/evidence`)).body;
    // The pack itself tells of those before it.
    expect(made2.content.events.map(({ action }) => action)).toContain('case.evidence_printed');
  });

  it('hands over a pack that anybody can verify: its hash, its events, their seals', async () => {
    const found = await land();
    await agent.post(`/api/cases/${found.id}/notes`, { body: '已告知用户' });
    await check(found.lineId, 'passed', { caseId: found.id });
    await agent.post(`/api/cases/${found.id}/resync`, { version: found.version });
    await app.work();
    await sealAuditEvents(app.db, app.world, 10_000);
    const reply = await agent.post<CaseEvidence>(`/api/cases/${found.id}/evidence`);
    const { content, hash } = reply.body;
    expect(evidenceHash(content)).toBe(hash);
    expect(evidenceHash({ ...content, notes: [] })).not.toBe(hash);
    expect(content.attempts.length).toBeGreaterThan(0);
    expect(content.notes).toMatchObject([{ body: '已告知用户' }]);
    expect(content.identityChecks).toMatchObject([{ method: 'sms_code', result: 'passed' }]);
    expect(JSON.stringify(reply.body)).not.toContain(DIGITS);
    expect(content.unsealed).toBe(0);
    const events = new Map(content.events.map((event) => [event.id, event]));
    expect(content.seals.map(({ eventId }) => eventId).sort()).toEqual([...events.keys()].sort());
    for (const seal of content.seals) {
      const event = events.get(seal.eventId);
      if (event === undefined) throw new Error(seal.eventId);
      const row = {
        ...{ id: event.id, at: event.at, actor_id: event.actorId, actor_name: event.actorName },
        ...{ request_id: event.requestId, action: event.action, reason: event.reason },
        ...{ subject_type: 'case', subject_id: found.id, detail: JSON.stringify(event.detail) },
      };
      expect(eventHash(row)).toBe(seal.eventHash);
      const [before] = await app.db('audit_seals').where({ seq: seal.seq - 1 });
      const previous = before === undefined ? '0'.repeat(64) : String(before.chain_hash);
      expect(chainHash(previous, seal.eventHash, seal.seq)).toBe(seal.chainHash);
    }
  });
});
