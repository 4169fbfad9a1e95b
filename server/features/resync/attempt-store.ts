import type { Knex } from 'knex';
import type { AttemptRecord } from '#contract/cases.ts';
import type { LampSystem } from '#domain/lamps.ts';
import { DomainError } from '#domain/errors.ts';
import type { CallRecord } from '../../connectors/outcome.ts';
import { updateEach } from '../../db/update-each.ts';
import { gatherWrites, groupedBy } from '../../gather.ts';
import type { World } from '../../world.ts';

export type AttemptKind = AttemptRecord['kind'];
export type AttemptOutcome = AttemptRecord['outcome'];

/** Who or what set an attempt going. */
export interface AttemptOrigin {
  jobId: string;
  trigger: string;
  actorId: string;
  actorName: string;
}

export interface NewAttempt extends AttemptOrigin {
  caseId: string;
  kind: AttemptKind;
  systems: readonly LampSystem[];
  generation: number;
  idempotencyKey: string;
}

/** What a call came to, as it is kept. The call's texts carry neither numbers nor secrets. */
export interface AttemptEnd {
  outcome: AttemptOutcome;
  rawCode?: string | null;
  rawText?: string | null;
  call: Pick<
    CallRecord,
    'startedAt' | 'durationMs' | 'requestRedacted' | 'responseRedacted'
  > | null;
}

const MAX_SHOWN = 100;

/** Every call to the provisioning gateway about a case: written before it is sent, completed after. */
export function createAttemptStore(db: Knex, world: World) {
  const endColumns = (end: AttemptEnd): Record<string, unknown> => ({
    outcome: end.outcome,
    raw_code: end.rawCode?.slice(0, 64) ?? null,
    raw_text: end.rawText?.slice(0, 500) ?? null,
    ...(end.call === null
      ? {}
      : {
          duration_ms: end.call.durationMs,
          request: end.call.requestRedacted,
          response: end.call.responseRedacted ?? '',
        }),
  });

  const write = gatherWrites((rows: readonly Record<string, unknown>[]) =>
    db('attempts').insert([...rows]),
  );

  const complete = gatherWrites(async (ended: readonly { id: string; end: AttemptEnd }[]) => {
    const rows = ended.map(({ id, end }) => ({ id, change: endColumns(end) }));
    for (const alike of groupedBy(rows, ({ change }) => Object.keys(change).join())) {
      const touched = await updateEach(db, 'attempts', alike, (attempts) => {
        void attempts.whereIn('outcome', ['started', 'in_progress', 'unknown']);
      });
      if (touched !== alike.length) throw new DomainError('conflict', 'errors.stale');
    }
  });

  async function insert(attempt: NewAttempt, end: AttemptEnd): Promise<string> {
    const id = world.nextId();
    await write({
      id,
      case_id: attempt.caseId,
      job_id: attempt.jobId,
      kind: attempt.kind,
      systems: attempt.systems.join(','),
      generation: attempt.generation,
      idempotency_key: attempt.idempotencyKey,
      trigger_kind: attempt.trigger,
      actor_id: attempt.actorId,
      actor_name: attempt.actorName,
      started_at: end.call?.startedAt ?? world.now(),
      duration_ms: 0,
      request: '',
      response: '',
      ...endColumns(end),
    });
    return id;
  }

  return {
    /** A send about to leave; whoever finds it still `started` later knows that its outcome was never recorded. */
    start: (attempt: NewAttempt): Promise<string> =>
      insert(attempt, { outcome: 'started', call: null }),

    /** A query or read-back, which changes nothing and is recorded once it is over. */
    record: insert,

    /** Completes an attempt whose end was not known yet. */
    finish: (id: string, end: AttemptEnd): Promise<void> => complete({ id, end }),

    /** The last send of a generation. */
    async lastSend(caseId: string, generation: number): Promise<AttemptRecord | undefined> {
      const row = (await db('attempts')
        .where({ case_id: caseId, generation, kind: 'send' })
        .orderBy('id', 'desc')
        .first()) as Record<string, unknown> | undefined;
      return row === undefined ? undefined : attemptRecordOf(row);
    },

    /** How often a job has come to these outcomes; for its limits. */
    async countOf(
      jobId: string,
      caseId: string,
      where: { kind: AttemptKind; outcomes?: readonly AttemptOutcome[]; generation?: number },
    ): Promise<number> {
      const [row]: { n: number }[] = await db('attempts')
        .where({ case_id: caseId, job_id: jobId, kind: where.kind })
        .modify((q: Knex.QueryBuilder) => {
          if (where.outcomes) void q.whereIn('outcome', [...where.outcomes]);
          if (where.generation !== undefined) void q.where('generation', where.generation);
        })
        .count({ n: '*' });
      return Number(row?.n ?? 0);
    },

    /** The attempts of a case, newest first. */
    async ofCase(caseId: string): Promise<AttemptRecord[]> {
      const rows = (await db('attempts')
        .where({ case_id: caseId })
        .orderBy('id', 'desc')
        .limit(MAX_SHOWN)) as Record<string, unknown>[];
      return rows.map(attemptRecordOf);
    },
  };
}

export type AttemptStore = ReturnType<typeof createAttemptStore>;

function attemptRecordOf(row: Record<string, unknown>): AttemptRecord {
  const text = (name: string) => String(row[name]);
  const textOrNull = (name: string) => (row[name] == null ? null : String(row[name]));
  return {
    id: text('id'),
    kind: text('kind') as AttemptKind,
    systems: text('systems')
      .split(',')
      .filter((name) => name !== '') as LampSystem[],
    generation: Number(row['generation']),
    idempotencyKey: text('idempotency_key'),
    trigger: text('trigger_kind'),
    actorId: text('actor_id'),
    actorName: text('actor_name'),
    jobId: textOrNull('job_id'),
    startedAt: Number(row['started_at']),
    durationMs: Number(row['duration_ms']),
    outcome: text('outcome') as AttemptOutcome,
    rawCode: textOrNull('raw_code'),
    rawText: textOrNull('raw_text'),
    request: text('request'),
    response: text('response'),
  };
}
