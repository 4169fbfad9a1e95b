import { openingOf, type Opening } from '#domain/case-rules.ts';
import { DEFAULT_BILL_DAY } from '#domain/charges.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import { lampSystems } from '#domain/lamps.ts';
import { feesOf, openingMoney } from '#domain/opening-money.ts';
import { hourOfDayAt, localDateAt, type Zone } from '#domain/time.ts';
import type { CodeRule } from '../catalogue/catalogue-store.ts';
import type { NewOvercharge } from '../overcharge/overcharge-store.ts';
import type { OpenedCase } from './case-listener.ts';
import type { Books } from './landing-books.ts';
import type { LandingFacts, LandingOptions, Prepared } from './landing-facts.ts';

/** A case about to be written. */
interface Made {
  id: string;
  /** The open case that it only doubles. */
  primary: string | null;
  options: LandingOptions;
  zone: Zone;
}

/** The row of a case, and what was charged before it was opened; both follow from the facts and the books alone. */
export function landedRow(
  item: Prepared,
  books: Books,
  made: Made,
): { row: LandedRow; owed: NewOvercharge[] } {
  const { facts, line } = item;
  const { failureCode, facts: told } = books.mapping.classify(facts);
  const rule = books.codes.get(failureCode) ?? books.codes.get(UNCLASSIFIED_CODE) ?? UNCLASSIFIED;
  const contractEndOn = told.contractEndOn ?? null;
  const home = books.homeOf.get(line.id);
  const areaCode = home?.areaCode ?? books.areas.codeOf(facts.province, facts.city);
  const place = { rule, areaCode, contractEndOn, zone: made.zone, billDay: home?.billDay };
  const judged = { rule, areaCode, contractEndOn, ...openingWith(facts, books, place) };
  const row = rowOf(item, books, made, judged);
  const charges = made.primary === null ? judged.money.charges : [];
  return {
    row,
    owed: charges.map((charge) => ({
      ...{ caseId: row.id, lineId: line.id, productCode: facts.productCode, charge },
      demo: row.demo,
    })),
  };
}

/** What the books say of the facts. */
interface Judged extends ReturnType<typeof openingWith> {
  rule: CodeRule;
  areaCode: string;
  contractEndOn: string | null;
}

export type LandedRow = ReturnType<typeof rowOf>;

function rowOf(item: Prepared, books: Books, made: Made, judged: Judged) {
  const { facts, line } = item;
  const { primary, options, zone } = made;
  const { rule, opening, money } = judged;
  return {
    id: made.id,
    ticket_no: item.ticketNo,
    line_id: line.id,
    msisdn_masked: line.msisdnMasked,
    product_code: facts.productCode,
    partner_code: facts.partnerCode,
    channel: facts.channel,
    stage: facts.stage,
    source_system: facts.sourceSystem,
    raw_code: facts.rawCode,
    raw_text: facts.rawText,
    failure_code: rule.code,
    category: rule.category,
    mapping_version_no: books.mapping.versionNo,
    ...stateColumns(opening, primary, books.now, zone),
    next_charge_at: primary === null ? money.nextChargeAt : null,
    overcharge_fen: primary === null ? feesOf(money.charges) : 0,
    area_code: judged.areaCode,
    monthly_fee_fen: facts.monthlyFeeFen,
    requested_at: facts.requestedAt,
    requested_on: localDateAt(zone, facts.requestedAt),
    requested_hour: hourOfDayAt(zone, facts.requestedAt),
    opened_at: books.now,
    opened_on: localDateAt(zone, books.now),
    assignee_id: null,
    wanted: opening.wanted,
    wanted_from_at: opening.wantedFromAt,
    ...lampColumns(facts),
    contract_end_on: judged.contractEndOn,
    generation: 1,
    attempt_count: 0,
    order_ref: item.orderRef,
    import_id: options.importId ?? null,
    // On an invented line everything is invented, whoever brings it.
    demo: line.demo || options.demo === true,
    version: 1,
    updated_at: books.now,
  };
}

/** What is wanted and due of the case, and what billing took already. */
function openingWith(
  facts: LandingFacts,
  books: Books,
  place: {
    rule: CodeRule;
    areaCode: string;
    contractEndOn: string | null;
    billDay: number | undefined;
    zone: Zone;
  },
) {
  const { rule, areaCode, contractEndOn, zone } = place;
  const { effectRule, chargeMode } = books.productOf(facts.productCode);
  const { technicalDue, now } = books;
  const clockFacts = { category: rule.category, productCode: facts.productCode, areaCode };
  const opening = openingOf(rule, {
    ...{ requestedAt: facts.requestedAt, contractEndOn, effectRule, now, zone },
    ...(technicalDue === undefined
      ? {}
      : { dueFrom: (from: number) => technicalDue(clockFacts, from) }),
  });
  const billDay = place.billDay ?? DEFAULT_BILL_DAY;
  const money = openingMoney(facts, rule, opening, { mode: chargeMode, billDay, now, zone });
  return { opening, money };
}

/** Before the catalogue is installed. */
const UNCLASSIFIED: CodeRule = {
  code: UNCLASSIFIED_CODE,
  category: 'unclassified',
  retry: 'verify',
  owner: 'customer_service',
  countsAsFailure: true,
  policyRefusal: false,
};

/** As the listeners are told of it. */
export const openedOf = (row: LandedRow): OpenedCase => ({
  id: row.id,
  lineId: row.line_id,
  productCode: row.product_code,
  areaCode: row.area_code,
  sourceSystem: row.source_system,
  rawCode: row.raw_code,
  failureCode: row.failure_code,
  state: row.state,
  requestedAt: row.requested_at,
  openedAt: row.opened_at,
  dueAt: row.due_at,
  imported: row.import_id !== null,
  demo: row.demo,
});

function stateColumns(opening: Opening, primary: string | null, now: number, zone: Zone) {
  const joined = primary !== null;
  return {
    state: joined ? ('duplicate' as const) : opening.state,
    resolution: null,
    ended_at: joined ? now : null,
    ended_on: joined ? localDateAt(zone, now) : null,
    due_at: joined ? null : opening.dueAt,
    due_kind: joined || opening.dueAt === null ? null : 'technical',
    not_before_at: joined ? null : opening.notBeforeAt,
    duplicate_of_id: primary,
  };
}

/** What the source says of the four systems; when they were seen is not told. */
function lampColumns(facts: LandingFacts): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const system of lampSystems) {
    columns[`${system}_actual`] = facts.actual[system];
    columns[`${system}_seen_at`] = null;
  }
  return columns;
}
