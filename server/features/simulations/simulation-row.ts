import type { SimulationRecord } from '#contract/simulations.ts';
import type { SimulationState } from '#domain/simulation-lifecycle.ts';
import { numberOrNull } from '../../db/cells.ts';
import type { StoredPins } from '../compensation/batch-pins.ts';

/** What is kept of the request, so that a page can begin with it again. */
export interface Asked {
  outageId: string | null;
  drawn: unknown;
  aPolicyId: string | null;
  bPolicyId: string | null;
  /** The outage was open when it was asked. */
  asOfNow: boolean;
}

/** A row of `simulations`; booleans are 0 or 1 on both engines. */
export interface SimulationRow {
  id: string;
  state: SimulationState;
  title: string;
  outage_id: string | null;
  a_name: string;
  b_name: string | null;
  a_value_fen: number | null;
  b_value_fen: number | null;
  currency: string;
  exponent: number;
  /** JSON of `Asked`. */
  asked: string;
  /** JSON of the pins of each side. */
  pinned: string;
  /** JSON of `SimulationResult`. */
  result: string | null;
  failure: string | null;
  progress_done: number;
  progress_total: number;
  cancel_requested: boolean | number;
  created_by: string;
  created_by_name: string;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
}

/** All but the long texts. */
export const SIMULATION_COLUMNS = [
  'id',
  'state',
  'title',
  'outage_id',
  'a_name',
  'b_name',
  'a_value_fen',
  'b_value_fen',
  'currency',
  'exponent',
  'failure',
  'progress_done',
  'progress_total',
  'cancel_requested',
  'created_by',
  'created_by_name',
  'created_at',
  'started_at',
  'finished_at',
] as const satisfies readonly (keyof SimulationRow)[];

export const askedOf = (row: SimulationRow): Asked => JSON.parse(row.asked) as Asked;
export const pinsOfRow = (row: SimulationRow): StoredPins[] =>
  JSON.parse(row.pinned) as StoredPins[];

export function simulationRecordOf(
  row: Pick<SimulationRow, (typeof SIMULATION_COLUMNS)[number]>,
): SimulationRecord {
  return {
    id: row.id,
    state: row.state,
    title: row.title,
    outageId: row.outage_id,
    aName: row.a_name,
    bName: row.b_name,
    aValueFen: numberOrNull(row.a_value_fen),
    bValueFen: numberOrNull(row.b_value_fen),
    currency: row.currency,
    exponent: Number(row.exponent),
    progressDone: Number(row.progress_done),
    progressTotal: Number(row.progress_total),
    cancelRequested: Boolean(row.cancel_requested),
    failure:
      row.failure === null
        ? null
        : (JSON.parse(row.failure) as NonNullable<SimulationRecord['failure']>),
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    createdAt: Number(row.created_at),
    startedAt: numberOrNull(row.started_at),
    finishedAt: numberOrNull(row.finished_at),
  };
}
