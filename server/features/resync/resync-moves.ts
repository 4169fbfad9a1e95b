import { backoffMs } from '#domain/backoff.ts';
import { retryPolicyOf, type RetryPolicy } from '#domain/retry-policy.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import { effectOf } from '#domain/charges.ts';
import { DomainError } from '#domain/errors.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CasePatch } from '../unsubscribes/case-store.ts';
import type { AttemptEnd, AttemptKind } from './attempt-store.ts';
import { readSystems, sendKeyOf, type Reading, type Refusal } from './resync-calls.ts';
import type { ResyncFeatures, Run, StepEnd } from './resync-job.ts';

/** Calls of one job that may fail to reach the gateway. */
export const MAX_UNREACHED = 8;
export const RETRY = { baseMs: 5_000, capMs: 600_000 };
export const ASK = { baseMs: 5_000, capMs: 600_000 };
/** Spread of cases that an open breaker put back. */
export const PUT_BACK = { baseMs: 4_000, capMs: 4_000, jitterPercent: 90 };
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

export const wait = (
  run: Run,
  tries: number,
  scale: typeof RETRY & { jitterPercent?: number },
): number => backoffMs(tries, run.job.id, scale);

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

/** What a step writes last; where the job ends with it, it is ended in the same transaction. */
export const settled = (
  run: Run,
  work: (f: ResyncFeatures) => Promise<StepEnd>,
): Promise<StepEnd> => run.tools.fenced(work, (end) => end === 'done');

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

/** What a reading changes. Billing that turns out to run is charged for since the cancel should have held. */
export function lampsOf(reading: Reading, row: CaseRow): CasePatch {
  if (reading.lamps === null) return {};
  const runsAfterAll =
    reading.lamps.billing.state === 'active' &&
    row.actual.billing !== 'active' &&
    row.wanted === 'cancelled';
  const since = row.actual.billing === 'unknown' ? effectOf(row) : reading.lamps.billing.seenAt;
  return { lamps: reading.lamps, ...(runsAfterAll ? { nextChargeAt: since } : {}) };
}

/** I15: only a reading in which all four systems agree gets here. `told` is what else is said of a move. */
export async function verify(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  reading: Reading,
  told: Partial<Record<CaseState, Record<string, unknown>>> = {},
): Promise<void> {
  const path = TO_VERIFIED[row.state];
  if (path === undefined) return;
  if (!reading.agree || reading.lamps === null) throw new Error('verified without a reading');
  const noCall = !['sent', 'unknown', 'confirmed'].includes(row.state);
  const detail = { cause: 'read_back', ...(noCall ? { noCall } : {}) };
  const steps = path.map((to) => ({ to, detail: told[to] ?? detail }));
  await f.caseStore.moveAlong(run.ctx, row, steps, { lamps: reading.lamps });
  // What was posted after billing says that it had stopped, was derived and never was.
  if (row.overchargeFen > 0 && reading.billingSinceAt !== null)
    await f.overcharges.billingStopped(row.id, reading.billingSinceAt);
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

/** How the case's own code is tried again. */
export async function policyOf(f: ResyncFeatures, row: CaseRow): Promise<RetryPolicy> {
  const rule = (await f.catalogue.codes()).get(row.failureCode);
  return rule?.policy ?? retryPolicyOf(rule?.retry ?? 'verify');
}

/** An attempt whose end is known but not yet written. */
export interface EndedAttempt {
  id: string;
  end: AttemptEnd;
}

export interface RefusalVerdict {
  failureCode: string;
  retryable: boolean;
  scheduled: boolean;
  /** The system itself failed; it did not say no for a reason of the business. */
  technical: boolean;
  policy: RetryPolicy;
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
  const rule = codes.get(failureCode === UNCLASSIFIED_CODE ? row.failureCode : failureCode);
  const retry = rule?.retry ?? 'manual';
  return {
    failureCode,
    retryable: RETRYABLE.includes(retry),
    scheduled: retry === 'scheduled',
    technical: failureCode !== UNCLASSIFIED_CODE && rule?.category === 'technical',
    policy: rule?.policy ?? retryPolicyOf(retry),
  };
}

/**
 * A definite refusal. The systems are read first, because some may have changed before it. Then the generation
 * grows, so that the next send is a new order: soon, if the cause passes by itself, else when a person says so.
 */
export async function settleRefusal(
  run: Run,
  row: CaseRow,
  attempt: EndedAttempt,
  refusal: Refusal,
): Promise<StepEnd> {
  const reading = await readBack(run, row);
  const verdict = await judge(run, row, refusal);
  return settled(run, async (f) => {
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
    const patch = { ...lampsOf(reading, fresh), generation: row.generation + 1 };
    if (verdict.scheduled && (await waitForEnd(f, run, fresh, patch, detail))) return 'done';
    const tried = sends >= verdict.policy.tries;
    if (!verdict.retryable || tried || run.mode === 'read_back') {
      await backToOpen(f, run, fresh, patch, detail);
      return 'done';
    }
    return backToQueue(f, run, fresh, patch, {
      delayMs: wait(run, sends - 1, verdict.policy),
      detail,
    });
  });
}

/**
 * A refusal that lifts with the end of something known (a bill run, the outage the case is tied to): the case waits
 * for that end instead of trying again. Answers false where nothing is known to end.
 */
async function waitForEnd(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  patch: CasePatch,
  detail: Record<string, unknown>,
): Promise<boolean> {
  const wait = await f.waits.endFor(row, String(detail['failureCode']));
  if (wait === null) return false;
  const queued =
    row.state === 'queued' ? row : await f.caseStore.move(run.ctx, row, 'queued', patch, detail);
  await f.waits.add(row.id, wait);
  await f.caseStore.move(
    run.ctx,
    queued,
    'waiting_date',
    { notBeforeAt: null },
    { until: wait.kind },
  );
  return true;
}
