import type { Calendar } from '#domain/calendar.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import { classFacts, effectiveResponsibility, evaluatePolicy } from '#domain/policy.ts';
import { exampleInputs } from '#domain/policy-example.ts';
import type { PolicyExample } from '#domain/policy-example.ts';
import type {
  LineFacts,
  LineKind,
  LineStatus,
  PaymentType,
  PlanType,
  PolicyResult,
  PolicyRules,
  Scope,
} from '#domain/policy-types.ts';
import { createZone, formatLocal, parseLocal } from '#domain/time.ts';
import type { Service, WeightProfileBands } from '#domain/weights.ts';
import { compileProfile } from '#domain/weights.ts';
import type { Matched } from './FactorTable.tsx';
import { percent, scaled, whole } from './codec.ts';

/** What the reader types into the worked example; numbers and times as they are typed. */
export interface ExampleInput {
  planType: PlanType;
  paymentType: PaymentType;
  status: LineStatus;
  /** In the policy's currency. */
  fee: string;
  /** Percent of the data quota; up to one decimal. */
  remaining: string;
  kind: LineKind | 'quota_zero';
  billDay: string;
  service: Service;
  severity: Severity;
  responsibility: Responsibility;
  /** Planned work only counts as planned when it was announced in time. */
  announced: boolean;
  causeCode: string;
  /** `2026-10-10T17:30`, by the clock of the zone. */
  start: string;
  end: string;
  sites: string;
  scope: Scope;
  /** Empty: nobody reported it. */
  reported: string;
  /** Further stretches of a kept example, which the fields do not show. */
  more: PolicyExample['stretches'];
}

/** The example of the product's documentation. */
export const firstExample: ExampleInput = {
  planType: 'data',
  paymentType: 'postpaid',
  status: 'active',
  fee: '129',
  remaining: '8',
  kind: 'normal',
  billDay: '1',
  service: 'data',
  severity: 'full',
  responsibility: 'own',
  announced: true,
  causeCode: '',
  start: '2026-10-10T17:30',
  end: '2026-10-10T23:15',
  sites: '12',
  scope: 'city',
  reported: '',
  more: [],
};

/** What an example is worked out with. */
export interface ExampleNeeds {
  rules: PolicyRules;
  bands: WeightProfileBands;
  calendar: Calendar;
  zone: string;
}

/** An amount as typed, in the minor unit; null for what is no amount. */
export const feeMinorOf = (text: string, exponent: number): number | null =>
  scaled(exponent).parse(text.replace(/^[^\d]+/u, ''));

/** Percent with up to one decimal as per mille, 0 to 1000. */
export function sharePerMilleOf(text: string): number | null {
  const perMille = percent.parse(text.normalize('NFKC').replace('%', ''));
  return perMille !== null && perMille <= 1000 ? perMille : null;
}

const billDayOf = (text: string): number | null => {
  const day = whole.parse(text);
  return day !== null && day >= 1 && day <= 31 ? day : null;
};

export function lineOf(input: ExampleInput, exponent: number): LineFacts | null {
  const monthlyFeeFen = feeMinorOf(input.fee, exponent);
  const share = sharePerMilleOf(input.remaining);
  const billDay = billDayOf(input.billDay);
  if (monthlyFeeFen === null || share === null || billDay === null) return null;
  const quotaZero = input.kind === 'quota_zero';
  return {
    planType: input.planType,
    paymentType: input.paymentType,
    lineKind: input.kind === 'quota_zero' ? 'normal' : input.kind,
    status: input.status,
    monthlyFeeFen,
    dataQuotaMb: quotaZero ? 0 : 1000,
    dataRemainingMb: quotaZero ? 0 : share,
    billDay,
  };
}

const dayMs = 86_400_000;

/** The instant of a typed local time; throws a refusal of the domain for what is none. */
export const instantOf = (zone: string, local: string): number =>
  parseLocal(createZone(zone), local.replace('T', ' '));

