import { describe, expect, it } from 'vitest';
import { noCalendar } from '#domain/calendar.ts';
import { chinaCalendar } from '#domain/china-calendar.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import { policyTemplate } from '#domain/policy-templates.ts';
import { defaultBands, flatBands } from '#domain/weights.ts';
import {
  exampleOf,
  feeMinorOf,
  firstExample,
  inputOf,
  matchedOf,
  sharePerMilleOf,
  totalsOf,
  workExample,
} from './example.ts';
import type { ExampleInput, ExampleNeeds } from './example.ts';
import { goldenExamples } from './golden-examples.ts';

const needs: ExampleNeeds = {
  rules: defaultPolicyRules,
  bands: defaultBands,
  // A make-up workday follows the workday; the tests need no almanac for one date.
  calendar: { id: 'test', years: { '2026': { holidays: [], makeupWorkdays: ['2026-10-10'] } } },
  zone: 'Asia/Shanghai',
};

function factsOf(change: Partial<ExampleInput>, over: Partial<ExampleNeeds> = {}) {
  const example = exampleOf({ ...firstExample, ...change }, { ...needs, ...over });
  if (example === null) throw new Error('half-typed');
  return example;
}

function owed(change: Partial<ExampleInput>, over: Partial<ExampleNeeds> = {}) {
  const totals = totalsOf(workExample(factsOf(change, over), { ...needs, ...over }));
  return Object.fromEntries(totals.map(({ benefit, amount }) => [benefit, amount]));
}

describe('the worked example in the browser', () => {
  it('owes what the documentation says, also under force majeure and on a flat weekend', () => {
    expect(owed({})).toEqual({ data: 1238 });
    expect(owed({ responsibility: 'force_majeure' })).toEqual({ data: 619 });
    expect(owed({}, { bands: flatBands(), calendar: noCalendar })).toEqual({ data: 1035 });
  });

  it('owes nothing for planned work announced in time, and counts late notice as own', () => {
    expect(owed({ responsibility: 'planned' })).toEqual({});
    expect(owed({ responsibility: 'planned', announced: false })).toEqual({ data: 1238 });
  });

  it.each(goldenExamples.map((one) => [one.id, one] as const))(
    'gives what scheme and example %s were published with',
    (_id, { templateId, zone, input, expected }) => {
      const rules = policyTemplate(templateId)?.rules;
      if (rules === undefined) throw new Error(`no template ${templateId}`);
      const calendar = templateId === 'CN-STANDARD' ? chinaCalendar() : noCalendar;
      expect(owed(input, { rules, zone, calendar })).toEqual(expected);
    },
  );

  it('comes back into its fields as it was kept', () => {
    const facts = factsOf({ fee: '99.9', kind: 'quota_zero', remaining: '0', more: [] });
    const again = exampleOf(inputOf(facts, needs.zone, 2), needs);
    expect(again?.line).toEqual(facts.line);
    expect(again?.stretches.map(({ startAt, endAt }) => [startAt, endAt])).toEqual(
      facts.stretches.map(({ startAt, endAt }) => [startAt, endAt]),
    );
  });

  it('names the bands the line falls into', () => {
    const facts = factsOf({ remaining: '10', fee: '99.99' });
    expect(matchedOf(facts, needs.rules)).toMatchObject({ feeBand: 1, remainingBand: 1 });
  });

  it('refuses what is no fee and no share', () => {
    expect(['129', '99.9', '1e3', ''].map((text) => feeMinorOf(text, 2))).toEqual([
      12_900,
      9990,
      null,
      null,
    ]);
    expect([sharePerMilleOf('8'), sharePerMilleOf('8.5%'), sharePerMilleOf('101')]).toEqual([
      80,
      85,
      null,
    ]);
  });
});
