import type { BulkRates, PlanParams } from '#contract/bulk.ts';
import type { ExclusionReason, PlanItemState, PlanKind } from '#domain/bulk-rules.ts';
import type { Actor } from '#domain/context.ts';
import type { LampSystem } from '#domain/lamps.ts';
import type { LongJobState, PlanState } from '#domain/lifecycles.ts';
import type { Role } from '#domain/permissions.ts';

export interface PlanRow {
  id: string;
  number: string;
  kind: PlanKind;
  params: PlanParams;
  sourceKind: 'filter' | 'ids' | 'list';
  filter: Record<string, unknown> | null;
  state: PlanState;
  matched: number;
  itemCount: number;
  freezeCursor: string | null;
  /** When the last of its cases was collected; null before. */
  frozenAt: number | null;
  byCode: Record<string, number>;
  bySystem: Partial<Record<LampSystem, number>>;
  excluded: Partial<Record<ExclusionReason, number>>;
  notFound: string[];
  hash: string | null;
  /** Who made it: its items are done in this person's name, within these areas. */
  maker: Actor;
  typedCount: number | null;
  confirmedAt: number | null;
  approverId: string | null;
  approverName: string | null;
  decidedAt: number | null;
  decisionReason: string | null;
  demo: boolean;
  createdAt: number;
  expiresAt: number;
  version: number;
}

export interface PlanItemRow {
  planId: string;
  seq: number;
  caseId: string;
  failureCode: string;
  systemMask: number;
  state: PlanItemState;
  workId: string | null;
  takenAt: number | null;
}

/** How much of each pace may still be spent, and when that was last reckoned. */
export interface Pacing {
  at: number;
  budget: Partial<Record<LampSystem | 'items', number>>;
}

export interface BulkJobRow {
  id: string;
  planId: string;
  state: LongJobState;
  rates: BulkRates;
  pacing: Pacing;
  runnerId: string | null;
  startedById: string;
  startedByName: string;
  startedAt: number;
  pausedAt: number | null;
  pausedMs: number;
  cancelRequestedAt: number | null;
  finishedAt: number | null;
  demo: boolean;
  version: number;
}

type DbRow = Readonly<Record<string, unknown>>;
const int = (value: unknown): number | null => (value == null ? null : Number(value));
const str = (value: unknown): string | null => (value == null ? null : String(value));
const json = <T>(value: unknown): T => JSON.parse(String(value)) as T;

export function planRowOf(row: DbRow): PlanRow {
  return {
    id: String(row['id']),
    number: String(row['number']),
    kind: String(row['kind']) as PlanKind,
    params: json<PlanParams>(row['params']),
    sourceKind: String(row['source_kind']) as PlanRow['sourceKind'],
    filter: row['filter'] == null ? null : json(row['filter']),
    state: String(row['state']) as PlanState,
    matched: Number(row['matched']),
    itemCount: Number(row['item_count']),
    freezeCursor: str(row['freeze_cursor']),
    frozenAt: int(row['frozen_at']),
    byCode: json(row['by_code']),
    bySystem: json(row['by_system']),
    excluded: json(row['excluded']),
    notFound: json(row['not_found']),
    hash: str(row['hash']),
    maker: {
      id: String(row['maker_id']),
      name: String(row['maker_name']),
      role: String(row['maker_role']) as Role,
      areaCodes: json(row['maker_areas']),
    },
    typedCount: int(row['typed_count']),
    confirmedAt: int(row['confirmed_at']),
    approverId: str(row['approver_id']),
    approverName: str(row['approver_name']),
    decidedAt: int(row['decided_at']),
    decisionReason: str(row['decision_reason']),
    demo: Boolean(row['demo']),
    createdAt: Number(row['created_at']),
    expiresAt: Number(row['expires_at']),
    version: Number(row['version']),
  };
}

export function planItemRowOf(row: DbRow): PlanItemRow {
  return {
    planId: String(row['plan_id']),
    seq: Number(row['seq']),
    caseId: String(row['case_id']),
    failureCode: String(row['failure_code']),
    systemMask: Number(row['system_mask']),
    state: String(row['state']) as PlanItemState,
    workId: str(row['work_id']),
    takenAt: int(row['taken_at']),
  };
}

export function bulkJobRowOf(row: DbRow): BulkJobRow {
  return {
    id: String(row['id']),
    planId: String(row['plan_id']),
    state: String(row['state']) as LongJobState,
    rates: json<BulkRates>(row['rates']),
    pacing: json<Pacing>(row['pacing']),
    runnerId: str(row['runner_id']),
    startedById: String(row['started_by_id']),
    startedByName: String(row['started_by_name']),
    startedAt: Number(row['started_at']),
    pausedAt: int(row['paused_at']),
    pausedMs: Number(row['paused_ms']),
    cancelRequestedAt: int(row['cancel_requested_at']),
    finishedAt: int(row['finished_at']),
    demo: Boolean(row['demo']),
    version: Number(row['version']),
  };
}
