import type { z } from 'zod';
import type { tryPolicyBody, TryPolicyResult } from '#contract/policies.ts';
import type { Calendar } from '#domain/calendar.ts';
import { compileProfile } from '#domain/compiled-profile.ts';
import { invalidField } from '#domain/errors.ts';
import { benefits, benefitUnits, policyFaults, type PolicyResult } from '#domain/policy.ts';
import { exampleInputs } from '#domain/policy-example.ts';
import { recordEvaluation } from '#domain/policy-replay.ts';
import { createZone, isZoneName, type Zone } from '#domain/time.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { assertSound } from './policy-soundness.ts';

interface Needs {
  zone: Zone;
  weightProfile(id: string): Promise<{ bands: WeightProfileBands; calendarId: string } | undefined>;
  calendar(id: string): Promise<Calendar>;
}

type Trial = z.output<typeof tryPolicyBody>;

const MAX_SPAN_MS = 400 * 86_400_000;

/** The server's own evaluation of rules on one line: the domain's code, so the same bytes as anywhere. */
export function createPolicyTrial(needs: Needs) {
  async function profileOf({ weightProfileId, zone: name }: Trial) {
    const found = await needs.weightProfile(weightProfileId);
    if (found === undefined) throw invalidField('weightProfileId', 'errors.notFound');
    if (name !== undefined && !isZoneName(name)) throw invalidField('zone', 'errors.time.badZone');
    const zone = name === undefined ? needs.zone : createZone(name);
    return {
      zone,
      profile: compileProfile(found.bands, await needs.calendar(found.calendarId), zone),
    };
  }

  return {
    async try(input: Trial): Promise<TryPolicyResult> {
      assertSound(policyFaults(input.rules));
      assertTimes(input);
      const { zone, profile } = await profileOf(input);
      const inputs = exampleInputs(input.rules, input.example, profile, zone);
      const kept = inputs.map((one) => recordEvaluation(input.rules, one));
      const results = kept.map(({ result }) => JSON.parse(result) as PolicyResult);
      return {
        evaluations: kept.map(({ factsHash, rulesHash, resultHash, result }) => ({
          factsHash,
          rulesHash,
          resultHash,
          result,
        })),
        benefits: benefits.flatMap((benefit) => {
          const amounts = results
            .flatMap((result) => result.benefits.filter((one) => one.benefit === benefit))
            .map(({ amount }) => amount);
          const amount = amounts.reduce((sum, one) => sum + one, 0);
          return amount === 0 ? [] : [{ benefit, unit: benefitUnits[benefit], amount }];
        }),
      };
    },
  };
}

export type PolicyTrial = ReturnType<typeof createPolicyTrial>;

/** Every stretch ends after it starts, and all of it lies within what can be reckoned at once. */
function assertTimes({ example }: Trial): void {
  const { stretches, suspensions = [], reportedAt } = example;
  const first = Math.min(...stretches.map(({ startAt }) => startAt));
  const near = (at: number): boolean => Math.abs(at - first) <= MAX_SPAN_MS;
  for (const [list, name] of [
    [stretches, 'stretches'],
    [suspensions, 'suspensions'],
  ] as const) {
    for (const [index, { startAt, endAt }] of list.entries()) {
      const field = `example.${name}.${index}.endAt`;
      if (endAt <= startAt) throw invalidField(field, 'errors.time.endBeforeStart');
      if (!near(startAt) || !near(endAt))
        throw invalidField(field, 'errors.weights.intervalLong', { days: 400 });
    }
  }
  if (reportedAt != null && !near(reportedAt))
    throw invalidField('example.reportedAt', 'errors.weights.intervalLong', { days: 400 });
}
