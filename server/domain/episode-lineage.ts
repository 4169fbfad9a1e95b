import type { Episode } from './exposure.ts';
import { benefits } from './policy-types.ts';
import type { Benefit, Collection } from './policy-types.ts';
import {
  billingPeriodAt,
  endOfDay,
  endOfMonth,
  localDateAt,
  monthKeyAt,
  startOfDay,
  startOfMonth,
} from './time.ts';
import type { Zone } from './time.ts';
import type { Service } from './weight-bands.ts';

/**
 * Episodes over time. An episode is a row; a later outage or a correction that extends, shortens,
 * joins or splits episodes makes successors that name the rows they replace. Rows are never changed.
 */
export interface EpisodeRow {
  id: string;
  service: Service | null;
  /** Epoch ms, half-open. */
  startAt: number;
  endAt: number;
  /** Ids of the rows that this one replaced, in order. */
  replaces: readonly string[];
}

/** A benefit credited for an episode, as far as it was not taken back. */
export interface EpisodeCredit {
  episodeId: string;
  benefit: Benefit;
  amount: number;
  reversed: number;
}

export type Amounts = Record<Benefit, number>;

const noAmounts = (): Amounts => ({ data: 0, voice: 0, validity: 0, money: 0 });

/** The rows that no other row replaced, in order of start and id. */
export function currentRows(rows: readonly EpisodeRow[]): EpisodeRow[] {
  const replaced = new Set(rows.flatMap((row) => row.replaces));
  return rows.filter((row) => !replaced.has(row.id)).sort(byStart);
}

/** By start, then id: the order in which caps and credits are given out. */
function byStart(a: Pick<EpisodeRow, 'startAt' | 'id'>, b: Pick<EpisodeRow, 'startAt' | 'id'>) {
  if (a.startAt !== b.startAt) return a.startAt - b.startAt;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

type Stretch = Pick<Episode, 'service' | 'startAt' | 'endAt'>;

/** Overlapping or touching, of the same line or service. */
const meets = (a: Stretch, b: Stretch): boolean =>
  a.service === b.service && a.startAt <= b.endAt && b.startAt <= a.endAt;

export interface Succession {
  episode: Episode;
  /** The row that stands already; null: a new row is needed. */
  keeps: string | null;
  /** Ids of the rows that the new row replaces. */
  replaces: string[];
}

export interface Successions {
  next: Succession[];
  /** Rows of which nothing is left: their credits are owed nothing. */
  ended: string[];
}

/**
 * Compares what a line's exposure is now with the rows that stood. An episode equal to a row keeps
 * it; any other replaces every row that it meets. A row that two episodes meet (a correction split
 * it) is named by both.
 */
export function successionOf(
  episodes: readonly Episode[],
  rows: readonly EpisodeRow[],
): Successions {
  const standing = currentRows(rows);
  const next = episodes.map((episode): Succession => {
    const met = standing.filter((row) => meets(row, episode));
    const [only] = met;
    const same =
      met.length === 1 && only?.startAt === episode.startAt && only.endAt === episode.endAt;
    return same
      ? { episode, keeps: only.id, replaces: [] }
      : { episode, keeps: null, replaces: met.map(({ id }) => id) };
  });
  const named = new Set(next.flatMap(({ keeps, replaces }) => [keeps, ...replaces]));
  return { next, ended: standing.filter(({ id }) => !named.has(id)).map(({ id }) => id) };
}

/** The ids of a row and of every row before it, however far back. */
export function lineageOf(id: string, rows: readonly EpisodeRow[]): Set<string> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(byId.get(next)?.replaces ?? []));
  }
  return found;
}

/** What was credited and not taken back, per benefit. */
export function unreversed(credits: readonly EpisodeCredit[]): Amounts {
  const sums = noAmounts();
  for (const { benefit, amount, reversed } of credits) sums[benefit] += amount - reversed;
  return sums;
}

/**
 * Its own amount less what stands credited, per benefit, with its sign: below zero too much was
 * credited. What becomes of that (forgiven, netted, reversed) is the policy's; the books show it.
 */
export function differenceOf(own: Partial<Amounts>, credits: readonly EpisodeCredit[]): Amounts {
  const before = unreversed(credits);
  const difference = noAmounts();
  for (const benefit of benefits) difference[benefit] = (own[benefit] ?? 0) - before[benefit];
  return difference;
}

/** A row that stands, with what its episode is worth by itself. */
export interface OwedRow extends EpisodeRow {
  own: Partial<Amounts>;
}

/**
 * What each standing row still owes: its own amount less the un-reversed credits of its lineage, per
 * benefit, never below zero. Credits of a row that several successors replace are used up by the
 * earlier of them first (start, then id), so that they count once; each uses those first that the
 * fewest others could.
 */
