import { backoffMs } from '#domain/backoff.ts';
import { effectOf } from '#domain/charges.ts';
import type { BalancePort } from '../../connectors/balance/port.ts';
import type { JobHandler, JobTools } from '../../jobs/runner.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { ReadingService } from './reading-service.ts';

interface Features {
  findCase(id: string): Promise<CaseRow | undefined>;
  numberOf(lineId: string): Promise<string | undefined>;
  chargeReadings: Pick<ReadingService, 'mayOwe' | 'takeReading' | 'unanswered' | 'triesOf'>;
}

interface Needs<F> {
  /** The graph outside a transaction. */
  outside: F;
  /** How the handler's pieces are reached in any graph. */
  pieces(f: F): Features;
  balance: Pick<BalancePort, 'postedCharges' | 'simulated'>;
  now(): number;
}

const MAX_TRIES = 8;
const RETRY = { baseMs: 60_000, capMs: 6 * 3_600_000 };
/** Silent answers in a row after which the rest of the job is put off: the gateway is ill. */
const MAX_SILENT = 3;

/** Asks billing what it posted for each of the job's cases, and takes the answers one by one. */
export function readCharges<F>(needs: Needs<F>): JobHandler<F> {
  const outside = needs.pieces(needs.outside);

  return async (job, tools) => {
    const ids = (job.payload['ids'] as unknown[]).map(String);
    let simulated: boolean | undefined;
    let silent = 0;
    for (const id of ids) {
      if (tools.stopping()) return { again: needs.now() };
      const row = await outside.findCase(id);
      if (row === undefined || !(await outside.chargeReadings.mayOwe(row))) continue;
      // Invented rows never reach a gateway that is not simulated.
      if (row.demo) simulated ??= await needs.balance.simulated();
      if (row.demo && simulated !== true) continue;
      if (silent >= MAX_SILENT) await putOff(tools, row.id, 'put_off');
      else silent = (await readOne(tools, row)) ? 0 : silent + 1;
      await tools.extendLease();
    }
    return undefined;
  };

  /** False when the gateway gave no answer that may be believed. */
  async function readOne(tools: JobTools<F>, row: CaseRow): Promise<boolean> {
    const msisdn = await outside.numberOf(row.lineId);
    if (msisdn === undefined) return true;
    const throughAt = needs.now();
    const { productCode } = row;
    const answer = await needs.balance.postedCharges({
      msisdn,
      productCode,
      fromAt: effectOf(row),
    });
    if (answer.kind === 'found') {
      await tools.fenced((f) =>
        needs.pieces(f).chargeReadings.takeReading(row.id, { postings: answer.value, throughAt }),
      );
      return true;
    }
    // A definite no stays one until the next occasion.
    if (answer.kind === 'not_found' || answer.kind === 'refused') {
      const fault = answer.kind === 'refused' ? answer.rawCode : 'not_found';
      await tools.fenced((f) => needs.pieces(f).chargeReadings.unanswered(row.id, fault, null));
      return true;
    }
    await putOff(tools, row.id, answer.rawCode);
    return false;
  }

  async function putOff(tools: JobTools<F>, caseId: string, fault: string): Promise<void> {
    const tries = await outside.chargeReadings.triesOf(caseId);
    const againAt = tries + 1 >= MAX_TRIES ? null : needs.now() + backoffMs(tries, caseId, RETRY);
    await tools.fenced((f) => needs.pieces(f).chargeReadings.unanswered(caseId, fault, againAt));
  }
}
