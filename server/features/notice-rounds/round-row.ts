import type { LongJobState } from '#domain/lifecycles.ts';
import type { NoticeTrigger, RoundEvent } from '#contract/notice-rounds.ts';
import { given, numberOrNull, textOrNull } from '../../db/cells.ts';

/** One event told to many lines. */
export interface Round {
  id: string;
  aboutKind: 'outage' | 'batch';
  aboutId: string;
  event: RoundEvent;
  /** Tells one happening of the event from the next. */
  occasion: string;
  state: LongJobState;
  /** Why it was cancelled: by a person, or because it would no longer be true. */
  endedReason: 'by_hand' | 'no_longer_true' | null;
  trigger: NoticeTrigger;
  /** What it says and to whom, as it was when it began: nothing in it changes later. */
  pinned: unknown;
  /** Lines that are not told, by reason. */
  excluded: Record<string, number>;
  expected: number;
  made: number;
  /** Lines up to here have been looked at. */
  cursorLineId: string;
  walked: boolean;
  ratePerSecond: number;
  pacing: { at: number; left: number };
  jobId: string | null;
  actorId: string;
  actorName: string;
  demo: boolean;
  pausedAt: number | null;
  finishedAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

export type RoundChange = Partial<
  Pick<
    Round,
    | 'state'
    | 'endedReason'
    | 'made'
    | 'cursorLineId'
    | 'walked'
    | 'ratePerSecond'
    | 'pacing'
    | 'jobId'
    | 'pausedAt'
    | 'finishedAt'
  >
>;

export function roundColumns(change: RoundChange): Record<string, unknown> {
  const columns = {
    state: change.state,
    ended_reason: change.endedReason,
    made: change.made,
    cursor_line_id: change.cursorLineId,
    walked: change.walked,
    rate_per_second: change.ratePerSecond,
    pacing_at: change.pacing?.at,
    pacing_left: change.pacing?.left,
    job_id: change.jobId,
    paused_at: change.pausedAt,
    finished_at: change.finishedAt,
  };
  return given(columns);
}

type Row = Record<string, unknown>;

export function roundOf(row: Row): Round {
  return {
    id: String(row['id']),
    aboutKind: row['about_kind'] === 'batch' ? 'batch' : 'outage',
    aboutId: String(row['about_id']),
    event: String(row['event']) as RoundEvent,
    occasion: String(row['occasion']),
    state: String(row['state']) as LongJobState,
    endedReason: textOrNull(row['ended_reason']) as Round['endedReason'],
    trigger: String(row['trigger_kind']) as NoticeTrigger,
    pinned: JSON.parse(String(row['pinned'])) as unknown,
    excluded: JSON.parse(String(row['excluded'])) as Record<string, number>,
    expected: Number(row['expected']),
    made: Number(row['made']),
    cursorLineId: String(row['cursor_line_id']),
    walked: Boolean(row['walked']),
    ratePerSecond: Number(row['rate_per_second']),
    pacing: { at: Number(row['pacing_at']), left: Number(row['pacing_left']) },
    jobId: textOrNull(row['job_id']),
    actorId: String(row['actor_id']),
    actorName: String(row['actor_name']),
    demo: Boolean(row['demo']),
    pausedAt: numberOrNull(row['paused_at']),
    finishedAt: numberOrNull(row['finished_at']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
