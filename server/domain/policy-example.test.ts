import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from './policy.ts';
import { entitlementInputs, exampleInputs } from './policy-example.ts';
import type { ExampleStretch, PolicyExample } from './policy-example.ts';
import { at, line, outage, profile, zone } from './policy-test-case.ts';
import { rulesWith } from './policy-vocabulary-case.ts';

const stretch = (from: string, to: string, over: Partial<ExampleStretch> = {}): ExampleStretch => {
  const { outageId: _id, ...rest } = outage({ startAt: at(from), endAt: at(to), ...over });
  return rest;
};
const example = (...stretches: ExampleStretch[]): PolicyExample => ({ line: line(), stretches });

describe('an example', () => {
  it('is one entitlement for every episode, counted as a batch would', () => {
    const inputs = exampleInputs(
      rulesWith(),
      {
        ...example(
          stretch('2026-10-12 08:00', '2026-10-12 09:00'),
          stretch('2026-10-13 08:00', '2026-10-13 10:00'),
        ),
        sitesAffected: 3,
      },
      profile,
      zone,
    );
    expect(inputs.map(({ episode, earlierOfLine }) => [episode.seconds, earlierOfLine])).toEqual([
      [3600, 0],
      [7200, 1],
    ]);
    expect(inputs[0]).toMatchObject({ sitesAffected: 3, line: { paymentType: 'postpaid' }, zone });
    expect(inputs.map(({ episode }) => episode.outageIds)).toEqual([['E1'], ['E2']]);
  });

  it('shows each entitlement the time of the others, for minimums that accumulate', () => {
    const day = { seconds: 7200, operator: '>=', measure: 'per_local_day' } as const;
    const base = rulesWith();
    const rules = { ...base, eligibility: { ...base.eligibility, minimumDuration: day } };
    const hour = stretch('2026-10-12 08:00', '2026-10-12 09:00');
    const other = stretch('2026-10-12 12:00', '2026-10-12 13:00');
    const owed = (...stretches: ExampleStretch[]) =>
      exampleInputs(rules, example(...stretches), profile, zone).map(
        (input) => evaluatePolicy(rules, input).eligible,
      );
    expect(owed(hour)).toEqual([false]);
    expect(owed(hour, other)).toEqual([true, true]);
    const [first] = exampleInputs(rules, example(hour, other), profile, zone);
    expect(first?.otherExposure).toEqual([{ startAt: other.startAt, endAt: other.endAt }]);
    expect(exampleInputs(rules, example(hour), profile, zone)[0]).not.toHaveProperty(
      'otherExposure',
    );
  });

  it('has one input without time where nothing counts, so that the explanation can say so', () => {
    const planned = stretch('2026-10-12 08:00', '2026-10-12 09:00', {
      responsibility: 'customer_equipment',
    });
    const rules = rulesWith();
    const inputs = exampleInputs(rules, example(planned), profile, zone);
    const { startAt } = planned;
    expect(inputs.map(({ episode }) => episode)).toEqual([
      { service: null, startAt, endAt: startAt, seconds: 0, outageIds: [], pieces: [] },
    ]);
    const [input] = inputs;
    expect(input && evaluatePolicy(rules, input)).toMatchObject({
      eligible: false,
      reason: 'nothing_counts',
    });
    expect(exampleInputs(rules, example(), profile, zone)).toMatchObject([
      { episode: { startAt: 0 } },
    ]);
  });
});

it('a class without exposure has no entitlements', () => {
  const rules = rulesWith();
  const [input] = exampleInputs(rules, example(), profile, zone);
  if (input === undefined) throw new Error('no input');
  expect(entitlementInputs(rules, [], input)).toEqual([]);
});
