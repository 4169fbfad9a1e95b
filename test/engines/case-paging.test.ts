import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '#domain/context.ts';
import { createZone } from '#domain/time.ts';
import { caseList, type CaseFilter } from '#server/features/unsubscribes/case-list.ts';
import { createCaseReads } from '#server/features/unsubscribes/case-reads.ts';
import type { Cursor } from '#server/http/rest-list.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';

const MANY = 60;
const everybody: Actor = { id: 'A', name: 'A', role: 'auditor', areaCodes: [] };

onEachEngine('Paging through the queue', (engine) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ engine });
    await app.features.inTransaction((f) =>
      f.caseLanding.landMany(
        testContext,
        Array.from({ length: MANY }, (_, i) =>
          caseFacts({ msisdn: `+86138000${String(10_000 + i)}`, monthlyFeeFen: i * 100 }),
        ),
      ),
    );
    // Equal clocks and missing ones, so that ties and the end of the dates are crossed.
    const rows: { id: string }[] = await app.db('cases').orderBy('id').select('id');
    for (const [index, { id }] of rows.entries())
      await app
        .db('cases')
        .where({ id })
        .update({
          due_at: index % 5 === 0 ? null : 1_000 + Math.floor(index / 8),
          attempt_count: index,
          stage: index % 20 === 0 ? 'received' : 'network',
        });
  });
  afterAll(() => app.close());

  const reads = (readAtMost: number, db: Knex = app.db) =>
    createCaseReads({
      ...{ db, world: app.world, zone: createZone('Asia/Shanghai'), readAtMost },
      counters: app.features.caseCounters,
      search: app.features.caseSearch.find,
      idsOfList: app.features.pastedLists.caseIds,
    });

  async function page(
    filter: CaseFilter,
    sort: [keyof typeof caseList.sorts, boolean],
    place: { cursor?: Cursor; offset?: number; limit?: number; most?: number } = {},
  ) {
    const { rows, total } = await reads(place.most ?? 10_000).list(everybody, {
      filter,
      sort: { column: caseList.sorts[sort[0]], descending: sort[1] },
      offset: place.offset ?? 0,
      limit: place.limit ?? 7,
      cursor: place.cursor,
      withTotal: true,
    });
    return { rows, ids: rows.map(({ id }) => id), total };
  }

  for (const [field, descending] of [
    ['dueAt', false],
    ['dueAt', true],
    ['requestedAt', true],
    ['ticketNo', false],
    ['id', true],
  ] as const)
    it(`comes to every row once, forwards and back, by ${field} ${descending ? 'downwards' : 'upwards'}`, async () => {
      for (const filter of [
        {},
        { stateGroup: 'open_any' },
        { stage: ['network'] },
      ] as CaseFilter[]) {
        const all = (await page(filter, [field, descending], { limit: 100 })).ids;
        const seen: string[] = [];
        let cursor: Cursor | undefined;
        for (;;) {
          const { rows, ids } = await page(filter, [field, descending], cursor ? { cursor } : {});
          seen.push(...ids);
          const last = rows.at(-1);
          if (last === undefined) break;
          cursor = { value: last[field], id: last.id, back: false };
        }
        expect(seen).toEqual(all);
        const back: string[] = [];
        const end = (await page(filter, [field, descending], { offset: all.length - 1, limit: 1 }))
          .rows[0];
        if (end === undefined) throw new Error('no last row');
        let first: Cursor = { value: end[field], id: end.id, back: true };
        for (;;) {
          const { rows, ids } = await page(filter, [field, descending], { cursor: first });
          back.unshift(...ids);
          const [top] = rows;
          if (top === undefined) break;
          first = { value: top[field], id: top.id, back: true };
        }
        expect([...back, end.id]).toEqual(all);
      }
    });

  it('counts for narrowed staff what lies in their areas, and lists it by clock', async () => {
    const rows: { id: string }[] = await app.db('cases').orderBy('id').limit(9).select('id');
    const ids = rows.map(({ id }) => id);
    await app.db('cases').whereIn('id', ids).update({ area_code: '610113' });
    await app.db('cases').where({ id: ids[0] }).update({ state: 'verified', ended_at: 5 });
    const narrowed = { ...everybody, areaCodes: ['610113'] };
    const counts = await reads(10_000).counts(narrowed);
    expect(counts).toMatchObject({ openAny: 8, ended: 1 });
    const { rows: listed, total } = await reads(10_000).list(narrowed, {
      filter: { stateGroup: 'open_any' },
      sort: { column: 'due_at', descending: false },
      ...{ offset: 0, limit: 20, withTotal: true },
    });
    expect(listed).toHaveLength(8);
    expect(total).toEqual({ count: 8, bounded: false });
    const dated = listed.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
    expect(dated).toEqual([...dated].sort((a, b) => a - b));
    await app.db('cases').where({ id: ids[0] }).update({ state: 'open', ended_at: null });
  });

  it('answers a sparse combination from the condition that leaves few rows', async () => {
    const few = await page({ stage: ['received'], attemptsMin: 40 }, ['dueAt', false], {
      most: 60,
    });
    expect(few.rows.map(({ attemptCount }) => attemptCount).sort()).toEqual([40]);
    expect(few.total).toEqual({ count: 1, bounded: false });
  });

  it('tells how many match where a page has looked at all of them, though nothing is left to count with', async () => {
    const nine: string[] = await app.db('cases').orderBy('id').limit(9).pluck('id');
    const found = await page({ id: nine, attemptsMin: 0 }, ['dueAt', false], {
      ...{ most: 30, limit: 3 },
    });
    expect(found.ids).toHaveLength(3);
    expect(found.total).toEqual({ count: 9, bounded: false });
  });

  // Its server tells how many rows of tables a connection has read.
  it.runIf(engine === 'mariadb')('never reads more than it may, whatever is combined', async () => {
    const most = 30;
    const combinations: CaseFilter[] = [
      { attemptsMin: 58 },
      { stateGroup: 'open_any', stage: ['network'], attemptsMin: 58 },
      { state: ['open', 'unknown'], channel: ['app'], feeMinFen: 5_000 },
      { failureCode: ['SYN-05'], stage: ['network'], attemptsMin: 58 },
      { priority: [0, 1, 2], complained: false, attemptsMin: 58 },
    ];
    await app.db.transaction(async (trx) => {
      const rowsRead = async () => {
        const [rows] = (await trx.raw("show session status like 'Rows_read'")) as [
          { Value: string }[],
        ];
        return Number(rows[0]?.Value);
      };
      for (const filter of combinations)
        for (const column of ['due_at', 'requested_at', 'ticket_no', 'monthly_fee_fen']) {
          const before = await rowsRead();
          const query = { filter, sort: { column, descending: true }, offset: 0, limit: 1 };
          await reads(most, trx)
            .list(everybody, { ...query, cursor: undefined, withTotal: true })
            .catch(() => undefined);
          // Besides: the rows that are shown, and their names.
          expect((await rowsRead()) - before, JSON.stringify(query)).toBeLessThanOrEqual(most + 12);
        }
    });
  });

  it('asks to narrow where more rows than allowed would have to be read', async () => {
    await expect(page({ attemptsMin: 58 }, ['dueAt', false], { most: 10 })).rejects.toMatchObject({
      kind: 'invalid',
      message: 'errors.list.narrowCombination',
    });
    await expect(page({}, ['monthlyFeeFen', false], { most: 10 })).rejects.toMatchObject({
      message: 'errors.list.narrow',
    });
    // A page that the first rows fill is no reason to ask.
    const filled = await page({ feeMinFen: 0 }, ['dueAt', false], { most: 40, limit: 3 });
    expect(filled.ids).toHaveLength(3);
    expect(filled.total?.bounded).toBe(true);
    expect((await page({ attemptsMin: 58 }, ['dueAt', false])).ids).toHaveLength(2);
  });
});
