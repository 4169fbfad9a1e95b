import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Inbox } from '#contract/inbox.ts';
import type { TaskRecord, TaskShow } from '#contract/tasks.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { TEST_NOW } from '#test/support/world.ts';

const HOUR = 3_600_000;

onEachEngine('Tasks and the inbox', (engine) => {
  let app: TestApp;
  let supervisor: TestClient;
  let network: TestClient;
  let other: TestClient;
  beforeAll(async () => {
    app = await startApp({ engine });
    supervisor = await app.signIn('supervisor');
    network = await app.signIn('network_ops');
    other = await app.signIn('network_ops', 'network2');
  });
  afterAll(() => app.close());

  const landOne = async () => {
    const result = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [caseFacts()]),
    );
    return result.cases[0]?.caseId ?? '';
  };
  const make = async (changes: object = {}, client = supervisor) => {
    const reply = await client.post<TaskShow>('/api/tasks', {
      queue: 'network',
      title: '核对 HLR 签约',
      body: '请核对签约数据是否已删除',
      ...changes,
    });
    expect(reply.status).toBe(201);
    return reply.body;
  };
  const verb = (client: TestClient, task: TaskShow, name: string, body: object = {}) =>
    client.post<TaskShow>(`/api/tasks/${task.id}/${name}`, { version: task.version, ...body });
  const stateOf = async (caseId: string) => (await app.features.caseStore.find(caseId))?.state;
  const inboxOf = async (client: TestClient, kind: string) => {
    const { body } = await client.get<Inbox>('/api/inbox');
    return body.groups.find((group) => group.kind === kind);
  };

  it('hold a case until they are answered, and say the answer on the case', async () => {
    const caseId = await landOne();
    const task = await make({ caseId, holdCase: true, caseVersion: 1 });
    expect(task).toMatchObject({ state: 'open', holdsCase: true, dueAt: TEST_NOW + 4 * HOUR });
    expect(await stateOf(caseId)).toBe('held');
    const taken = await verb(network, task, 'take');
    expect(taken.body).toMatchObject({ state: 'taken', takenByName: 'Test networkops' });
    const answered = await verb(network, taken.body, 'answer', { answer: '已手工删除' });
    expect(answered.body.state).toBe('answered');
    expect(await stateOf(caseId)).toBe('open');
    const { body } = await supervisor.get<{ timeline: { action?: string; detail?: object }[] }>(
      `/api/cases/${caseId}`,
    );
    const story = body.timeline.find(({ action }) => action === 'case.task_answered');
    expect(story?.detail).toMatchObject({ answer: '已手工删除', queue: 'network' });
    const closed = await verb(supervisor, answered.body, 'close');
    expect(closed.body.state).toBe('closed');
    expect((await verb(supervisor, closed.body, 'reopen', { reason: 'x' })).status).toBe(409);
  });

  it('hold the case again when the answer did not help', async () => {
    const caseId = await landOne();
    const task = await make({ caseId, holdCase: true, caseVersion: 1 });
    const answered = await verb(network, task, 'answer', { answer: '没有问题' });
    expect(await stateOf(caseId)).toBe('open');
    const again = await verb(supervisor, answered.body, 'reopen', { reason: '用户仍可使用' });
    expect(again.body).toMatchObject({ state: 'open', takenBy: null, answer: '没有问题' });
    expect(await stateOf(caseId)).toBe('held');
    await verb(supervisor, again.body, 'close', { reason: '已另行处理' });
    expect(await stateOf(caseId)).toBe('open');
  });

  it('release a case only when the last task that holds it is answered', async () => {
    const caseId = await landOne();
    const first = await make({ caseId, holdCase: true, caseVersion: 1 });
    const second = await make({ caseId, queue: 'billing' });
    expect(second.holdsCase).toBe(false);
    await app.db('tasks').where({ id: second.id }).update({ holds_case: true });
    await verb(network, first, 'answer', { answer: '网络侧已删除' });
    expect(await stateOf(caseId)).toBe('held');
    await verb(supervisor, second, 'answer', { answer: '计费已停' });
    expect(await stateOf(caseId)).toBe('open');
  });

  it('are worked by their own queue, and by whoever took them', async () => {
    const billing = await make({ queue: 'billing' });
    expect((await network.get(`/api/tasks/${billing.id}`)).status).toBe(404);
    expect((await verb(network, billing, 'take')).status).toBe(404);
    const task = await make();
    const taken = await verb(network, task, 'take');
    expect((await verb(other, taken.body, 'answer', { answer: 'x' })).status).toBe(403);
    expect((await verb(other, taken.body, 'give-back', { reason: 'x' })).status).toBe(403);
    const back = await verb(network, taken.body, 'give-back', { reason: '需要核心网同事' });
    expect(back.body).toMatchObject({ state: 'open', takenBy: null });
    expect((await verb(other, back.body, 'take')).status).toBe(200);
    const manager = await app.signIn('manager');
    expect((await verb(manager, billing, 'take')).status).toBe(403);
    // A stale reader is told so.
    expect((await verb(supervisor, back.body, 'take')).status).toBe(409);
  });

  it('let only those who work cases hold one, at the version they saw', async () => {
    const caseId = await landOne();
    const asked = { queue: 'network', title: 'x', body: 'x', caseId, holdCase: true };
    const byNetwork = await network.post('/api/tasks', { ...asked, caseVersion: 1 });
    expect(byNetwork.status).toBe(403);
    expect((await supervisor.post('/api/tasks', asked)).status).toBe(422);
    expect((await supervisor.post('/api/tasks', { ...asked, caseVersion: 9 })).status).toBe(409);
    expect((await supervisor.post('/api/tasks', { ...asked, caseId: undefined })).status).toBe(422);
    const unknown = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const group = { queue: 'it', title: 'x', body: 'x', groupId: unknown };
    expect((await supervisor.post('/api/tasks', group)).status).toBe(422);
  });

  it('stand in the inbox of those who can act on them', async () => {
    const task = await make({ title: '收件箱任务' });
    const titles = (group: Awaited<ReturnType<typeof inboxOf>>) =>
      group?.items.map(({ title }) => title) ?? [];
    expect(titles(await inboxOf(network, 'task_open'))).toContain('收件箱任务');
    const manager = await app.signIn('manager');
    expect(await inboxOf(manager, 'task_open')).toBeUndefined();
    const taken = await verb(network, task, 'take');
    expect(titles(await inboxOf(network, 'task_open'))).not.toContain('收件箱任务');
    expect(titles(await inboxOf(network, 'task_taken'))).toContain('收件箱任务');
    await verb(network, taken.body, 'answer', { answer: '好了' });
    expect(titles(await inboxOf(supervisor, 'task_answered'))).toContain('收件箱任务');
    const counts = await supervisor.get<Record<string, number>>('/api/counts');
    const { body } = await supervisor.get<Inbox>('/api/inbox');
    expect(counts.body['inbox']).toBe(body.total);
    // Where all of a kind are is a filter that its list takes.
    for (const group of body.groups) {
      if (group.to === null) continue;
      expect((await supervisor.get(`/api${group.to.replace('&page=1', '')}`)).status).toBe(200);
    }
  });

  it('leave room for clocks: warnings to the assignee, breaches to supervisors', async () => {
    const caseId = await landOne();
    await supervisor.post(`/api/cases/${caseId}/assign`, {
      version: 1,
      assigneeId: supervisor.session?.staff?.id,
    });
    const watch = async () => {
      while ((await app.features.inTransaction((f) => f.clockWatch.turn('t', 100))) > 0);
    };
    const cases = async (client: TestClient, kind: string) =>
      (await inboxOf(client, kind))?.items.map(({ to }) => to) ?? [];
    app.world.set(TEST_NOW + 21.5 * HOUR);
    await watch();
    supervisor = await app.signIn('supervisor');
    const second = await app.signIn('supervisor', 'supervisor2');
    const here = `/cases/${caseId}/show`;
    expect(await cases(supervisor, 'clock_warned')).toContain(here);
    expect(await cases(second, 'clock_warned')).not.toContain(here);
    app.world.set(TEST_NOW + 22 * HOUR);
    await watch();
    expect(await cases(second, 'clock_breached')).toContain(here);
    expect(await cases(supervisor, 'clock_warned')).not.toContain(here);
    const manager = await app.signIn('manager');
    expect(await cases(manager, 'clock_breached')).not.toContain(here);
    app.world.set(TEST_NOW);
    supervisor = await app.signIn('supervisor');
  });

  it('tell a publisher what others submitted, and a maker nothing of their own', async () => {
    const list = await supervisor.get<{ id: string; version: number }[]>(
      '/api/clock-policies?filter={"kind":["complaint"]}',
    );
    const draft = await supervisor.post<{ id: string; version: number }>('/api/clock-policies', {
      basedOnId: list.body[0]?.id,
    });
    await supervisor.post(`/api/clock-policies/${draft.body.id}/submit`, {
      version: draft.body.version,
    });
    const manager = await app.signIn('manager');
    expect((await inboxOf(manager, 'publication'))?.items[0]).toMatchObject({
      to: `/clock-policies/${draft.body.id}/show`,
      from: 'Test supervisor',
    });
    expect(await inboxOf(supervisor, 'publication')).toBeUndefined();
  });

  it('show mentions and hand-over notes to the person they are for until they were seen', async () => {
    const caseId = await landOne();
    const me = network.session?.staff?.id ?? '';
    const at = app.world.now();
    const noteId = app.world.nextId();
    await app.db('case_notes').insert({
      ...{ id: noteId, case_id: caseId, author_id: 'x', author_name: '林知夏' },
      ...{ body: '@你 请看一下', created_at: at },
    });
    const mention = app.world.nextId();
    await app.db('mentions').insert({
      ...{ id: mention, case_id: caseId, note_id: noteId, staff_id: me, staff_name: 'x' },
      ...{ author_name: '林知夏', created_at: at },
    });
    const note = app.world.nextId();
    await app.db('handover_notes').insert({
      ...{ id: note, from_id: 'x', from_name: '周以宁', to_id: me, body: '三件待回电' },
      ...{ cases: 3, on_date: '2026-11-21', created_at: at },
    });
    expect((await inboxOf(network, 'mention'))?.items[0]).toMatchObject({
      title: '@你 请看一下',
      from: '林知夏',
      to: `/cases/${caseId}/show`,
    });
    expect((await inboxOf(network, 'handover'))?.items[0]?.title).toBe('三件待回电');
    expect(await inboxOf(other, 'mention')).toBeUndefined();
    expect((await other.post(`/api/inbox/${mention}/seen`, { kind: 'mention' })).status).toBe(404);
    await network.post(`/api/inbox/${mention}/seen`, { kind: 'mention' });
    await network.post(`/api/inbox/${note}/seen`, { kind: 'handover' });
    expect(await inboxOf(network, 'mention')).toBeUndefined();
    expect(await inboxOf(network, 'handover')).toBeUndefined();
  });

  it('are listed by queue with counts, and on the page of their case', async () => {
    const caseId = await landOne();
    await make({ caseId, queue: 'risk' });
    const list = await supervisor.get<TaskRecord[]>('/api/tasks?filter={"queue":["risk"]}');
    expect(list.body).toHaveLength(1);
    expect(list.body[0]?.ticketNo).toMatch(/^TD/);
    const counts = await supervisor.get<{ queues: { queue: string; open: number }[] }>(
      '/api/tasks/counts',
    );
    expect(counts.body.queues.find(({ queue }) => queue === 'risk')?.open).toBe(1);
    const ofCase = await network.get<{ items: TaskRecord[] }>(`/api/cases/${caseId}/tasks`);
    expect(ofCase.body.items).toHaveLength(1);
    const groupId = (await app.features.caseStore.find(caseId))?.groupId ?? '';
    const asked = await make({ groupId, queue: 'billing' });
    const ofGroup = await supervisor.get<{ items: TaskRecord[] }>(
      `/api/cause-groups/${groupId}/tasks`,
    );
    expect(ofGroup.body.items[0]).toMatchObject({ id: asked.id, queue: 'billing', state: 'open' });
    expect(ofGroup.body.items.every((task) => task.groupId === groupId)).toBe(true);
    const noted = await supervisor.post<TaskShow>(`/api/tasks/${list.body[0]?.id ?? ''}/notes`, {
      body: '已联系风控',
    });
    expect(noted.body.notes[0]?.body).toBe('已联系风控');
  });
});
