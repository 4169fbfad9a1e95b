import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchItemFacts, Canonical } from './batch-arithmetic.ts';
import {
  addTotals,
  adjustedAmount,
  approvalsNeeded,
  approvalTierOf,
  canonicalJson,
  chunkHashInput,
  classTotals,
  contentHashInput,
  splitTotal,
  totalsOf,
  withAmount,
} from './batch-arithmetic.ts';
import { DomainError } from './errors.ts';
import { benefits, defaultPolicyRules } from './policy.ts';

const { prices } = defaultPolicyRules;
const item = (lineId: string, benefit: BatchItemFacts['benefit'], amount: number): BatchItemFacts =>
  withAmount({ lineId, benefit, amount: 0, valueFen: 0 }, amount, prices);
const anItem = fc
  .tuple(
    fc.integer({ min: 0, max: 50 }),
    fc.constantFrom(...benefits),
    fc.integer({ min: 0, max: 1e6 }),
  )
  .map(([id, benefit, amount]) => item(`L${id}`, benefit, amount));

describe('totals of a batch', () => {
  it('are sums of rounded items', () => {
    const totals = totalsOf([
      item('A', 'data', 1238),
      item('A', 'voice', 69),
      item('B', 'data', 619),
    ]);
    expect(totals).toEqual({
      items: 3,
      lines: 2,
      amounts: { data: 1857, voice: 69, validity: 0, money: 0 },
      valueFen: 1857 + 690,
    });
  });

  it('of classes times their lines are the totals of the items', () => {
    const results = [
      {
        benefit: 'data',
        unit: 'MB',
        amount: 344,
        roundedAmount: 344,
        capped: false,
        valueFen: 344,
      },
      {
        benefit: 'voice',
        unit: 'minute',
        amount: 69,
        roundedAmount: 69,
        capped: false,
        valueFen: 690,
      },
    ] as const;
    const items = ['A', 'B', 'C'].flatMap((id) => [item(id, 'data', 344), item(id, 'voice', 69)]);
    expect(classTotals(results, 3)).toEqual(totalsOf(items));
    expect(classTotals([], 3)).toEqual(totalsOf([]));
    expect(totalsOf([])).toEqual({
      items: 0,
      lines: 0,
      amounts: { data: 0, voice: 0, validity: 0, money: 0 },
      valueFen: 0,
    });
  });

  it('of parts without a common line add up to the whole', () => {
    fc.assert(
      fc.property(fc.array(anItem), (items) => {
        const odd = (i: BatchItemFacts) => Number(i.lineId.slice(1)) % 2 === 1;
        const parts = [items.filter(odd), items.filter((i) => !odd(i))].map(totalsOf);
        expect(addTotals(parts)).toEqual(totalsOf(items));
      }),
    );
  });

  it('split by area so that the parts add up, whatever the order of the areas', () => {
    const split = splitTotal(100, { 江苏: 1, 四川: 1, 广东: 1 });
    expect(Object.values(split).reduce((a, b) => a + b, 0)).toBe(100);
    expect(splitTotal(100, { 广东: 1, 江苏: 1, 四川: 1 })).toEqual(split);
    expect(splitTotal(100, { b: 1, c: 1, a: 1 })).toEqual({ a: 34, b: 33, c: 33 });
    expect(splitTotal(10, { sms: 0, voice: 3, data: 7 })).toEqual({ sms: 0, voice: 3, data: 7 });
  });
});

describe('an adjustment', () => {
  it('is a whole number under the cap unless the cap is waived', () => {
    expect(adjustedAmount({ amount: 20_480, capWaived: false }, 20_480)).toBe(20_480);
    expect(adjustedAmount({ amount: 30_000, capWaived: true }, 20_480)).toBe(30_000);
    expect(adjustedAmount({ amount: 30_000, capWaived: false }, null)).toBe(30_000);
    expect(adjustedAmount({ amount: 0, capWaived: false }, 20_480)).toBe(0);
    expect(() => adjustedAmount({ amount: 20_481, capWaived: false }, 20_480)).toThrow(
      new DomainError('invalid', 'errors.batches.aboveCap', { args: { cap: 20_480 } }),
    );
    for (const amount of [-1, 0.5, NaN, 2 ** 53]) {
      expect(() => adjustedAmount({ amount, capWaived: true }, null)).toThrow(
        new DomainError('invalid', 'errors.batches.amountNotWhole'),
      );
    }
  });
});

describe('the approval tier', () => {
  it.each([
    [0, 'supervisor', 1],
    [1_000_000, 'supervisor', 1],
    [1_000_001, 'manager', 1],
    [20_000_000, 'manager', 1],
    [20_000_001, 'two_managers', 2],
  ] as const)('of %i fen is %s', (valueFen, tier, approvals) => {
    expect(approvalTierOf(valueFen)).toBe(tier);
    expect(approvalsNeeded(tier)).toBe(approvals);
  });
});

describe('canonical text', () => {
  it('sorts keys, keeps lists in order and leaves undefined out', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: null, c: '万"' }, e: undefined })).toBe(
      '{"a":{"c":"万\\"","d":null},"b":[2,1]}',
    );
    expect(canonicalJson(-0)).toBe('0');
  });

  it.each([1.5, NaN, Infinity, 2 ** 53])('refuses %d, whose text could differ', (value) => {
    expect(() => canonicalJson([value])).toThrow('errors.batches.notCanonical');
  });

  it('reads back as the value it came from', () => {
    const value = fc.letrec<{ node: Canonical }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node')),
        fc.dictionary(fc.string(), tie('node'), { noNullPrototype: true }),
      ),
    })).node;
    fc.assert(
      fc.property(value, (v) => {
        expect(JSON.parse(canonicalJson(v))).toEqual(JSON.parse(JSON.stringify(v)));
      }),
    );
  });

  it('of a chunk does not depend on the order of its items, but on each amount', () => {
    const items = [item('A', 'voice', 69), item('B', 'data', 619), item('A', 'data', 1238)];
    const text = chunkHashInput(items);
    expect(text).toBe('["A","data",1238,1238]\n["A","voice",69,690]\n["B","data",619,619]\n');
    expect(chunkHashInput([...items].reverse())).toBe(text);
    expect(chunkHashInput([...items.slice(1), item('A', 'voice', 70)])).not.toBe(text);
  });

  it('of a batch covers chunks, pinned versions and totals', () => {
    const content = {
      chunkHashes: ['aa', 'bb'],
      pinned: { policyVersionId: 'P1', outageRevisionIds: ['R1'] },
      totals: totalsOf([item('A', 'data', 1238)]),
    };
    const text = contentHashInput(content);
    expect(text).toBe(
      '{"chunks":["aa","bb"],"pinned":{"outageRevisionIds":["R1"],"policyVersionId":"P1"},' +
        '"totals":{"amounts":{"data":1238,"money":0,"validity":0,"voice":0},"items":1,"lines":1,"valueFen":1238}}',
    );
    expect(contentHashInput({ ...content, chunkHashes: ['bb', 'aa'] })).not.toBe(text);
    expect(contentHashInput({ ...content, pinned: { policyVersionId: 'P2' } })).not.toBe(text);
    expect(contentHashInput({ ...content, totals: totalsOf([]) })).not.toBe(text);
  });
});
