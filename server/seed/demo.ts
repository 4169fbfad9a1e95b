import { createZone } from '#domain/time.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { createSimControl } from '../gateway-sim/control-client.ts';
import type { Runtime } from '../runtime.ts';
import { createChance } from './demo/chance.ts';
import { createDemoClock, type DemoClock } from './demo/clock.ts';
import { loadCasework } from './demo/casework.ts';
import { demoCases } from './demo/cases.ts';
import { landDemoCases } from './demo/land-cases.ts';
import { loadFlow } from './demo/flow.ts';
import { demoLines, laterLines } from './demo/lines.ts';
import { loadMessages } from './demo/messages.ts';
import { loadCauses, settleCauses } from './demo/groups.ts';
import { loadOutages } from './demo/outages.ts';
import { loadResync } from './demo/resync.ts';
import { loadBulk } from './demo/bulk.ts';
import { loadViews } from './demo/views.ts';
import { loadBatches } from './demo/batches.ts';
import { loadIntegration } from './demo/integration.ts';
import { cities } from './demo/places.ts';
import { products } from './demo/products.ts';
import { DAY, demoTimes, DEMO_DAYS, type DemoTimes } from './demo/timeline.ts';
import { demoVolumes } from './demo/volumes.ts';
import type { Chance } from './demo/chance.ts';
import type { SnapshotLine } from '../features/lines/snapshot-store.ts';

export interface DemoOptions {
  lines: number;
  /** The simulated operator, or undefined where a real gateway is configured. */
  gatewayUrl: string | undefined;
  /** The demo's people, by login. */
  people: ReadonlyMap<string, Actor>;
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
const SNAPSHOTS_DAYS_AGO = [DEMO_DAYS + 14, 21] as const;

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
  await loadProducts(scene);
  await loadSnapshots(scene, lines);
  await loadVolumes(scene);
  await landDemoCases(scene, demoCases({ chance, times: scene.times, lines }));
  await settleCauses(scene);
  await loadFlow(scene);
  await loadCasework(scene);
  await loadBatches(scene, await loadOutages(scene));
  await loadResync(scene, lines);
  await loadBulk(scene);
  await loadMessages(scene);
  await loadCauses(scene);
  await loadIntegration(scene, lines);
  await loadViews(scene);
  await loadAnnotations(scene);
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

/** The first covers all that the demo tells of, the worked example included. */
function snapshotTimes(times: DemoTimes): number[] {
  const [first, ...later] = SNAPSHOTS_DAYS_AGO.map((days) => times.dayAgo(days));
  const example = times.example === null ? Infinity : times.example.startAt - DAY;
  return [Math.min(first ?? times.anchorAt, example), ...later];
}

async function loadSnapshots(scene: DemoScene, lines: readonly SnapshotLine[]): Promise<void> {
  const { runtime, clock, times, chance } = scene;
  let current = lines;
  for (const asOfAt of snapshotTimes(times)) {
    clock.goTo(asOfAt + 3_600_000);
    const id = clock.nextId();
    const demoLinesOf = current;
    await runtime.features.inTransaction(async (f) => {
      await f.snapshots.begin(id, asOfAt, { demo: true });
      const added = await f.snapshots.add(id, demoLinesOf, { demo: true });
      await f.snapshots.complete(id, added);
    });
    current = laterLines(chance, current);
  }
  for (const city of cities)
    await runtime.db('areas').where({ code: city.code }).update({ name_en: city.nameEn });
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
