import { outageDraft, type OutageDraft } from '#contract/outages.ts';
import { formatLocal, localDateAt, parseLocal } from '#domain/time.ts';
import type { Features } from '../../compose.ts';
import type { DemoScene } from '../demo.ts';
import { layPapers, type DemoPapers } from './evidence.ts';
import { plannedOutages, type OutageFlow, type PlannedOutage } from './outage-plan.ts';
import { tellCustomers } from './notices.ts';
import { siteOf, SITES_PER_DISTRICT } from './places.ts';
import { HOUR, MINUTE } from './timeline.ts';

/** Ids of the demo's outages by the keys of the plan. */
export type DemoOutages = ReadonlyMap<string, string>;

interface Story {
  key: string;
  draft: OutageDraft;
  startAt: number;
  endAt: number | null;
  flow: OutageFlow;
  partOf?: string | undefined;
}

/** Logs, agrees to, confirms, corrects and closes the demo's outages as its people would have. */
export async function loadOutages(scene: DemoScene): Promise<DemoOutages> {
  await coverYears(scene);
  const papers = await layPapers(scene);
  const ids = new Map<string, string>();
  const stories = [
    ...workedExample(scene),
    ...plannedOutages.map((planned) => storyOf(scene, planned)),
    running(scene),
  ];
  await scene.runtime.features.inTransaction(async (f) => {
    for (const story of stories.sort((a, b) => a.startAt - b.startAt)) {
      const parentId = story.partOf === undefined ? undefined : ids.get(story.partOf);
      ids.set(story.key, await tell({ scene, f, papers }, { ...story, parentId }));
    }
  });
  return ids;
}

/** Where the official calendar of a year is not known yet, a year marked as a sample stands in. */
async function coverYears({ runtime, times, ctx }: DemoScene): Promise<void> {
  const years = new Set(
    [
      times.example?.startAt ?? times.anchorAt,
      times.dayAgo(70),
      times.anchorAt + 62 * 24 * HOUR,
    ].map((at) => Number(localDateAt(times.zone, at).slice(0, 4))),
  );
  await runtime.features.inTransaction(async (f) => {
    for (const year of years) await f.calendars.ensureSampleYear(ctx, 'CN', year);
  });
}

const localText = (scene: DemoScene, at: number): string =>
  formatLocal(scene.times.zone, at).replace(' ', 'T');

function storyOf(scene: DemoScene, planned: PlannedOutage): Story {
  const { times } = scene;
  const date = localDateAt(times.zone, times.dayAgo(planned.start[0]));
  const startAt = parseLocal(times.zone, `${date} ${planned.start[1]}`);
  const endAt = startAt + planned.minutes * MINUTE;
  const [firstArea = ''] = planned.areaCodes;
  return {
    key: planned.key,
    startAt,
    endAt,
    flow: planned.flow,
    partOf: planned.partOf,
    draft: {
      title: planned.title,
      zone: times.zone.name,
      services: planned.services.map((service) => ({
        service,
        severity: planned.severity ?? 'full',
      })),
      areaCodes: planned.areaCodes,
      siteCodes: planned.sites === undefined ? [] : someSites(scene, firstArea, planned.sites),
      cause: planned.cause,
      responsibility: planned.responsibility,
      responsibleParty: planned.party ?? null,
      evidenceNote: planned.evidence ?? null,
      announcedLocal:
        planned.announcedHoursBefore === undefined
          ? null
          : localText(scene, startAt - planned.announcedHoursBefore * HOUR),
      startedLocal: localText(scene, startAt),
      endedLocal: planned.flow === 'open' ? null : localText(scene, endAt),
      emergencyCallsAffected: planned.emergency ?? false,
    },
  };
}

function someSites({ chance }: DemoScene, areaCode: string, count: number): string[] {
  const first = chance.int(0, SITES_PER_DISTRICT - count);
  return Array.from({ length: count }, (_, i) => siteOf(areaCode, first + i));
}

/** The example of the rules: a Saturday that is a make-up workday, 17:30 to 23:15. */
function workedExample(scene: DemoScene): Story[] {
  const { zone, example } = scene.times;
  if (example === null) return [];
  const { startAt, endAt } = example;
  return [
    {
      key: 'worked-example',
      startAt,
      endAt,
      flow: 'confirmed',
      draft: {
        title: '北港区数据业务中断',
        zone: zone.name,
        services: [{ service: 'data', severity: 'full' }],
        areaCodes: ['990102'],
        siteCodes: [siteOf('990102', 7)],
        cause: 'transmission',
        responsibility: 'own',
        startedLocal: localText(scene, startAt),
        endedLocal: localText(scene, endAt),
      },
    },
  ];
}

