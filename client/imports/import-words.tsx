import { useTranslate } from 'ra-core';
import type { ImportRow, ImportState } from '#contract/imports.ts';
import { StatusTag, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';

const statusOf: Readonly<Record<ImportState, Status>> = {
  receiving: 'flight',
  uploaded: 'wait',
  checking: 'flight',
  checked: 'wait',
  committing: 'flight',
  committed: 'ok',
  cancelled: 'held',
  failed: 'bad',
};

export function ImportStateWord({ state, tag }: { state: ImportState; tag?: boolean }) {
  const t = useTranslate();
  const Shape = tag === true ? StatusTag : StatusWord;
  return <Shape status={statusOf[state]}>{t(`imports.states.${state}`)}</Shape>;
}

export const isRunning = (row: Pick<ImportRow, 'state'>): boolean =>
  row.state === 'checking' || row.state === 'committing';

/** 478,308 bytes as `467 KB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
