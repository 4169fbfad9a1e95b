import { useCallback, useEffect, useState } from 'react';
import type { PolicyShow } from '#contract/policies.ts';
import type { PolicyRules } from '#domain/policy-types.ts';

/** What can be typed into a draft. */
export interface PolicyDraft {
  name: string;
  weightProfileId: string;
  rules: PolicyRules;
}

interface Kept {
  /** The version of the record that the changes were made on. */
  base: number;
  draft: PolicyDraft;
}

const prefix = 'redress.draft.policy.';

function readKept(id: string): Kept | null {
  try {
    const text = sessionStorage.getItem(prefix + id);
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

function keep(id: string, kept: Kept | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(prefix + id);
    else sessionStorage.setItem(prefix + id, JSON.stringify(kept));
  } catch {
    // Without storage the changes live as long as the page.
  }
}

const savedOf = ({ name, weightProfileId, rules }: PolicyShow): PolicyDraft => ({
  name,
  weightProfileId,
  rules,
});

const same = (a: PolicyDraft, b: PolicyDraft): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface PolicyEditor {
  draft: PolicyDraft;
  /** The version on which the changes were made; what a save must name. */
  base: number;
  dirty: boolean;
  canUndo: boolean;
  /** What was typed before a refresh is back. */
  restored: boolean;
  /** Somebody saved another version while changes were typed here. */
  overtaken: boolean;
  /** Grows when fields must show anew what the draft says. */
  epoch: number;
  change(change: Partial<PolicyDraft>): void;
  undo(): void;
  /** Gives up what was typed. */
  reset(): void;
  /** Puts what was typed on top of what was saved meanwhile. */
  rebase(): void;
}

interface State {
  base: number;
  history: readonly PolicyDraft[];
  restored: boolean;
  epoch: number;
}

/** A draft as it is typed, with undo; kept in the tab, so that a refresh or a lost connection loses nothing. */
export function usePolicyEditor(record: PolicyShow): PolicyEditor {
  const { id, version } = record;
  const fresh = (epoch: number): State => ({ base: version, history: [], restored: false, epoch });
  const [state, setState] = useState<State>(() => {
    const kept = record.state === 'draft' ? readKept(id) : null;
    return kept === null
      ? fresh(0)
      : { base: kept.base, history: [kept.draft], restored: true, epoch: 0 };
  });
  const saved = savedOf(record);
  const draft = state.history.at(-1) ?? saved;
  const dirty = !same(draft, saved);
  if (state.base !== version && !dirty) {
    // Saved by this page, or nothing was typed: what the server says is the new start.
    setState(fresh(state.epoch));
  }
  const { base, history } = state;
  useEffect(() => {
    const last = history.at(-1);
    keep(id, dirty && last !== undefined ? { base, draft: last } : null);
  }, [id, base, dirty, history]);
  const change = useCallback(
    (part: Partial<PolicyDraft>) =>
      setState((before) => ({
        ...before,
        history: [...before.history.slice(-99), { ...draft, ...part }],
      })),
    [draft],
  );
  const undo = useCallback(
    () =>
      setState((before) => ({
        ...before,
        history: before.history.slice(0, -1),
        epoch: before.epoch + 1,
      })),
    [],
  );
  return {
    draft,
    base,
    dirty,
    canUndo: history.length > 0,
    restored: state.restored && dirty,
    overtaken: base !== version && dirty,
    epoch: state.epoch,
    change,
    undo,
    reset: () => setState(fresh(state.epoch + 1)),
    rebase: () => setState((before) => ({ ...before, base: version })),
  };
}
