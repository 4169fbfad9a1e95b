export interface RuleChange {
  /** Dotted path, e.g. `factors.feeBands.1.perMille`. */
  field: string;
  from: unknown;
  to: unknown;
}

/** Every leaf in which two sets of rules differ, in the order of the rules. */
export function ruleChanges(before: unknown, after: unknown, path = ''): RuleChange[] {
  if (!isBranch(before) || !isBranch(after)) {
    const same = JSON.stringify(before) === JSON.stringify(after);
    return same ? [] : [{ field: path, from: before ?? null, to: after ?? null }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    ruleChanges(before[key], after[key], path === '' ? key : `${path}.${key}`),
  );
}

/** Objects and lists of objects are walked; a list of plain values changes as a whole. */
function isBranch(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value)) return true;
  return value.length > 0 && value.every((item) => typeof item === 'object' && item !== null);
}
