import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RelationList } from '#domain/reconciliation.ts';
import type { PartStore } from './part-store.ts';
import { joinRelation, type ListedRelation, type RelationRow } from './parsers/relation-rows.ts';
import { createListJoiner } from './relation-lists.ts';

const inMemory = (): PartStore => {
  const pieces = new Map<string, Uint8Array[]>();
  const clear = () => Promise.resolve(pieces.clear());
  return {
    append: (_id, part, seq, bytes) => {
      const kept = pieces.get(part) ?? [];
      expect(kept).toHaveLength(seq);
      pieces.set(part, [...kept, bytes]);
      return Promise.resolve();
    },
    async *read(_id, part) {
      yield* await Promise.resolve(pieces.get(part) ?? []);
    },
    replace: clear,
    dropPart: clear,
    dropWorking: clear,
    dropAll: clear,
  };
};

const listed = fc.record<ListedRelation>({
  msisdn: fc.integer({ min: 0, max: 30 }).map((n) => `+86139${String(n).padStart(8, '0')}`),
  productCode: fc.constantFrom('601204', '601205'),
  productName: fc.constantFrom(null, '彩铃\n"包"'),
  partnerCode: fc.constant('SP0044'),
  monthlyFeeFen: fc.constantFrom(null, 500),
  state: fc.constantFrom('active', 'cancelled'),
  beside: fc.constantFrom('active', 'unknown'),
  sinceAt: fc.integer({ min: 0, max: 5 }),
});
const lists = fc.record({ platform: fc.array(listed), crm: fc.array(listed) });
type Lists = Record<RelationList, ListedRelation[]>;

async function joined({ platform, crm }: Lists, parts = inMemory()) {
  const joiner = createListJoiner('one', parts);
  await joiner.clear();
  for (const [list, rows] of [
    ['platform', platform],
    ['crm', crm],
  ] as const)
    for (const [at, value] of rows.entries())
      await joiner.add(list, { ok: true, rowNo: at + 2, value, original: () => [] });
  await joiner.settle();
  const values: RelationRow[] = [];
  for await (const row of joiner.joined(() => undefined)) if (row.ok) values.push(row.value);
  return { values, counts: joiner.counts };
}

/** Slow and obvious: for every number and product the newest row of each list, the later of equals. */
function oracle({ platform, crm }: Lists): RelationRow[] {
  const newest = (rows: ListedRelation[], key: string): ListedRelation | null =>
    rows
      .filter((row) => keyOf(row) === key)
      .reduce<ListedRelation | null>(
        (best, row) => (best === null || row.sinceAt >= best.sinceAt ? row : best),
        null,
      );
  const keys = new Set([...platform, ...crm].map(keyOf));
  return [...keys].flatMap((key) => {
    const [left, right] = [newest(platform, key), newest(crm, key)];
    if (left !== null) return [joinRelation(left, right)];
    return right === null ? [] : [joinRelation(null, right)];
  });
}

const keyOf = ({ msisdn, productCode }: { msisdn: string; productCode: string }) =>
  `${msisdn} ${productCode}`;
const sorted = (rows: RelationRow[]) => rows.map((row) => JSON.stringify(row)).sort();

it('joins two lists as comparing every row with every row would', async () => {
  await fc.assert(
    fc.asyncProperty(lists, async (both) => {
      const { values, counts } = await joined(both);
      expect(sorted(values)).toEqual(sorted(oracle(both)));
      const kept = new Set(both.platform.map(keyOf)).size;
      expect(counts.platform.repeated).toBe(both.platform.length - kept);
    }),
  );
});

it('meets the same relations in the same order when a run begins again', async () => {
  await fc.assert(
    fc.asyncProperty(lists, async (both) => {
      const parts = inMemory();
      const first = await joined(both, parts);
      expect(await joined(both, parts)).toEqual(first);
    }),
  );
});
