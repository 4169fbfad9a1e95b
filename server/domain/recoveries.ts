import type { Lifecycle } from './lifecycles.ts';

/** Claiming the cost of an outage back from the third party that brought it about. Amounts in fen. */

export const recoveryStates = [
  'filed',
  'letter_sent',
  'negotiating',
  'agreed',
  'part_received',
  'settled',
  'litigated',
  'written_off',
] as const;
export type RecoveryState = (typeof recoveryStates)[number];

export const recoveryLifecycle: Lifecycle<RecoveryState> = {
  filed: ['letter_sent', 'written_off'],
  // A further letter may follow one that was not answered.
  letter_sent: ['letter_sent', 'negotiating', 'agreed', 'litigated', 'written_off'],
  negotiating: ['letter_sent', 'agreed', 'litigated', 'written_off'],
  agreed: ['part_received', 'settled', 'litigated', 'written_off'],
  part_received: ['part_received', 'settled', 'litigated', 'written_off'],
  // What was received by mistake is taken back by an entry of its own, and the rest is owed again.
  settled: ['part_received'],
  // A judgement or a settlement in court is an agreement.
  litigated: ['agreed', 'written_off'],
};

/** Nothing is waited for any more. */
export const recoveryEnds = ['settled', 'written_off'] as const satisfies readonly RecoveryState[];

/** States in which the other side has agreed to a sum, and money may come in. */
export const recoveryPaying = [
  'agreed',
  'part_received',
  'settled',
] as const satisfies readonly RecoveryState[];

/** States in which what is claimed may still change; after the first letter only with a reason. */
export const recoveryClaiming = [
  'filed',
  'letter_sent',
  'negotiating',
] as const satisfies readonly RecoveryState[];

export const isAmong = (states: readonly RecoveryState[], state: RecoveryState): boolean =>
  states.includes(state);

export const recoveryHeads = ['compensation', 'repair', 'traffic'] as const;
export type RecoveryHead = (typeof recoveryHeads)[number];

export interface HeadSums {
  claimedFen: number;
  /** Null until the other side agreed. */
  agreedFen: number | null;
  receivedFen: number;
}

/** What is still to come of a case: of what was agreed, else of what is claimed; nothing once it has ended. */
export function outstandingFen(state: RecoveryState, heads: readonly HeadSums[]): number {
  if (isAmong(recoveryEnds, state)) return 0;
  return heads.reduce(
    (sum, { claimedFen, agreedFen, receivedFen }) =>
      sum + Math.max(0, (agreedFen ?? claimedFen) - receivedFen),
    0,
  );
}

/** Whether all that was agreed is there, head by head: too much on one does not pay another. */
export const isPaid = (heads: readonly HeadSums[]): boolean =>
  heads.every(({ agreedFen, receivedFen }) => receivedFen >= (agreedFen ?? 0));

export type ReceiptFault = 'nothing' | 'below_zero' | 'reason';

/**
 * What speaks against an entry of money on one head; `reason`: it needs one. More than was agreed, and an entry that
 * takes back an earlier one, are explained; nothing is taken back that did not come.
 */
export function receiptFault(
  head: Pick<HeadSums, 'agreedFen' | 'receivedFen'>,
  amountFen: number,
  hasReason: boolean,
): ReceiptFault | null {
  if (amountFen === 0) return 'nothing';
  const after = head.receivedFen + amountFen;
  if (after < 0) return 'below_zero';
  const unusual = amountFen < 0 || after > (head.agreedFen ?? 0);
  return unusual && !hasReason ? 'reason' : null;
}

/** Upper ends of ages in days since filing, half-open; what is older is in the last bucket. */
export const ageBuckets = [30, 90, 180] as const;
export const AGE_BUCKET_COUNT = ageBuckets.length + 1;

const DAY_MS = 86_400_000;

/** 0: below 30 days, 1: below 90, 2: below 180, 3: older. */
export function ageBucketOf(filedAt: number, now: number): number {
  const days = (now - filedAt) / DAY_MS;
  const found = ageBuckets.findIndex((end) => days < end);
  return found === -1 ? ageBuckets.length : found;
}
