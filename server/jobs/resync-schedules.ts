import type { Features } from '../compose.ts';
import type { Schedule } from './runner.ts';

const MINUTE = 60_000;
const MAX_TURNS = 50;

/** Repeats small transactions until nothing is left, or for so many turns: the next minute goes on. */
async function inTurns(turn: () => Promise<number>): Promise<void> {
  for (let turns = 0; turns < MAX_TURNS; turns += 1) if ((await turn()) === 0) return;
}

/** What comes round by the clock around re-sync: outages, bill runs, readings after them. */
export function resyncSchedules(features: Features): Schedule[] {
  return [
    {
      name: 'resync.link_outages',
      everyMs: MINUTE,
      run: () =>
        inTurns(() =>
          features.inTransaction((f) => f.plannedRetries.linkOutages('resync.link_outages')),
        ),
    },
    {
      name: 'resync.outages_ended',
      everyMs: MINUTE,
      run: () => inTurns(() => features.inTransaction((f) => f.plannedRetries.releaseOutages())),
    },
    {
      name: 'resync.bill_runs',
      everyMs: MINUTE,
      run: async () => {
        await features.inTransaction((f) => f.billRunStore.ensureDerived());
        for (const run of await features.billRunStore.toRelease()) {
          await inTurns(() =>
            features.inTransaction(async (f) => {
              const released = await f.plannedRetries.releaseBillRun(run);
              if (released === 0) await f.billRunStore.released(run);
              return released;
            }),
          );
        }
      },
    },
    {
      name: 'resync.recheck',
      everyMs: MINUTE,
      run: () =>
        inTurns(() =>
          features.inTransaction(async (f) => {
            const run = await f.billRunStore.toRecheck();
            return run === undefined ? 0 : f.recheckPlan.next(run);
          }),
        ),
    },
    {
      name: 'overcharge.after_run',
      everyMs: MINUTE,
      run: () => inTurns(() => features.inTransaction((f) => f.runReadings.next())),
    },
    {
      name: 'systems.sweep',
      everyMs: 60 * MINUTE,
      run: () => features.systemStore.sweep(),
    },
  ];
}
