import type { Knex } from 'knex';
import type { ActionContext } from '#domain/context.ts';
import { maskMsisdn } from '#domain/msisdn.ts';
import type { Zone } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { LineStore } from '../lines/line-store.ts';
import type { NewOvercharge } from '../overcharge/overcharge-store.ts';
import type { CaseCounters } from './case-counters.ts';
import type { CaseListener } from './case-listener.ts';
import { openBooks, type BookNeeds } from './landing-books.ts';
import {
  LANDING_CHUNK,
  type LandingFacts,
  type LandingOptions,
  type Prepared,
} from './landing-facts.ts';
import { readKnown } from './landing-known.ts';
import { landedRow, openedOf, type LandedRow } from './landing-row.ts';

export type { LandingFacts, LandingOptions } from './landing-facts.ts';

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

interface Needs extends BookNeeds {
  db: Knex;
  zone: Zone;
  audit: AuditTrail;
  counters: CaseCounters;
  listeners(): readonly CaseListener[];
  lines: Pick<LineStore, 'findOrCreate' | 'lock' | 'homesOf'>;
  /** What billing posted before the case was opened. */
  postOvercharges(owed: readonly NewOvercharge[]): Promise<void>;
  /** The ids under which texts are searched. */
  textIds(texts: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** A short keyed digest, for identifiers that must not show a number. */
  digest(text: string): string;
}

const TICKET_MAX = 40;
const ORDER_MAX = 64;

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
      const { msisdn, orderRef } = fact;
      return {
        ...{ facts: fact, line, ticketNo: withoutNumber(fact.ticketNo, msisdn, TICKET_MAX) },
        orderRef: orderRef == null ? null : withoutNumber(orderRef, msisdn, ORDER_MAX),
      };
    });
  }

  async function insert(rows: readonly Record<string, unknown>[]): Promise<void> {
    for (let start = 0; start < rows.length; start += LANDING_CHUNK)
      await db('cases').insert(rows.slice(start, start + LANDING_CHUNK));
  }

  async function tell(ctx: ActionContext, rows: readonly LandedRow[]) {
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
      const books = await openBooks(needs, prepared);
      const known = await readKnown(db, prepared);
      const rows: LandedRow[] = [];
      const owed: NewOvercharge[] = [];
      const cases = prepared.map((item): Landed => {
        const { ticketNo } = item.facts;
        const repeated = known.ticket(item);
        if (repeated !== undefined) return { ticketNo, outcome: 'repeated', caseId: repeated };
        const primary = known.open(item) ?? null;
        const id = world.nextId();
        const made = landedRow(item, books, { id, primary, options, zone });
        rows.push(made.row);
        owed.push(...made.owed);
        known.add(item, id);
        return { ticketNo, outcome: primary === null ? 'landed' : 'joined', caseId: id };
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
