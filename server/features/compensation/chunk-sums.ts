import { chunkHashInput, type BatchItemFacts } from '#domain/batch-arithmetic.ts';
import type { Benefit, PolicyRules } from '#domain/policy-types.ts';
import { valueFenOf } from '#domain/policy.ts';
import { sha256 } from './batch-pins.ts';

/** What one stretch of lines comes to. */
export interface ChunkSums {
  paidLines: number;
  items: number;
  excluded: number;
  amounts: Record<Benefit, number>;
  valueFen: number;
  hash: string;
}

/** Worth of an amount; the few different amounts of a batch are worked out once. */
export function valuer(rules: PolicyRules): (benefit: Benefit, amount: number) => number {
  const known = new Map<string, number>();
  return (benefit, amount) => {
    const key = `${benefit} ${amount}`;
    const value = known.get(key) ?? valueFenOf(benefit, amount, rules.prices);
    known.set(key, value);
    return value;
  };
}

/** Adds up the items of a stretch; nothing is rounded again. */
export function sumsOf(facts: readonly BatchItemFacts[], excluded: number): ChunkSums {
  const amounts: Record<Benefit, number> = { data: 0, voice: 0, validity: 0, money: 0 };
  const paid = new Set<string>();
  let valueFen = 0;
  for (const item of facts) {
    amounts[item.benefit] += item.amount;
    valueFen += item.valueFen;
    if (item.amount > 0) paid.add(item.lineId);
  }
  return {
    paidLines: paid.size,
    items: facts.length,
    excluded,
    amounts,
    valueFen,
    hash: sha256(chunkHashInput(facts)),
  };
}
