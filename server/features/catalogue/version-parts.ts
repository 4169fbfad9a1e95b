import type { VersionState } from '#domain/lifecycles.ts';
import type { Maker, Versioned } from '#domain/versions.ts';

/** What catalogue and mapping versions have in common. */
export interface VersionHead extends Versioned {
  versionNo: number;
  note: string;
  makers: Maker[];
  submittedAt: number | null;
  publishedBy: string | null;
  publishedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

export type HeadChange = Partial<
  Pick<
    VersionHead,
    'state' | 'note' | 'makers' | 'submittedBy' | 'submittedAt' | 'publishedBy' | 'publishedAt'
  >
>;

/** The note that a version is handed in with. */
export const noted = ({ note }: { note?: string | undefined }) => ({
  ...(note === undefined ? {} : { change: { note } }),
  detail: { note: note ?? null },
});

export const changeColumns = (change: HeadChange): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({
      state: change.state,
      note: change.note,
      makers: change.makers === undefined ? undefined : JSON.stringify(change.makers),
      submitted_by: change.submittedBy,
      submitted_at: change.submittedAt,
      published_by: change.publishedBy,
      published_at: change.publishedAt,
    }).filter(([, value]) => value !== undefined),
  );

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));
const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));

export function headOf(row: Record<string, unknown>): VersionHead {
  return {
    id: String(row['id']),
    versionNo: Number(row['version_no']),
    state: String(row['state']) as VersionState,
    note: String(row['note']),
    makers: row['makers'] == null ? [] : (JSON.parse(String(row['makers'])) as Maker[]),
    submittedBy: textOrNull(row['submitted_by']),
    submittedAt: intOrNull(row['submitted_at']),
    publishedBy: textOrNull(row['published_by']),
    publishedAt: intOrNull(row['published_at']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
