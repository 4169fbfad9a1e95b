import type { Knex } from 'knex';
import { z } from 'zod';
import { areaCode, epochMs } from '#contract/common.ts';
import type { OutageWall } from '#contract/outage-work.ts';
import {
  outageState,
  responsibility,
  severity,
  type OutageRecord,
  type OutageRevision,
} from '#contract/outages.ts';
import { service } from '#contract/weights.ts';
import { areaLineage, areaPrefix } from '#domain/area-scope.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { factChanges, type OutageFacts } from '#domain/outage-facts.ts';
import { roleMay, type Permission } from '#domain/permissions.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { Cause } from './default-causes.ts';
import type { OutageOverlaps } from './outage-overlaps.ts';
import { outageRecordOf, type AreaName, type RecordSurroundings } from './outage-record.ts';
import { outageOf, type Outage } from './outage-row.ts';
import type { OutageSpans } from './outage-spans.ts';

const short = z.string().trim().min(1).max(60);

export const outageList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    number: oneOrMany(z.string().max(40)),
    state: oneOrMany(outageState),
    responsibility: oneOrMany(responsibility),
    cause: oneOrMany(short),
    service: oneOrMany(service),
    severity: oneOrMany(severity),
    areaCode: oneOrMany(areaCode),
    startedFrom: epochMs,
    startedUntil: epochMs,
    loggerId: z.string().max(26),
    importId: z.string().max(26),
    awaitingAgreement: z.literal(true),
    /** Over, or in need of an agreement, and no fact of it is the reader's own: theirs to decide. */
    waitingForMe: z.literal(true),
    /** `none` is for outages that are no child of another. */
    parentId: oneOrMany(z.string().max(26)),
    estimatePassed: z.literal(true),
    /** Planned and not begun. */
    announced: z.literal(true),
    q: short,
  },
  sorts: {
    startedAt: 'o.started_at',
    number: 'o.number',
    affectedLines: 'o.affected_lines',
    id: 'o.id',
  },
  defaultSort: ['startedAt', 'DESC'],
} as const satisfies ListSpec;

/** Planned work is announced so long ahead. */
const ANNOUNCED_MS = 72 * 3_600_000;

type Filter = FilterOf<typeof outageList>;

export interface OutageReadsNeeds {
  db: Knex;
  causes(): Promise<readonly Cause[]>;
  spans: Pick<OutageSpans, 'byIds' | 'childCounts'>;
  overlaps: Pick<OutageOverlaps, 'countsOf'>;
  now(): number;
}

const UNCONFIRMED: readonly string[] = ['open', 'restored'];

