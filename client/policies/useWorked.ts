import { useMemo } from 'react';
import type { PolicyExample } from '#domain/policy-example.ts';
import type { PolicyResult } from '#domain/policy-types.ts';
import { attempt } from '../components/attempt.ts';
import type { Refusal } from '../components/attempt.ts';
import type { ExampleInput, ExampleNeeds } from './example.ts';
import { exampleOf, workExample } from './example.ts';

export interface Worked {
  example: PolicyExample | null;
  results: PolicyResult[] | null;
  refusal: Refusal | null;
}

/** What the rules make of an example; a half-typed number or a time that is none gives no answer. */
export function workedOf(input: ExampleInput, needs: ExampleNeeds): Worked {
  const facts = attempt(() => exampleOf(input, needs));
  if (facts.refusal !== null) return { example: null, results: null, refusal: facts.refusal };
  const example = facts.value;
  if (example === null) {
    const refusal = { key: 'policies.example.half', args: {} };
    return { example, results: null, refusal };
  }
  const { value, refusal } = attempt(() => workExample(example, needs));
  return { example, results: value, refusal };
}

export const useWorked = (input: ExampleInput, needs: ExampleNeeds): Worked => {
  const { rules, bands, calendar, zone } = needs;
  return useMemo(
    () => workedOf(input, { rules, bands, calendar, zone }),
    [input, rules, bands, calendar, zone],
  );
};
