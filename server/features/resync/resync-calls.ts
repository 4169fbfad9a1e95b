import { agrees, allAgree, lampSystems, type LampSystem } from '#domain/lamps.ts';
import type { QueryOutcome, SendOutcome } from '../../connectors/outcome.ts';
import type {
  CancelReceipt,
  OrderStatus,
  ProvisioningPort,
  SystemReadings,
} from '../../connectors/provisioning/port.ts';
import type { CasePatch } from '../unsubscribes/case-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { AttemptEnd } from './attempt-store.ts';

export type Send = SendOutcome<CancelReceipt>;
export type OrderQuery = QueryOutcome<OrderStatus>;

/** A reading of the four systems, and what it means for the case. */
export interface Reading {
  end: AttemptEnd;
  /** Null when nothing certain was read. */
  lamps: NonNullable<CasePatch['lamps']> | null;
  agree: boolean;
  /** Since when billing says it has been as it is; null when it cannot say. */
  billingSinceAt: number | null;
  /** The systems that are not as wanted after this reading. */
  lagging: readonly LampSystem[];
}

/** What the gateway says about a refusal; kept with the attempt and classified. */
export interface Refusal {
  rawCode: string;
  rawText: string;
  sourceSystem: string | null;
}

/** The key of a send: the same case, operation and generation never act twice. */
export const sendKeyOf = (row: Pick<CaseRow, 'id' | 'generation'>): string =>
  `${row.id}-cancel-${row.generation}`;

export async function readSystems(
  port: Pick<ProvisioningPort, 'readBack'>,
  row: CaseRow,
  msisdn: string,
): Promise<Reading> {
  const outcome = await port.readBack({ msisdn, productCode: row.productCode });
  if (outcome.kind !== 'found') {
    const raw = outcome.kind === 'not_found' ? {} : rawOf(outcome);
    const end: AttemptEnd = { outcome: queryOutcomeOf(outcome.kind), ...raw, call: outcome };
    return { end, lamps: null, agree: false, billingSinceAt: null, lagging: [] };
  }
  return readingOf(row, outcome.value, outcome);
}

function readingOf(row: CaseRow, read: SystemReadings, call: AttemptEnd['call']): Reading {
  const state = (system: LampSystem) => read[system].state;
  const actual = {
    crm: state('crm'),
    platform: state('platform'),
    network: state('network'),
    billing: state('billing'),
  };
  const agree = allAgree({ wanted: row.wanted, actual });
  return {
    end: { outcome: agree ? 'agree' : 'lagging', call },
    lamps: read,
    agree,
    billingSinceAt: read.billing.sinceAt,
    lagging: lampSystems.filter((system) => !agrees(row.wanted, actual[system])),
  };
}

/** How a send's attempt ends. */
export function sendEndOf(outcome: Send): AttemptEnd {
  if (outcome.kind === 'accepted') {
    const done = outcome.value.progress === 'done';
    return { outcome: done ? 'accepted' : 'in_progress', call: outcome };
  }
  return { outcome: outcome.kind, ...rawOf(outcome), call: outcome };
}

/** How a query's attempt ends. */
export function queryEndOf(outcome: OrderQuery): AttemptEnd {
  if (outcome.kind === 'found') {
    const { progress, rawCode, rawText } = outcome.value;
    const kind = progress === 'in_progress' ? 'in_progress' : 'found';
    return { outcome: kind, rawCode, rawText, call: outcome };
  }
  if (outcome.kind === 'not_found') return { outcome: 'not_found', call: outcome };
  return { outcome: queryOutcomeOf(outcome.kind), ...rawOf(outcome), call: outcome };
}

/** A question that was refused told nothing: that is not a refusal of the order. */
function queryOutcomeOf(kind: 'not_found' | 'refused' | 'unknown' | 'not_sent') {
  return kind === 'refused' ? 'unknown' : kind;
}

const rawOf = (outcome: { rawCode: string; rawText: string }) => ({
  rawCode: outcome.rawCode,
  rawText: outcome.rawText,
});

/** The refusal in a failed order's status. */
export const refusalOf = (status: OrderStatus): Refusal => ({
  rawCode: status.rawCode ?? status.orderState,
  rawText: status.rawText ?? '',
  sourceSystem: status.sourceSystem,
});
