import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policyRules } from '#contract/policy-rules.ts';
import { dayKindOf, noCalendar } from '#domain/calendar.ts';
import { chinaCalendar } from '#domain/china-calendar.ts';
import { differenceOf } from '#domain/episode-lineage.ts';
import { episodesOf } from '#domain/exposure.ts';
import type { OutageImpact, Responsibility } from '#domain/exposure.ts';
import {
  classFacts,
  collected,
  defaultPolicyRules,
  evaluatePolicy,
  impactFactors,
  policyFaults,
} from '#domain/policy.ts';
import type { Benefit, LineFacts, PolicyInput, PolicyResult, PolicyRules } from '#domain/policy.ts';
import { canonicalText } from '#domain/policy-replay.ts';
import { plainRules, plainTerm } from '#domain/policy-template-base.ts';
import { policyTemplate, policyTemplates } from '#domain/policy-templates.ts';
import type { Scope } from '#domain/policy-types.ts';
import { secondsByDate, secondsWithin, union, insideWindow } from '#domain/policy-windows.ts';
import { formatRatio, mul, parseDecimal, ratio, roundToNumber } from '#domain/quantity.ts';
import { createZone, monthSeconds, parseLocal } from '#domain/time.ts';
import type { Zone } from '#domain/time.ts';
import { compileProfile, defaultBands } from '#domain/weights.ts';

type Facts = Record<string, unknown>;
interface GoldenCase {
  id: string;
  scheme: string;
  inputs: Facts;
  expected: Facts;
}

const { cases } = JSON.parse(
  readFileSync(new URL('fixtures/golden/compensation-cases.json', import.meta.url), 'utf8'),
) as { cases: GoldenCase[] };

/** An instant written with an offset, or by the clock of the zone. */
const instant = (zone: Zone, text: string): number =>
  /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : parseLocal(zone, text);

const minor = (text: string, exponent: number): number =>
  roundToNumber(mul(parseDecimal(text), ratio(10 ** exponent)), 'down');
const major = (amount: number, exponent: number): string =>
  (amount / 10 ** exponent).toFixed(exponent);

const responsibilityOf = (cause: unknown): Responsibility =>
  cause === undefined || cause === 'own' ? 'own' : 'force_majeure';

/** The stretches of a case; those that are only a length begin at a time of their scheme's month. */
function stretches(zone: Zone, inputs: Facts, from: string): [number, number][] {
  if (Array.isArray(inputs['intervals'])) {
    return (inputs['intervals'] as [string, string][]).map(([a, b]) => [
      instant(zone, a),
      instant(zone, b),
    ]);
  }
  const startAt = instant(zone, String(inputs['start'] ?? from));
  const seconds = Number(inputs['seconds'] ?? Number(inputs['outageMinutes']) * 60);
  return [
    [startAt, 'end' in inputs ? instant(zone, String(inputs['end'])) : startAt + seconds * 1000],
  ];
}

const lineOf = (over: Partial<LineFacts>): LineFacts => ({
  planType: 'bundle',
  paymentType: 'postpaid',
  lineKind: 'normal',
  status: 'active',
  monthlyFeeFen: 0,
  dataQuotaMb: 1024,
  dataRemainingMb: 1024,
  billDay: 1,
  ...over,
});

/** Applies rules to the stretches of a line, as a batch would: every entitlement of the line. */
function entitlements(
  rules: PolicyRules,
  zone: Zone,
  times: readonly [number, number][],
  over: Partial<LineFacts>,
  facts: Partial<PolicyInput> & { cause?: unknown } = {},
): PolicyResult[] {
  const { cause, ...input } = facts;
  const impacts = times.map(([startAt, endAt], index): OutageImpact => ({
    outageId: `O${index}`,
    service: 'data',
    severity: 'full',
    responsibility: responsibilityOf(cause),
    announcedAt: null,
    causeCode: String(cause ?? 'own'),
    startAt,
    endAt,
  }));
  const line = classFacts(lineOf(over), rules);
  const profile = compileProfile(defaultBands, noCalendar, zone);
  const union = episodesOf(impactFactors(impacts, rules), rules.counting.basis);
  return collected(rules, union, zone, line.billDay).map((episode, earlierOfLine) =>
    evaluatePolicy(rules, { line, episode, profile, zone, earlierOfLine, ...input }),
  );
}

