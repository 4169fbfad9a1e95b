import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approvalRuleFaults,
  automaticObstacle,
  limitsFor,
  type AutomaticFacts,
} from './approval-rules.ts';
import { approvalTierOf } from './batch-arithmetic.ts';

const limits = { firstFen: 1_000_000, secondFen: 20_000_000 };
const ceiling = { family: 'standard', batchFen: 500_000, lineFen: 2_000, dayFen: 900_000 };
const families = new Map([
  ['standard', 'compensation'],
  ['sorry', 'goodwill'],
] as const);

it('goodwill is a manager’s or two managers’, whatever it is worth', () => {
  const goodwill = limitsFor(limits, 'goodwill');
  fc.assert(
    fc.property(fc.nat(40_000_000), (valueFen) => {
      const tier = approvalTierOf(valueFen, goodwill);
      expect(tier).not.toBe('supervisor');
      expect(tier === 'two_managers').toBe(valueFen > limits.secondFen);
    }),
  );
  expect(approvalTierOf(0, goodwill)).toBe('manager');
  expect(approvalTierOf(0, limitsFor(limits, 'compensation'))).toBe('supervisor');
});

describe('limits of approval', () => {
  const faults = (change: object) =>
    Object.entries(approvalRuleFaults({ ...limits, ceilings: [ceiling], ...change }, families)).map(
      ([field, { message }]) => [field, message],
    );
  const withCeiling = (change: object) => faults({ ceilings: [{ ...ceiling, ...change }] });

  it('can be published when they rise and every ceiling stays below the second', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ firstFen: 20_000_001, ceilings: [] })).toEqual([
      ['secondFen', 'errors.limits.secondBelowFirst'],
    ]);
    expect(withCeiling({ batchFen: 20_000_000, dayFen: 20_000_000 })).toEqual([]);
    expect(withCeiling({ batchFen: 20_000_001, dayFen: 20_000_001 })).toEqual([
      ['ceilings.0.batchFen', 'errors.limits.aboveSecond'],
    ]);
    expect(withCeiling({ lineFen: 500_001 })).toEqual([
      ['ceilings.0.lineFen', 'errors.limits.lineAboveBatch'],
    ]);
    expect(withCeiling({ dayFen: 499_999 })).toEqual([
      ['ceilings.0.dayFen', 'errors.limits.dayBelowBatch'],
    ]);
  });

  it('name families that exist, each once, and never goodwill', () => {
    expect(withCeiling({ family: 'none' })).toEqual([
      ['ceilings.0.family', 'errors.limits.familyUnknown'],
    ]);
    expect(withCeiling({ family: 'sorry' })).toEqual([
      ['ceilings.0.family', 'errors.limits.goodwill'],
    ]);
    expect(faults({ ceilings: [ceiling, ceiling] })).toEqual([
      ['ceilings.1.family', 'errors.limits.familyTwice'],
    ]);
  });
});

describe('an approval by rule', () => {
  const facts: AutomaticFacts = {
    purpose: 'compensation',
    ceiling,
    valueFen: 500_000,
    lineFen: 2_000,
    dayFen: 400_000,
    publisher: { id: 'P', role: 'manager', status: 'active' },
    makerIds: ['L', 'C'],
  };
  const against = (change: Partial<AutomaticFacts>) =>
    automaticObstacle({ ...facts, ...change })?.key ?? null;

  it('is given up to and including each bound, and not above', () => {
    expect(against({})).toBeNull();
    expect(against({ valueFen: 500_001 })).toBe('automatic.aboveBatch');
    expect(against({ lineFen: 2_001 })).toBe('automatic.aboveLine');
    expect(against({ dayFen: 400_001 })).toBe('automatic.aboveDay');
  });

  it('needs a ceiling that was published, and is never given to goodwill', () => {
    expect(against({ ceiling: null })).toBe('automatic.noCeiling');
    expect(against({ purpose: 'goodwill' })).toBe('automatic.goodwill');
  });

  it('is that of the publisher, a manager at work who made none of it', () => {
    expect(against({ publisher: null })).toBe('automatic.noPublisher');
    expect(against({ publisher: { id: 'P', role: 'supervisor', status: 'active' } })).toBe(
      'automatic.noPublisher',
    );
    expect(against({ publisher: { id: 'P', role: 'manager', status: 'deactivated' } })).toBe(
      'automatic.noPublisher',
    );
    expect(against({ makerIds: ['L', 'P'] })).toBe('automatic.publisherMade');
  });
});
