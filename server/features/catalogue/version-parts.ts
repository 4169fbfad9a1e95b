import { given } from '../../db/cells.ts';
import {
  versionColumns,
  versionRowOf,
  type VersionRow,
  type VersionRowChange,
} from '../../versions/version-row.ts';

/** What catalogue and mapping versions have in common. */
export interface VersionHead extends VersionRow {
  note: string;
}

export type HeadChange = VersionRowChange & { note?: string };

/** The note that a version is handed in with. */
export const noted = ({ note }: { note?: string | undefined }) => ({
  ...(note === undefined ? {} : { change: { note } }),
  detail: { note: note ?? null },
});

export const changeColumns = (change: HeadChange): Record<string, unknown> =>
  given({ ...versionColumns(change), note: change.note });

export const headOf = (row: Record<string, unknown>): VersionHead => ({
  ...versionRowOf(row),
  note: String(row['note']),
});
