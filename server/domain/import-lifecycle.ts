import type { Lifecycle } from './lifecycles.ts';

/**
 * What a file may hold: failed unsubscribes as CSV or as TM Forum 641 orders, the relations of platform and CRM side
 * by side in one file or as two, lines, volumes, outages and what they led to.
 */
export const importKinds = [
  'unsubscribes',
  'tmf641',
  'reconciliation',
  'relations',
  'subscribers',
  'volumes',
  'outages',
  'outage_effects',
] as const;
export type ImportKind = (typeof importKinds)[number];

/** Only who may log outages brings these in. */
export const isOfOutages = (kind: ImportKind): boolean =>
  kind === 'outages' || kind === 'outage_effects';

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
