import type { CaseRecord, Lamp } from '#contract/cases.ts';
import type { FailureCategory } from '#contract/catalogue.ts';
import type { Channel } from '#domain/channels.ts';
import { resyncVerdict } from '#domain/case-rules.ts';
import {
  lampSystems,
  lampTone,
  type ActualState,
  type ActualStates,
  type LampSystem,
  type WantedState,
} from '#domain/lamps.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import type { Stage } from '#domain/stages.ts';
import { textOrNull } from '../../db/cells.ts';

/** The row as the engines give it: integers as numbers, booleans as 0 and 1. */
export type CaseDbRow = Readonly<Record<string, unknown>>;

/** A case as the services know it. */
export interface CaseRow {
  id: string;
  ticketNo: string;
  lineId: string;
  msisdnMasked: string;
  productCode: string;
  partnerCode: string;
  channel: Channel;
  stage: Stage;
  sourceSystem: string;
  rawCode: string;
  rawText: string;
  failureCode: string;
  category: FailureCategory;
  mappingVersionNo: number;
  state: CaseState;
  resolution: CaseRecord['resolution'];
  areaCode: string;
  monthlyFeeFen: number;
  requestedAt: number;
  openedAt: number;
  endedAt: number | null;
  dueAt: number | null;
  notBeforeAt: number | null;
  assigneeId: string | null;
  duplicateOfId: string | null;
  wanted: WantedState;
  wantedFromAt: number | null;
  actual: ActualStates;
  seenAt: Readonly<Record<LampSystem, number | null>>;
  contractEndOn: string | null;
  generation: number;
  attemptCount: number;
  orderRef: string | null;
  importId: string | null;
  /** 0 normal, 1 high, 2 urgent. */
  priority: number;
  /** The cause group it belongs to. */
  groupId: string | null;
  /** The outage in which it failed. */
  outageId: string | null;
  /** Which clock `dueAt` is. */
  dueKind: string | null;
  /** When billing charges next while it is not stopped. */
  nextChargeAt: number | null;
  /** What was billed because the unsubscribe was late. */
  overchargeFen: number;
  /** Who the customer complained to: 10086, 12345, 工信部. */
  complaintSource: string | null;
  /** The verified case that this one is a relapse of. */
  recurrenceOfId: string | null;
  demo: boolean;
  version: number;
  updatedAt: number;
}

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

export function caseRowOf(row: CaseDbRow): CaseRow {
  const text = (name: string) => String(row[name]);
  const actual = (system: LampSystem) => text(`${system}_actual`) as ActualState;
  const seen = (system: LampSystem) => intOrNull(row[`${system}_seen_at`]);
  return {
    id: text('id'),
    ticketNo: text('ticket_no'),
    lineId: text('line_id'),
    msisdnMasked: text('msisdn_masked'),
    productCode: text('product_code'),
    partnerCode: text('partner_code'),
    channel: text('channel') as Channel,
    stage: text('stage') as Stage,
    sourceSystem: text('source_system'),
    rawCode: text('raw_code'),
    rawText: text('raw_text'),
    failureCode: text('failure_code'),
    category: text('category') as FailureCategory,
    mappingVersionNo: Number(row['mapping_version_no']),
    state: text('state') as CaseState,
    resolution: textOrNull(row['resolution']) as CaseRow['resolution'],
    areaCode: text('area_code'),
    monthlyFeeFen: Number(row['monthly_fee_fen']),
    requestedAt: Number(row['requested_at']),
    openedAt: Number(row['opened_at']),
    endedAt: intOrNull(row['ended_at']),
    dueAt: intOrNull(row['due_at']),
    notBeforeAt: intOrNull(row['not_before_at']),
    assigneeId: textOrNull(row['assignee_id']),
    duplicateOfId: textOrNull(row['duplicate_of_id']),
    wanted: text('wanted') as WantedState,
    wantedFromAt: intOrNull(row['wanted_from_at']),
    actual: {
      crm: actual('crm'),
      platform: actual('platform'),
      network: actual('network'),
      billing: actual('billing'),
    },
    seenAt: {
      crm: seen('crm'),
      platform: seen('platform'),
      network: seen('network'),
      billing: seen('billing'),
    },
    contractEndOn: textOrNull(row['contract_end_on']),
    generation: Number(row['generation']),
    attemptCount: Number(row['attempt_count']),
    orderRef: textOrNull(row['order_ref']),
    importId: textOrNull(row['import_id']),
    priority: Number(row['priority'] ?? 0),
    groupId: textOrNull(row['group_id']),
    outageId: textOrNull(row['outage_id']),
    dueKind: textOrNull(row['due_kind']),
    nextChargeAt: intOrNull(row['next_charge_at']),
    overchargeFen: Number(row['overcharge_fen'] ?? 0),
    complaintSource: textOrNull(row['complaint_source']),
    recurrenceOfId: textOrNull(row['recurrence_of_id']),
    demo: Boolean(row['demo']),
    version: Number(row['version']),
    updatedAt: Number(row['updated_at']),
  };
}

