import { addDays } from '#domain/civil-date.ts';
import { localDateAt } from '#domain/time.ts';
import type { DemoScene } from '../demo.ts';
import type { DemoOutages } from './outages.ts';

/** Complaints and port-outs of one day after an outage, of customers who were compensated and of those who were not. */
interface DayAfter {
  complaints: readonly [compensated: number, not: number];
  portOuts: readonly [compensated: number, not: number];
}

/** Who was compensated complained less and stayed: what the charts of an outage are there to show. */
const stories: readonly (readonly [outage: string, days: readonly DayAfter[]])[] = [
  [
    'worked-example',
    [
      { complaints: [3, 11], portOuts: [0, 1] },
      { complaints: [1, 6], portOuts: [0, 2] },
      { complaints: [1, 4], portOuts: [1, 2] },
    ],
  ],
  [
    'typhoon',
    [
      { complaints: [0, 47], portOuts: [0, 3] },
      { complaints: [0, 22], portOuts: [0, 5] },
    ],
  ],
  [
    'base-1',
    [
      { complaints: [2, 5], portOuts: [0, 1] },
      { complaints: [0, 3], portOuts: [0, 1] },
    ],
  ],
  [
    'corrected',
    [
      { complaints: [0, 31], portOuts: [0, 2] },
      { complaints: [0, 14], portOuts: [0, 4] },
    ],
  ],
];

const GROUPS = ['yes', 'no'] as const;

/** What customers did afterwards, as the complaint desk's file would have brought it. */
export async function loadEffects(scene: DemoScene, outages: DemoOutages): Promise<void> {
  const { runtime, times, as } = scene;
  const today = localDateAt(times.zone, times.anchorAt);
  await runtime.features.inTransaction(async (f) => {
    const ids = stories.flatMap(([key]) => outages.get(key) ?? []);
    const told: { id: string; number: string; started_on: string }[] = await runtime
      .db('outages')
      .whereIn('id', ids)
      .select('id', 'number', 'started_on');
    const byId = new Map(told.map((row) => [row.id, row]));
    const rows = stories.flatMap(([key, days]) => {
      const outage = byId.get(outages.get(key) ?? '');
      if (outage === undefined) return [];
      return days.flatMap((day, index) => {
        const effectOn = addDays(outage.started_on, index + 1);
        return effectOn > today ? [] : rowsOf(outage.number, effectOn, day);
      });
    });
    await f.landEffects(as('linzx'), rows, { demo: true });
  });
}

function rowsOf(outageNumber: string, effectOn: string, day: DayAfter) {
  return GROUPS.flatMap((compensated, index) => {
    const group = { outageNumber, effectOn, compensated, scoreHundredths: null };
    const [complaints, portOuts] = [day.complaints[index] ?? 0, day.portOuts[index] ?? 0];
    return [
      ...(complaints > 0 ? [{ ...group, kind: 'complaint' as const, effects: complaints }] : []),
      ...(portOuts > 0 ? [{ ...group, kind: 'port_out' as const, effects: portOuts }] : []),
      ...(complaints > 0
        ? [
            {
              ...group,
              kind: 'satisfaction' as const,
              effects: complaints * 2,
              scoreHundredths: compensated === 'yes' ? 760 : 540,
            },
          ]
        : []),
    ];
  });
}
