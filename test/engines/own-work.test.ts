import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseShow } from '#contract/cases.ts';
import type { IdentityState } from '#contract/lines.ts';
import type { TaskShow } from '#contract/tasks.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

const notYours = { status: 403, body: { message: 'errors.cases.notYourTask' } };

onEachEngine('Network operations', (engine) => {
  let app: TestApp;
  let supervisor: TestClient;
  let network: TestClient;
  beforeAll(async () => {
    app = await startApp({ engine });
    supervisor = await app.signIn('supervisor');
    network = await app.signIn('network_ops');
  });
  afterAll(() => app.close());

  const landOne = async () => {
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [caseFacts()]),
    );
    return cases[0]?.caseId ?? '';
  };
  const show = async (id: string, client = network) =>
    (await client.get<CaseShow>(`/api/cases/${id}`)).body;
  const note = (id: string) => network.post(`/api/cases/${id}/notes`, { body: '已看' });
  const verb = (task: TaskShow, name: string, more: object = {}, client = network) =>
    client.post<TaskShow>(`/api/tasks/${task.id}/${name}`, { version: task.version, ...more });
  const taskOn = async (caseId: string) => {
    const asked = { queue: 'network', title: 'x', body: 'x', caseId };
    return (await supervisor.post<TaskShow>('/api/tasks', asked)).body;
  };
  const takenOn = async (caseId: string) => (await verb(await taskOn(caseId), 'take')).body;

  it('work a case from taking a task about it until they answer it', async () => {
    const id = await landOne();
    expect(await note(id)).toMatchObject(notYours);
    const task = await taskOn(id);
    expect(await note(id)).toMatchObject(notYours);
    expect(await show(id)).toMatchObject({ mayWork: false });
    const taken = (await verb(task, 'take')).body;
    expect(await show(id)).toMatchObject({ mayWork: true });
    expect((await note(id)).status).toBe(200);
    await verb(taken, 'answer', { answer: '好了' });
    expect(await note(id)).toMatchObject(notYours);
    expect(await show(id)).toMatchObject({ mayWork: false });
  });

  it('lose it when they give the task back or it is closed', async () => {
    const id = await landOne();
    await verb(await takenOn(id), 'give-back', { reason: '另派' });
    expect(await note(id)).toMatchObject(notYours);
    await verb(await takenOn(id), 'close', { reason: '不再需要' }, supervisor);
    expect(await note(id)).toMatchObject(notYours);
  });

  it('assign, hold and release the case of their task, and no other', async () => {
    const [mine, other] = [await landOne(), await landOne()];
    await takenOn(mine);
    const me = network.session?.staff?.id ?? '';
    const body = async (id: string) => ({ version: (await show(id)).version });
    const assign = async (id: string) =>
      network.post(`/api/cases/${id}/assign`, { ...(await body(id)), assigneeId: me });
    expect((await assign(mine)).status).toBe(200);
    expect(await assign(other)).toMatchObject(notYours);
    const hold = { ...(await body(mine)), reason: '等割接' };
    expect((await network.post(`/api/cases/${mine}/hold`, hold)).status).toBe(200);
    const release = await network.post(`/api/cases/${mine}/release`, await body(mine));
    expect(release.status).toBe(200);
    const asked = { queue: 'it', title: 'x', body: 'x', holdCase: true };
    const handOff = async (id: string) =>
      network.post('/api/tasks', {
        ...{ ...asked, caseId: id },
        caseVersion: (await show(id)).version,
      });
    expect(await handOff(other)).toMatchObject(notYours);
    expect((await handOff(mine)).status).toBe(201);
  });

  it('check a caller of the line of their task only', async () => {
    const [mine, other] = [await landOne(), await landOne()];
    await takenOn(mine);
    const check = async (id: string) =>
      network.post<IdentityState>(`/api/lines/${(await show(id)).lineId}/identity-checks`, {
        method: 'service_password',
        result: 'passed',
      });
    expect((await check(mine)).body).toMatchObject({ mayWork: true });
    expect(await check(other)).toMatchObject(notYours);
  });

  it('stay away from rules and handovers, which are the supervisors’', async () => {
    await takenOn(await landOne());
    expect((await network.post('/api/assignment-rules/run', {})).status).toBe(403);
    expect((await network.post('/api/handovers', {})).status).toBe(403);
    expect((await show(await landOne(), supervisor)).mayWork).toBe(true);
    const auditor = await app.signIn('auditor');
    expect((await show(await landOne(), auditor)).mayWork).toBe(false);
  });
});
