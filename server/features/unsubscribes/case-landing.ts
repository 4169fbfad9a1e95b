import type { Knex } from 'knex';
import { DEFAULT_BILL_DAY } from '#domain/charges.ts';
import { openingOf, type Opening } from '#domain/case-rules.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import type { ActionContext } from '#domain/context.ts';
import { lampSystems } from '#domain/lamps.ts';
import { feesOf, openingMoney } from '#domain/opening-money.ts';
import { maskMsisdn } from '#domain/msisdn.ts';
import { hourOfDayAt, localDateAt, type Zone } from '#domain/time.ts';
import type { UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { AreaBook } from '../catalogue/areas.ts';
import type {
  CatalogueStore,
  CodeRule,
  ProductRule,
  PublishedMapping,
} from '../catalogue/catalogue-store.ts';
import type { NewOvercharge } from '../overcharge/overcharge-store.ts';
import type { LineRef, LineStore } from '../lines/line-store.ts';
import type { CaseListener, OpenedCase } from './case-listener.ts';
import type { CaseCounters } from './case-counters.ts';

/** A failed unsubscribe to land; an order's own id where the source has one besides the ticket. */
export type LandingFacts = UnsubscribeFacts & { orderRef?: string | null };

export interface Landed {
  ticketNo: string;
  /** `repeated`: this ticket is here already. `joined`: it became a duplicate of an open case. */
  outcome: 'landed' | 'joined' | 'repeated';
  caseId: string;
}

export interface LandingResult {
  landed: number;
  joined: number;
  repeated: number;
  /** One for every fact given, in their order. */
  cases: Landed[];
}

interface Needs {
  db: Knex;
  world: World;
  zone: Zone;
  audit: AuditTrail;
  counters: CaseCounters;
  listeners(): readonly CaseListener[];
  lines: Pick<LineStore, 'findOrCreate' | 'lock' | 'homesOf'>;
  catalogue: Pick<CatalogueStore, 'codes' | 'publishedMapping' | 'areaBook' | 'ensureProducts'>;
  /** When technical completion is due, by the clocks' rows in force. */
  technicalDue?: () => Promise<TechnicalDue>;
  /** What billing posted before the case was opened. */
  postOvercharges(owed: readonly NewOvercharge[]): Promise<void>;
  /** The ids under which texts are searched. */
  textIds(texts: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** A short keyed digest, for identifiers that must not show a number. */
  digest(text: string): string;
}

export interface LandingOptions {
  importId?: string | null;
  demo?: boolean;
}

type TechnicalDue = (
  facts: { category: string; productCode: string; areaCode: string },
  from: number,
) => number | null;

interface Prepared {
  facts: LandingFacts;
  ticketNo: string;
  line: LineRef;
}

interface Books {
  codes: ReadonlyMap<string, CodeRule>;
  mapping: PublishedMapping;
  areas: AreaBook;
  homeOf: ReadonlyMap<string, { areaCode: string; billDay: number }>;
  productOf(code: string): Pick<ProductRule, 'effectRule' | 'chargeMode'>;
  technicalDue: TechnicalDue | undefined;
  now: number;
}

const CHUNK = 200;
const TICKET_MAX = 40;

/** Turns facts into cases, set-wise, in the caller's transaction. */
export function createCaseLanding(needs: Needs) {
  const { db, world, zone } = needs;

  /** A ticket or order number that contains the line's own number is kept masked, and unique by a digest. */
  function withoutNumber(text: string, msisdn: string, max: number): string {
    const national = msisdn.slice(-11);
    if (!text.includes(national)) return text;
    const tail = `~${needs.digest(text).slice(0, 8)}`;
    return text.replaceAll(national, maskMsisdn(msisdn)).slice(0, max - tail.length) + tail;
  }

  async function prepare(facts: readonly LandingFacts[], demo: boolean): Promise<Prepared[]> {
    const lines = await needs.lines.findOrCreate(
      facts.map((fact) => fact.msisdn),
      { demo },
    );
    await needs.lines.lock([...lines.values()].map((line) => line.id));
    return facts.map((fact) => {
      const line = lines.get(fact.msisdn);
      if (line === undefined) throw new Error('a line was neither found nor created');
      return { facts: fact, line, ticketNo: withoutNumber(fact.ticketNo, fact.msisdn, TICKET_MAX) };
    });
  }

  async function openBooks(prepared: readonly Prepared[]): Promise<Books> {
    const products = await needs.catalogue.ensureProducts(
      prepared.map(({ facts }) => ({
        code: facts.productCode,
        name: facts.productName,
        partnerCode: facts.partnerCode,
        monthlyFeeFen: facts.monthlyFeeFen,
      })),
    );
    return {
      codes: await needs.catalogue.codes(),
      mapping: await needs.catalogue.publishedMapping(),
      areas: await needs.catalogue.areaBook(),
      homeOf: await needs.lines.homesOf(prepared.map(({ line }) => line.id)),
      productOf: (code) => products.get(code) ?? UNKNOWN_PRODUCT,
      technicalDue: await needs.technicalDue?.(),
      now: world.now(),
    };
  }

  async function knownTickets(prepared: readonly Prepared[]): Promise<Map<string, string>> {
    const known = new Map<string, string>();
    for (let start = 0; start < prepared.length; start += CHUNK) {
      const rows: { id: string; ticket_no: string }[] = await db('cases')
        .whereIn(
          'ticket_no',
          prepared.slice(start, start + CHUNK).map(({ ticketNo }) => ticketNo),
        )
        .select('id', 'ticket_no');
      for (const row of rows) known.set(row.ticket_no, row.id);
    }
    return known;
  }

  /** The open case of each line and product, by `lineId productCode`. */
  async function openCases(prepared: readonly Prepared[]): Promise<Map<string, string>> {
    const open = new Map<string, string>();
    const lineIds = [...new Set(prepared.map(({ line }) => line.id))];
    for (let start = 0; start < lineIds.length; start += CHUNK) {
      const rows: Record<string, string>[] = await db('cases')
        .whereIn('line_id', lineIds.slice(start, start + CHUNK))
        .whereNull('ended_at')
        .orderBy('id', 'desc')
        .select('id', 'line_id', 'product_code');
      for (const row of rows)
        open.set(pairOf(row['line_id'], row['product_code']), row['id'] ?? '');
    }
    return open;
  }

  async function insert(rows: readonly Record<string, unknown>[]): Promise<void> {
    for (let start = 0; start < rows.length; start += CHUNK)
      await db('cases').insert(rows.slice(start, start + CHUNK));
  }

  function rowOf(
    item: Prepared,
    books: Books,
    primary: string | null,
    options: LandingOptions,
    owed: NewOvercharge[],
  ) {
    const { facts, line } = item;
    const { failureCode, facts: told } = books.mapping.classify(facts);
    const rule = books.codes.get(failureCode) ?? books.codes.get(UNCLASSIFIED_CODE) ?? UNCLASSIFIED;
    const contractEndOn = told.contractEndOn ?? null;
    const { effectRule, chargeMode } = books.productOf(facts.productCode);
    const home = books.homeOf.get(line.id);
    const areaCode = home?.areaCode ?? books.areas.codeOf(facts.province, facts.city);
    const { technicalDue } = books;
    const clockFacts = { category: rule.category, productCode: facts.productCode, areaCode };
    const opening = openingOf(rule, {
      requestedAt: facts.requestedAt,
      contractEndOn,
      effectRule,
      now: books.now,
      zone,
      ...(technicalDue === undefined
        ? {}
        : { dueFrom: (from: number) => technicalDue(clockFacts, from) }),
    });
    const money = openingMoney(facts, rule, opening, {
      mode: chargeMode,
      billDay: home?.billDay ?? DEFAULT_BILL_DAY,
      now: books.now,
      zone,
    });
    const orderRef = facts.orderRef ?? null;
    const id = world.nextId();
    if (primary === null)
      for (const charge of money.charges)
        owed.push({
          ...{ caseId: id, lineId: line.id, productCode: facts.productCode, charge },
          demo: isDemo(item, options),
        });
    return {
      id,
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
      area_code: areaCode,
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
      contract_end_on: contractEndOn,
      generation: 1,
      attempt_count: 0,
      order_ref: orderRef === null ? null : withoutNumber(orderRef, facts.msisdn, 64),
      import_id: options.importId ?? null,
      demo: isDemo(item, options),
      version: 1,
      updated_at: books.now,
    };
  }

  async function tell(ctx: ActionContext, rows: readonly ReturnType<typeof rowOf>[]) {
    const opened = rows.filter((row) => row.duplicate_of_id === null).map(openedOf);
    if (opened.length === 0) return;
    for (const listener of needs.listeners()) await listener.opened?.(ctx, opened);
  }

  return {
    /**
     * Lands facts: lines, products and partners are found or created, the published mapping classifies, a ticket
     * that is here already is left alone, and one for a line and product with an open case joins that case as a
     * duplicate. Give up to a few thousand at a time. The caller opens the transaction.
     */
    async landMany(
      ctx: ActionContext,
      facts: readonly LandingFacts[],
      options: LandingOptions = {},
    ): Promise<LandingResult> {
      if (facts.length === 0) return { landed: 0, joined: 0, repeated: 0, cases: [] };
      const prepared = await prepare(facts, options.demo ?? false);
      const books = await openBooks(prepared);
      const tickets = await knownTickets(prepared);
      const open = await openCases(prepared);
      const rows: ReturnType<typeof rowOf>[] = [];
      const owed: NewOvercharge[] = [];
      const cases = prepared.map((item): Landed => {
        const { ticketNo } = item.facts;
        const known = tickets.get(item.ticketNo);
        if (known !== undefined) return { ticketNo, outcome: 'repeated', caseId: known };
        const pair = pairOf(item.line.id, item.facts.productCode);
        const primary = open.get(pair) ?? null;
        const row = rowOf(item, books, primary, options, owed);
        rows.push(row);
        tickets.set(item.ticketNo, row.id);
        if (primary === null) open.set(pair, row.id);
        return { ticketNo, outcome: primary === null ? 'landed' : 'joined', caseId: row.id };
      });
      const texts = await needs.textIds(rows.map((row) => row.raw_text));
      await insert(rows.map((row) => ({ ...row, raw_text_id: texts.get(row.raw_text) ?? '' })));
      await needs.postOvercharges(owed);
      await needs.counters.note(
        rows.map((row) => ({ state: row.state, failureCode: row.failure_code, n: 1 })),
      );
      await needs.audit.recordMany(
        ctx,
        rows.map((row) => ({
          action: 'case.opened',
          subjectType: 'case',
          subjectId: row.id,
          detail: {
            state: row.state,
            failureCode: row.failure_code,
            ...(row.duplicate_of_id === null ? {} : { duplicateOfId: row.duplicate_of_id }),
            ...(row.import_id === null ? {} : { importId: row.import_id }),
          },
        })),
      );
      await tell(ctx, rows);
      const count = (outcome: Landed['outcome']) =>
        cases.filter((landed) => landed.outcome === outcome).length;
      return {
        landed: count('landed'),
        joined: count('joined'),
        repeated: count('repeated'),
        cases,
      };
    },
  };
}

export type CaseLanding = ReturnType<typeof createCaseLanding>;

const UNKNOWN_PRODUCT = { effectRule: 'at_once', chargeMode: 'full_month' } as const;

/** On an invented line everything is invented, whoever brings it. */
const isDemo = ({ line }: Prepared, options: LandingOptions): boolean =>
  line.demo || options.demo === true;

/** Before the catalogue is installed. */
const UNCLASSIFIED: CodeRule = {
  code: UNCLASSIFIED_CODE,
  category: 'unclassified',
  retry: 'verify',
  owner: 'customer_service',
  countsAsFailure: true,
  policyRefusal: false,
};

const openedOf = (row: {
  id: string;
  line_id: string;
  product_code: string;
  area_code: string;
  source_system: string;
  raw_code: string;
  failure_code: string;
  state: OpenedCase['state'];
  requested_at: number;
  opened_at: number;
  due_at: number | null;
  import_id: string | null;
  demo: boolean;
}): OpenedCase => ({
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

const pairOf = (lineId: string | undefined, productCode: string | undefined): string =>
  `${lineId ?? ''} ${productCode ?? ''}`;

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
