import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportQuery, paretoQuery, MAX_POINTS } from '#contract/reports.ts';
import { addDays, weekdayOf } from '#domain/civil-date.ts';
import type { Actor } from '#domain/context.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { createZone } from '#domain/time.ts';
import { createReportReads, type ReportReads } from '#server/features/reports/report-reads.ts';
import { createVolumeReads } from '#server/features/volumes/volume-reads.ts';
import { createVolumeStore } from '#server/features/volumes/volume-store.ts';
import { freshDatabase, onEachEngine, type TestDatabase } from '#test/support/engines.ts';
import {
  AREAS,
  PRODUCTS,
  codeOf,
  followed,
  insertCases,
  insertCatalogue,
  marksIn,
  randomCases,
  type CaseRow,
} from '#test/support/report-history.ts';
import { TEST_NOW, testWorld } from '#test/support/world.ts';

const ZONE = 'Asia/Shanghai';
const HOUR = 3_600_000;
const everyone: Actor = { id: 'a', name: 'a', role: 'manager', areaCodes: [] };
const zhejiang: Actor = { ...everyone, areaCodes: ['330000'] };

/** Questions as the dashboard asks them. */
const questions: Record<string, string>[] = [
  {},
  { from: '2026-10-24', until: '2026-11-22' },
  { from: '2026-11-02', until: '2026-11-09', area: '330000' },
  { from: '2026-10-01', until: '2026-11-22', area: '330100,440300', bucket: 'week' },
  { from: '2026-09-10', until: '2026-11-22', channel: 'app,sms', includeNotFailure: 'true' },
  { product: PRODUCTS[0], includePolicyRefusals: 'true' },
  {
    category: 'sync,policy',
    includePolicyRefusals: 'true',
    includeNotFailure: 'true',
    bucket: 'month',
    from: '2026-09-01',
    until: '2026-11-22',
  },
];

