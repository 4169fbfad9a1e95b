import type { Knex } from 'knex';
import { expect, it } from 'vitest';
import { prepareData } from '#server/seed/prepare.ts';
import { startApp } from '#test/support/app.ts';
import { testWorld } from '#test/support/world.ts';

/** Ends of years, months and days, the first of a month by night and by day, a leap day; and any day. */
const moments = [
  '2026-11-21T12:00',
  '2026-12-31T23:59',
  '2027-01-01T00:05',
  '2026-12-01T03:00',
  '2026-12-01T16:00',
  '2027-03-01T00:30',
  '2028-02-29T12:00',
];

const HOUR = 3_600_000;
const LINES = 12_000;

type Counts = Record<keyof typeof promised, number>;

/** What the first look at the demo shows, whenever that is: from, to. */
const promised = {
  open: [560, 640],
  dueWithinTwoHours: [7, 9],
  breached: [3, 5],
  waitingForTheCustomer: [40, 40],
  waitingForADate: [58, 68],
  held: [10, 12],
  unknown: [13, 17],
  unmappedPercent: [3, 3],
  outages: [24, 24],
  ofTheFuture: [0, 0],
} as const;

async function countsAt(db: Knex, at: number): Promise<Counts> {
  const count = async (query: Knex.QueryBuilder): Promise<number> => {
    const [row] = await query.count<{ n: unknown }[]>({ n: '*' });
    return Number(row?.n);
  };
  const cases = () => db('cases');
  const open = () => cases().whereNull('ended_at');
  const unmapped = await count(cases().where('failure_code', 'UNK-00'));
  return {
    open: await count(open()),
    dueWithinTwoHours: await count(
      open()
        .where('due_at', '>=', at)
        .where('due_at', '<', at + 2 * HOUR),
    ),
    breached: await count(open().where('due_at', '<', at)),
    waitingForTheCustomer: await count(cases().where('state', 'waiting_customer')),
    waitingForADate: await count(cases().where('state', 'waiting_date')),
    held: await count(cases().where('state', 'held')),
    unknown: await count(cases().where('state', 'unknown')),
    unmappedPercent: Math.round((unmapped * 100) / (await count(cases()))),
    outages: await count(db('outages')),
    ofTheFuture: await count(cases().where('requested_at', '>', at)),
  };
}

/** The counts that are not as promised, in words. */
const strays = (counts: Counts): string[] =>
  (Object.keys(promised) as (keyof Counts)[])
    .filter((name) => counts[name] < promised[name][0] || counts[name] > promised[name][1])
    .map((name) => `${name}: ${counts[name]}, promised ${promised[name].join(' to ')}`);

it.each(moments)('The demo that starts at %s, Shanghai, shows what it promises', async (moment) => {
  const at = Date.parse(`${moment}:00+08:00`);
  const app = await startApp({ world: testWorld(at), defaults: false });
  try {
    await prepareData(app, {
      config: { demo: true, demoLines: LINES },
      gatewayUrl: app.gatewayUrl,
    });
    const atFirst = strays(await countsAt(app.db, at));
    // And still, once the worker has been round.
    await app.runner.drain();
    const later = strays(await countsAt(app.db, at));
    expect({ atFirst, later }).toEqual({ atFirst: [], later: [] });
  } finally {
    await app.close();
  }
});
