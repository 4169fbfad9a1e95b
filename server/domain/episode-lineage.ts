import type { Episode } from './exposure.ts';
import { benefits } from './policy-types.ts';
import type { Benefit } from './policy-types.ts';
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
 * earlier of them first (start, then id), so that they count once.
 */
export function owedBy(
  standing: readonly OwedRow[],
  rows: readonly EpisodeRow[],
  credits: readonly EpisodeCredit[],
): Map<string, Amounts> {
  const left = credits.map((credit) => ({ ...credit, left: credit.amount - credit.reversed }));
  const owed = new Map<string, Amounts>();
  for (const row of [...standing].sort(byStart)) {
    const lineage = lineageOf(row.id, [...rows, row]);
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
