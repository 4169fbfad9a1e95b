import type { ChargeRule } from './charges.ts';
import { overchargeOfPosting, periodNameOf, type PostedCharge } from './posted-charges.ts';

/** One more entry of a case's ledger. */
export interface NewEntry {
  /** Unique in the case: the period of an estimate, or billing's id of a posting. */
  key: string;
  period: string;
  fen: number;
  postedAt: number;
  source: 'derived' | 'read';
}

export interface LedgerEntry extends NewEntry {
  id: string;
  state: 'open' | 'claimed' | 'refunded' | 'void' | 'replaced';
}

/** Entries that set an estimate off which a batch has taken already. */
export const SET_OFF = 'fix:';
const READ = 'read:';

const readKey = (nth: number, postingId: string): string => `${READ}${nth}:${postingId}`;
const postingOf = (key: string): string => key.slice(key.indexOf(':', READ.length) + 1);

export const isCorrection = (key: string): boolean =>
  key.startsWith(SET_OFF) || (key.startsWith(READ) && !key.startsWith(readKey(1, '')));

/**
 * What a reading adds to a case's ledger. A posting that stands is no news; one that billing changed is corrected by
 * the difference. Estimates up to the reading give way: those still open are replaced by the caller, and those that
 * a batch has taken are set off here by an opposite entry. Taken twice a reading adds nothing.
 */
export function entriesOfReading(
  ledger: readonly LedgerEntry[],
  reading: { postings: readonly PostedCharge[]; throughAt: number },
  rule: Omit<ChargeRule, 'feeFen'>,
  effectAt: number,
): NewEntry[] {
  const known = new Map<string, { fen: number; n: number }>();
  for (const { key, fen, state } of ledger) {
    if (!key.startsWith(READ)) continue;
    const before = known.get(postingOf(key)) ?? { fen: 0, n: 0 };
    known.set(postingOf(key), {
      fen: before.fen + (state === 'void' ? 0 : fen),
      n: before.n + 1,
    });
  }
  const news = reading.postings.flatMap((posting): NewEntry[] => {
    const before = known.get(posting.postingId) ?? { fen: 0, n: 0 };
    const fen = overchargeOfPosting(rule, effectAt, posting) - before.fen;
    if (fen === 0) return [];
    const period = periodNameOf(rule.zone, posting);
    const key = readKey(before.n + 1, posting.postingId);
    return [{ key, period, fen, postedAt: posting.postedAt, source: 'read' }];
  });
  return [...news, ...setOff(ledger, reading.throughAt)];
}

function setOff(ledger: readonly LedgerEntry[], throughAt: number): NewEntry[] {
  const keys = new Set(ledger.map(({ key }) => key));
  return ledger
    .filter(
      (entry) =>
        entry.source === 'derived' &&
        !entry.key.startsWith(SET_OFF) &&
        (entry.state === 'claimed' || entry.state === 'refunded') &&
        entry.postedAt <= throughAt &&
        !keys.has(SET_OFF + entry.id),
    )
    .map(({ id, period, fen, postedAt }) => ({
      ...{ key: SET_OFF + id, period, fen: -fen, postedAt },
      source: 'derived',
    }));
}
