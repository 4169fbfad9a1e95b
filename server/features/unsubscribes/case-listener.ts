import type { ActionContext } from '#domain/context.ts';
import type { CaseState } from '#domain/lifecycles.ts';

/** A case that has just been opened, in a batch of them. */
export interface OpenedCase {
  id: string;
  lineId: string;
  productCode: string;
  areaCode: string;
  sourceSystem: string;
  rawCode: string;
  failureCode: string;
  state: CaseState;
  requestedAt: number;
  openedAt: number;
  dueAt: number | null;
  /** It came by an import, so that its clocks start there. */
  imported: boolean;
  demo: boolean;
}

/** A case that has just moved from one state to another. */
export interface MovedCase {
  id: string;
  from: CaseState;
  to: CaseState;
  /** Set where it ends as `failed_final`. */
  resolution: 'refused' | 'impossible' | 'forced' | null;
  failureCode: string;
  /** What is wanted, when, or what was seen changed with it. */
  termsChanged: boolean;
  at: number;
}

/** A case that was changed without moving: assigned, prioritised, read back. */
export interface ChangedCase {
  id: string;
  /** As in the audit trail: `case.assigned`. */
  action: string;
  /** What is wanted, when, what it is for or what was seen changed. */
  termsChanged: boolean;
  at: number;
}

/**
 * Who wants to know about cases: called inside the transaction of the change, after the row was written, so what a
 * listener writes stands or falls with it. Listeners never call a gateway.
 */
export interface CaseListener {
  /** Set-wise: all cases one landing opened (never joined duplicates). */
  opened?(ctx: ActionContext, cases: readonly OpenedCase[]): Promise<void>;
  moved?(ctx: ActionContext, moved: MovedCase): Promise<void>;
  changed?(ctx: ActionContext, changed: ChangedCase): Promise<void>;
}