const owed = (results: readonly PolicyResult[], benefit: Benefit): number =>
  results
    .flatMap(({ benefits }) => benefits.filter((one) => one.benefit === benefit))
    .reduce((sum, { amount }) => sum + amount, 0);

/** What the steps say was counted: the result of the first step of that kind. */
const counted = (results: readonly PolicyResult[], key: string): string =>
  results.flatMap(({ steps }) => steps.filter((step) => step.key.startsWith(key)))[0]?.result ??
  '0';

const totalSeconds = (times: readonly [number, number][]): number =>
  times.reduce((sum, [a, b]) => sum + (b - a) / 1000, 0);

/** The outcome of a case in the words of its `expected`. */
type Answer = (inputs: Facts, rules: PolicyRules) => Facts;

const zoneOf = (inputs: Facts, fallback = 'UTC'): Zone =>
  createZone(String(inputs['tz'] ?? fallback));

const schemes: Record<string, Answer> = {
  'US-ATT-GUARANTEE-WIRELESS': (inputs, rules) => {
    const zone = zoneOf(inputs);
    const times = stretches(zone, inputs, '');
    const over = { monthlyFeeFen: minor(String(inputs['monthlyFee']), 2) };
    const facts = { sitesAffected: Number(inputs['towersDown']), cause: inputs['cause'] };
    const results = entitlements(rules, zone, times, over, facts);
    return {
      minutes: totalSeconds(times) / 60,
      creditDays: Number(counted(results, 'explain.counting.blocks')),
      amount: major(owed(results, 'money'), 2),
    };
  },
  'ES-RD899-ART16-INTERNET': (inputs, rules) => {
    const zone = zoneOf(inputs);
    const times = stretches(zone, inputs, '');
    const over = { monthlyFeeFen: minor(String(inputs['monthlyFee']), 2) };
    const results = entitlements(rules, zone, times, over);
    expect(results).toHaveLength(1);
    const inside = times.flatMap(([startAt, endAt]) =>
      insideWindow(zone, { startAt, endAt }, { fromMinute: 480, toMinute: 1320 }),
    );
    return {
      automatic: results[0]?.delivery?.kind === 'automatic',
      amountProRata: major(owed(results, 'money'), 2),
      secondsTotal: totalSeconds(times),
      secondsInWindow08to22: secondsWithin(inside, { startAt: 0, endAt: Infinity }),
    };
  },
  'IN-TRAI-QOS-2024': (inputs, rules) => {
    const zone = zoneOf(inputs);
    const times = stretches(zone, inputs, '');
    // The 15th of April to the 15th of May: a billing period of thirty days.
    const over = { monthlyFeeFen: minor(String(inputs['monthlyRent']), 2), billDay: 15 };
    const facts = { cause: inputs['cause'], scope: inputs['scope'] as Scope };
    const results = entitlements(rules, zone, times, over, facts);
    const prepaid = entitlements(rules, zone, times, { ...over, paymentType: 'prepaid' }, facts);
    expect(owed(prepaid, 'money')).toBe(0);
    return {
      eligible: results[0]?.eligible ?? false,
      daysCounted: Number(counted(results, 'explain.counting.local_days')),
      prepaidValidityExtensionDays: owed(prepaid, 'validity'),
      postpaidRebate: major(owed(results, 'money'), 2),
      seconds: totalSeconds(times),
    };
  },
  'NL-TW-COMPENSATIE': (inputs, rules) => {
    const zone = zoneOf(inputs, 'Europe/Amsterdam');
    const times = stretches(zone, inputs, '2025-04-08 10:00');
    const results = entitlements(
      rules,
      zone,
      times,
      {
        monthlyFeeFen: minor(String(inputs['monthlyFee'] ?? '0'), 2),
        paymentType: inputs['prepaid'] === true ? 'prepaid' : 'postpaid',
      },
      { cause: inputs['cause'] },
    );
    return { amount: major(owed(results, 'money'), 2) };
  },
  'KR-KT-GOODWILL-2021': (inputs, rules) => {
    const zone = zoneOf(inputs, 'Asia/Seoul');
    const times = stretches(zone, inputs, '2021-10-25 11:16');
    const over = { monthlyFeeFen: minor(String(inputs['monthlyFee']), 0) };
    const results = entitlements(rules, zone, times, over);
    const amount = owed(results, 'money');
    return {
      amount: String(amount),
      publishedApprox: String(Math.round(amount / 100) * 100),
      creditHours: Number(counted(results, 'explain.counting.blocks')),
    };
  },
  'JP-KDDI-2022': (inputs, rules) => {
    const zone = zoneOf(inputs);
    const times = stretches(zone, inputs, '');
    const over = { monthlyFeeFen: minor(String(inputs['monthlyFee'] ?? inputs['baseFee']), 0) };
    const results = entitlements(rules, zone, times, over);
    const only = (index: number): PolicyResult[] => {
      const terms = rules.rate.terms.slice(index, index + 1);
      const one = { ...rules, rate: { ...rules.rate, terms } };
      return entitlements(one, zone, times, over);
    };
    const [refund, apology] = [owed(only(0), 'money'), owed(only(1), 'money')];
    const data = results[0]?.benefits.find(({ benefit }) => benefit === 'data');
    return {
      outageMinutes: totalSeconds(times) / 60,
      contractRefundDays: Number(counted(results, 'explain.counting.blocks')),
      contractRefund: String(refund),
      apology: String(apology),
      apologyMoney: String(apology),
      stack: owed(results, 'money') === refund + apology,
      dataGB: (data?.amount ?? 0) / 1024,
      dataValidityDays: data?.validity?.kind === 'days' ? data.validity.days : null,
    };
  },
};

