import type { Knex } from 'knex';
import type { SearchHit } from '#contract/search.ts';
import type { Actor } from '#domain/context.ts';
import { areaHolds } from '#domain/area-scope.ts';
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

type Row = Readonly<Record<string, unknown>>;

interface Named {
  rows(actor: Actor): Knex.QueryBuilder;
  /** The columns that what was typed may stand in. */
  texts: readonly string[];
  titles(row: Row): Pick<SearchHit, 'title' | 'titleEn'>;
  /** Where the rows themselves must tell whether they lie in the reader's areas. */
  seenBy?(actor: Actor, row: Row): boolean;
}

const NUMBERED = ['id', 'state', 'number', 'title'];

const textOf = (row: Row, column: string): string => String(row[column] ?? '');
const holds = (columns: readonly string[], row: Row, wanted: string): boolean =>
  searchText(columns.map((column) => textOf(row, column)).join(' ')).includes(wanted);
const numbered = (row: Row): Pick<SearchHit, 'title' | 'titleEn'> => ({
  title: `${textOf(row, 'number')} ${textOf(row, 'title')}`,
  titleEn: null,
});

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
        titleEn: null,
      }));
    },
  };

  /** A table of few rows: what its texts hold is compared in the app, alike on both engines. */
  const named = (kind: SearchHit['kind'], permission: Permission, named: Named): Source => ({
    permission,
    async find(actor, wanted) {
      const rows: Row[] = await named.rows(actor).limit(LATEST);
      return rows
        .filter((row) => (named.seenBy?.(actor, row) ?? true) && holds(named.texts, row, wanted))
        .slice(0, HITS_OF_KIND)
        .map((row) => ({
          ...{ kind, id: textOf(row, 'id'), note: textOf(row, 'state') },
          ...named.titles(row),
        }));
    },
  });

  const groups = named('group', 'groups.read', {
    rows: () =>
      db('cause_groups as g')
        .leftJoin('failure_codes as c', 'c.code', 'g.failure_code')
        .whereNull('g.merged_into_id')
        .orderBy('g.id', 'desc')
        .select('g.id', 'g.state', 'g.name', 'g.raw_code', 'g.failure_code', 'g.group_no')
        .select('c.name_zh', 'c.name_en'),
    texts: ['name', 'raw_code', 'failure_code', 'name_zh', 'name_en', 'group_no'],
    titles: (row) => ({
      title: `${textOf(row, 'name') || textOf(row, 'name_zh')} ${textOf(row, 'raw_code')}`,
      titleEn: `${textOf(row, 'name') || textOf(row, 'name_en')} ${textOf(row, 'raw_code')}`,
    }),
  });
  const outages = named('outage', 'outages.read', {
    rows: () =>
      db('outages')
        .orderBy('id', 'desc')
        .select(...NUMBERED, 'area_codes'),
    texts: ['number', 'title'],
    titles: numbered,
    seenBy: ({ areaCodes }, row) =>
      areaCodes.length === 0 ||
      (JSON.parse(textOf(row, 'area_codes')) as string[]).some((code) =>
        areaCodes.some((own) => areaHolds(own, code) || areaHolds(code, own)),
      ),
  });
  const batches = named('batch', 'batches.read', {
    rows: () => db('batches').orderBy('id', 'desc').select(NUMBERED),
    texts: ['number', 'title'],
    titles: numbered,
  });
  const jobs = named('job', 'plans.read', {
    // Someone narrowed to areas reads their own plans only: another's may reach beyond.
    rows: (actor) =>
      db('plans as p')
        .leftJoin('bulk_jobs as j', 'j.plan_id', 'p.id')
        .modify((q: Knex.QueryBuilder) => {
          if (actor.areaCodes.length > 0) void q.where('p.maker_id', actor.id);
        })
        .orderBy('p.id', 'desc')
        .select('p.id', 'p.number', 'p.maker_name', {
          state: db.raw('coalesce(j.state, p.state)'),
        }),
    texts: ['number', 'maker_name'],
    titles: (row) => ({
      title: `${textOf(row, 'number')} ${textOf(row, 'maker_name')}`,
      titleEn: null,
    }),
  });
  const sources: readonly Source[] = [cases, outages, batches, jobs, groups];

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
