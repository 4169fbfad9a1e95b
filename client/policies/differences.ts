import type { PolicyRules } from '#domain/policy-types.ts';
import type { Translate } from './explain-words.ts';
import { partKeys, ruleRows } from './rule-rows.ts';
import type { PartKey, RuleRow } from './rule-rows.ts';

/** A rule that two versions say differently; null: only the other has it. */
export interface Difference {
  part: PartKey;
  label: string;
  from: string | null;
  to: string | null;
}

/** The rows of `rows` that are not among `others`, each of which stands for one. */
function missingFrom(rows: readonly RuleRow[], others: readonly RuleRow[]): RuleRow[] {
  const left = others.map(({ label, text }) => `${label}\n${text}`);
  return rows.filter(({ label, text }) => {
    const at = left.indexOf(`${label}\n${text}`);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function differencesOf(part: PartKey, before: RuleRow[], after: RuleRow[]): Difference[] {
  const gone = missingFrom(before, after);
  const come = missingFrom(after, before);
  const found = gone.map(({ label, text }): Difference => {
    const match = come.findIndex((row) => row.label === label);
    const [to] = match < 0 ? [] : come.splice(match, 1);
    return { part, label, from: text, to: to?.text ?? null };
  });
  return [...found, ...come.map(({ label, text }) => ({ part, label, from: null, to: text }))];
}

/** What a later version says differently, in words and in the order of the parts. */
export function ruleDifferences(
  before: PolicyRules,
  after: PolicyRules,
  t: Translate,
): Difference[] {
  const [old, now] = [ruleRows(before, t), ruleRows(after, t)];
  return partKeys.flatMap((part) => differencesOf(part, old[part], now[part]));
}
