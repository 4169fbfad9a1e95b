import type { Knex } from 'knex';
import type { PastedListRecord } from '#contract/search.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { maskMsisdn } from '#domain/msisdn.ts';
import { parsePastedList } from '#domain/pasted-list.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';

const ENTRIES_MAX = 500;
const NOT_FOUND_MAX = 100;
const CHUNK = 200;
/** As many as the queue can look through at once. */
const CASES_MAX = 4_000;
const KEPT_MS = 7 * 86_400_000;

export interface PastedListNeeds {
  db: Knex;
  world: World;
  /** The known lines of numbers, by number. */
  linesOf(numbers: readonly string[]): Promise<ReadonlyMap<string, { id: string }>>;
  /** Of these lines, those the actor may read. */
  readableOf(actor: Actor, ids: readonly string[]): Promise<ReadonlySet<string>>;
  audit: AuditTrail;
}

interface Content {
  lineIds: string[];
  tickets: string[];
  notFound: string[];
}

/** Lists that people paste into the queue. What is kept names lines and tickets by id, and a number only masked. */
export function createPastedListService(needs: PastedListNeeds) {
  const { db, world, audit } = needs;

  /** What somebody may not read is as unknown to them as what does not exist. */
  async function knownLines(actor: Actor, numbers: readonly string[]) {
    const lines = await needs.linesOf(numbers);
    const readable = await needs.readableOf(
      actor,
      [...lines.values()].map(({ id }) => id),
    );
    return new Map([...lines].filter(([, { id }]) => readable.has(id)));
  }

  async function knownTickets(actor: Actor, tickets: readonly string[]): Promise<Set<string>> {
    const known = new Set<string>();
    for (let start = 0; start < tickets.length; start += CHUNK) {
      const rows: { ticket_no: string }[] = await whereInAreas(
        db('cases'),
        'area_code',
        actor.areaCodes,
      )
        .whereIn('ticket_no', tickets.slice(start, start + CHUNK))
        .select('ticket_no');
      for (const row of rows) known.add(row.ticket_no);
    }
    return known;
  }

  async function contentOf(
    id: string,
  ): Promise<{ row: Record<string, unknown>; content: Content }> {
    const row = (await db('pasted_lists').where({ id }).first()) as
      Record<string, unknown> | undefined;
    if (row === undefined || Number(row['expires_at']) <= world.now())
      throw new DomainError('not_found', 'errors.lists.gone');
    return { row, content: JSON.parse(String(row['content'])) as Content };
  }

  return {
    /** Keeps what a pasted text names; answers the list's id, which is the filter. */
    async keep(ctx: ActionContext, text: string): Promise<PastedListRecord> {
      const { numbers, tickets } = parsePastedList(text);
      const given = numbers.length + tickets.length;
      if (given === 0) throw invalidField('text', 'errors.lists.empty');
      if (given > ENTRIES_MAX)
        throw invalidField('text', 'errors.lists.tooMany', { max: ENTRIES_MAX });
      const lines = await knownLines(ctx.actor, numbers);
      const known = await knownTickets(ctx.actor, tickets);
      const notFound = [
        ...numbers.filter((number) => !lines.has(number)).map(maskMsisdn),
        ...tickets.filter((ticket) => !known.has(ticket)),
      ];
      const content: Content = {
        lineIds: [...new Set([...lines.values()].map((line) => line.id))],
        tickets: [...known],
        notFound: notFound.slice(0, NOT_FOUND_MAX),
      };
      const now = world.now();
      const row = {
        id: world.nextId(),
        owner_id: ctx.actor.id,
        given,
        found: given - notFound.length,
        content: JSON.stringify(content),
        created_at: now,
        expires_at: now + KEPT_MS,
      };
      await db('pasted_lists').where('expires_at', '<=', now).delete();
      await db('pasted_lists').insert(row);
      await audit.record(ctx, {
        action: 'list.looked_up',
        subjectType: 'list',
        subjectId: row.id,
        detail: { numbers: numbers.length, tickets: tickets.length, found: row.found },
      });
      return { id: row.id, given, found: row.found, notFound: content.notFound };
    },

    async show(id: string): Promise<PastedListRecord> {
      const { row, content } = await contentOf(id);
      return {
        id,
        given: Number(row['given']),
        found: Number(row['found']),
        notFound: content.notFound,
      };
    },

    /** The cases of the list as they are now. Who asks sees of them what the queue shows anyway. */
    async caseIds(id: string): Promise<string[]> {
      const { content } = await contentOf(id);
      const ids = new Set<string>();
      for (const [column, values] of [
        ['line_id', content.lineIds],
        ['ticket_no', content.tickets],
      ] as const)
        for (let start = 0; start < values.length; start += CHUNK) {
          const rows: { id: string }[] = await db('cases')
            .whereIn(column, values.slice(start, start + CHUNK))
            .limit(CASES_MAX)
            .select('id');
          for (const row of rows) ids.add(row.id);
        }
      return [...ids].slice(0, CASES_MAX);
    },
  };
}

export type PastedListService = ReturnType<typeof createPastedListService>;
