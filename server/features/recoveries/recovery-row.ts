import type { EvidenceEnding } from '#contract/evidence.ts';
import type { RecoveryFile, RecoveryReceipt, RecoveryRecord } from '#contract/recoveries.ts';
import {
  isAmong,
  recoveryEnds,
  type RecoveryHead,
  type RecoveryState,
} from '#domain/recoveries.ts';
import { numberOrNull, textOrNull } from '../../db/cells.ts';
import type { Head, Recovery } from './recovery-store.ts';

export type Row = Record<string, unknown>;

export const recoveryOf = (row: Row): Recovery => ({
  id: String(row['id']),
  number: String(row['number']),
  outageId: String(row['outage_id']),
  party: String(row['party']),
  state: String(row['state']) as RecoveryState,
  dueAt: numberOrNull(row['due_at']),
  letterCount: Number(row['letter_count']),
  version: Number(row['version']),
});

export const headOf = (row: Row): Head => ({
  head: String(row['head']) as RecoveryHead,
  claimedFen: Number(row['claimed_fen']),
  agreedFen: numberOrNull(row['agreed_fen']),
  receivedFen: Number(row['received_fen']),
  basis: String(row['basis']),
});

/** Before a court no limitation runs, and nobody is asked to pay by a date. */
const RESTING: readonly RecoveryState[] = [...recoveryEnds, 'litigated'];

/** A row of `recoveries` joined with its outage, at an instant. */
export function recordOf(row: Row, now: number): RecoveryRecord {
  const { letterCount: _letters, dueAt: due, ...known } = recoveryOf(row);
  const rests = isAmong(RESTING, known.state);
  const dueAt = rests ? null : due;
  const warnAt = numberOrNull(row['limitation_warn_at']);
  return {
    ...known,
    outageNumber: String(row['outage_number']),
    outageTitle: String(row['outage_title']),
    claimedFen: Number(row['claimed_fen']),
    agreedFen: numberOrNull(row['agreed_fen']),
    receivedFen: Number(row['received_fen']),
    outstandingFen: Number(row['outstanding_fen']),
    filedAt: Number(row['filed_at']),
    dueAt,
    late: dueAt !== null && dueAt <= now,
    limitationAt: rests ? null : numberOrNull(row['limitation_at']),
    limitationWarns: !rests && warnAt !== null && warnAt <= now,
    updatedAt: Number(row['updated_at']),
  };
}

export const fileOf = (row: Row): RecoveryFile => ({
  id: String(row['id']),
  recoveryId: String(row['recovery_id']),
  head: String(row['head']) as RecoveryHead,
  fileName: String(row['file_name']),
  ending: String(row['ending']) as EvidenceEnding,
  sizeBytes: Number(row['size_bytes']),
  sha256: String(row['sha256']),
  addedByName: String(row['added_by_name']),
  addedAt: Number(row['added_at']),
  withdrawnByName: textOrNull(row['withdrawn_by_name']),
  withdrawnAt: numberOrNull(row['withdrawn_at']),
  withdrawnReason: textOrNull(row['withdrawn_reason']),
});

export const receiptOf = (row: Row): RecoveryReceipt => ({
  id: String(row['id']),
  head: String(row['head']) as RecoveryHead,
  amountFen: Number(row['amount_fen']),
  receivedOn: String(row['received_on']),
  reference: String(row['reference']),
  reason: textOrNull(row['reason']),
  recordedByName: String(row['recorded_by_name']),
  recordedAt: Number(row['recorded_at']),
});
