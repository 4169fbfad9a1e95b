import { chargesBetween } from '#domain/charges.ts';
import type { PostedCharge } from '#domain/posted-charges.ts';
import { monthKeyAt, startOfMonth } from '#domain/time.ts';
import type { SnapshotLine } from '../../features/lines/snapshot-store.ts';
import type { Landed, LandingFacts } from '../../features/unsubscribes/case-landing.ts';
import type { DemoScene } from '../demo.ts';
import { isQuiet, type DemoCase } from './cases.ts';
import { causeOf } from './causes.ts';
import { createChance } from './chance.ts';
import { products } from './products.ts';
import { DAY, HOUR, MINUTE } from './timeline.ts';

/** Own draws, so that what came before stays as it is. */
const SEED = 20_261_122;
/** The price of one use. */
const USE_FEN = 200;
const FOLLOWED = 200;
const RUNNING_AREA = '990103';
const TIED = 30;
/** The first of them waits for the end of the outage. */
const IN_OUTAGE = ['TEC-09', 'TEC-01', 'TEC-09', 'TEC-03'] as const;

/** What billing posted on cases that ended after a first of the month; set-wise, like the history they belong to. */
export async function loadOvercharges(
  scene: DemoScene,
  settled: readonly { demo: DemoCase; landed: Landed }[],
): Promise<void> {
  const { runtime, times } = scene;
  const { zone } = times;
  await runtime.features.inTransaction(async (f) => {
    const codes = await f.catalogue.codes();
    for (const { demo, landed } of settled) {
      const { facts } = demo;
      if (facts.actual.billing !== 'active' || startsMonthAfter(scene, facts.requestedAt)) continue;
      const row = await f.caseStore.find(landed.caseId);
      const code = codes.get(row?.failureCode ?? '');
      if (row?.state !== 'verified' || row.endedAt === null) continue;
      if (code?.countsAsFailure !== true || code.policyRefusal) continue;
      const product = products.find((one) => one.code === facts.productCode);
      const rule = {
        mode: product?.chargeMode ?? 'full_month',
        feeFen: facts.monthlyFeeFen,
        billDay: 1,
        zone,
      } as const;
      const effectAt = row.wantedFromAt ?? row.requestedAt;
      const span = { fromAt: effectAt, untilAt: row.endedAt };
      // Their systems were read back, and billing with them.
      const postings = chargesBetween(rule, effectAt, span).map(
        ({ period, fen, postedAt }): PostedCharge => ({
          postingId: `DEMO-${row.id.slice(-8)}-${period}`,
          ...{ fen, postedAt, coversFromAt: null, coversUntilAt: null },
        }),
      );
      if (postings.length > 0)
        await f.chargeReadings.takeReading(row.id, { postings, throughAt: row.endedAt });
    }
  });
}

/** Cases that ended within a day of the request and in its month were charged nothing more, unless by the day. */
function startsMonthAfter({ times }: DemoScene, requestedAt: number): boolean {
  const month = (at: number) => monthKeyAt(times.zone, at);
  return month(requestedAt) === month(requestedAt + 4 * DAY);
}

/** Cases of the outage in progress, a breaker that tries again, bill runs past and to come. */
export async function loadResync(scene: DemoScene, lines: readonly SnapshotLine[]): Promise<void> {
  await loadBillRuns(scene);
  // What billing takes from now on follows from how each product is charged for.
  await scene.gateway?.setTariffs(
    products.map(({ code, chargeMode, feeFen }) => ({
      ...{ productCode: code, mode: chargeMode },
      feeFen: chargeMode === 'per_use' ? USE_FEN : feeFen,
    })),
  );
  await landInOutage(scene, lines);
  await loadSystems(scene);
  const { features } = scene.runtime;
  scene.clock.goTo(scene.times.anchorAt);
  await features.inTransaction(async (f) => {
    while ((await f.overcharges.accrue('demo')) > 0);
    // What was charged waits for its next charge now.
    while ((await f.clockKeeper.followCharges(FOLLOWED)) > 0);
  });
}

