import type { FieldFault } from './errors.ts';
import { benefits } from './policy-types.ts';
import { termFaults } from './policy-term-faults.ts';
import type { PolicyRules } from './policy-types.ts';

/** A fault of a policy and where it is, e.g. `factors.feeBands.1`. */
export interface PolicyFault extends FieldFault {
  field: string;
}

const maxFactorPerMille = 100_000;

/** Bands must start at 0 and rise. */
function bandFaults(field: string, starts: readonly number[]): PolicyFault[] {
  if (starts.length === 0) return [{ field, message: 'errors.policies.noBands' }];
  return starts.flatMap((start, index): PolicyFault[] => {
    const at = `${field}.${index}`;
    if (index === 0) {
      return start === 0 ? [] : [{ field: at, message: 'errors.policies.firstBandNotZero' }];
    }
    const rises = start > (starts[index - 1] ?? 0);
    return rises ? [] : [{ field: at, message: 'errors.policies.bandsNotRising' }];
  });
}

function factorFaults(entries: readonly (readonly [string, number])[]): PolicyFault[] {
  return entries
    .filter(([, value]) => !Number.isInteger(value) || value < 0 || value > maxFactorPerMille)
    .map(([field]) => ({
      field,
      message: 'errors.policies.factorRange',
      args: { max: maxFactorPerMille },
    }));
}

function limitFaults({ caps }: PolicyRules): PolicyFault[] {
  return benefits.flatMap((benefit): PolicyFault[] => {
    const floor = caps.floor[benefit] ?? 0;
    const cap = caps.perEpisode[benefit] ?? Infinity;
    const month = caps.perMonth[benefit] ?? Infinity;
    if (floor > cap) {
      return [{ field: `caps.floor.${benefit}`, message: 'errors.policies.floorAboveCap' }];
    }
    if (cap > month && cap !== Infinity) {
      return [{ field: `caps.perEpisode.${benefit}`, message: 'errors.policies.capAboveMonth' }];
    }
    return [];
  });
}

/** What the clock and the way of counting contradict. */
function countingFaults({ eligibility, counting }: PolicyRules): PolicyFault[] {
  const { seconds, measure } = eligibility.minimumDuration;
  const together = (counting.collect ?? 'episode') !== 'episode';
  const found: PolicyFault[] = [];
  if (together && measure === 'continuous' && seconds > 0) {
    found.push({ field: 'counting.collect', message: 'errors.policies.collectNeedsMeasure' });
  }
  for (const [index, suspension] of (counting.suspensions ?? []).entries()) {
    if (suspension.kind === 'dated' && suspension.endAt <= suspension.startAt) {
      const field = `counting.suspensions.${index}`;
      found.push({ field, message: 'errors.policies.suspensionEmpty' });
    }
  }
  return found;
}

/** Every fault of the rules that their shape alone does not show; empty when they can be published. */
export function policyFaults(rules: PolicyRules): PolicyFault[] {
  const { factors, multiplier } = rules;
  const entries = (path: string, record: Readonly<Record<string, number>>) =>
    Object.entries(record).map(([key, value]) => [`${path}.${key}`, value] as const);
  const listed = (path: string, list: readonly { perMille: number }[]) =>
    list.map(({ perMille }, index) => [`${path}.${index}`, perMille] as const);
  return [
    ...countingFaults(rules),
    ...termFaults(rules),
    ...bandFaults(
      'factors.feeBands',
      factors.feeBands.map((b) => b.fromFen),
    ),
    ...bandFaults(
      'factors.remainingBands',
      factors.remainingBands.map((b) => b.fromPerMille),
    ),
    ...bandFaults(
      'multiplier.durationTiers',
      multiplier.durationTiers.map((t) => t.fromSeconds),
    ),
    ...factorFaults([
      ...entries('factors.planPerMille', factors.planPerMille),
      ...entries('factors.responsibilityPerMille', factors.responsibilityPerMille),
      ...entries('factors.remainingSpecialPerMille', factors.remainingSpecialPerMille),
      ...entries('multiplier.severityPerMille', multiplier.severityPerMille),
      ...listed('factors.feeBands', factors.feeBands),
      ...listed('factors.remainingBands', factors.remainingBands),
      ...listed('multiplier.durationTiers', multiplier.durationTiers),
    ]),
    ...limitFaults(rules),
  ];
}