export function createOutageReads({ db, causes, spans, overlaps, now }: OutageReadsNeeds) {
  async function namesOf(codes: readonly string[]) {
    const rows = await db('areas')
      .whereIn('code', [...new Set(codes)])
      .select<{ code: string; name_zh: string; name_en: string }[]>('code', 'name_zh', 'name_en');
    const names = new Map<string, AreaName>(
      rows.map((row) => [row.code, { code: row.code, nameZh: row.name_zh, nameEn: row.name_en }]),
    );
    return names;
  }

  async function surroundings(outages: readonly Outage[]): Promise<RecordSurroundings> {
    const parents = outages.flatMap(({ facts }) => facts.parentId ?? []);
    const waiting = outages.filter(({ state }) => UNCONFIRMED.includes(state));
    return {
      names: await namesOf(outages.flatMap(({ facts }) => facts.areaCodes)),
      causes: new Map((await causes()).map((cause) => [cause.code, cause])),
      numbers: new Map((await spans.byIds(parents)).map(({ id, number }) => [id, number])),
      children: await spans.childCounts(outages.map(({ id }) => id)),
      overlaps: await overlaps.countsOf(
        waiting.map(({ id, facts }) => ({ ...facts, id, parentId: facts.parentId ?? null })),
      ),
      now: now(),
    };
  }

  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('snapshots as s', 's.id', 'o.snapshot_id')
      .select('o.*', 's.as_of_at as snapshot_as_of_at');

  async function recordsOf(rows: Record<string, unknown>[]): Promise<OutageRecord[]> {
    const outages = rows.map((row) => ({ outage: outageOf(row), asOf: row['snapshot_as_of_at'] }));
    const around = await surroundings(outages.map(({ outage }) => outage));
    return outages.map(({ outage, asOf }) =>
      outageRecordOf(outage, asOf == null ? null : Number(asOf), around),
    );
  }

  return {
    namesOf,

    async list(actor: Pick<Actor, 'areaCodes' | 'id' | 'role'>, query: ListQuery<Filter>) {
      const rows = db('outages as o').modify((q: Knex.QueryBuilder) => {
        narrow(q, query.filter, now());
        if (query.filter.waitingForMe) whereDecidedBy(q, actor);
        if (actor.areaCodes.length > 0) whereTouchesAreas(q, actor.areaCodes);
      });
      const page = await pageOf(rows, query, { id: 'o.id', page: selected, toWire: (row) => row });
      return { rows: await recordsOf(page.rows), total: page.total };
    },

    async record(id: string): Promise<OutageRecord> {
      const [record] = await recordsOf(
        (await selected(db('outages as o').where('o.id', id))) as Record<string, unknown>[],
      );
      if (record === undefined) throw new DomainError('not_found', 'errors.notFound');
      return record;
    },

    /** Oldest first, each with what it changed. */
    async revisions(outageId: string): Promise<OutageRevision[]> {
      const rows = (await db('outage_revisions')
        .where({ outage_id: outageId })
        .orderBy('revision')) as Record<string, unknown>[];
      const facts = rows.map((row) => JSON.parse(String(row['facts'])) as OutageFacts);
      return rows.map((row, index) => {
        const current = facts[index] as OutageFacts;
        const before = facts[index - 1];
        return {
          revision: Number(row['revision']),
          facts: current,
          factsHash: String(row['facts_hash']),
          reason: row['reason'] == null ? null : String(row['reason']),
          createdBy: String(row['created_by']),
          createdByName: String(row['created_by_name']),
          createdAt: Number(row['created_at']),
          changes: before === undefined ? [] : factChanges(before, current),
        };
      });
    },

    /** What a screen in the operations room shows. */
    async wall(actor: Pick<Actor, 'areaCodes'>, zone: string): Promise<OutageWall> {
      const at = now();
      const rows = (filter: (q: Knex.QueryBuilder) => void) =>
        db('outages as o').modify((q: Knex.QueryBuilder) => {
          filter(q);
          if (actor.areaCodes.length > 0) whereTouchesAreas(q, actor.areaCodes);
        });
      const open = rows((q) => void q.where('o.state', 'open').where('o.started_at', '<=', at));
      const restored = rows((q) => void q.where('o.state', 'restored'));
      const announced = rows((q) => void narrow(q, { announced: true }, at)).where(
        'o.started_at',
        '<=',
        at + ANNOUNCED_MS,
      );
      const page = async (query: Knex.QueryBuilder, limit: number): Promise<OutageRecord[]> =>
        recordsOf((await selected(query.limit(limit))) as Record<string, unknown>[]);
      // A child whose parent is over would be seen nowhere else.
      const heads = open
        .clone()
        .leftJoin('outages as p', 'p.id', 'o.parent_id')
        .where((any) => any.whereNull('p.id').orWhereNot('p.state', 'open'))
        .orderBy('o.severity', 'desc')
        .orderBy('o.affected_lines', 'desc')
        .orderBy('o.started_at')
        .orderBy('o.id');
      return {
        at,
        zone,
        counts: {
          ...(await openCounts(open, at)),
          restored: await count(restored),
          announced: await count(announced),
        },
        open: await page(heads, 60),
        restored: await page(restored.clone().orderBy('o.started_at', 'desc').orderBy('o.id'), 20),
        announced: await page(announced.clone().orderBy('o.started_at').orderBy('o.id'), 20),
      };
    },

    /** For the rail: under way, over and waiting to be confirmed, waiting for a manager's agreement. */
    async navigation(actor: Pick<Actor, 'areaCodes'>): Promise<Record<string, number>> {
      return {
        outages: await countOf(actor, { state: ['open'] }),
        outagesToConfirm: await countOf(actor, { state: ['restored'] }),
        outagesToAgree: await countOf(actor, { awaitingAgreement: true }),
      };
    },
  };

  async function countOf(actor: Pick<Actor, 'areaCodes'>, filter: Filter): Promise<number> {
    return count(
      db('outages as o').modify((q: Knex.QueryBuilder) => {
        narrow(q, filter, now());
        if (actor.areaCodes.length > 0) whereTouchesAreas(q, actor.areaCodes);
      }),
    );
  }

  async function count(query: Knex.QueryBuilder): Promise<number> {
    const [row] = await query.clone().count<{ n: number }[]>({ n: '*' });
    return Number(row?.n ?? 0);
  }

  async function openCounts(query: Knex.QueryBuilder, at: number) {
    const sum = (condition: string, name: string, binds: number[] = []) =>
      db.raw(`sum(case when ${condition} then 1 else 0 end) as ${name}`, binds);
    const rows = (await query
      .clone()
      .count({ n: '*' })
      .select(
        sum("o.severity = 'full'", 'n_full'),
        sum('o.estimated_end_at <= ?', 'n_passed', [at]),
        sum('o.emergency_calls_affected', 'n_emergency'),
        db.raw('sum(case when o.parent_id is null then o.affected_lines else 0 end) as n_lines'),
      )) as unknown as Record<string, unknown>[];
    const of = (name: string) => Number(rows[0]?.[name] ?? 0);
    return {
      open: of('n'),
      openFull: of('n_full'),
      openLines: of('n_lines'),
      estimatePassed: of('n_passed'),
      emergencyCalls: of('n_emergency'),
    };
  }
}

