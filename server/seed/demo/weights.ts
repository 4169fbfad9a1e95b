import { defaultBands, type DayBands, type WeightProfileBands } from '#domain/weights.ts';
import { localDateAt } from '#domain/time.ts';
import type { DemoScene } from '../demo.ts';
import { DAY, HOUR } from './timeline.ts';

const day: DayBands = defaultBands.default;
const allDay = (weightPerMille: number) => [{ from: 0, to: 1440, weightPerMille }];

/** Evenings of the weekend count like those of a workday; a text message can wait, so its hours are all alike. */
const proposedBands: WeightProfileBands = {
  default: {
    ...day,
    weekend: [
      { from: 0, to: 18 * 60, weightPerMille: 1000 },
      { from: 18 * 60, to: 23 * 60, weightPerMille: 1200 },
      { from: 23 * 60, to: 1440, weightPerMille: 800 },
    ],
  },
  byService: {
    sms: {
      workday: allDay(1000),
      makeup_workday: null,
      weekend: allDay(1000),
      holiday: allDay(1000),
    },
  },
};

const REGION = { calendarId: 'YUNCHUAN', name: '云川省日历' };

/** What network operations handed in and a manager has to publish: a weight profile, and a calendar of the region. */
export async function loadWeights(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  await runtime.features.inTransaction(async (f) => {
    clock.goTo(times.anchorAt - 3 * DAY);
    const inForce = await f.weightProfiles.profileInForceAt(times.anchorAt);
    const editor = scene.as('chenmu');
    const id = await f.weightProfiles.copy(editor, { name: '2026-B', basedOnId: inForce.id });
    clock.goTo(clock.now() + HOUR);
    await f.weightProfiles.update(editor, id, { version: 1, bands: proposedBands });
    await f.weightProfiles.submit(editor, id, { version: 2 });
  });
  await runtime.features.inTransaction(async (f) => {
    clock.goTo(times.anchorAt - 30 * HOUR);
    const editor = scene.as('guyuan');
    const id = await f.calendars.draft(editor, REGION);
    const year = localDateAt(times.zone, times.anchorAt).slice(0, 4);
    clock.goTo(clock.now() + HOUR);
    await f.calendars.change(editor, id, { version: 1, years: { [year]: await regional(year) } });
    await f.calendars.submit(editor, id, { version: 2 });

    /** The country's year and the invented province's own day. */
    async function regional(name: string) {
      const { holidays, makeupWorkdays } = await f.calendars.year('CN', Number(name));
      const own = `${name}-06-18`;
      return {
        holidays: [...new Set([...holidays, own])].sort(),
        makeupWorkdays: makeupWorkdays.filter((date) => date !== own),
      };
    }
  });
}