const hours = 3_600_000;

const generic: Record<string, (inputs: Facts) => Facts> = {
  'GENERIC-OVERLAP': (inputs) => {
    const zone = zoneOf(inputs);
    const times = stretches(zone, inputs, '');
    const rules = plainRules('CNY', 2);
    const impacts = times.map(([startAt, endAt], index) => ({
      outageId: `O${index}`,
      service: 'data' as const,
      severity: 'full' as const,
      responsibility: 'own' as const,
      announcedAt: null,
      causeCode: 'own',
      startAt,
      endAt,
    }));
    const episodes = episodesOf(impactFactors(impacts, rules), 'line');
    return {
      unionMinutes: episodes.reduce((sum, { seconds }) => sum + seconds, 0) / 60,
      sumMinutes: totalSeconds(times) / 60,
      episodes: episodes.length,
    };
  },
  'GENERIC-DST': (inputs) => ({
    elapsedMinutes: totalSeconds(stretches(zoneOf(inputs), inputs, '')) / 60,
  }),
  'GENERIC-MONTHHOURS': (inputs) => ({
    hours: monthSeconds(zoneOf(inputs), String(inputs['month'])) / 3600,
  }),
  'GENERIC-TZ-DAYSPLIT': (inputs) => {
    const zone = zoneOf(inputs);
    const intervals = stretches(zone, inputs, '').map(([startAt, endAt]) => ({ startAt, endAt }));
    const perDate = [...secondsByDate(zone, union(intervals))];
    return {
      minutesPerLocalDate: Object.fromEntries(perDate.map(([date, s]) => [date, s / 60])),
    };
  },
  'GENERIC-RESTATE': (inputs) => {
    const template = policyTemplate(String(inputs['scheme']));
    const zone = createZone('America/Chicago');
    const startAt = parseLocal(zone, '2025-04-08 10:00');
    const pay = (length: number): number => {
      if (template === undefined) throw new Error('no such scheme');
      const over = { monthlyFeeFen: minor(String(inputs['monthlyFee']), 2) };
      const times: [number, number][] = [[startAt, startAt + length]];
      return owed(entitlements(template.rules, zone, times, over, { sitesAffected: 10 }), 'money');
    };
    const first = pay(Number(inputs['firstEndHours']) * hours);
    const minutes = inputs['correctedEndMinutes'];
    const corrected = pay(
      minutes === undefined
        ? Number(inputs['correctedEndHours']) * hours
        : Number(minutes) * 60_000,
    );
    const credit = { episodeId: 'E1', benefit: 'money' as const, amount: first, reversed: 0 };
    return {
      first: major(first, 2),
      corrected: major(corrected, 2),
      delta: major(differenceOf({ money: corrected }, [credit]).money, 2),
    };
  },
  'GENERIC-ROUND-ORDER': (inputs) => {
    const zone = createZone('America/Toronto');
    const startAt = parseLocal(zone, '2022-07-08 04:45');
    const times: [number, number][] = [[startAt, startAt + Number(inputs['days']) * 24 * hours]];
    const base = plainRules('CAD', 2);
    expect(inputs['divisor']).toBe(30);
    const rate = { kind: 'daily_fee', divisor: 'fixed_30', timesPerMille: 1000 } as const;
    const once: PolicyRules = {
      ...base,
      counting: { ...base.counting, method: { kind: 'blocks', hours: 24, count: 'started' } },
      rate: { ...base.rate, terms: [plainTerm({ benefit: 'money', rate })] },
    };
    const perDay: PolicyRules = {
      ...once,
      rounding: { ...once.rounding, money: 'down' },
      roundingStage: { money: 'per_unit' },
    };
    const over = { monthlyFeeFen: minor(String(inputs['monthlyFee']), 2) };
    const pay = (rules: PolicyRules): string =>
      major(owed(entitlements(rules, zone, times, over), 'money'), 2);
    return { roundOnce: pay(once), truncatePerDay: pay(perDay) };
  },
  'CN-CALENDAR': (inputs) => ({
    dayKind: dayKindOf(chinaCalendar(), String(inputs['date'])),
  }),
};

