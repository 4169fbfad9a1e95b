import { backoffMs } from '#domain/backoff.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import { DomainError } from '#domain/errors.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CasePatch } from '../unsubscribes/case-store.ts';
import type { AttemptEnd, AttemptKind } from './attempt-store.ts';
import { readSystems, sendKeyOf, type Reading, type Refusal } from './resync-calls.ts';
import type { ResyncFeatures, Run, StepEnd } from './resync-job.ts';

/** Sends of one job that may be refused, or prove without effect, before a person has to look. */
export const MAX_SENDS = 3;
/** Calls of one job that may fail to reach the gateway. */
export const MAX_UNREACHED = 8;
export const RETRY = { baseMs: 5_000, capMs: 600_000 };
export const ASK = { baseMs: 5_000, capMs: 600_000 };
export const READ = { baseMs: 2_000, capMs: 60_000 };

const RETRYABLE: readonly string[] = ['auto', 'verify'];

/** The path on which a case that was read as agreeing gets to its end; nothing is sent on it. */
const TO_VERIFIED: Readonly<Partial<Record<CaseState, readonly CaseState[]>>> = {
  open: ['queued', 'sent', 'confirmed', 'verified'],
  waiting_customer: ['queued', 'sent', 'confirmed', 'verified'],
  waiting_date: ['queued', 'sent', 'confirmed', 'verified'],
  queued: ['sent', 'confirmed', 'verified'],
  sent: ['confirmed', 'verified'],
  unknown: ['confirmed', 'verified'],
  confirmed: ['verified'],
};

export const againIn = (run: Run, ms: number): StepEnd => ({ again: run.needs.now() + ms });

export const wait = (run: Run, tries: number, scale: typeof RETRY): number =>
  backoffMs(tries, run.job.id, scale);

/** The case as it is inside the transaction; someone who moved it meanwhile makes the step start over. */
export async function freshly(
  f: ResyncFeatures,
  row: CaseRow,
  expected: CaseState = row.state,
): Promise<CaseRow> {
  const fresh = await f.caseStore.find(row.id);
  if (fresh?.state !== expected || fresh.generation !== row.generation)
    throw new DomainError('conflict', 'errors.stale');
  return fresh;
}

/** Writes a call down that changed nothing. */
export function recordCall(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  kind: AttemptKind,
  end: AttemptEnd,
): Promise<string> {
  return f.attempts.record(
    {
      ...run.origin,
      caseId: row.id,
      kind,
      systems: kind === 'read_back' ? ['crm', 'platform', 'network', 'billing'] : [],
      generation: row.generation,
      idempotencyKey: sendKeyOf(row),
    },
    end,
  );
}

export async function readBack(run: Run, row: CaseRow): Promise<Reading> {
  return readSystems(run.needs.provisioning, row, await run.msisdn(row));
}

export const lampsOf = (reading: Reading): CasePatch =>
  reading.lamps === null ? {} : { lamps: reading.lamps };

/** I15: only a reading in which all four systems agree gets here. */
export async function verify(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  reading: Reading,
): Promise<void> {
  if (!reading.agree || reading.lamps === null) throw new Error('verified without a reading');
  const noCall = !['sent', 'unknown', 'confirmed'].includes(row.state);
  const detail = { cause: 'read_back', ...(noCall ? { noCall } : {}) };
  let seen = row;
  for (const state of TO_VERIFIED[row.state] ?? []) {
    const patch = state === 'verified' ? { lamps: reading.lamps } : {};
    seen = await f.caseStore.move(run.ctx, seen, state, patch, detail);
  }
}

/** Back to the people, by way of the queue where the table of states asks for it. */
export async function backToOpen(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  patch: CasePatch,
  detail: Record<string, unknown>,
): Promise<void> {
  const direct = row.state === 'queued' || row.state === 'sent';
  const seen = direct ? row : await f.caseStore.move(run.ctx, row, 'queued', {}, detail);
  await f.caseStore.move(run.ctx, seen, 'open', { ...patch, notBeforeAt: null }, detail);
}

/** Back into the queue for another send, not before a while has passed. */
export async function backToQueue(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  patch: CasePatch,
  retry: { delayMs: number; detail: Record<string, unknown> },
): Promise<StepEnd> {
  const notBeforeAt = run.needs.now() + retry.delayMs;
  await f.caseStore.move(run.ctx, row, 'queued', { ...patch, notBeforeAt }, retry.detail);
  return { again: notBeforeAt };
}

export interface RefusalVerdict {
  failureCode: string;
  retryable: boolean;
}

/** A refusal is classified like any failure; its class, or the case's own where nobody mapped it, decides. */
export async function judge(run: Run, row: CaseRow, refusal: Refusal): Promise<RefusalVerdict> {
  const { catalogue } = run.needs.features;
  const mapping = await catalogue.publishedMapping();
  const { failureCode } = mapping.classify({
    sourceSystem: refusal.sourceSystem ?? '',
    rawCode: refusal.rawCode,
    rawText: refusal.rawText,
  });
  const codes = await catalogue.codes();
  const deciding = failureCode === UNCLASSIFIED_CODE ? row.failureCode : failureCode;
  return { failureCode, retryable: RETRYABLE.includes(codes.get(deciding)?.retry ?? 'manual') };
}

/**
 * A definite refusal. The systems are read first, because some may have changed before it. Then the generation
 * grows, so that the next send is a new order: soon, if the cause passes by itself, else when a person says so.
 */
export async function settleRefusal(
  run: Run,
  row: CaseRow,
  attempt: { id: string; end: AttemptEnd },
  refusal: Refusal,
): Promise<StepEnd> {
  const reading = await readBack(run, row);
  const verdict = await judge(run, row, refusal);
  return run.tools.fenced(async (f): Promise<StepEnd> => {
    const fresh = await freshly(f, row);
    await f.attempts.finish(attempt.id, attempt.end);
    await recordCall(f, run, row, 'read_back', reading.end);
    if (reading.agree) {
      await verify(f, run, fresh, reading);
      return 'done';
    }
    const sends = await f.attempts.countOf(run.job.id, row.id, {
      kind: 'send',
      outcomes: ['refused', 'accepted', 'not_found'],
    });
    const detail = { cause: 'refused', ...refusal, failureCode: verdict.failureCode };
    const patch = { ...lampsOf(reading), generation: row.generation + 1 };
    if (!verdict.retryable || sends >= MAX_SENDS || run.mode === 'read_back') {
      await backToOpen(f, run, fresh, patch, detail);
      return 'done';
    }
    return backToQueue(f, run, fresh, patch, { delayMs: wait(run, sends - 1, RETRY), detail });
  });
}
