import type { OutageCost } from '#contract/simulations.ts';
import { compileProfile, weightedPieces } from '#domain/compiled-profile.ts';
import { DomainError } from '#domain/errors.ts';
import type { LineGroup } from '../compensation/line-groups.ts';
import type { OutcomeNeeds } from '../compensation/line-outcome.ts';
import type { Valuation } from '../compensation/valuation.ts';
import { addLines, moreThan, noSums, type Sums } from './sums.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** No further ahead is looked for what comes next. */
const AHEAD_MS = 72 * HOUR_MS;

interface Needs {
  /** The calendar of its pins reaches beyond the moments that are asked about. */
  side: OutcomeNeeds;
  groups: readonly LineGroup[];
  outcomesOf: Valuation['outcomesOf'];
}

/** What an open outage costs if it ends at one moment or another: few classes are evaluated, no line is looked at. */
export function createRunningCost({ side, groups, outcomesOf }: Needs) {
  const { pins } = side;

  function endingAt(at: number): { sums: Sums; tooShort: boolean } {
    const facts = { ...pins.outage.facts, endedAt: at };
    const { outcome } = outcomesOf({
      ...side,
      pins: { ...pins, outage: { ...pins.outage, facts } },
    });
    const sums = noSums();
    let tooShort = false;
    for (const { keys, lines } of groups)
      for (const key of keys) {
        const found = outcome(key);
        addLines(sums, found, lines);
        tooShort ||= found.reason === 'too_short';
      }
    return { sums, tooShort };
  }

  /** Undefined where the calendar ends. */
  function tryEndingAt(at: number): Sums | undefined {
    try {
      return endingAt(at).sums;
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  /** The first second at which it costs more than now; undefined when it does not within three days. */
  function nextRise(from: number, valueFen: number): { at: number; addsFen: number } | undefined {
    let low = from;
    for (let step = MINUTE_MS; ; step *= 2) {
      const high = Math.min(from + step, from + AHEAD_MS);
      const sums = tryEndingAt(high);
      if (sums === undefined) return undefined;
      if (sums.valueFen > valueFen) return narrow(low, high, valueFen);
      if (high === from + AHEAD_MS) return undefined;
      low = high;
    }
  }

  function narrow(low: number, high: number, valueFen: number) {
    let [below, above] = [low, high];
    while (above - below > 1000) {
      const middle = below + Math.floor((above - below) / 2000) * 1000;
      if ((tryEndingAt(middle)?.valueFen ?? 0) > valueFen) above = middle;
      else below = middle;
    }
    return { at: above, addsFen: (tryEndingAt(above)?.valueFen ?? valueFen) - valueFen };
  }

  /** When another weight begins to count. */
  function nextWeight(at: number): OutageCost['next'] {
    const { rules } = pins.policy;
    if (rules.counting.method.kind !== 'weighted' || rules.counting.basis !== 'line') return null;
    const profile = compileProfile(pins.weightProfile.bands, pins.calendar, pins.outage.facts.zone);
    const pieces = weightedPieces(profile, at, at + 24 * HOUR_MS);
    const other = pieces.find(({ weightPerMille }) => weightPerMille !== pieces[0]?.weightPerMille);
    if (other === undefined) return null;
    return { kind: 'weight', at: other.startAt, addsFen: 0, weightPerMille: other.weightPerMille };
  }

  function nextOf(at: number, now: Sums, tooShort: boolean, grows: boolean): OutageCost['next'] {
    if (grows) return nextWeight(at);
    const rise = nextRise(at, now.valueFen);
    if (rise === undefined) return null;
    return { kind: tooShort ? 'threshold' : 'unit', ...rise, weightPerMille: null };
  }

  /** Throws what the rules refuse, e.g. where the calendar ends. */
  return (at: number, estimateAt: number | null) => {
    const { sums: now, tooShort } = endingAt(at);
    const perMinute = moreThan(tryEndingAt(at + MINUTE_MS) ?? now, now);
    const estimated = estimateAt !== null && estimateAt > at ? tryEndingAt(estimateAt) : undefined;
    return {
      now,
      perMinute,
      perHour: moreThan(tryEndingAt(at + HOUR_MS) ?? now, now),
      atEstimate: estimated === undefined ? null : { ...estimated, at: estimateAt ?? at },
      next: nextOf(at, now, tooShort, perMinute.valueFen > 0),
    };
  };
}
