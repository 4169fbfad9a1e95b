import type { BatchKind, BatchRecord, BatchTotalsRecord } from '#contract/compensation.ts';
import type { ApprovalTier } from '#domain/batch-arithmetic.ts';
import type { BatchState } from '#domain/lifecycles.ts';
import type { Benefit } from '#domain/policy-types.ts';
import type { StoredPins } from './batch-pins.ts';

/** A row of `batches`; booleans are 0 or 1 on both engines. */
export interface BatchRow {
  id: string;
  number: string;
  title: string;
  state: BatchState;
  kind: BatchKind;
  family: string;
  outage_id: string | null;
  outage_revision: number | null;
  policy_id: string;
  weight_profile_id: string;
  /** JSON of `StoredPins`. */
  pinned: string;
  snapshot_id: string;
  factor_per_mille: number;
  line_count: number;
  item_count: number;
  excluded_count: number;
  total_mb: number;
  total_minutes: number;
  total_days: number;
  total_fen: number;
  value_fen: number;
  tier: ApprovalTier | null;
  content_hash: string | null;
  progress_done: number;
  progress_total: number;
  phase_started_at: number | null;
  cancel_requested: boolean | number;
  crediting_paused: boolean | number;
  failure: string | null;
  submitted_by: string | null;
  submitted_at: number | null;
  expires_at: number | null;
  created_by: string;
  created_by_name: string;
  started_at: number;
  ended_at: number | null;
  month_key: string;
  demo: boolean | number;
  version: number;
  created_at: number;
  updated_at: number;
}

/** What a list needs of a batch: all but the pins, which are long. */
export const BATCH_COLUMNS = [
  'id',
  'number',
  'title',
  'state',
  'kind',
  'family',
  'outage_id',
  'outage_revision',
  'policy_id',
  'weight_profile_id',
  'snapshot_id',
  'factor_per_mille',
  'line_count',
  'item_count',
  'excluded_count',
  'total_mb',
  'total_minutes',
  'total_days',
  'total_fen',
  'value_fen',
  'tier',
  'content_hash',
  'progress_done',
  'progress_total',
  'phase_started_at',
  'cancel_requested',
  'crediting_paused',
  'failure',
  'submitted_by',
  'submitted_at',
  'expires_at',
  'created_by',
  'created_by_name',
  'started_at',
  'ended_at',
  'month_key',
  'demo',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof BatchRow)[];

export const pinsOf = (row: Pick<BatchRow, 'pinned'>): StoredPins =>
  JSON.parse(row.pinned) as StoredPins;

const optional = (value: unknown): number | null => (value == null ? null : Number(value));

export function totalsOfRow(row: BatchRow): BatchTotalsRecord {
  return {
    lineCount: Number(row.line_count),
    itemCount: Number(row.item_count),
    excludedCount: Number(row.excluded_count),
    totalMb: Number(row.total_mb),
    totalMinutes: Number(row.total_minutes),
    totalDays: Number(row.total_days),
    totalFen: Number(row.total_fen),
    valueFen: Number(row.value_fen),
  };
}

export function batchRecordOf(row: BatchRow): BatchRecord {
  return {
    ...totalsOfRow(row),
    id: row.id,
    number: row.number,
    title: row.title,
    state: row.state,
    kind: row.kind,
    family: row.family,
    outageId: row.outage_id,
    outageRevision: optional(row.outage_revision),
    policyId: row.policy_id,
    weightProfileId: row.weight_profile_id,
    snapshotId: row.snapshot_id,
    factorPerMille: Number(row.factor_per_mille),
    tier: row.tier,
    contentHash: row.content_hash,
    progressDone: Number(row.progress_done),
    progressTotal: Number(row.progress_total),
    phaseStartedAt: optional(row.phase_started_at),
    cancelRequested: Boolean(row.cancel_requested),
    creditingPaused: Boolean(row.crediting_paused),
    failure: row.failure === null ? null : (JSON.parse(row.failure) as BatchRecord['failure']),
    submittedBy: row.submitted_by,
    submittedAt: optional(row.submitted_at),
    expiresAt: optional(row.expires_at),
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    startedAt: Number(row.started_at),
    monthKey: row.month_key,
    demo: Boolean(row.demo),
    version: Number(row.version),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}

/** The column of a benefit's total in `batches` and `batch_chunks`. */
export const TOTAL_COLUMN = {
  data: 'total_mb',
  voice: 'total_minutes',
  validity: 'total_days',
  money: 'total_fen',
} as const satisfies Record<Benefit, keyof BatchRow>;

/** Last letter of an item's id: the ids of a line sort like its benefits' names. */
export const BENEFIT_LETTER = {
  data: 'd',
  money: 'm',
  validity: 't',
  voice: 'v',
} as const satisfies Record<Benefit, string>;

/** States in which a batch's items use up caps and keep other batches off its lines. */
export const COUNTED_STATES = [
  'submitted',
  'approved',
  'crediting',
  'credited',
  'partly_credited',
] as const satisfies readonly BatchState[];

/** From approval on items are credits; before it they only say what would be paid. */
export const APPROVED_STATES = [
  'approved',
  'crediting',
  'credited',
  'partly_credited',
  'reversed',
] as const satisfies readonly BatchState[];

export const isApproved = (state: BatchState): boolean =>
  (APPROVED_STATES as readonly string[]).includes(state);
