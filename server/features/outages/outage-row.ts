import type { Responsibility, Severity } from '#domain/exposure.ts';
import type { OutageState } from '#domain/lifecycles.ts';
import type { OutageFacts, ScopeBasis, ServiceStretch } from '#domain/outage-facts.ts';
import { numberOrNull, textOrNull } from '../../db/cells.ts';

/** An outage as stored: its current facts and what became of it. */
export interface Outage {
  id: string;
  number: string;
  state: OutageState;
  facts: OutageFacts;
  severity: Severity;
  responsibilityStage: 'initial' | 'final';
  agreedBy: string | null;
  agreedAt: number | null;
  affectedLines: number;
  /** Null: no snapshot was valid at the start, and nothing was counted. */
  snapshotId: string | null;
  revision: number;
  loggerId: string;
  loggerName: string;
  confirmedBy: string | null;
  confirmedByName: string | null;
  confirmedAt: number | null;
  /** The latest estimate of restoration. */
  estimatedEndAt: number | null;
  importId: string | null;
  demo: boolean;
  version: number;
  createdAt: number;
  updatedAt: number;
}

type Row = Record<string, unknown>;

function factsOf(row: Row): OutageFacts {
  return {
    title: String(row['title']),
    zone: String(row['zone']),
    services: JSON.parse(String(row['services'])) as ServiceStretch[],
    scopeBasis: String(row['scope_basis']) as ScopeBasis,
    areaCodes: JSON.parse(String(row['area_codes'])) as string[],
    siteCodes: JSON.parse(String(row['site_codes'])) as string[],
    cause: String(row['cause']),
    responsibility: String(row['responsibility']) as Responsibility,
    responsibleParty: textOrNull(row['responsible_party']),
    evidenceNote: textOrNull(row['evidence_note']),
    announcedAt: numberOrNull(row['announced_at']),
    detectedAt: numberOrNull(row['detected_at']),
    startedAt: Number(row['started_at']),
    endedAt: numberOrNull(row['ended_at']),
    emergencyCallsAffected: Boolean(row['emergency_calls_affected']),
    importantCustomers: Number(row['important_customers']),
    regulatorToldAt: numberOrNull(row['regulator_told_at']),
    attachedListId: textOrNull(row['attached_list_id']),
    parentId: textOrNull(row['parent_id']),
    evidenceIds: JSON.parse(textOrNull(row['evidence_ids']) ?? '[]') as string[],
  };
}

export function outageOf(row: Row): Outage {
  return {
    id: String(row['id']),
    number: String(row['number']),
    state: String(row['state']) as OutageState,
    facts: factsOf(row),
    severity: String(row['severity']) as Severity,
    responsibilityStage: row['responsibility_stage'] === 'final' ? 'final' : 'initial',
    agreedBy: textOrNull(row['agreed_by']),
    agreedAt: numberOrNull(row['agreed_at']),
    affectedLines: Number(row['affected_lines']),
    snapshotId: textOrNull(row['snapshot_id']),
    revision: Number(row['revision']),
    loggerId: String(row['logger_id']),
    loggerName: String(row['logger_name']),
    confirmedBy: textOrNull(row['confirmed_by']),
    confirmedByName: textOrNull(row['confirmed_by_name']),
    confirmedAt: numberOrNull(row['confirmed_at']),
    estimatedEndAt: numberOrNull(row['estimated_end_at']),
    importId: textOrNull(row['import_id']),
    demo: Boolean(row['demo']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
