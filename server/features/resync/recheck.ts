import { backoffMs } from '#domain/backoff.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { allAgree, lampSystems, type ActualStates } from '#domain/lamps.ts';
import type { Knex } from 'knex';
import type { ProvisioningPort, SystemReadings } from '../../connectors/provisioning/port.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { LineStore } from '../lines/line-store.ts';
import type { BillRun, BillRunStore } from '../systems/bill-run-store.ts';
import type { CaseLanding, LandingFacts } from '../unsubscribes/case-landing.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import type { AttemptStore } from './attempt-store.ts';

export const RECHECK_JOB = 'case.recheck';

interface PlanNeeds {
  db: Knex;
  runs: Pick<BillRunStore, 'advanceRecheck'>;
  enqueue(request: JobRequest): Promise<string>;
  now(): number;
}

const BATCH = 200;
/** Readings a second: drift is no emergency. */
const PER_SECOND = 20;
const MAX_TRIES = 6;
const RETRY = { baseMs: 60_000, capMs: 3_600_000 };

/** Verified cases are read again after the bill run that follows their end: billing may have come back. */
export function createRecheckPlan({ db, runs, enqueue, now }: PlanNeeds) {
  return {
    /** Takes the next cases of a run, in the order of their ends, each once; answers how many. */
    async next(run: BillRun & { recheckFromAt: number }): Promise<number> {
      const rows: { id: string; ended_at: number }[] = await db('cases')
        .where({ state: 'verified', demo: false })
        .where((after) => {
          void after.where('ended_at', '>', run.recheckAt ?? run.recheckFromAt);
          if (run.recheckId !== null && run.recheckAt !== null)
            void after.orWhere((same) =>
              same.where('ended_at', run.recheckAt).andWhere('id', '>', run.recheckId),
            );
        })
        .where('ended_at', '>=', run.recheckAt ?? run.recheckFromAt)
        .where('ended_at', '<', run.endsAt)
        .orderBy([{ column: 'ended_at' }, { column: 'id' }])
        .limit(BATCH)
        .select('id', 'ended_at');
      const last = rows.at(-1);
      const place =
        last === undefined ? null : { at: Number(last.ended_at), id: last.id, taken: rows.length };
      if (!(await runs.advanceRecheck(run, place))) return 0;
      for (const [nth, { id }] of rows.entries())
        await enqueue({
          kind: RECHECK_JOB,
          subjectId: id,
          payload: { runId: run.id, period: run.period },
          runAt: now() + Math.floor((nth * 1000) / PER_SECOND),
        });
      return rows.length;
    },
  };
}

export type RecheckPlan = ReturnType<typeof createRecheckPlan>;

interface HandlerFeatures {
  caseStore: Pick<CaseStore, 'find' | 'change'>;
  caseLanding: Pick<CaseLanding, 'landMany'>;
  attempts: Pick<AttemptStore, 'record'>;
  lines: Pick<LineStore, 'numberOf'>;
  billRunStore: Pick<BillRunStore, 'countRelapse'>;
  productFacts(code: string): Promise<{ name: string | null }>;
}

interface HandlerNeeds<F> {
  features: F;
  provisioning: Pick<ProvisioningPort, 'readBack'>;
  now(): number;
}

/** Reads one verified case again; drift opens a case of its own that names it. */
export function recheckCase<F extends HandlerFeatures>(needs: HandlerNeeds<F>): JobHandler<F> {
  const { features, provisioning, now } = needs;
  return async (job, tools) => {
    const row = await features.caseStore.find(job.subjectId);
    if (row?.state !== 'verified' || row.demo) return undefined;
    const msisdn = await features.lines.numberOf(row.lineId);
    if (msisdn === undefined) return undefined;
    const read = await provisioning.readBack({ msisdn, productCode: row.productCode });
    const actual = read.kind === 'found' ? statesOf(read.value) : null;
    const agree = actual !== null && allAgree({ wanted: 'cancelled', actual });
    await tools.fenced(async (f) => {
      await f.attempts.record(
        {
          caseId: row.id,
          jobId: job.id,
          trigger: 'recheck',
          actorId: SYSTEM_ACTOR.id,
          actorName: SYSTEM_ACTOR.name,
          kind: 'read_back',
          systems: lampSystems,
          generation: row.generation,
          idempotencyKey: `${row.id}-recheck-${String(job.payload['period'])}`,
        },
        { outcome: outcomeOf(read.kind, agree), call: read },
      );
      if (actual !== null && !agree) await openRelapse(f, row, { msisdn, actual, job });
    });
    if (actual !== null || read.kind === 'not_found' || job.tries >= MAX_TRIES) return undefined;
    return { again: now() + backoffMs(job.tries, job.id, RETRY) };
  };
}

const outcomeOf = (kind: string, agree: boolean) => {
  if (kind === 'found') return agree ? ('agree' as const) : ('lagging' as const);
  return kind === 'not_found' || kind === 'not_sent' ? kind : ('unknown' as const);
};

const statesOf = (read: SystemReadings): ActualStates => ({
  crm: read.crm.state,
  platform: read.platform.state,
  network: read.network.state,
  billing: read.billing.state,
});

/** What runs again counts from the end of the first case; its ticket names the run, so that it is opened once. */
async function openRelapse(
  f: HandlerFeatures,
  row: CaseRow,
  found: { msisdn: string; actual: ActualStates; job: { payload: Record<string, unknown> } },
): Promise<void> {
  const period = String(found.job.payload['period']);
  const running = lampSystems.filter((system) => !isOff(found.actual[system]));
  const facts: LandingFacts = {
    ticketNo: `${row.ticketNo.slice(0, 32)}/${period.slice(2).replace('-', '')}`,
    msisdn: found.msisdn,
    productCode: row.productCode,
    productName: (await f.productFacts(row.productCode)).name,
    partnerCode: row.partnerCode,
    channel: row.channel,
    requestedAt: row.endedAt ?? row.requestedAt,
    stage: row.stage,
    sourceSystem: 'AUTO',
    rawCode: 'RELAPSE',
    rawText: `bill run ${period}: ${running.join(', ')} active again`,
    province: null,
    city: null,
    monthlyFeeFen: row.monthlyFeeFen,
    actual: found.actual,
  };
  const ctx = { actor: SYSTEM_ACTOR, requestId: RECHECK_JOB };
  const { cases } = await f.caseLanding.landMany(ctx, [facts], { demo: row.demo });
  const [landed] = cases;
  if (landed === undefined || landed.outcome === 'repeated') return;
  const opened = await f.caseStore.find(landed.caseId);
  if (opened === undefined) return;
  await f.caseStore.change(ctx, opened, { recurrenceOfId: row.id }, 'case.relapsed', {
    recurrenceOfId: row.id,
    period,
  });
  await f.billRunStore.countRelapse(String(found.job.payload['runId']));
}

const isOff = (state: string) => state === 'cancelled' || state === 'absent';