/** What a case expects and its scheme answers; sources disagree on the names of holidays. */
function answerOf({ scheme, inputs }: GoldenCase): Facts {
  const template = policyTemplate(scheme);
  if (template !== undefined) return schemes[scheme]?.(inputs, template.rules) ?? {};
  return generic[scheme]?.(inputs) ?? {};
}

describe('the published schemes', () => {
  it('are all of them there, sixty worked results', () => {
    expect(cases).toHaveLength(60);
    const known = [...Object.keys(schemes), ...Object.keys(generic)].sort();
    expect([...new Set(cases.map(({ scheme }) => scheme))].sort()).toEqual(known);
  });

  it.each(cases.map((one) => [one.id, one] as const))('%s comes out as published', (_id, one) => {
    const { name: _name, ...expected } = one.expected;
    const answer = answerOf(one);
    const asked = Object.fromEntries(Object.keys(expected).map((key) => [key, answer[key]]));
    expect(asked).toEqual(expected);
  });

  it.each(policyTemplates.map((one) => [one.id, one] as const))(
    'ship %s as rules that can be sent and published',
    (_id, { rules, zone }) => {
      expect(policyFaults(rules)).toEqual([]);
      expect(policyRules.parse(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
      expect(createZone(zone).name).toBe(zone);
    },
  );

  it('leave the shipped policy as it was stored: its text loads unchanged', () => {
    const loaded = policyRules.parse(JSON.parse(JSON.stringify(defaultPolicyRules)));
    expect(canonicalText(loaded)).toBe(canonicalText(defaultPolicyRules));
  });

  it('explain the refund of KDDI by its own counting, in exact numbers', () => {
    const template = policyTemplate('JP-KDDI-2022');
    const zone = createZone('Asia/Tokyo');
    const times: [number, number][] = [
      [parseLocal(zone, '2022-07-02 01:35'), parseLocal(zone, '2022-07-04 15:00')],
    ];
    const over = { monthlyFeeFen: 3000 };
    const [result] = entitlements(template?.rules ?? plainRules('JPY', 0), zone, times, over);
    const money = result?.steps.filter(
      ({ benefit, key }) => benefit === 'money' || key.includes('blocks'),
    );
    expect(money?.map(({ key, expression, result: value }) => [key, expression, value])).toEqual([
      ['explain.counting.blocks.completed', `${formatRatio(ratio(3685, 60))} ÷ 24`, '2'],
      ['explain.rate.daily_fee', '3000 × 2 ÷ 31', '193 17/31'],
      ['explain.rate.per_line', '1 × 200', '200'],
      ['explain.sum', '193 17/31 + 200', '393 17/31'],
      ['explain.rounding', '393 17/31', '394'],
    ]);
  });
});
