import type { PolicyInput, PolicyResult, PolicyRules } from './policy.ts';
import { amountOf, at, evaluate, line, outage } from './policy-test-case.ts';
import { plainRules, plainTerm } from './policy-template-base.ts';
import type { CountingRules, RateAmount, RateTerm } from './policy-types.ts';

/** Builders for tests of rules that the shipped policy does not use, each by itself. */

export const hourly = plainTerm({ benefit: 'money', rate: { kind: 'per_hour', amount: 100 } });

export const rulesWith = (
  over: Partial<PolicyRules> & { terms?: RateTerm[]; count?: Partial<CountingRules> } = {},
): PolicyRules => {
  const { terms, count, ...rest } = over;
  const base = plainRules('CNY', 2);
  return {
    ...base,
    counting: { ...base.counting, ...count },
    rate: { ...base.rate, terms: terms ?? [hourly] },
    ...rest,
  };
};

export const paying = (rate: RateAmount, over: Partial<RateTerm> = {}): RateTerm =>
  plainTerm({ benefit: 'money', rate, ...over });

export const pay = (
  rules: PolicyRules,
  from: string,
  to: string,
  input: Partial<PolicyInput> = {},
  over: Parameters<typeof line>[0] = {},
): PolicyResult =>
  evaluate({
    rules,
    line: line(over),
    outages: [outage({ startAt: at(from), endAt: at(to) })],
    input,
  });

export const money = (result: PolicyResult): number => amountOf(result, 'money') ?? 0;
export const keys = (result: PolicyResult): string[] => result.steps.map(({ key }) => key);
export const step = (result: PolicyResult, key: string) =>
  result.steps.find((one) => one.key === key);

/** Twelve hours of a Monday. */
export const [from, to] = ['2026-10-12 08:00', '2026-10-12 20:00'] as const;

/** A step as one line: its key, what it names, what it works out, and in which unit of what. */
export const told = ({ steps }: PolicyResult): string[] =>
  steps.map(({ key, args, expression, result, unit, benefit }) => {
    const named = Object.entries(args).map(([name, value]) => `${name}=${value}`);
    return [
      key.replace('explain.', ''),
      ...(named.length === 0 ? [] : [`[${named.join(' ')}]`]),
      `${expression} → ${result}`,
      ...(unit === '' ? [] : [unit]),
      ...(benefit === undefined ? [] : [`of ${benefit}`]),
    ].join(' ');
  });
