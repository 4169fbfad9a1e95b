import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseService } from '../unsubscribes/case-service.ts';
import type { ItemAct } from './bulk-run.ts';

export interface ItemActNeeds {
  cases: Pick<CaseService, 'assign' | 'note' | 'hold' | 'release'>;
  requestResync(ctx: ActionContext, row: CaseRow, bulkJobId: string): Promise<string>;
  /** Puts a message into the outbox; undefined where messages cannot be sent. */
  sendMessage?:
    ((ctx: ActionContext, caseId: string, templateId: string) => Promise<void>) | undefined;
}

/** Each kind of plan does through the service what a person would do by hand, one case at a time. */
export function itemActs(needs: ItemActNeeds): ItemAct {
  const { cases } = needs;
  return async (ctx, { kind, params }, row, bulkJobId) => {
    switch (kind) {
      case 'resync':
        return needs.requestResync(ctx, row, bulkJobId);
      case 'assign':
        await cases.assign(ctx, row.id, {
          version: row.version,
          assigneeId: params.assigneeId ?? null,
        });
        return null;
      case 'note':
        await cases.note(ctx, row.id, params.body ?? '');
        return null;
      case 'hold':
        await cases.hold(ctx, row.id, row.version);
        return null;
      case 'release':
        await cases.release(ctx, row.id, row.version);
        return null;
      case 'message':
        if (needs.sendMessage === undefined)
          throw new DomainError('conflict', 'errors.plans.noMessages');
        await needs.sendMessage(ctx, row.id, params.templateId ?? '');
        return null;
    }
  };
}