export type OutageReads = ReturnType<typeof createOutageReads>;

function narrow(q: Knex.QueryBuilder, filter: Filter, now: number): void {
  if (filter.id) void q.whereIn('o.id', filter.id);
  if (filter.number) void q.whereIn('o.number', filter.number);
  if (filter.state) void q.whereIn('o.state', filter.state);
  if (filter.responsibility) void q.whereIn('o.responsibility', filter.responsibility);
  if (filter.cause) void q.whereIn('o.cause', filter.cause);
  if (filter.severity) void q.whereIn('o.severity', filter.severity);
  if (filter.startedFrom !== undefined) void q.where('o.started_at', '>=', filter.startedFrom);
  if (filter.startedUntil !== undefined) void q.where('o.started_at', '<', filter.startedUntil);
  if (filter.loggerId !== undefined) void q.where('o.logger_id', filter.loggerId);
  if (filter.importId !== undefined) void q.where('o.import_id', filter.importId);
  if (filter.service)
    whereTextHasAny(
      q,
      'o.services',
      filter.service.map((name) => `"service":"${name}"`),
    );
  if (filter.areaCode) whereTouchesAreas(q, filter.areaCode);
  if (filter.awaitingAgreement) whereUnagreed(q);
  if (filter.parentId) whereParent(q, filter.parentId);
  if (filter.estimatePassed) void q.where('o.state', 'open').where('o.estimated_end_at', '<=', now);
  if (filter.announced)
    void q
      .where('o.state', 'open')
      .where('o.started_at', '>', now)
      .where('o.responsibility', 'planned');
  if (filter.q !== undefined) {
    const words = filter.q;
    void q.where((any) =>
      any
        .whereRaw('instr(lower(o.title), lower(?)) > 0', [words])
        .orWhereRaw('instr(lower(o.number), lower(?)) > 0', [words]),
    );
  }
}

const AGREED_BY_MANAGERS = ['third_party', 'force_majeure'];

function whereUnagreed(q: Knex.QueryBuilder): void {
  void q
    .whereIn('o.state', ['open', 'restored'])
    .whereIn('o.responsibility', AGREED_BY_MANAGERS)
    .whereNull('o.agreed_by');
}

/** What can be confirmed now, and for managers what they have to agree to; never one's own facts. */
function whereDecidedBy(q: Knex.QueryBuilder, actor: Pick<Actor, 'id' | 'role'>): void {
  const may = (permission: Permission) =>
    actor.role !== 'system' && roleMay(actor.role, permission);
  void q
    .where((any) => {
      void any.whereRaw('1 = 0');
      if (may('outages.confirm'))
        void any.orWhere((over) =>
          over
            .where('o.state', 'restored')
            .where((agreed) =>
              agreed
                .whereNotIn('o.responsibility', AGREED_BY_MANAGERS)
                .orWhereNotNull('o.agreed_by'),
            ),
        );
      if (may('outages.agree')) void any.orWhere(whereUnagreed);
    })
    .whereNot('o.logger_id', actor.id)
    .whereNotExists((own) => {
      void own
        .select('r.outage_id')
        .from('outage_revisions as r')
        .whereRaw('r.outage_id = o.id')
        .where('r.created_by', actor.id);
    });
}

function whereParent(q: Knex.QueryBuilder, ids: readonly string[]): void {
  const parents = ids.filter((id) => id !== 'none');
  if (!ids.includes('none')) void q.whereIn('o.parent_id', parents);
  else void q.where((any) => any.whereNull('o.parent_id').orWhereIn('o.parent_id', parents));
}

/** Outages with an area that lies in one of these, or that holds one of them. */
export function whereTouchesAreas(q: Knex.QueryBuilder, codes: readonly string[]): void {
  const texts = codes.flatMap((code) => [
    `"${areaPrefix(code)}`,
    ...areaLineage(code).map((held) => `"${held}"`),
  ]);
  whereTextHasAny(q, 'o.area_codes', [...new Set(texts)]);
}

/** The lists in these columns are JSON texts of plain codes; an empty list of texts means no rows. */
function whereTextHasAny(q: Knex.QueryBuilder, column: string, texts: readonly string[]): void {
  void q.where((any) => {
    if (texts.length === 0) void any.whereRaw('1 = 0');
    for (const text of texts) void any.orWhereRaw('instr(??, ?) > 0', [column, text]);
  });
}
