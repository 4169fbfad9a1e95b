import { classKey, monthCapOf } from '#domain/policy.ts';
import type { LineClass } from '#domain/policy-types.ts';
import { sha256, type StoredPins } from './batch-pins.ts';
import { createClassEvaluator } from './class-evaluation.ts';
import { hashesOf, rulesText } from './class-record.ts';
import { coverageOf } from './class-signature.ts';
import { classOfCode } from './class-sql.ts';
import { createExposures } from './exposures.ts';
import type { ClassCount, CodedClass } from './plan-store.ts';
import type { NumberedExposure, Rivals } from './rivals.ts';

/** The exposures that the lines of a plan have, numbered in the order of what covers them. */
export interface PlanExposures {
  exposures: NumberedExposure[];
  noOf(signature: number, billDay: number | null): number;
}

/** Lines that the same outages cover share an exposure; where billing periods matter, so must their billing day. */
export function exposuresOfPlan(pins: StoredPins, counts: readonly ClassCount[]): PlanExposures {
  const { rules } = pins.policy;
  const byBillDay = rules.counting.collect === 'billing_period';
  const all = createExposures(pins);
  const keyOf = (coverage: number, billDay: number | null) =>
    `${coverage} ${byBillDay ? billDay : ''}`;
  const found = new Map<string, NumberedExposure>();
  const kinds = counts
    .map(({ coverage, code }) => ({
      coverage: coverageOf(pins, coverage),
      billDay: classOfCode(code, rules).billDay,
    }))
    .sort((a, b) => a.coverage - b.coverage || (a.billDay ?? 0) - (b.billDay ?? 0));
  for (const { coverage, billDay } of kinds) {
    const key = keyOf(coverage, billDay);
    if (!found.has(key)) found.set(key, { no: found.size, found: all.of(coverage, billDay) });
  }
  return {
    exposures: [...found.values()],
    noOf: (signature, billDay) => found.get(keyOf(coverageOf(pins, signature), billDay))?.no ?? 0,
  };
}

interface Given {
  sites: number;
  factorPerMille: number;
  counts: readonly ClassCount[];
  plan: PlanExposures;
  sharing: Rivals['sharing'];
}

/** Evaluates every class under every coverage that its lines have, each once. */
export function classesOfPlan(pins: StoredPins, given: Given): CodedClass[] {
  const { rules } = pins.policy;
  const { evaluate, worthOf } = createClassEvaluator(pins, given.sites);
  const rulesHash = sha256(rulesText(rules));
  const around = { sitesAffected: given.sites, batchFactorPerMille: given.factorPerMille };

  function aheadOf(facts: LineClass, coverage: number, no: number) {
    const chosen = given.sharing.get(no) ?? [];
    const found = given.plan.exposures.find((one) => one.no === no)?.found;
    if (chosen.length === 0 || found === undefined) return [];
    // A batch's own factor says nothing about what other exposures are worth.
    return worthOf(facts, 1000, coverage, { found, chosen });
  }

  return given.counts.map(({ coverage, code, lines }, index) => {
    const facts = classOfCode(code, rules);
    const exposureNo = given.plan.noOf(coverage, facts.billDay);
    const exposure = given.plan.exposures.find(({ no }) => no === exposureNo);
    const result = evaluate(facts, given.factorPerMille, coverage);
    const ahead = aheadOf(facts, coverageOf(pins, coverage), exposureNo);
    const named = coverage === 0 ? around : { ...around, coverage };
    return {
      ...{ code, coverage, exposureNo, facts, lineCount: lines },
      classNo: index + 1,
      classKey: coverage === 0 ? classKey(facts) : `${classKey(facts)}/+${coverage}`,
      monthKey: exposure?.found.mine.monthKey ?? '',
      ...{ eligible: result.eligible, reason: result.reason, answer: result.answer ?? null },
      benefits: result.benefits.map(({ benefit, amount }) => ({
        ...{ benefit, amount },
        aheadAmount: ahead.find((one) => one.benefit === benefit)?.amount ?? 0,
        monthCap: monthCapOf(rules, benefit, facts.monthlyFeeFen),
      })),
      benefitsJson: JSON.stringify(result.benefits),
      stepsJson: JSON.stringify(result.steps),
      around: named,
      hashes: hashesOf({ pinsHash: pins.hash, line: facts, ...named }, rulesHash, result),
    };
  });
}
