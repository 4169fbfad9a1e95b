import { canonicalJson } from './canonical-json.ts';
import type { Canonical } from './canonical-json.ts';
import { DomainError } from './errors.ts';
import type { Benefit, BenefitResult, Prices } from './policy.ts';
import { benefits, valueFenOf } from './policy.ts';
import { splitByLargestRemainder } from './quantity.ts';

/** One benefit of one line in a batch, as far as sums and hashes care. */
export interface BatchItemFacts {
  lineId: string;
  benefit: Benefit;
  /** What counts in the end: calculated, or adjusted; whole units. */
  amount: number;
  /** The amount in the policy's prices, minor units. */
  valueFen: number;
}

export interface BatchTotals {
  items: number;
  lines: number;
  /** Sum per benefit, in its unit. */
  amounts: Record<Benefit, number>;
  valueFen: number;
}

/** Adds up rounded items; nothing is rounded again. Items may come in any order. */
export function totalsOf(items: Iterable<BatchItemFacts>): BatchTotals {
  const lines = new Set<string>();
  const totals: BatchTotals = {
    items: 0,
    lines: 0,
    amounts: { data: 0, voice: 0, validity: 0, money: 0 },
    valueFen: 0,
  };
  for (const item of items) {
    lines.add(item.lineId);
    totals.items += 1;
    totals.amounts[item.benefit] += item.amount;
    totals.valueFen += item.valueFen;
  }
  totals.lines = lines.size;
  return totals;
}

/** Adds up the totals of parts that share no line (chunks, classes × their number of lines). */
export function addTotals(parts: readonly BatchTotals[]): BatchTotals {
  const sum = totalsOf([]);
  for (const part of parts) {
    sum.items += part.items;
    sum.lines += part.lines;
    sum.valueFen += part.valueFen;
    for (const benefit of benefits) sum.amounts[benefit] += part.amounts[benefit];
  }
  return sum;
}

/** The totals of a class: every line of it gets the same benefits. */
export function classTotals(results: readonly BenefitResult[], lineCount: number): BatchTotals {
  const totals = totalsOf([]);
  totals.lines = results.length === 0 ? 0 : lineCount;
  for (const { benefit, amount, valueFen } of results) {
    totals.items += lineCount;
    totals.amounts[benefit] += amount * lineCount;
    totals.valueFen += valueFen * lineCount;
  }
  return totals;
}

/**
 * Splits a batch's total over named parts (areas, services) in proportion to their shares; the parts
 * add up to it exactly. See `splitByLargestRemainder`.
 */
export function splitTotal(
  total: number,
  shares: Readonly<Record<string, number>>,
): Record<string, number> {
  const names = Object.keys(shares).sort();
  const parts = splitByLargestRemainder(
    total,
    names.map((name) => shares[name] ?? 0),
  );
  return Object.fromEntries(names.map((name, index) => [name, parts[index] ?? 0]));
}

/** An adjustment replaces the final number; whole units ≥ 0, under the cap unless that is waived. */
export function adjustedAmount(
  adjustment: { amount: number; capWaived: boolean },
  capPerEpisode: number | null,
): number {
  const { amount, capWaived } = adjustment;
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new DomainError('invalid', 'errors.batches.amountNotWhole');
  }
  if (!capWaived && capPerEpisode !== null && amount > capPerEpisode) {
    throw new DomainError('invalid', 'errors.batches.aboveCap', { args: { cap: capPerEpisode } });
  }
  return amount;
}

/** The facts of an item after a change of its amount. */
export const withAmount = (
  item: BatchItemFacts,
  amount: number,
  prices: Prices,
): BatchItemFacts => ({ ...item, amount, valueFen: valueFenOf(item.benefit, amount, prices) });

export { canonicalJson };
export type { Canonical };

export const approvalTiers = ['supervisor', 'manager', 'two_managers'] as const;
export type ApprovalTier = (typeof approvalTiers)[number];

export interface ApprovalLimits {
  /** Up to and including this value another supervisor approves. */
  firstFen: number;
  /** Up to and including this one a manager; above it two. */
  secondFen: number;
}

/** ¥10,000 and ¥200,000. */
export const defaultApprovalLimits: ApprovalLimits = { firstFen: 1_000_000, secondFen: 20_000_000 };

export function approvalTierOf(
  valueFen: number,
  limits: ApprovalLimits = defaultApprovalLimits,
): ApprovalTier {
  if (valueFen <= limits.firstFen) return 'supervisor';
  return valueFen <= limits.secondFen ? 'manager' : 'two_managers';
}

export const approvalsNeeded = (tier: ApprovalTier): number => (tier === 'two_managers' ? 2 : 1);

/** What is hashed of a chunk of items: one line each, in order of line and benefit. */
export function chunkHashInput(items: readonly BatchItemFacts[]): string {
  return items
    .map(({ lineId, benefit, amount, valueFen }) => ({
      order: `${lineId} ${benefits.indexOf(benefit)}`,
      text: canonicalJson([lineId, benefit, amount, valueFen]),
    }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ text }) => `${text}\n`)
    .join('');
}

/**
 * What is hashed for an approval: the hashes of the chunks in their order, everything the batch
 * pinned (outage revisions, policy version with profile and calendar, snapshot, batch factor), and
 * the totals.
 */
export const contentHashInput = (content: {
  chunkHashes: readonly string[];
  pinned: Canonical;
  totals: BatchTotals;
}): string =>
  canonicalJson({
    chunks: content.chunkHashes,
    pinned: content.pinned,
    totals: { ...content.totals, amounts: { ...content.totals.amounts } },
  });