/** In progress for seventy minutes. */
function running(scene: DemoScene): Story {
  const startAt = scene.times.anchorAt - 70 * MINUTE;
  return {
    key: 'running',
    startAt,
    endAt: null,
    flow: 'open',
    draft: {
      title: '青岚区核心网交换机故障',
      zone: scene.times.zone.name,
      services: [
        { service: 'data', severity: 'full' },
        { service: 'voice', severity: 'degraded' },
        { service: 'sms', severity: 'full' },
      ],
      areaCodes: ['990103'],
      cause: 'core_switch',
      responsibility: 'own',
      startedLocal: localText(scene, startAt),
      endedLocal: null,
    },
  };
}

const LOGGER = 'chenmu';
const CONFIRMER = 'guyuan';
const MANAGER = 'shenqh';

/** What a story is told with. */
interface Telling {
  scene: DemoScene;
  f: Features;
  papers: DemoPapers;
}

async function tell(telling: Telling, story: Story & { parentId?: string | undefined }) {
  const { scene, f, papers } = telling;
  const { clock, as, times } = scene;
  const next: Next = async (at, act) => {
    clock.goTo(Math.min(at, times.anchorAt));
    await act((await f.outages.find(scene.ctx, id)).version);
  };
  const end = story.endAt ?? story.startAt;
  clock.goTo(Math.min(end + 12 * MINUTE, times.anchorAt));
  const draft = outageDraft.parse({ ...story.draft, parentId: story.parentId });
  const id = await f.outages.log(as(LOGGER), draft, { demo: true });
  for (const paper of papers.get(story.key) ?? [])
    await f.evidence.add(as(LOGGER), { ...paper, outageId: id });
  if (story.flow === 'open') {
    const said = (event: 'begun' | 'estimate', after: number) =>
      tellCustomers(scene, f, { outageId: id, event, at: story.startAt + after * MINUTE });
    await said('begun', 13);
    await estimate(telling, story.startAt, next, id);
    await said('estimate', 39);
  }
  if (story.flow === 'open' || story.flow === 'restored') return id;
  if (story.flow === 'cancelled') {
    const reason = '核查为告警误报，业务未受影响';
    await next(end + HOUR, (version) => f.outages.cancel(as(LOGGER), id, { version, reason }));
    return id;
  }
  const agreed =
    story.draft.responsibility === 'force_majeure' || story.draft.responsibility === 'third_party';
  if (agreed)
    await next(end + 2 * HOUR, (version) => f.outages.agree(as(MANAGER), id, { version }));
  await next(end + 3 * HOUR, (version) => f.outages.confirm(as(CONFIRMER), id, { version }));
  if (story.flow === 'closed')
    await next(end + 30 * HOUR, (version) => f.outages.close(as(CONFIRMER), id, { version }));
  return id;
}

type Next = (at: number, act: (version: number) => Promise<void>) => Promise<void>;

/** Told twice when it would be over, and both times it was not. */
async function estimate({ scene, f }: Telling, startAt: number, next: Next, id: string) {
  const words = [
    [18, 40, '主备倒换中'],
    [38, 60, '备板故障，更换中'],
  ] as const;
  for (const [saidAfter, overAfter, note] of words) {
    // People say such times to the minute.
    const estimatedLocal = localText(scene, startAt + overAfter * MINUTE).slice(0, 16);
    await next(startAt + saidAfter * MINUTE, (version) =>
      f.outages.estimate(scene.as(LOGGER), id, { version, estimatedLocal, note }),
    );
  }
}

/** The switch came back later than first thought: a second revision, confirmed again. Its first one was credited. */
export async function correctOutage(scene: DemoScene, id: string): Promise<void> {
  const { clock, as, runtime } = scene;
  const next = async (after: number, act: (f: Features, version: number) => Promise<void>) => {
    clock.goTo(clock.now() + after);
    await runtime.features.inTransaction(async (f) =>
      act(f, (await f.outages.find(scene.ctx, id)).version),
    );
  };
  const { facts } = await runtime.features.outages.find(scene.ctx, id);
  const endedLocal = localText(scene, (facts.endedAt ?? facts.startedAt) + 35 * MINUTE);
  const reason = '话单核对后恢复时间应为更晚';
  await next(12 * HOUR, (f, version) =>
    f.outages.correct(as(LOGGER), id, { version, endedLocal, reason }),
  );
  await next(2 * HOUR, (f, version) => f.outages.confirm(as(CONFIRMER), id, { version }));
}
