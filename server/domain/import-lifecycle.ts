import type { Lifecycle } from './lifecycles.ts';

/**
 * What a file may hold: failed unsubscribes as CSV or as TM Forum 641 orders, the relations of platform and CRM side
 * by side, lines, volumes, outages.
 */
export const importKinds = [
  'unsubscribes',
  'tmf641',
  'reconciliation',
  'subscribers',
  'volumes',
  'outages',
] as const;
export type ImportKind = (typeof importKinds)[number];

export const importStates = [
  'receiving',
  'uploaded',
  'checking',
  'checked',
  'committing',
  'committed',
  'cancelled',
  'failed',
] as const;
export type ImportState = (typeof importStates)[number];

/** Landing is idempotent, so a file that failed halfway may be checked and committed again. */
export const importLifecycle: Lifecycle<ImportState> = {
  receiving: ['uploaded'],
  uploaded: ['uploaded', 'checking', 'committing', 'cancelled'],
  checking: ['checked', 'uploaded', 'failed'],
  checked: ['uploaded', 'checking', 'committing', 'cancelled'],
  committing: ['committed', 'cancelled', 'failed'],
  failed: ['uploaded', 'checking', 'cancelled'],
};

/** A job is at work on the file. */
export const importRunningStates = ['checking', 'committing'] as const;

export const isImportRunning = (state: ImportState): boolean =>
  (importRunningStates as readonly string[]).includes(state);