async function loadBillRuns({ runtime, clock, times, as }: DemoScene): Promise<void> {
  const period = monthKeyAt(times.zone, times.anchorAt);
  const startsAt = startOfMonth(times.zone, period);
  const past = startsAt + 5 * HOUR < times.anchorAt;
  clock.goTo(startsAt - 2 * DAY);
  await runtime.features.inTransaction(async (f) => {
    if ((await f.billRunStore.byPeriod(period)) !== undefined) return;
    const times = { startsAt: startsAt + 30 * MINUTE, endsAt: startsAt + 5 * HOUR };
    const id = await f.billRuns.announce(as('chenmu'), { period, ...times });
    if (!past) return;
    clock.goTo(startsAt + 6 * HOUR);
    const run = await f.billRunStore.byId(id);
    if (run === undefined) return;
    await f.billRunStore.released(run);
    await f.billRunStore.advanceRecheck(run, null);
    await f.billRunStore.advanceCharges({ id, afterId: '' }, null);
  });
  clock.goTo(times.anchorAt);
  await runtime.features.inTransaction((f) => f.billRunStore.ensureDerived());
}

async function landInOutage(scene: DemoScene, lines: readonly SnapshotLine[]): Promise<void> {
  const { runtime, clock, times } = scene;
  const chance = createChance(SEED);
  const here = lines.filter((line) => line.areaCode === RUNNING_AREA && line.status === 'active');
  const facts: LandingFacts[] = Array.from({ length: TIED }, (_, index) => {
    const line = here[(index * 37 + 5) % here.length] ?? here[0];
    const cause = causeOf(IN_OUTAGE[index % IN_OUTAGE.length] ?? IN_OUTAGE[0]);
    const requestedAt = times.anchorAt - chance.int(2 * MINUTE, 65 * MINUTE);
    const product = chance.pick(
      products.filter((one) => isQuiet(times, { product: one, requestedAt, cause })),
    );
    return {
      ticketNo: `UC-OUT-${String(index + 1).padStart(4, '0')}`,
      msisdn: line?.msisdn ?? '',
      productCode: product.code,
      productName: product.name,
      partnerCode: product.partnerCode,
      channel: chance.pick(['app', 'sms', 'hotline'] as const),
      requestedAt,
      stage: cause.stage,
      sourceSystem: cause.source,
      rawCode: cause.rawCode,
      rawText: cause.rawText,
      province: null,
      city: null,
      monthlyFeeFen: product.feeFen,
      actual: cause.actual,
    };
  });
  clock.goTo(times.anchorAt - MINUTE);
  await runtime.features.inTransaction(async (f) => {
    await f.caseLanding.landMany(scene.ctx, facts, { demo: true });
    while ((await f.plannedRetries.linkOutages('demo')) > 0);
  });
  await scene.gateway?.setServices(
    facts.map(({ msisdn, productCode, actual }) => ({ msisdn, productCode, systems: actual })),
  );
}

/** The CRM did not answer for a while; the next call decides. And an hour of calls, so that the page has a past. */
async function loadSystems({ runtime, clock, times }: DemoScene): Promise<void> {
  const chance = createChance(SEED + 1);
  const { features, db } = runtime;
  const token = clock.nextId();
  clock.goTo(times.anchorAt - 4 * MINUTE);
  await features.inTransaction(async (f) => {
    for (let i = 0; i < 10; i += 1) await f.systems.faulted('crm', 'timeout after 10 s');
    clock.goTo(times.anchorAt - MINUTE);
    await f.systemStore.takeProbe(await f.systemStore.lock('crm'), token);
  });
  // Its probe takes some minutes, so that whoever opens the page finds it half open.
  await db('systems')
    .where({ code: 'crm' })
    .update({ probe_until: times.anchorAt + 5 * MINUTE });
  const first = Math.floor(times.anchorAt / MINUTE) * MINUTE - 59 * MINUTE;
  const busy = { crm: 14, platform: 22, network: 17, billing: 26 };
  const rows = Object.entries(busy).flatMap(([code, calls]) =>
    Array.from({ length: 59 }, (_, minute) => {
      const stopped = code === 'crm' && minute > 54;
      const faults = code === 'crm' && minute > 48 && !stopped ? chance.int(1, 3) : 0;
      return {
        system_code: code,
        minute_at: first + minute * MINUTE,
        node_id: 'demo',
        calls: stopped ? 0 : chance.int(Math.floor(calls / 2), calls) + faults,
        faults: faults + (chance.next() < 0.04 ? 1 : 0),
        put_back: stopped ? chance.int(2, 6) : 0,
      };
    }),
  );
  for (let start = 0; start < rows.length; start += 100)
    await db('system_minutes').insert(rows.slice(start, start + 100));
}
