import { addDays } from './civil-date.ts';
import { secondsByDate, secondsWithin, union, insideWindow } from './policy-windows.ts';
import type {
  DeliveryMode,
  DurationThreshold,
  Interval,
  PolicyInput,
  PolicyResult,
  PolicyRules,
  Step,
} from './policy-types.ts';
import { formatRatio, ratio } from './quantity.ts';
import { billingPeriodAt, endOfDay, endOfMonth, localDateAt, monthKeyAt } from './time.ts';
import { startOfMonth } from './time.ts';
import { formatMinute } from './weight-bands.ts';

/** Thresholds of time, and what a policy makes of them: eligibility and the way of delivery. */

/** All of the line's time out: the episode's own, and what the caller knows besides. */
const allExposure = (input: PolicyInput): Interval[] =>
  union([...input.episode.pieces, ...(input.otherExposure ?? [])]);

function periodOf(threshold: DurationThreshold, input: PolicyInput): Interval {
  const { zone, episode, line } = input;
  if (threshold.measure === 'per_billing_period') {
    return billingPeriodAt(zone, episode.startAt, line.billDay ?? 1);
  }
  const monthKey = monthKeyAt(zone, episode.startAt);
  return { startAt: startOfMonth(zone, monthKey), endAt: endOfMonth(zone, monthKey) };
}

/** The seconds that a threshold is compared with. */
export function measuredSeconds(threshold: DurationThreshold, input: PolicyInput): number {
  const { measure, window } = threshold;
  const { episode, zone } = input;
  const inside = (intervals: readonly Interval[]): readonly Interval[] =>
    window === undefined
      ? intervals
      : intervals.flatMap((interval) => insideWindow(zone, interval, window));
  if (measure === 'continuous') {
    return inside(episode.pieces).reduce((sum, i) => sum + (i.endAt - i.startAt) / 1000, 0);
  }
  const all = inside(allExposure(input));
  if (measure !== 'per_local_day') return secondsWithin(all, periodOf(threshold, input));
  const perDate = secondsByDate(zone, all);
  const touched = [...secondsByDate(zone, episode.pieces).keys()];
  return Math.max(0, ...touched.map((date) => perDate.get(date) ?? 0));
}

/** Whether a threshold is met, as a step; minutes are exact. */
export function thresholdStep(
  key: string,
  threshold: DurationThreshold,
  input: PolicyInput,
): { met: boolean; step: Step } {
  const { seconds, operator, measure, window } = threshold;
  const measured = measuredSeconds(threshold, input);
  const met = operator === '>' ? measured > seconds : measured >= seconds;
  const minutes = formatRatio(ratio(measured, 60));
  const minimum = formatRatio(ratio(seconds, 60));
  const args: Record<string, string> = { minutes, minimum, operator, measure };
  if (window !== undefined) {
    args['from'] = formatMinute(window.fromMinute);
    args['to'] = formatMinute(window.toMinute);
  }
  const expression = `${minutes} ${operator} ${minimum}`;
  const name = window === undefined ? key : `${key}InWindow`;
  return { met, step: { key: name, args, expression, result: met ? 'yes' : 'no', unit: '' } };
}

/** How what is owed is delivered, with steps; undefined where the policy does not say. */
export function deliveryOf(
  rules: PolicyRules,
  input: PolicyInput,
): { delivery: NonNullable<PolicyResult['delivery']>; steps: Step[] } | undefined {
  const { delivery } = rules;
  if (delivery === undefined) return undefined;
  const steps: Step[] = [];
  let mode: DeliveryMode;
  if (delivery.kind === 'automatic_when') {
    const { met, step } = thresholdStep('explain.delivery.when', delivery.threshold, input);
    steps.push(step);
    mode = met ? { kind: 'automatic' } : delivery.otherwise;
  } else mode = delivery;
  const days = mode.kind === 'automatic' ? null : mode.withinDays;
  const lastDay =
    days === null ? null : addDays(localDateAt(input.zone, input.episode.endAt), days);
  const untilAt = lastDay === null ? null : endOfDay(input.zone, lastDay);
  steps.push({
    key: `explain.delivery.${mode.kind}`,
    args: {},
    expression: '',
    result: lastDay ?? '',
    unit: '',
  });
  return { delivery: { kind: mode.kind, untilAt }, steps };
}
