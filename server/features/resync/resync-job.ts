import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import type { ProvisioningPort } from '../../connectors/provisioning/port.ts';
import type { Job } from '../../jobs/queue.ts';
import type { JobEnd, JobHandler, JobTools } from '../../jobs/runner.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import type { LineStore } from '../lines/line-store.ts';
import type { OverchargeService } from '../overcharge/overcharge-service.ts';
import type { CaseWaits } from './case-waits.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import type { AttemptOrigin, AttemptStore } from './attempt-store.ts';
import type { ResyncJobs } from './resync-jobs.ts';
import type { ResyncMode } from './resync-service.ts';
import type { GateFeatures, SystemGate } from './system-gate.ts';
import { createUnknownStep, createReadStep, createConfirmedStep } from './resync-read-steps.ts';
import { createQueuedStep, createSentStep } from './resync-send-steps.ts';

/** What the job needs of the graph, inside a transaction or outside. */
export interface ResyncFeatures extends GateFeatures {
  caseStore: CaseStore;
  attempts: AttemptStore;
  resyncJobs: ResyncJobs;
  lines: Pick<LineStore, 'numberOf'>;
  catalogue: Pick<CatalogueStore, 'codes' | 'publishedMapping'>;
  overcharges: Pick<OverchargeService, 'billingStopped'>;
  waits: Pick<CaseWaits, 'add' | 'endFor'>;
}

export interface ResyncJobNeeds {
  features: ResyncFeatures & {
    inTransaction<T>(work: (f: ResyncFeatures) => Promise<T>): Promise<T>;
  };
  provisioning: ProvisioningPort;
  /** Whether the configuration says that the gateways are simulated. */
  simulatedGateways: boolean;
  /** This worker's door to the four systems. */
  gate: SystemGate;
  now(): number;
}

/** What every step of one run shares. */
export interface Run {
  job: Job;
  mode: ResyncMode;
  origin: AttemptOrigin;
  ctx: ActionContext;
  needs: ResyncJobNeeds;
  /** This worker's door to the four systems. */
  gate: SystemGate;
  tools: JobTools<ResyncFeatures>;
  /** The line's number; asked for only by steps that call the gateway. */
  msisdn(row: CaseRow): Promise<string>;
}

/** `on`: look at the case again and go on; `done`: the job ends; else it is due again. */
export type StepEnd = 'on' | 'done' | { again: number };
export type Step = (run: Run, row: CaseRow) => Promise<StepEnd>;

/** A guard against a case that moves in circles: the job is put back and comes again. */
const MAX_STEPS = 12;
const GATEWAY_WAIT_MS = 15_000;
const SIMULATED_FOR_MS = 30_000;

/**
 * Brings a case to its end: sends what lags, finds out what became of it, reads the four systems back.
 * What to do follows from the recorded state alone, so a run that was killed at any point is continued by the
 * next: an attempt still `started` may have left, and is asked about by its key, never sent again.
 */
export function createResyncHandler(needs: ResyncJobNeeds): JobHandler<ResyncFeatures> {
  const steps = {
    queued: createQueuedStep(),
    sent: createSentStep(),
    unknown: createUnknownStep(),
    confirmed: createConfirmedStep(),
    read: createReadStep(),
  };
  const guard = createDemoGuard(needs);

  function stepFor(run: Run, row: CaseRow): Step | null {
    if (isCaseEnded(row.state)) return null;
    switch (row.state) {
      case 'queued':
        return run.mode === 'read_back' ? null : steps.queued;
      case 'sent':
      case 'unknown':
      case 'confirmed':
        return steps[row.state];
      default:
        return run.mode === 'read_back' ? steps.read : null;
    }
  }

  return async (job, tools): Promise<JobEnd> => {
    const run = runOf(job, tools, needs);
    for (let i = 0; i < MAX_STEPS; i += 1) {
      const [row, superseded] = await Promise.all([
        needs.features.caseStore.find(job.subjectId),
        i === 0 && needs.features.resyncJobs.hasNewer(job.subjectId, job.id),
      ]);
      if (row === undefined || superseded) return undefined;
      const step = stepFor(run, row);
      if (step === null) return undefined;
      const end = (await guard(run, row)) ?? (await step(run, row));
      if (end === 'done') return undefined;
      if (end !== 'on') return end;
      if (tools.stopping()) return { again: needs.now() };
      await tools.extendLease();
    }
    return { again: needs.now() + GATEWAY_WAIT_MS };
  };
}

function runOf(job: Job, tools: JobTools<ResyncFeatures>, needs: ResyncJobNeeds): Run {
  const text = (name: string, otherwise: string) => {
    const value = job.payload[name];
    return typeof value === 'string' ? value : otherwise;
  };
  // One run is about one case, whose line does not change.
  let number: string | undefined;
  return {
    job,
    mode: text('mode', 'recover') as ResyncMode,
    origin: {
      jobId: job.id,
      trigger: text('trigger', 'recover'),
      actorId: text('actorId', SYSTEM_ACTOR.id),
      actorName: text('actorName', SYSTEM_ACTOR.name),
    },
    ctx: { actor: SYSTEM_ACTOR, requestId: text('requestId', job.id) },
    needs,
    gate: needs.gate,
    tools,
    async msisdn(row) {
      number ??= await needs.features.lines.numberOf(row.lineId);
      if (number === undefined) throw new Error('the line of a case is missing');
      return number;
    },
  };
}

/**
 * Invented rows never reach a gateway that is not simulated: it has to have said so itself, lately. One that is
 * simulated by configuration but cannot be asked is waited for; with any other the case is held.
 */
function createDemoGuard(needs: ResyncJobNeeds) {
  let saidSoAt = Number.NEGATIVE_INFINITY;

  async function isSimulated(): Promise<boolean> {
    if (needs.now() - saidSoAt < SIMULATED_FOR_MS) return true;
    if (!(await needs.provisioning.simulated())) return false;
    saidSoAt = needs.now();
    return true;
  }

  return async (run: Run, row: CaseRow): Promise<StepEnd | null> => {
    if (!row.demo) return null;
    if (await isSimulated()) return null;
    if (needs.simulatedGateways) return { again: needs.now() + GATEWAY_WAIT_MS };
    if (row.state === 'queued')
      await run.tools.fenced((f) =>
        f.caseStore.move(run.ctx, row, 'held', {}, { cause: 'not_simulated' }),
      );
    return 'done';
  };
}
