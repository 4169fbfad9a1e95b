import { createZone } from '#domain/time.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { createSimControl } from '../gateway-sim/control-client.ts';
import type { Runtime } from '../runtime.ts';
import { publishAutomatic, runAutomatic } from './demo/automatic.ts';
import { createChance } from './demo/chance.ts';
import { createDemoClock, type DemoClock } from './demo/clock.ts';
import { loadCasework } from './demo/casework.ts';
import { demoCases } from './demo/cases.ts';
import { landDemoCases } from './demo/land-cases.ts';
import { loadFlow } from './demo/flow.ts';
import { demoLines } from './demo/lines.ts';
import { loadSnapshots } from './demo/snapshots.ts';
import { loadMessages } from './demo/messages.ts';
import { loadContacts, loadNotices } from './demo/notices.ts';
import { loadCauses, settleCauses } from './demo/groups.ts';
import { loadEffects } from './demo/effects.ts';
import { loadOutages } from './demo/outages.ts';
import { loadRecoveries } from './demo/recoveries.ts';
import { loadResync } from './demo/resync.ts';
import { loadBulk } from './demo/bulk.ts';
import { loadViews } from './demo/views.ts';
import { loadWeights } from './demo/weights.ts';
import { loadBatches } from './demo/batches.ts';
import { loadPolicies } from './demo/policies.ts';
import { loadIntegration } from './demo/integration.ts';
import { products } from './demo/products.ts';
import { demoTimes, DEMO_DAYS, type DemoTimes } from './demo/timeline.ts';
import { demoVolumes } from './demo/volumes.ts';
import type { Chance } from './demo/chance.ts';

export interface DemoOptions {
  lines: number;
  /** The simulated operator, or undefined where a real gateway is configured. */
  gatewayUrl: string | undefined;
  /** The demo's people, by login. */
  people: ReadonlyMap<string, Actor>;
  /** Told after each part. */
  loaded?: ((part: string) => void) | undefined;
}

/** What every part of the demo is made with. */
export interface DemoScene {
  runtime: Runtime;
  clock: DemoClock;
  chance: Chance;
  times: DemoTimes;
  ctx: ActionContext;
  /** Acts as one of the demo's people. */
  as(login: string): ActionContext;
  gateway: ReturnType<typeof createSimControl> | undefined;
}

const SEED = 20_261_121;

/** Loads the demo through the services, on a clock that walks through its past. */
export async function loadDemo(
  runtime: Runtime,
  ctx: ActionContext,
  options: DemoOptions,
): Promise<void> {
  const chance = createChance(SEED);
  const anchorAt = runtime.world.now();
  const clock = createDemoClock(anchorAt, chance);
  const zone = createZone(runtime.features.installation.zone);
  const scene: DemoScene = {
    runtime: runtime.at(clock),
    clock,
    chance,
    times: demoTimes(zone, anchorAt),
    ctx,
    as: (login) => {
      const actor = options.people.get(login);
      if (actor === undefined) throw new Error(`the demo has no ${login}`);
      return { actor, requestId: ctx.requestId };
    },
    gateway:
      options.gatewayUrl === undefined
        ? undefined
        : createSimControl({ baseUrl: options.gatewayUrl }),
  };
  const lines = demoLines(chance, options.lines);
  const parts: readonly (readonly [name: string, load: () => Promise<void>])[] = [
    ['products', () => loadProducts(scene)],
    ['snapshots', () => loadSnapshots(scene, lines)],
    ['contacts', () => loadContacts(scene)],
    ['volumes', () => loadVolumes(scene)],
    ['cases', () => landDemoCases(scene, demoCases({ chance, times: scene.times, lines }))],
    ['groups', () => settleCauses(scene)],
    ['clocks, tasks', () => loadFlow(scene)],
    ['casework', () => loadCasework(scene)],
    ['outages, batches', () => loadOutagesAndBatches(scene)],
    ['weights', () => loadWeights(scene)],
    ['policies', () => loadPolicies(scene)],
    ['re-sync', () => loadResync(scene, lines)],
    ['bulk', () => loadBulk(scene)],
    ['messages', () => loadMessages(scene)],
    ['notices', () => loadNotices(scene)],
    ['causes', () => loadCauses(scene)],
    ['integration', () => loadIntegration(scene, lines)],
    ['views', () => loadViews(scene)],
    ['annotations', () => loadAnnotations(scene)],
  ];
  for (const [name, load] of parts) {
    await load();
    options.loaded?.(name);
  }
}

async function loadOutagesAndBatches(scene: DemoScene): Promise<void> {
  await publishAutomatic(scene);
  const outages = await loadOutages(scene);
  await loadEffects(scene, outages);
  await runAutomatic(scene, outages);
  await loadBatches(scene, outages);
  await loadRecoveries(scene, outages);
}

async function loadProducts({ runtime: { db, features } }: DemoScene): Promise<void> {
  await features.catalogue.ensureProducts(
    products.map((product) => ({
      code: product.code,
      name: product.name,
      partnerCode: product.partnerCode,
      monthlyFeeFen: product.feeFen,
    })),
  );
  for (const product of products) {
    const { code, partnerCode, partnerName, effectRule, chargeMode } = product;
    await db('products')
      .where({ code })
      .update({ effect_rule: effectRule, charge_mode: chargeMode });
    await db('partners').where({ code: partnerCode }).update({ name: partnerName });
  }
}

async function loadVolumes({ runtime, clock, chance, times }: DemoScene): Promise<void> {
  clock.goTo(times.anchorAt);
  const span = { fromAt: times.dayAgo(DEMO_DAYS), untilAt: times.anchorAt - 3_600_000 };
  const rows = demoVolumes(chance, times.zone, span, times.loadAt);
  await runtime.features.inTransaction((f) => f.volumes.landVolumes(rows, { demo: true }));
}

async function loadAnnotations({ runtime, clock, times, as }: DemoScene): Promise<void> {
  const marks = [
    [times.release.fromAt, '平台 5.2 发布', 'Platform 5.2 released'],
    [times.release.untilAt, '平台 5.2 回退', 'Platform 5.2 rolled back'],
    [times.campaignAt, 'App 首页展示退订入口', 'The app shows unsubscribing on its first page'],
  ] as const;
  for (const [at, labelZh, labelEn] of marks) {
    clock.goTo(at);
    await runtime.db('annotations').insert({
      id: clock.nextId(),
      at,
      label_zh: labelZh,
      label_en: labelEn,
      created_by: as('linzx').actor.id,
      demo: true,
      created_at: at,
    });
  }
}
