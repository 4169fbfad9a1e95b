import { openingOf, type Opening } from './case-rules.ts';
import type { Classify, MappingRule } from './classification.ts';
import type { OrderRule, WantedState } from './lamps.ts';
import { caseLifecycle, isCaseEnded, type CaseState } from './lifecycles.ts';
import type { Zone } from './time.ts';

/** A mapping version is tried on stored cases, or applied to those that are open. */
export const runKinds = ['try', 'apply'] as const;
export type RunKind = (typeof runKinds)[number];
export const runScopes = ['newest', 'all', 'open'] as const;
export type RunScope = (typeof runScopes)[number];
export const runStates = ['running', 'done', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];

/** What classifying a stored case again needs of it. */
export interface StoredCase {
  state: CaseState;
  failureCode: string;
  sourceSystem: string;
  rawCode: string;
  rawText: string;
  wanted: WantedState;
  requestedAt: number;
  contractEndOn: string | null;
  attemptCount: number;
}

/**
 * What becomes of a case when its code changes. `moves`: it takes the code, and the opening where it has another
 * one; `person`: it is worked on already and the code would turn an accepted order into a refusal or back;
 * `ended`: it keeps its code, because ended cases are history.
 */
export interface Reclassified {
  to: string;
  fate: 'moves' | 'person' | 'ended';
  /** The case begins again like this; null: only its code changes. */
  opening: Opening | null;
}

interface Around {
  classify: Classify;
  ruleOf(code: string): OrderRule | undefined;
  effectRule: 'at_once' | 'next_cycle';
  now: number;
  zone: Zone;
}

/** States a case may still be in when nobody has worked on it. */
const UNTOUCHED: readonly CaseState[] = ['open', 'waiting_customer', 'waiting_date'];

/** The new code of a case, or null when it keeps the one it has. One rule for trying out and for applying. */
export function reclassified(stored: StoredCase, around: Around): Reclassified | null {
  const to = around.classify(stored).failureCode;
  if (to === stored.failureCode) return null;
  if (isCaseEnded(stored.state)) return { to, fate: 'ended', opening: null };
  const rule = around.ruleOf(to);
  if (rule === undefined) return { to, fate: 'person', opening: null };
  const opening = openingOf(rule, { ...around, ...stored });
  if (opening.wanted === stored.wanted) {
    const mine = { to, fate: 'moves' as const, opening: null };
    return restarts(stored, opening) ? { ...mine, opening } : mine;
  }
  const untouched = UNTOUCHED.includes(stored.state) && stored.attemptCount === 0;
  return untouched ? { to, fate: 'moves', opening } : { to, fate: 'person', opening: null };
}

/** A refused request that waits for a date waits for the customer under another code, and the other way round. */
const restarts = (stored: StoredCase, opening: Opening): boolean =>
  stored.wanted === 'active' &&
  UNTOUCHED.includes(stored.state) &&
  stored.attemptCount === 0 &&
  opening.state !== stored.state;

/** The legal way from one untouched state to another: straight, or through `open`. */
export function pathTo(from: CaseState, to: CaseState): CaseState[] {
  if (from === to) return [];
  return caseLifecycle[from]?.includes(to) === true ? [to] : ['open', to];
}

/** A rule against the published version. */
export interface RuleDifference<Rule> {
  rule: Rule;
  change: 'same' | 'added' | 'changed' | 'removed';
  wasCode: string | null;
}

type RuleLike = Pick<MappingRule, 'sourceSystem' | 'rawCode' | 'textPattern' | 'failureCode'>;

/** What a rule looks at; two rules that look at the same cannot both decide. */
export const ruleKey = (rule: Omit<RuleLike, 'failureCode'>): string =>
  JSON.stringify([rule.sourceSystem, rule.rawCode, rule.textPattern]);

/** Every rule of a version with its difference to the published ones; what it no longer has stands at the end. */
export function ruleDifferences<Rule extends RuleLike>(
  published: readonly Rule[],
  rules: readonly Rule[],
): RuleDifference<Rule>[] {
  const before = new Map(published.map((rule) => [ruleKey(rule), rule]));
  const here = rules.map((rule): RuleDifference<Rule> => {
    const was = before.get(ruleKey(rule));
    before.delete(ruleKey(rule));
    if (was === undefined) return { rule, change: 'added', wasCode: null };
    return was.failureCode === rule.failureCode
      ? { rule, change: 'same', wasCode: null }
      : { rule, change: 'changed', wasCode: was.failureCode };
  });
  const gone = [...before.values()].map((rule): RuleDifference<Rule> => ({
    rule,
    change: 'removed',
    wasCode: rule.failureCode,
  }));
  return [...here, ...gone];
}