/** The names joined to a row of the list. */
export const NAME_COLUMNS = {
  product_name: 'products.name',
  partner_name: 'partners.name',
  failure_name_zh: 'failure_codes.name_zh',
  failure_name_en: 'failure_codes.name_en',
  area_name_zh: 'areas.name_zh',
  area_name_en: 'areas.name_en',
  assignee_name: 'staff.name',
} as const;

const UNKNOWN_AREA_NAMES = { zh: '未知地区', en: 'Unknown area' };

/** A joined row as the list answers it, at the instant `now`. */
export function caseRecordOf(row: CaseDbRow, now: number): CaseRecord {
  const facts = caseRowOf(row);
  const area = (name: string, language: 'zh' | 'en') =>
    textOrNull(row[name]) ??
    (facts.areaCode === '000000' ? UNKNOWN_AREA_NAMES[language] : facts.areaCode);
  const lamp = (system: LampSystem): Lamp => ({
    actual: facts.actual[system],
    seenAt: facts.seenAt[system],
    tone: lampTone(facts, system, now),
  });
  const [crm, platform, network, billing] = lampSystems;
  return {
    id: facts.id,
    ticketNo: facts.ticketNo,
    lineId: facts.lineId,
    msisdnMasked: facts.msisdnMasked,
    productCode: facts.productCode,
    productName: textOrNull(row['product_name']) ?? facts.productCode,
    partnerCode: facts.partnerCode,
    partnerName: textOrNull(row['partner_name']) ?? facts.partnerCode,
    channel: facts.channel,
    stage: facts.stage,
    sourceSystem: facts.sourceSystem,
    rawCode: facts.rawCode,
    rawText: facts.rawText,
    failureCode: facts.failureCode,
    failureNameZh: textOrNull(row['failure_name_zh']) ?? facts.failureCode,
    failureNameEn: textOrNull(row['failure_name_en']) ?? facts.failureCode,
    category: facts.category,
    state: facts.state,
    resolution: facts.resolution,
    areaCode: facts.areaCode,
    areaNameZh: area('area_name_zh', 'zh'),
    areaNameEn: area('area_name_en', 'en'),
    monthlyFeeFen: facts.monthlyFeeFen,
    requestedAt: facts.requestedAt,
    openedAt: facts.openedAt,
    endedAt: facts.endedAt,
    dueAt: facts.dueAt,
    dueKind: facts.dueKind,
    priority: facts.priority,
    groupId: facts.groupId,
    outageId: facts.outageId,
    nextChargeAt: facts.nextChargeAt,
    overchargeFen: facts.overchargeFen,
    complaintSource: facts.complaintSource,
    recurrenceOfId: facts.recurrenceOfId,
    notBeforeAt: facts.notBeforeAt,
    assigneeId: facts.assigneeId,
    assigneeName: textOrNull(row['assignee_name']),
    duplicateOfId: facts.duplicateOfId,
    wanted: facts.wanted,
    wantedFromAt: facts.wantedFromAt,
    lamps: {
      crm: lamp(crm),
      platform: lamp(platform),
      network: lamp(network),
      billing: lamp(billing),
    },
    attemptCount: facts.attemptCount,
    generation: facts.generation,
    version: facts.version,
    updatedAt: facts.updatedAt,
    resyncAllowed: resyncVerdict(facts, now),
  };
}
