import type { FailureCategory } from '#contract/catalogue.ts';
import type { ActionContext } from '#domain/context.ts';
import { pathTo, type Reclassified } from '#domain/mapping-runs.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';

type Change = Reclassified & { category: FailureCategory; mappingVersionNo: number };

/** Gives a case another failure code; where the code opens cases otherwise, the case begins again like that. */
export function createApplyCode(store: Pick<CaseStore, 'change' | 'move'>) {
  return async (ctx: ActionContext, stored: CaseRow, change: Change): Promise<void> => {
    const { to, category, mappingVersionNo, opening } = change;
    const begins =
      opening === null
        ? {}
        : {
            wanted: opening.wanted,
            wantedFromAt: opening.wantedFromAt,
            dueAt: opening.dueAt,
            notBeforeAt: opening.notBeforeAt,
            // A refused request owes nothing back: it was never cancelled.
            ...(opening.wanted === 'active' ? { nextChargeAt: null } : {}),
          };
    const classified = { failureCode: to, category, mappingVersionNo };
    let seen = await store.change(ctx, stored, { ...begins, classified }, 'case.reclassified', {
      from: stored.failureCode,
      to,
      mappingVersionNo,
    });
    for (const state of opening === null ? [] : pathTo(stored.state, opening.state))
      seen = await store.move(ctx, seen, state, {}, { cause: 'reclassified' });
  };
}