onEachEngine('reports', (engine) => {
  let database: TestDatabase;
  let reads: ReportReads;
  let rows: CaseRow[];

  beforeAll(async () => {
    database = await freshDatabase(engine);
    const { db } = database;
    const world = testWorld();
    const zone = createZone(ZONE);
    await insertCatalogue(db);
    rows = randomCases(20_261_121, 1_500, TEST_NOW, ZONE);
    await insertCases(db, rows);
    const { daily } = createVolumeReads(db);
    reads = createReportReads({ db, world, zone, dailyVolumes: daily });
    await createVolumeStore(db, world, zone).landVolumes(volumes());
  });
  afterAll(() => database.destroy());

  const parsed = (query: Record<string, string>) => reportQuery.parse(query);

  /** Failures a question is about, counted over plain rows. */
  function asked(query: Record<string, string>, actor: Actor): CaseRow[] {
    const { area, channel, product, category, ...q } = parsed(query);
    return followed(rows, {
      ...(area.length > 0 ? { areaCode: area } : {}),
      ...(channel.length > 0 ? { channel } : {}),
      ...(product.length > 0 ? { productCode: product } : {}),
      ...(category.length > 0 ? { category } : {}),
    }).filter((row) => {
      const code = codeOf(row.failure_code);
      return (
        (q.includeNotFailure || code.countsAsFailure) &&
        (q.includePolicyRefusals || !code.policyRefusal) &&
        (actor.areaCodes.length === 0 || row.area_code.startsWith('33')) &&
        row.requested_on >= (q.from ?? '2026-10-25') &&
        row.requested_on < (q.until ?? '2026-11-22')
      );
    });
  }
  const countBy = (list: readonly CaseRow[], key: (row: CaseRow) => string) => {
    const counts = new Map<string, number>();
    for (const row of list) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
    return counts;
  };

  it.each(questions)('ranks causes as a plain count does: %o', async (query) => {
    const answer = await reads.causePareto(everyone, paretoQuery.parse({ ...query, top: '5' }));
    const plain = countBy(asked(query, everyone), (row) => row.failure_code);
    const ranked = [...plain.values()].sort((a, b) => b - a);
    expect(answer.total.n).toBe(ranked.reduce((a, b) => a + b, 0));
    expect(answer.codes.map((code) => code.n)).toEqual(ranked.slice(0, 5));
    for (const code of answer.codes) expect(code.n).toBe(plain.get(code.code));
    expect(answer.others?.codes ?? 0).toBe(Math.max(0, ranked.length - 5));
    const shown = answer.codes.reduce((sum, code) => sum + code.n, 0);
    expect(shown + (answer.others?.n ?? 0)).toBe(answer.total.n);
    expect(answer.codes.at(-1)?.cumulativePerMille).toBe(
      Math.round((shown * 1000) / answer.total.n),
    );
  });

  it.each(questions)('counts categories per bucket as a plain count does: %o', async (query) => {
    const answer = await reads.categoriesOverTime(everyone, parsed(query));
    const plain = asked(query, everyone);
    for (const point of answer.points) {
      const inBucket = plain.filter(
        (row) => row.requested_on >= point.from && row.requested_on < point.until,
      );
      expect(Object.fromEntries(point.counts.map((c) => [c.category, c.n]))).toEqual(
        Object.fromEntries(countBy(inBucket, (row) => row.category)),
      );
      expect(point.n).toBe(inBucket.length);
      expect(point.unfinished).toBe(point.until > '2026-11-21');
    }
    expect(answer.total.n).toBe(plain.length);
  });

  it.each(questions)('places failures in the hours of the week: %o', async (query) => {
    const answer = await reads.hourWeekday(zhejiang, parsed(query));
    const plain = countBy(
      asked(query, zhejiang),
      (row) => `${weekdayOf(row.requested_on)} ${row.requested_hour}`,
    );
    expect(new Map(answer.cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell.n]))).toEqual(
      new Map([...plain].sort()),
    );
  });

  it.each(questions)('keeps the backlog as exact as a walk over the days: %o', async (query) => {
    const answer = await reads.backlog(everyone, parsed(query));
    const { area, channel, product, category } = parsed(query);
    const all = followed(rows, {
      ...(area.length > 0 ? { areaCode: area } : {}),
      ...(channel.length > 0 ? { channel } : {}),
      ...(product.length > 0 ? { productCode: product } : {}),
      ...(category.length > 0 ? { category } : {}),
    });
    for (const point of answer.points) {
      const last = addDays(point.until, -1);
      const within = (day: string | null) => day !== null && day >= point.from && day < point.until;
      expect(point.opened.n).toBe(all.filter((row) => within(row.opened_on)).length);
      expect(point.ended.n).toBe(all.filter((row) => within(row.ended_on)).length);
      expect(point.openAtEnd.n).toBe(
        all.filter(
          (row) => row.opened_on <= last && !(row.ended_on !== null && row.ended_on <= last),
        ).length,
      );
    }
  });

  it.each(questions)('sorts open cases into ages that add up: %o', async (query) => {
    const answer = await reads.ageing(everyone, parsed(query));
    const open = followed(rows, answer.total.drill).filter((row) => !isCaseEnded(row.state));
    expect(answer.total.n).toBe(open.length);
    for (const band of answer.bands) {
      const inBand = open.filter((row) => {
        const age = TEST_NOW - row.requested_at;
        return age >= band.fromMs && age < (band.untilMs ?? Infinity);
      });
      expect(band.n).toBe(inBand.length);
      expect(band.breached).toBe(
        inBand.filter((row) => row.due_at !== null && row.due_at < TEST_NOW).length,
      );
    }
  });

  it.each(questions)(
    'divides failures by what was asked on days with volumes: %o',
    async (query) => {
      for (const by of ['request', 'order']) {
        const answer = await reads.failureRate(everyone, parsed({ ...query, by }));
        const plain = asked(query, everyone);
        const { area, channel, product } = parsed(query);
        for (const point of answer.points.filter(() => answer.bucket === 'day')) {
          const failed = plain.filter((row) => row.requested_on === point.from);
          const acts = new Set(
            failed.map((row) => `${row.line_id} ${row.channel} ${row.requested_at}`),
          );
          const day = volumes().filter(
            (row) =>
              localDay(row.hourAt) === point.from &&
              (area.length === 0 || area.some((code) => row.areaCode.startsWith(prefixOf(code)))) &&
              (channel.length === 0 || channel.some((name) => name === row.channel)) &&
              (product.length === 0 || product.includes(row.productCode)),
          );
          if (day.length === 0) {
            expect(point).toMatchObject({ denominator: null, ratePpm: null, numerator: 0 });
            continue;
          }
          const denominator = day.reduce(
            (sum, row) => sum + (by === 'order' ? row.orders : row.requests),
            0,
          );
          const numerator = by === 'order' ? failed.length : acts.size;
          expect(point).toMatchObject({ numerator, denominator });
          expect(point.ratePpm).toBe(
            numerator > denominator ? null : Math.round((numerator / denominator) * 1e6),
          );
        }
      }
    },
  );

  it('draws the band from the same weekday of the eight weeks before, where four of them have volumes', async () => {
    const answer = await reads.failureRate(
      everyone,
      parsed({ from: '2026-11-10', until: '2026-11-22' }),
    );
    const earlier = await reads.failureRate(
      everyone,
      parsed({ from: '2026-09-10', until: '2026-11-22' }),
    );
    const rateOn = new Map(earlier.points.map((point) => [point.from, point.ratePpm]));
    for (const point of answer.points) {
      const past = [1, 2, 3, 4, 5, 6, 7, 8]
        .map((week) => rateOn.get(addDays(point.from, -7 * week)) ?? null)
        .filter((rate) => rate !== null)
        .sort((a, b) => a - b);
      if (past.length < 4) {
        expect(point).toMatchObject({ lowPpm: null, highPpm: null, outside: null });
        continue;
      }
      const at = (share: number) => {
        const place = (past.length - 1) * share;
        const low = past[Math.floor(place)] ?? 0;
        const high = past[Math.ceil(place)] ?? 0;
        return Math.round(low + (high - low) * (place - Math.floor(place)));
      };
      expect([point.lowPpm, point.highPpm]).toEqual([at(0.1), at(0.9)]);
    }
    expect(answer.points.some((point) => point.highPpm !== null)).toBe(true);
  });

  it('says how the period compares with the one before', async () => {
    const answer = await reads.tiles(everyone, parsed({ from: '2026-11-08', until: '2026-11-22' }));
    expect(answer.previous).toEqual({ from: '2026-10-25', until: '2026-11-08' });
    const ended = (from: string, until: string) =>
      rows.filter(
        (row) =>
          ['verified', 'failed_final', 'withdrawn'].includes(row.state) &&
          row.ended_on !== null &&
          row.ended_on >= from &&
          row.ended_on < until,
      );
    const quick = (list: CaseRow[]) =>
      list.filter((row) => (row.ended_at ?? 0) - row.requested_at <= 24 * HOUR).length;
    const now = ended('2026-11-08', '2026-11-22');
    const before = ended('2026-10-25', '2026-11-08');
    expect(answer.resolvedIn24h).toMatchObject({
      numerator: quick(now),
      denominator: now.length,
      previous: { numerator: quick(before), denominator: before.length },
    });
    expect(answer.openCases.n).toBe(followed(rows, answer.openCases.drill).length);
    expect(followed(rows, answer.resolvedIn24h.drill)).toHaveLength(now.length);
    expect(answer.compensation).toMatchObject({ monthKey: '2026-11', valueFen: 0, items: 0 });
  });

  it('gives with every mark the filter that leads to exactly its rows', async () => {
    let seen = 0;
    for (const query of questions) {
      const answers = [
        await reads.causePareto(everyone, paretoQuery.parse(query)),
        await reads.categoriesOverTime(everyone, parsed(query)),
        await reads.hourWeekday(everyone, parsed(query)),
        await reads.failureRate(everyone, parsed(query)),
        await reads.backlog(everyone, parsed(query)),
        await reads.ageing(everyone, parsed(query)),
        await reads.tiles(everyone, parsed(query)),
      ];
      for (const mark of marksIn(answers)) {
        expect([mark.drill, followed(rows, mark.drill).length]).toEqual([mark.drill, mark.n]);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(500);
  });

  it('shows a person narrowed to an area only what lies in it', async () => {
    const answer = await reads.tiles(zhejiang, parsed({}));
    const mine = rows.filter((row) => row.area_code.startsWith('33'));
    expect(answer.openCases.n).toBe(followed(mine, answer.openCases.drill).length);
    expect(answer.openCases.n).toBeLessThan(followed(rows, answer.openCases.drill).length);
  });

  it('widens the buckets rather than send a chart more than it may receive', async () => {
    const query = parsed({ from: '2023-11-22', until: '2026-11-22' });
    const categories = await reads.categoriesOverTime(everyone, query);
    expect(categories.points.length * 7).toBeLessThanOrEqual(MAX_POINTS);
    expect(categories.points.reduce((sum, point) => sum + point.n, 0)).toBe(categories.total.n);
    const backlog = await reads.backlog(everyone, query);
    expect(backlog.points.length * 3).toBeLessThanOrEqual(MAX_POINTS);
    expect(backlog.points.at(-1)?.openAtEnd.n).toBe(
      rows.filter((row) => row.ended_on === null).length,
    );
  });

  it('replaces what an earlier file said about an hour', async () => {
    const { db } = database;
    const zone = createZone(ZONE);
    const store = createVolumeStore(db, testWorld(), zone);
    const hour = {
      hourAt: Date.UTC(2026, 0, 1, 17),
      channel: 'app',
      productCode: 'P',
      areaCode: '320100',
    };
    await store.landVolumes([{ ...hour, requests: 10, orders: 12, successes: 9 }]);
    const wrote = await store.landVolumes([
      { ...hour, requests: 20, orders: 20, successes: 20 },
      { ...hour, requests: 30, orders: 31, successes: 29 },
    ]);
    const landed = await createVolumeReads(db).daily({
      from: '2026-01-01',
      until: '2026-02-01',
      areas: [],
      channels: [],
      products: [],
    });
    expect(wrote).toBe(1);
    expect(landed).toEqual([{ on: '2026-01-02', requests: 30, orders: 31, successes: 29 }]);
  });
});

const prefixOf = (code: string) => code.replace(/0+$/, '');
const localDay = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 10);

/** Volumes of seven weeks, with a day missing in each; small enough that some days fail more than was asked. */
function volumes() {
  const found = [];
  for (let day = 0; day < 63; day += 1) {
    if (day % 8 === 5) continue;
    for (const [index, areaCode] of AREAS.entries())
      found.push({
        hourAt: TEST_NOW - day * 24 * HOUR - (index + 1) * HOUR,
        channel: index % 2 === 0 ? 'app' : 'sms',
        productCode: PRODUCTS[index % PRODUCTS.length] ?? '',
        areaCode,
        requests: 1 + ((day * 7 + index * 3) % 11),
        orders: 2 + ((day * 5 + index * 3) % 13),
        successes: 1,
      });
  }
  return found;
}
