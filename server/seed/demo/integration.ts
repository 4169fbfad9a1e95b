import { randomBytes } from 'node:crypto';
import { receiveImport } from '../../features/imports/import-upload.ts';
import { runImport } from '../../features/imports/import-run.ts';
import type { SnapshotLine } from '../../features/lines/snapshot-store.ts';
import type { DemoScene } from '../demo.ts';
import type { Chance } from './chance.ts';
import { products } from './products.ts';

const DAY = 86_400_000;
const RELATIONS = 400;

/** Ways in and out: keys whose secret nobody knows, a paused webhook, and a reconciliation that waits for a person. */
export async function loadIntegration(
  scene: DemoScene,
  lines: readonly SnapshotLine[],
): Promise<void> {
  await loadKeys(scene);
  await loadWebhook(scene);
  await loadReconciliation(scene, lines);
}

async function loadKeys({ runtime, clock, times, as }: DemoScene): Promise<void> {
  const ctx = as('admin');
  const keys = [
    [48, '计费系统', ['ingest.failures'], 365],
    [40, '订单中心', ['callbacks.orders'], 365],
    [33, '业务量采集（旧）', ['ingest.volumes'], 30],
  ] as const;
  for (const [daysAgo, name, scopes, expiresInDays] of keys) {
    clock.goTo(times.anchorAt - daysAgo * DAY);
    const body = { name, scopes: [...scopes], expiresInDays, ratePerMinute: 120 };
    await runtime.features.inTransaction((f) => f.apiKeys.create(ctx, body));
  }
  clock.goTo(times.anchorAt - 20 * DAY);
  await runtime.features.inTransaction(async (f) => {
    const body = { name: '测试环境', scopes: ['ingest.failures' as const], ratePerMinute: 30 };
    const key = await f.apiKeys.create(ctx, { ...body, expiresInDays: 90 });
    clock.goTo(times.anchorAt - 18 * DAY);
    await f.apiKeys.revoke({ ...ctx, reason: '联调结束' }, key.id, key.version);
  });
}

/** Its host is of the kind that never exists: should anyone resume it, nothing can leave. */
async function loadWebhook({ runtime, clock, times, as }: DemoScene): Promise<void> {
  const ctx = as('admin');
  clock.goTo(times.anchorAt - 12 * DAY);
  await runtime.features.inTransaction(async (f) => {
    const id = await f.webhookStore.insert({
      name: '客服工单系统',
      url: 'https://hooks.example.invalid/redress',
      eventTypes: ['case.opened', 'case.moved'],
      secretSealed: f.sealWebhookSecret(randomBytes(32).toString('base64url')),
      createdByName: ctx.actor.name,
    });
    const subject = { subjectType: 'webhook', subjectId: id };
    await f.audit.record(ctx, { action: 'webhook.created', ...subject });
    await f.webhooks.pause({ ...ctx, reason: '对方系统割接，恢复时间待通知' }, id, 1);
  });
}

async function loadReconciliation(
  { runtime, clock, chance, times, as }: DemoScene,
  lines: readonly SnapshotLine[],
): Promise<void> {
  const ctx = as('chenmu');
  const { features } = runtime;
  clock.goTo(times.anchorAt - 95 * 60_000);
  const query = { kind: 'reconciliation', fileName: '平台与CRM订购关系_对账.csv' } as const;
  const content = Buffer.from(relations(chance, lines.slice(-RELATIONS), times.anchorAt));
  const id = await receiveImport(features, ctx, query, pieces(content));
  await features.inTransaction((f) => f.imports.startDryRun(ctx, id, 2, true));
  await runImport(ctx, id, 'dry_run', {
    world: clock,
    outside: features,
    tools: {
      fenced: (work) => features.inTransaction(work),
      extendLease: () => Promise.resolve(),
      stopping: () => false,
    },
  });
}

async function* pieces(content: Buffer): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield content;
}

/** A few relations in a hundred differ, one in two hundred cannot be read. */
function relations(chance: Chance, lines: readonly SnapshotLine[], now: number): string {
  const rows = lines.map((line) => {
    const product = chance.pick(products);
    const [platform, crm] = sides(chance.next());
    const since = new Date(now - Math.round(chance.next() * 40 * DAY)).toISOString();
    return [line.msisdn, product.code, product.partnerCode, platform, crm, since].join(',');
  });
  return ['手机号码,业务代码,SP代码,平台状态,CRM状态,变更时间', ...rows].join('\n');
}

function sides(roll: number): readonly [platform: string, crm: string] {
  if (roll < 0.02) return ['在用', '已退订'];
  if (roll < 0.03) return ['在用', ''];
  if (roll < 0.04) return ['', '在用'];
  if (roll < 0.045) return ['', ''];
  return roll < 0.4 ? ['已取消', '已退订'] : ['在用', '在用'];
}
