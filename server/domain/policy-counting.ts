import { weightedPieces } from './compiled-profile.ts';
import type { Severity } from './exposure.ts';
import { episodeOfPieces } from './policy-clock.ts';
import type { CountingMethod, PolicyInput, PolicyRules, RateTerm, Step } from './policy-types.ts';
import { secondsByDate } from './policy-windows.ts';
import type { Ratio } from './quantity.ts';
import {
  add,
  div,
  formatRatio,
  isZero,
  mul,
  one,
  perMille,
  ratio,
  round,
  zero,
} from './quantity.ts';

/** A share of the counted time with one weight and one pair of outage factors. */
export interface CountedShare {
  seconds: number;
  weightPerMille: number;
  severityPerMille: number;
  responsibilityPerMille: number;
}

/** What counting found: no benefit and no factor applied yet. */
export interface Counted {
  hours: Ratio;
  /** Blocks or days where the method counts those; otherwise the hours again. */
  units: Ratio;
  shares: CountedShare[];
  steps: Step[];
}

/** Adds up shares that differ in nothing but their seconds, in order of first appearance. */
function collect(shares: readonly CountedShare[]): CountedShare[] {
  const groups = new Map<string, CountedShare>();
  for (const share of shares) {
    const key = `${share.weightPerMille} ${share.severityPerMille} ${share.responsibilityPerMille}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { ...share });
    else known.seconds += share.seconds;
  }
  return [...groups.values()];
}

function sharesOf(input: PolicyInput, method: CountingMethod): CountedShare[] {
  const { episode, profile, zone } = input;
  return collect(
    episode.pieces.flatMap((piece): CountedShare[] => {
      const { severityPerMille, responsibilityPerMille } = piece;
      const plain = { weightPerMille: 1000, severityPerMille, responsibilityPerMille };
      if (method.kind === 'weighted') {
        return weightedPieces(profile, piece.startAt, piece.endAt, episode.service).map(
          ({ seconds, weightPerMille }) => ({ ...plain, seconds, weightPerMille }),
        );
      }
      if (method.kind === 'daily_window') {
        const inside = secondsByDate(zone, [piece], method);
        return [...inside.values()].map((seconds) => ({ ...plain, seconds }));
      }
      return [{ ...plain, seconds: piece.seconds }];
    }),
  );
}

/** Weighted seconds of the shares, optionally with a factor for each. */
export function sumShares(
  shares: readonly CountedShare[],
  factorOf: (share: CountedShare) => Ratio = () => one,
): Ratio {
  return shares.reduce(
    (sum, share) =>
      add(sum, mul(mul(ratio(share.seconds), perMille(share.weightPerMille)), factorOf(share))),
    zero,
  );
}

const step = (
  key: string,
  expression: string,
  result: Ratio,
  unit: string,
  args: Record<string, string> = {},
): Step => ({ key, args, expression, result: formatRatio(result), unit });

/** Minutes where everything is whole minutes, seconds otherwise. */
function displayUnit(shares: readonly CountedShare[]): { unit: string; seconds: number } {
  return shares.every((share) => share.seconds % 60 === 0)
    ? { unit: 'minute', seconds: 60 }
    : { unit: 'second', seconds: 1 };
}

function countTime(shares: CountedShare[], kind: CountingMethod['kind']): Counted {
  const total = sumShares(shares);
  const { unit, seconds } = displayUnit(shares);
  const inUnit = (value: number): string => formatRatio(ratio(value, seconds));
  const byWeight = collect(
    shares.map((share) => ({ ...share, severityPerMille: 0, responsibilityPerMille: 0 })),
  );
  const terms = byWeight.map((share) =>
    kind === 'weighted'
      ? `${inUnit(share.seconds)} × ${formatRatio(perMille(share.weightPerMille))}`
      : inUnit(share.seconds),
  );
  const shown = div(total, ratio(seconds));
  const hours = div(total, ratio(3600));
  return {
    hours,
    units: hours,
    shares,
    steps: [
      step(`explain.counting.${kind}`, terms.join(' + ') || '0', shown, unit),
      step('explain.hours', `${formatRatio(shown)} ÷ ${3600 / seconds}`, hours, 'hour'),
    ],
  };
}

const blockRounding = { started: 'up', completed: 'down', rounded: 'half_up' } as const;

function countBlocks(
  input: PolicyInput,
  shares: CountedShare[],
  method: Extract<CountingMethod, { kind: 'blocks' }>,
): Counted {
  const { hours, count, timesPerMille = 1000 } = method;
  const elapsed = ratio(input.episode.seconds, 3600);
  const cut = mul(elapsed, perMille(timesPerMille));
  const blocks = div(cut, ratio(hours));
  const units = ratio(round(blocks, blockRounding[count]));
  const times = formatRatio(perMille(timesPerMille));
  const args = { hours: String(hours), exact: formatRatio(blocks) };
  const expression = `${formatRatio(cut)} ÷ ${hours}`;
  const steps = [step(`explain.counting.blocks.${count}`, expression, units, 'block', args)];
  if (timesPerMille !== 1000) {
    const said = `${formatRatio(elapsed)} × ${times}`;
    steps.unshift(step('explain.counting.times', said, cut, 'hour', { times }));
  }
  return { hours: mul(units, ratio(hours)), units, shares, steps };
}

function countLocalDays(
  input: PolicyInput,
  shares: CountedShare[],
  method: Extract<CountingMethod, { kind: 'local_days' }>,
): Counted {
  const perDate = [...secondsByDate(input.zone, input.episode.pieces)];
  const counted = perDate.filter(([, seconds]) =>
    method.operator === '>' ? seconds > method.seconds : seconds >= method.seconds,
  );
  const hoursOf = (seconds: number): string => formatRatio(ratio(seconds, 3600));
  const units = ratio(counted.length);
  return {
    hours: mul(units, ratio(24)),
    units,
    shares,
    steps: [
      step(
        'explain.counting.local_days',
        perDate.map(([date, seconds]) => `${date}: ${hoursOf(seconds)}`).join('; '),
        units,
        'day',
        { hours: hoursOf(method.seconds), operator: method.operator },
      ),
    ],
  };
}

/** How much of the episode counts by a method, with its steps. */
function countBy(method: CountingMethod, input: PolicyInput): Counted {
  const shares = sharesOf(input, method);
  if (method.kind === 'blocks') return countBlocks(input, shares, method);
  if (method.kind === 'local_days') return countLocalDays(input, shares, method);
  return countTime(shares, method.kind);
}

/** Part 2 of a policy. */
export const count = (rules: PolicyRules, input: PolicyInput): Counted =>
  countBy(rules.counting.method, input);

/** What a term counts, and over which part of the episode. */
export interface TermCount {
  input: PolicyInput;
  counted: Counted;
  /** Steps of its own, where it does not count as part 2 says. */
  steps: Step[];
}

function ofSeverities(input: PolicyInput, severities: readonly Severity[]): PolicyInput {
  const pieces = input.episode.pieces.filter(({ severity }) => severities.includes(severity));
  return { ...input, episode: episodeOfPieces(input.episode, pieces) };
}

/** Counts for a term: as part 2 found, or by the term's own method and over its own severities. */
export function countForTerm(
  rules: PolicyRules,
  input: PolicyInput,
  counted: Counted,
  term: RateTerm,
): TermCount {
  const severities = term.when?.severities;
  if (term.method === undefined && severities === undefined) return { input, counted, steps: [] };
  const own = severities === undefined ? input : ofSeverities(input, severities);
  const found = countBy(term.method ?? rules.counting.method, own);
  const only = severities?.map((severity) =>
    step('explain.counting.only', '', ratio(own.episode.seconds, 3600), 'hour', { severity }),
  );
  return { input: own, counted: found, steps: [...(only ?? []), ...found.steps] };
}

/** The mean of a factor over the counted time, exact; 1 when nothing counted. */
export function meanFactor(
  counted: Counted,
  factorOf: (share: CountedShare) => Ratio,
): { mean: Ratio; mixed: boolean } {
  const [first, ...rest] = counted.shares.map(factorOf);
  const mixed = rest.some((factor) => factor.n !== first?.n || factor.d !== first.d);
  const total = sumShares(counted.shares);
  if (first === undefined || !mixed || isZero(total)) return { mean: first ?? one, mixed };
  return { mean: div(sumShares(counted.shares, factorOf), total), mixed };
}
