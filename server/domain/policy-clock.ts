import { dayKindOf } from './calendar.ts';
import { addDays } from './civil-date.ts';
import type { Episode, ExposurePiece } from './exposure.ts';
import type { Interval, PolicyInput, PolicyRules, Step, Suspension } from './policy-types.ts';
import { insideWindow, without } from './policy-windows.ts';
import { formatRatio, ratio } from './quantity.ts';
import {
  billingPeriodAt,
  endOfDay,
  formatLocal,
  localDateAt,
  monthKeyAt,
  startOfDay,
} from './time.ts';
import type { Zone } from './time.ts';

/** When the clock of a policy runs: from when, when it stands still, and what it counts together. */

/** An episode of other pieces; without any it has no length, at the end of what it was. */
export function episodeOfPieces(episode: Episode, pieces: ExposurePiece[]): Episode {
  return {
    ...episode,
    startAt: pieces[0]?.startAt ?? episode.endAt,
    endAt: pieces.at(-1)?.endAt ?? episode.endAt,
    seconds: pieces.reduce((sum, piece) => sum + piece.seconds, 0),
    pieces,
  };
}

/** The first instant after the Nth working day that follows the local day of an instant. */
function afterWorkingDays(input: PolicyInput, at: number, workingDays: number): number {
  const { zone, profile } = input;
  let date = localDateAt(zone, at);
  for (let left = workingDays; left > 0;) {
    date = addDays(date, 1);
    const kind = dayKindOf(profile.calendar, date);
    if (kind === 'workday' || kind === 'makeup_workday') left -= 1;
  }
  return endOfDay(zone, date);
}

/** The instant from which time counts; infinite when it never does. */
function clockStart(rules: PolicyRules, input: PolicyInput): number {
  const { clock } = rules.counting;
  const { episode, reportedAt } = input;
  if (clock === undefined || clock.kind === 'outage_start') return episode.startAt;
  if (reportedAt === undefined || reportedAt === null) {
    return clock.kind === 'first_of_both' ? episode.startAt : Infinity;
  }
  const reported = Math.floor(reportedAt / 1000) * 1000;
  if (clock.kind === 'first_of_both') return Math.min(reported, episode.startAt);
  if (clock.kind === 'report') return reported;
  return afterWorkingDays(input, reported, clock.workingDays);
}

function stopsOf(suspension: Suspension, input: PolicyInput): readonly Interval[] {
  if (suspension.kind === 'dated') return [suspension];
  if (suspension.kind === 'daily') return insideWindow(input.zone, input.episode, suspension);
  return (input.suspensions ?? []).filter(({ reason }) => reason === suspension.reason);
}

const toSecond = (at: number): number => Math.floor(at / 1000) * 1000;

/** The pieces without the stretches in which the clock stands still. */
function withoutStops(
  pieces: readonly ExposurePiece[],
  stops: readonly Interval[],
): ExposurePiece[] {
  const whole = stops.map((stop) => ({
    startAt: toSecond(stop.startAt),
    endAt: toSecond(stop.endAt),
  }));
  return pieces.flatMap((piece) =>
    without(piece, whole).map(({ startAt, endAt }) => ({
      ...piece,
      startAt,
      endAt,
      seconds: (endAt - startAt) / 1000,
    })),
  );
}

const hoursOf = (seconds: number): string => formatRatio(ratio(seconds, 3600));

function startedEpisode(rules: PolicyRules, input: PolicyInput): Episode {
  const { episode } = input;
  const from = clockStart(rules, input);
  const [first, ...rest] = episode.pieces;
  if (first !== undefined && from < episode.startAt) {
    const seconds = (first.endAt - from) / 1000;
    return episodeOfPieces(episode, [{ ...first, startAt: from, seconds }, ...rest]);
  }
  if (from === episode.startAt) return episode;
  return episodeOfPieces(
    episode,
    withoutStops(episode.pieces, [{ startAt: -Infinity, endAt: Math.min(from, episode.endAt) }]),
  );
}

/**
 * The episode as the policy's clock sees it, with a step for everything that changed its length:
 * it begins where the clock starts, and the stretches in which the clock stands still are cut out.
 * It stays one episode.
 */
export function clocked(
  rules: PolicyRules,
  input: PolicyInput,
): { episode: Episode; steps: Step[] } {
  const { clock, suspensions } = rules.counting;
  const steps: Step[] = [];
  let episode = startedEpisode(rules, input);
  if (clock !== undefined && clock.kind !== 'outage_start') {
    const { reportedAt } = input;
    steps.push({
      key: `explain.clock.${clock.kind}`,
      args: {
        reported: reportedAt == null ? '' : formatLocal(input.zone, reportedAt),
        ...(clock.kind === 'report_deadline' ? { days: String(clock.workingDays) } : {}),
      },
      expression: formatLocal(input.zone, episode.startAt),
      result: hoursOf(episode.seconds),
      unit: 'hour',
    });
  }
  for (const suspension of suspensions ?? []) {
    const before = episode;
    const stops = stopsOf(suspension, { ...input, episode });
    episode = episodeOfPieces(before, withoutStops(before.pieces, stops));
    const stopped = before.seconds - episode.seconds;
    if (stopped === 0) continue;
    steps.push({
      key: 'explain.suspension',
      args: { reason: suspension.reason },
      expression: `${hoursOf(before.seconds)} - ${hoursOf(stopped)}`,
      result: hoursOf(episode.seconds),
      unit: 'hour',
    });
  }
  return { episode, steps };
}

/** Where the stretch that holds an instant begins, in which a policy counts episodes together. */
function stretchOf(rules: PolicyRules, zone: Zone, at: number, billDay: number | null): number {
  const { collect } = rules.counting;
  if (collect === 'local_day') return startOfDay(zone, localDateAt(zone, at));
  if (collect === 'month') return startOfDay(zone, `${monthKeyAt(zone, at)}-01`);
  return billingPeriodAt(zone, at, billDay ?? 1).startAt;
}

/**
 * Episodes as the policy makes entitlements of them: each its own, or all that start in the same
 * local day, month or billing period together, still cut where no service was lost.
 */
export function collected(
  rules: PolicyRules,
  episodes: readonly Episode[],
  zone: Zone,
  billDay: number | null,
): Episode[] {
  const { collect } = rules.counting;
  if (collect === undefined || collect === 'episode') return [...episodes];
  const groups = new Map<string, Episode>();
  for (const episode of episodes) {
    const key = `${episode.service ?? ''} ${stretchOf(rules, zone, episode.startAt, billDay)}`;
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, episode);
      continue;
    }
    const pieces = [...known.pieces, ...episode.pieces].sort((a, b) => a.startAt - b.startAt);
    const outageIds = [...new Set([...known.outageIds, ...episode.outageIds])].sort();
    groups.set(key, episodeOfPieces({ ...known, outageIds }, pieces));
  }
  return [...groups.values()];
}
