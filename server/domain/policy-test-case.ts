import { chinaCalendar } from './china-calendar.ts';
import type { OutageImpact } from './exposure.ts';
import { episodesOf } from './exposure.ts';
import type { Benefit, LineFacts, PolicyInput, PolicyResult, PolicyRules } from './policy.ts';
import { classFacts, defaultPolicyRules, evaluatePolicy, impactFactors } from './policy.ts';
import { createZone, parseLocal } from './time.ts';
import { compileProfile, defaultBands } from './weights.ts';

/** Builders for tests of the policy engine: the worked example, with parts of it replaced. */
export const zone = createZone('Asia/Shanghai');
export const profile = compileProfile(defaultBands, chinaCalendar(), zone);
export const at = (text: string): number => parseLocal(zone, text);

export const line = (over: Partial<LineFacts> = {}): LineFacts => ({
  planType: 'data',
  paymentType: 'postpaid',
  lineKind: 'normal',
  status: 'active',
  monthlyFeeFen: 12_900,
  dataQuotaMb: 61_440,
  dataRemainingMb: 4915,
  billDay: 1,
  ...over,
});

export const outage = (over: Partial<OutageImpact> = {}): OutageImpact => ({
  outageId: 'O1',
  service: 'data',
  severity: 'full',
  responsibility: 'own',
  announcedAt: null,
  causeCode: 'fibre_cut',
  startAt: at('2026-10-10 17:30'),
  endAt: at('2026-10-10 23:15'),
  ...over,
});

export function evaluate(
  options: {
    rules?: PolicyRules;
    line?: LineFacts;
    outages?: OutageImpact[];
    input?: Partial<PolicyInput>;
  } = {},
): PolicyResult {
  const rules = options.rules ?? defaultPolicyRules;
  const impacts = impactFactors(options.outages ?? [outage()], rules);
  const [episode] = episodesOf(impacts, rules.counting.basis);
  return evaluatePolicy(rules, {
    line: classFacts(options.line ?? line(), rules),
    episode: episode ?? {
      service: null,
      startAt: 0,
      endAt: 0,
      seconds: 0,
      outageIds: [],
      pieces: [],
    },
    profile,
    zone,
    ...options.input,
  });
}

export const amountOf = (result: PolicyResult, benefit: Benefit): number | undefined =>
  result.benefits.find((b) => b.benefit === benefit)?.amount;

export const withRules = (change: (rules: PolicyRules) => Partial<PolicyRules>): PolicyRules => ({
  ...defaultPolicyRules,
  ...change(defaultPolicyRules),
});
