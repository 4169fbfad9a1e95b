import type { VersionState } from '#domain/lifecycles.ts';
import type { Maker, Versioned } from '#domain/versions.ts';
import { numberOrNull, textOrNull } from '../db/cells.ts';

/** What tables of versions have in common; a store adds what its own records are about. */
export interface VersionRow extends Versioned {
  versionNo: number;
  makers: Maker[];
  submittedAt: number | null;
  publishedBy: string | null;
  publishedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

export type VersionRowChange = Partial<
  Pick<
    VersionRow,
    'state' | 'makers' | 'submittedBy' | 'submittedAt' | 'publishedBy' | 'publishedAt'
  >
>;

export const versionColumns = (change: VersionRowChange): Record<string, unknown> => ({
  state: change.state,
  makers: change.makers === undefined ? undefined : JSON.stringify(change.makers),
  submitted_by: change.submittedBy,
  submitted_at: change.submittedAt,
  published_by: change.publishedBy,
  published_at: change.publishedAt,
});

/** Marks the one version that is under way, by a unique column: undefined where the change says no state. */
export const openOf = (state: VersionState | undefined, subject: string) => {
  if (state === undefined) return undefined;
  return state === 'draft' || state === 'submitted' ? subject : null;
};

export const versionRowOf = (row: Record<string, unknown>): VersionRow => ({
  id: String(row['id']),
  versionNo: Number(row['version_no']),
  state: String(row['state']) as VersionState,
  makers: row['makers'] == null ? [] : (JSON.parse(String(row['makers'])) as Maker[]),
  submittedBy: textOrNull(row['submitted_by']),
  submittedAt: numberOrNull(row['submitted_at']),
  publishedBy: textOrNull(row['published_by']),
  publishedAt: numberOrNull(row['published_at']),
  version: Number(row['version']),
  createdAt: Number(row['created_at']),
  updatedAt: Number(row['updated_at']),
});
