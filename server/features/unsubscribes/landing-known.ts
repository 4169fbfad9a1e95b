import type { Knex } from 'knex';
import { LANDING_CHUNK, type Prepared } from './landing-facts.ts';

/** What is here already of facts that land: their tickets, and open cases that they would only double. */
export interface Known {
  /** The case of a ticket. */
  ticket(item: Prepared): string | undefined;
  /** The open case of the same line and product. */
  open(item: Prepared): string | undefined;
  /** A case that has just been made of one counts for the next ones. */
  add(item: Prepared, caseId: string): void;
}

/** The lines are locked by the caller, so that no other landing opens a case of theirs meanwhile. */
export async function readKnown(db: Knex, prepared: readonly Prepared[]): Promise<Known> {
  const tickets = await knownTickets(db, prepared);
  const open = await openCases(db, prepared);
  return {
    ticket: ({ ticketNo }) => tickets.get(ticketNo),
    open: (item) => open.get(pairOfItem(item)),
    add(item, caseId) {
      tickets.set(item.ticketNo, caseId);
      if (!open.has(pairOfItem(item))) open.set(pairOfItem(item), caseId);
    },
  };
}

async function knownTickets(db: Knex, prepared: readonly Prepared[]): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (let start = 0; start < prepared.length; start += LANDING_CHUNK) {
    const rows: { id: string; ticket_no: string }[] = await db('cases')
      .whereIn(
        'ticket_no',
        prepared.slice(start, start + LANDING_CHUNK).map(({ ticketNo }) => ticketNo),
      )
      .select('id', 'ticket_no');
    for (const row of rows) known.set(row.ticket_no, row.id);
  }
  return known;
}

/** The open case of each line and product, by `lineId productCode`. */
async function openCases(db: Knex, prepared: readonly Prepared[]): Promise<Map<string, string>> {
  const open = new Map<string, string>();
  const lineIds = [...new Set(prepared.map(({ line }) => line.id))];
  for (let start = 0; start < lineIds.length; start += LANDING_CHUNK) {
    // Ended ones are left out here: asked for open cases, SQLite would go through all there are, not through the lines.
    const rows: Record<string, string | null>[] = await db('cases')
      .whereIn('line_id', lineIds.slice(start, start + LANDING_CHUNK))
      .orderBy('id', 'desc')
      .select('id', 'line_id', 'product_code', 'ended_at');
    for (const { id, line_id, product_code, ended_at } of rows)
      if (ended_at === null) open.set(pairOf(line_id, product_code), id ?? '');
  }
  return open;
}

const pairOfItem = ({ line, facts }: Prepared): string => pairOf(line.id, facts.productCode);

const pairOf = (lineId?: string | null, productCode?: string | null): string =>
  `${lineId ?? ''} ${productCode ?? ''}`;
