import { compileTextPattern, matchesPattern, searchable } from './text-pattern.ts';
import type { TextPattern } from './text-pattern.ts';
import { readTextFacts } from './text-facts.ts';
import type { TextFacts } from './text-facts.ts';

/** The code of what no rule maps. */
export const UNCLASSIFIED_CODE = 'UNK-00';
/** The source system of a rule that holds for all of them. */
export const ANY_SYSTEM = '*';

/** One row of a mapping version. With both a code and a pattern, both must match. */
export interface MappingRule {
  id?: string;
  /** The system that reported the failure, or '*'. */
  sourceSystem: string;
  rawCode: string | null;
  /** Literal text with `*` for anything; see text-pattern.ts. */
  textPattern: string | null;
  failureCode: string;
  /** Lower goes first; then the order of the rules. */
  priority: number;
}

export interface RawFailure {
  sourceSystem: string;
  rawCode: string;
  rawText: string;
}

export interface Classification {
  failureCode: string;
  /** Position of the deciding rule in the list given, or null for UNK-00 by default. */
  ruleIndex: number | null;
  facts: TextFacts;
}

export type Classify = (raw: RawFailure) => Classification;

interface Candidate {
  index: number;
  rule: MappingRule;
  pattern: TextPattern | null;
}

/** Code and system as compared: spreadsheets add white space, full width, a quote, or ="…" around a code. */
const systemKey = (system: string): string => system.normalize('NFKC').trim().toUpperCase();
const codeKey = (code: string): string =>
  code
    .normalize('NFKC')
    .trim()
    .replace(/^="(.*)"$/su, '$1')
    .replace(/^'/u, '')
    .trim();
const pairKey = (system: string, code: string): string => `${system}\u0000${code}`;

/**
 * Makes a classifier of a mapping's rules. The raw code decides first (rules of the system itself before
 * those of '*', rules that also ask for a text before those that do not), then the text patterns, else UNK-00.
 * What stands in the text cannot displace a code that is mapped.
 */
export function compileMapping(rules: readonly MappingRule[]): Classify {
  const byCode = new Map<string, Candidate[]>();
  const byText = new Map<string, Candidate[]>();
  rules.forEach((rule, index) => {
    const pattern = rule.textPattern === null ? null : compileTextPattern(rule.textPattern);
    const system = systemKey(rule.sourceSystem);
    if (rule.rawCode !== null) {
      push(byCode, pairKey(system, codeKey(rule.rawCode)), { index, rule, pattern });
    } else if (pattern !== null) {
      push(byText, system, { index, rule, pattern });
    }
  });
  for (const list of [...byCode.values(), ...byText.values()]) list.sort(inOrder);

  return (raw) => {
    const text = searchable(raw.rawText);
    const system = systemKey(raw.sourceSystem);
    const code = codeKey(raw.rawCode);
    const lists = [
      byCode.get(pairKey(system, code)),
      byCode.get(pairKey(ANY_SYSTEM, code)),
      byText.get(system),
      byText.get(ANY_SYSTEM),
    ];
    const found = lists
      .flatMap((list) => list ?? [])
      .find(({ pattern }) => pattern === null || matchesPattern(pattern, text));
    return {
      failureCode: found?.rule.failureCode ?? UNCLASSIFIED_CODE,
      ruleIndex: found?.index ?? null,
      facts: readTextFacts(raw.rawText),
    };
  };
}

function push(map: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [candidate]);
  else list.push(candidate);
}

function inOrder(a: Candidate, b: Candidate): number {
  const general = Number(a.pattern === null) - Number(b.pattern === null);
  return general || a.rule.priority - b.rule.priority || a.index - b.index;
}