/** The typed example as facts; null while a number of the line is half-typed. Throws for what is no time. */
export function exampleOf(input: ExampleInput, needs: ExampleNeeds): PolicyExample | null {
  const { rules, zone } = needs;
  const line = lineOf(input, rules.exponent);
  const sites = whole.parse(input.sites === '' ? '0' : input.sites);
  if (line === null || sites === null) return null;
  const startAt = instantOf(zone, input.start);
  const endAt = Math.max(startAt, instantOf(zone, input.end));
  const notice = rules.factors.plannedNoticeSeconds * 1000 + dayMs;
  const stretch = {
    service: input.service,
    severity: input.severity,
    responsibility: input.responsibility,
    announcedAt: input.announced ? startAt - notice : null,
    causeCode: input.causeCode,
    startAt,
    endAt,
  };
  return {
    line,
    stretches: [stretch, ...input.more],
    sitesAffected: sites,
    scope: input.scope,
    reportedAt: input.reported === '' ? null : instantOf(zone, input.reported),
  };
}

const localText = (zone: string, at: number): string =>
  formatLocal(createZone(zone), at).replace(' ', 'T').replace(/:00$/u, '');

/** The fields with what happened replaced: the first stretch in the fields, further ones beside it. */
export function withStretches(
  input: ExampleInput,
  [first, ...more]: PolicyExample['stretches'],
  zone: string,
): ExampleInput {
  if (first === undefined) return input;
  const { service, severity, responsibility, causeCode, announcedAt, startAt, endAt } = first;
  return {
    ...input,
    service,
    severity,
    responsibility,
    causeCode,
    announced: announcedAt !== null,
    start: localText(zone, startAt),
    end: localText(zone, endAt),
    more,
  };
}

/** A kept example back into the fields. */
export function inputOf(example: PolicyExample, zone: string, exponent: number): ExampleInput {
  const { line, stretches, sitesAffected = 0, scope, reportedAt } = example;
  const share = line.dataQuotaMb === 0 ? 0 : (line.dataRemainingMb * 1000) / line.dataQuotaMb;
  const input: ExampleInput = {
    ...firstExample,
    planType: line.planType,
    paymentType: line.paymentType,
    status: line.status,
    fee: scaled(exponent).text(line.monthlyFeeFen),
    remaining: percent.text(Math.floor(share)),
    kind: line.lineKind === 'normal' && line.dataQuotaMb === 0 ? 'quota_zero' : line.lineKind,
    billDay: String(line.billDay),
    sites: String(sitesAffected),
    scope: scope ?? 'site',
    reported: reportedAt == null ? '' : localText(zone, reportedAt),
  };
  return withStretches(input, stretches, zone);
}

/** Applies the rules to an example with the calculators that a batch uses: one result per entitlement. */
export function workExample(example: PolicyExample, needs: ExampleNeeds): PolicyResult[] {
  const { rules, bands, calendar } = needs;
  const zone = createZone(needs.zone);
  const profile = compileProfile(bands, calendar, zone);
  return exampleInputs(rules, example, profile, zone).map((input) => evaluatePolicy(rules, input));
}

/** The cells of the tables into which an example falls. */
export function matchedOf({ line, stretches }: PolicyExample, rules: PolicyRules): Matched {
  const facts = classFacts(line, rules);
  const [first] = stretches;
  return {
    planType: facts.planType,
    feeBand: facts.feeBand,
    remainingBand: facts.remainingBand,
    ...(first === undefined
      ? {}
      : { responsibility: effectiveResponsibility(first, rules), severity: first.severity }),
  };
}

/** What all entitlements of an example come to, benefit by benefit. */
export function totalsOf(results: readonly PolicyResult[]): PolicyResult['benefits'] {
  const sums = new Map<string, PolicyResult['benefits'][number]>();
  for (const one of results.flatMap(({ benefits }) => benefits)) {
    const before = sums.get(one.benefit);
    sums.set(one.benefit, { ...one, amount: one.amount + (before?.amount ?? 0) });
  }
  return [...sums.values()];
}
