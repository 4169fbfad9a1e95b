import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { BatchItemRecord, BatchRecord, BatchShow } from '#contract/compensation.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import { createTestClient, type TestClient } from '#test/support/client.ts';
import { startDemoServer } from '#test/support/demo-server.ts';

const OWN_PASSWORD = 'a long enough secret';
/** A killed worker's lease runs for a minute before another may go on, so each costs about that. */
const KILLS = Number(process.env['REDRESS_TEST_KILLS'] ?? 6);
const dataDir = mkdtempSync(join(tmpdir(), 'redress-kill-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function firstSignIn(url: string, login: string, oneTime: string): Promise<TestClient> {
  const client = createTestClient(url);
  await client.signIn(login, oneTime);
  await client.post('/api/session/password', { current: oneTime, next: OWN_PASSWORD });
  return client;
}

const submitted = encodeURIComponent(JSON.stringify({ state: ['submitted'] }));
const nap = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('credits every approved item exactly once however often the process is killed', async () => {
  let server = await startDemoServer({ dataDir });
  const approver = await firstSignIn(server.url, 'zhouyn', server.passwords.get('zhouyn') ?? '');
  const [batch] = (
    await approver.get<BatchRecord[]>(
      `/api/compensation-batches?filter=${submitted}&sort=["lineCount","DESC"]`,
    )
  ).body;
  const { id, version, contentHash } = batch as BatchRecord;
  const approved = await approver.post(`/api/compensation-batches/${id}/approve`, {
    version,
    contentHash,
    password: OWN_PASSWORD,
  });
  expect(approved.status).toBe(200);

  let before = 0;
  for (let kills = 0; kills < KILLS; kills += 1) {
    const watcher = createTestClient(server.url);
    await watcher.signIn('zhouyn', OWN_PASSWORD);
    const accepted = async () =>
      (await watcher.get<BatchShow>(`/api/compensation-batches/${id}`)).body.credits?.accepted ?? 0;
    await expect.poll(accepted, { timeout: 120_000, interval: 50 }).toBeGreaterThan(before);
    before = await accepted();
    await nap((kills * 137) % 400);
    await server.kill();
    server = await startDemoServer({ dataDir });
  }
  const client = createTestClient(server.url);
  await client.signIn('zhouyn', OWN_PASSWORD);
  await expect
    .poll(async () => (await client.get<BatchShow>(`/api/compensation-batches/${id}`)).body.state, {
      timeout: 300_000,
      interval: 1_000,
    })
    .toBe('credited');
  const log = await createSimControl({ baseUrl: server.gatewayUrl }).log({ scope: 'balance' });
  const keys = new Map<string, number>();
  for (const { key } of log) keys.set(key, (keys.get(key) ?? 0) + 1);
  expect([...keys.values()].filter((times) => times !== 1)).toEqual([]);
  const filter = encodeURIComponent(JSON.stringify({ batchId: id }));
  const page = await client.get<BatchItemRecord[]>(
    `/api/batch-items?filter=${filter}&range=[0,499]`,
  );
  for (const item of page.body) {
    expect(item.state).toBe('accepted');
    expect(log.find(({ key }) => key === item.creditId)?.amount).toBe(item.amount);
  }
  await server.stop();
}, 900_000);