export function owedBy(
  standing: readonly OwedRow[],
  rows: readonly EpisodeRow[],
  credits: readonly EpisodeCredit[],
): Map<string, Amounts> {
  const ordered = [...standing].sort(byStart);
  const lineages = new Map(ordered.map((row) => [row.id, lineageOf(row.id, [...rows, row])]));
  const left = credits
    .map((credit) => ({
      ...credit,
      left: credit.amount - credit.reversed,
      heirs: [...lineages.values()].filter((lineage) => lineage.has(credit.episodeId)).length,
    }))
    .sort((a, b) => a.heirs - b.heirs);
  const owed = new Map<string, Amounts>();
  for (const row of ordered) {
    const lineage = lineages.get(row.id) ?? new Set();
    const amounts = noAmounts();
    for (const benefit of benefits) {
      let due = row.own[benefit] ?? 0;
      for (const credit of left) {
        if (credit.benefit !== benefit || !lineage.has(credit.episodeId)) continue;
        const used = Math.min(due, credit.left);
        credit.left -= used;
        due -= used;
      }
      amounts[benefit] = due;
    }
    owed.set(row.id, amounts);
  }
  return owed;
}

/** Entitlements of one line that an outage ties together, with a gap between them or of several services. */
export interface LinkedEpisodes {
  outageIds: string[];
  episodes: Episode[];
}

const firstStart = ({ episodes }: LinkedEpisodes): number =>
  Math.min(...episodes.map(({ startAt }) => startAt));

/** Episodes in groups that share no outage, in order of their start, then of the lowest id. */
export function linkedEpisodes(episodes: readonly Episode[]): LinkedEpisodes[] {
  let groups: LinkedEpisodes[] = [];
  for (const episode of episodes) {
    const ids = new Set(episode.outageIds);
    const joined = groups.filter(({ outageIds }) => outageIds.some((id) => ids.has(id)));
    const outageIds = [
      ...new Set([...joined.flatMap((group) => group.outageIds), ...episode.outageIds]),
    ].sort();
    groups = [
      ...groups.filter((group) => !joined.includes(group)),
      { outageIds, episodes: [...joined.flatMap((group) => group.episodes), episode] },
    ];
  }
  return groups.sort(
    (a, b) =>
      firstStart(a) - firstStart(b) || ((a.outageIds[0] ?? '') < (b.outageIds[0] ?? '') ? -1 : 1),
  );
}

/** How far an entitlement reaches in time: another that meets it is of the same lineage. Both ends included. */
export interface Reach {
  service: Service | null;
  from: number;
  until: number;
}

/** An episode reaches what it touches; one that is collected over a period reaches all of that. */
export function reachOf(
  { service, startAt, endAt }: Stretch,
  collect: Collection | undefined,
  zone: Zone,
  billDay: number | null,
): Reach {
  if (collect === undefined || collect === 'episode')
    return { service, from: startAt, until: endAt };
  const period = periodAt(collect, zone, startAt, billDay);
  // Half-open periods that follow each other do not meet.
  return {
    service,
    from: Math.min(startAt, period.startAt),
    until: Math.max(endAt, period.endAt - 1),
  };
}

function periodAt(
  collect: Exclude<Collection, 'episode'>,
  zone: Zone,
  at: number,
  billDay: number | null,
) {
  if (collect === 'billing_period') return billingPeriodAt(zone, at, billDay ?? 1);
  if (collect === 'local_day') {
    const date = localDateAt(zone, at);
    return { startAt: startOfDay(zone, date), endAt: endOfDay(zone, date) };
  }
  const month = monthKeyAt(zone, at);
  return { startAt: startOfMonth(zone, month), endAt: endOfMonth(zone, month) };
}

/** What a calculation paid a line for, as far as lineage looks at it. */
export interface ExposureRow {
  outageIds: readonly string[];
  reach: readonly Reach[];
}

/** Of one lineage: they meet in time, or are about the same outage, which a correction may have moved. */
export function sharesLineage(a: ExposureRow, b: ExposureRow): boolean {
  if (a.outageIds.some((id) => b.outageIds.includes(id))) return true;
  return a.reach.some((one) =>
    b.reach.some(
      (two) =>
        (one.service === null || two.service === null || one.service === two.service) &&
        one.from <= two.until &&
        two.from <= one.until,
    ),
  );
}

/**
 * How an earlier credit counts for an exposure: `own`, all of it; `shared`, what an earlier exposure of the line
 * that was split off leaves of it; `ahead`, only for that earlier one, before it takes of what is shared.
 */
export type CreditRole = 'own' | 'shared' | 'ahead';

export function rolesOf<Row extends ExposureRow>(
  mine: ExposureRow,
  earlier: readonly ExposureRow[],
  rows: readonly Row[],
): { roles: Map<Row, CreditRole>; sharing: number[] } {
  const related = rows.filter((row) => sharesLineage(row, mine));
  const sharing = earlier.flatMap((one, index) =>
    related.some((row) => sharesLineage(row, one)) ? [index] : [],
  );
  const before = sharing.flatMap((index) => earlier[index] ?? []);
  const roles = new Map<Row, CreditRole>();
  for (const row of rows) {
    const isAhead = before.some((one) => sharesLineage(row, one));
    if (related.includes(row)) roles.set(row, isAhead ? 'shared' : 'own');
    else if (isAhead) roles.set(row, 'ahead');
  }
  return { roles, sharing };
}
