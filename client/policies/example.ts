import type { Calendar } from '#domain/calendar.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import { episodesOf } from '#domain/exposure.ts';
import {
  classFacts,
  effectiveResponsibility,
  evaluatePolicy,
  impactFactors,
} from '#domain/policy.ts';
import type {
  LineFacts,
  LineKind,
  PlanType,
  PolicyResult,
  PolicyRules,
} from '#domain/policy-types.ts';
import { createZone } from '#domain/time.ts';
import type { Service, WeightProfileBands } from '#domain/weights.ts';
import { compileProfile } from '#domain/weights.ts';
import type { Matched } from './FactorTable.tsx';

/** What the reader types into the worked example. */
export interface ExampleInput {
  planType: PlanType;
  /** Yuan as typed. */
  fee: string;
  /** Percent of the data quota as typed; up to one decimal. */
  remaining: string;
  kind: LineKind | 'quota_zero';
  service: Service;
  severity: Severity;
  responsibility: Responsibility;
  /** Planned work only counts as planned when it was announced in time. */
  announced: boolean;
  date: string;
  from: string;
  to: string;
}

/** The example of the product's documentation. */
export const firstExample: ExampleInput = {
  planType: 'data',
  fee: '129',
  remaining: '8',
  kind: 'normal',
  service: 'data',
  severity: 'full',
  responsibility: 'own',
  announced: true,
  date: '2026-10-10',
  from: '17:30',
  to: '23:15',
};

/** Yuan with up to two decimals as fen; null for what is no amount. */
export function feeFenOf(text: string): number | null {
  const match = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(text.normalize('NFKC').trim());
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** Percent with up to one decimal as per mille, 0 to 1000. */
export function sharePerMilleOf(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d))?$/.exec(text.normalize('NFKC').trim().replace('%', ''));
  if (match === null) return null;
  const perMille = Number(match[1]) * 10 + Number(match[2] ?? 0);
  return perMille <= 1000 ? perMille : null;
}

export function lineOf(input: ExampleInput): LineFacts | null {
  const monthlyFeeFen = feeFenOf(input.fee);
  const share = sharePerMilleOf(input.remaining);
  if (monthlyFeeFen === null || share === null) return null;
  const quotaZero = input.kind === 'quota_zero';
  return {
    planType: input.planType,
    paymentType: 'postpaid',
    lineKind: input.kind === 'quota_zero' ? 'normal' : input.kind,
    status: 'active',
    monthlyFeeFen,
    dataQuotaMb: quotaZero ? 0 : 1000,
    dataRemainingMb: quotaZero ? 0 : share,
    billDay: 1,
  };
}

export interface ExampleNeeds {
  rules: PolicyRules;
  bands: WeightProfileBands;
  calendar: Calendar;
  zone: string;
  startAt: number;
  endAt: number;
}

const dayMs = 86_400_000;

function impactOf(input: ExampleInput, needs: ExampleNeeds) {
  const { startAt, endAt, rules } = needs;
  const notice = rules.factors.plannedNoticeSeconds * 1000 + dayMs;
  return {
    outageId: 'example',
    service: input.service,
    severity: input.severity,
    responsibility: input.responsibility,
    announcedAt: input.announced ? startAt - notice : null,
    causeCode: '',
    startAt,
    endAt,
  };
}

/** Applies the policy to one line and one outage with the calculators that a batch uses. */
export function workExample(
  input: ExampleInput,
  line: LineFacts,
  needs: ExampleNeeds,
): PolicyResult {
  const { rules, bands, calendar } = needs;
  const zone = createZone(needs.zone);
  const impacts = impactFactors([impactOf(input, needs)], rules);
  const [episode] = episodesOf(impacts, rules.counting.basis);
  return evaluatePolicy(rules, {
    line: classFacts(line, rules),
    episode: episode ?? {
      service: null,
      startAt: needs.startAt,
      endAt: needs.startAt,
      seconds: 0,
      outageIds: [],
      pieces: [],
    },
    profile: compileProfile(bands, calendar, zone),
    zone,
  });
}

export function matchedOf(input: ExampleInput, line: LineFacts, needs: ExampleNeeds): Matched {
  const facts = classFacts(line, needs.rules);
  return {
    planType: facts.planType,
    feeBand: facts.feeBand,
    remainingBand: facts.remainingBand,
    responsibility: effectiveResponsibility(impactOf(input, needs), needs.rules),
    severity: input.severity,
  };
}
