import type { Knex } from 'knex';
import type { SearchHit } from '#contract/search.ts';
import type { Actor } from '#domain/context.ts';
import { roleMay, type Permission, type Role } from '#domain/permissions.ts';
import { searchText } from '#domain/text-shape.ts';
import { whereInAreas } from '../../db/area-filter.ts';

const HITS_OF_KIND = 5;
/** Of what there are few, the latest so many are looked through. */
const LATEST = 500;

interface Source {
  permission: Permission;
  find(actor: Actor, wanted: string): Promise<SearchHit[]>;
}

/** What the palette finds besides pages and commands: by prefix of a ticket, or by the words of a name. */
export function createSearchReads(db: Knex) {
  const cases: Source = {
    permission: 'cases.read',
    async find(actor, wanted) {
      const written = wanted.toUpperCase();
      const rows: Record<string, unknown>[] = await whereInAreas(
        db('cases'),
        'area_code',
        actor.areaCodes,
      )
        .where('ticket_no', '>=', written)
        .where('ticket_no', '<', `${written}\uffff`)
        .orderBy('ticket_no')
        .limit(HITS_OF_KIND)
        .select('id', 'ticket_no', 'msisdn_masked');
      return rows.map((row) => ({
        kind: 'case',
        id: String(row['id']),
        title: String(row['ticket_no']),
        note: String(row['msisdn_masked']),
      }));
    },
  };

  /** A table of few rows: what its texts hold is compared in the app, alike on both engines. */
  const named = (
    kind: SearchHit['kind'],
    permission: Permission,
    table: string,
    columns: readonly string[],
    titleOf: (row: Record<string, unknown>) => string,
  ): Source => ({
    permission,
    async find(actor, wanted) {
      // Narrowed staff find these on their pages, which know what lies in their areas.
      if (actor.areaCodes.length > 0) return [];
      const rows: Record<string, unknown>[] = await db(table)
        .orderBy('id', 'desc')
        .limit(LATEST)
        .select('id', 'state', ...columns);
      const holds = (row: Record<string, unknown>) =>
        searchText(columns.map((column) => String(row[column] ?? '')).join(' ')).includes(wanted);
      return rows
        .filter(holds)
        .slice(0, HITS_OF_KIND)
        .map((row) => ({
          kind,
          id: String(row['id']),
          title: titleOf(row),
          note: String(row['state']),
        }));
    },
  });

  const numbered = (row: Record<string, unknown>) =>
    `${String(row['number'])} ${String(row['title'])}`;
  const sources: readonly Source[] = [
    cases,
    named('group', 'groups.read', 'cause_groups', ['name', 'raw_code', 'failure_code'], (row) =>
      String(row['name'] ?? `${String(row['failure_code'])} ${String(row['raw_code'])}`),
    ),
    named('outage', 'outages.read', 'outages', ['number', 'title'], numbered),
    named('batch', 'batches.read', 'batches', ['number', 'title'], numbered),
  ];

  return {
    /** Only of what this person may read; a few of each kind. */
    async find(actor: Actor, typed: string): Promise<SearchHit[]> {
      const wanted = searchText(typed);
      if (wanted === '') return [];
      const allowed = sources.filter(({ permission }) => roleMay(actor.role as Role, permission));
      const found: SearchHit[] = [];
      for (const source of allowed) found.push(...(await source.find(actor, wanted)));
      return found;
    },
  };
}

export type SearchReads = ReturnType<typeof createSearchReads>;
