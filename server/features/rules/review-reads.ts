import type { Knex } from 'knex';
import { z } from 'zod';
import { areaCode, epochMs } from '#contract/common.ts';
import {
  type RefusalRecord,
  type RuleFigures,
  type RuleFiguresRecord,
  type RuleReviewRecord,
} from '#contract/rules.ts';
import { areaRange } from '#domain/area-range.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { textOrNull } from '../../db/cells.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { FigureReads } from './figure-reads.ts';
import { reviewOf } from './review-store.ts';

const code = z.string().max(26);

export const ruleReviewList = {
  filters: {
    id: oneOrMany(code),
    state: oneOrMany(z.enum(['open', 'published'])),
    failureCode: oneOrMany(code),
    ownerId: oneOrMany(code),
  },
  sorts: { openedAt: 'r.opened_at', id: 'r.id' },
  defaultSort: ['openedAt', 'DESC'],
} as const satisfies ListSpec;

export const refusalList = {
  filters: {
    id: oneOrMany(code),
    failureCode: oneOrMany(code),
    areaCode: oneOrMany(areaCode),
    from: epochMs,
    until: epochMs,
  },
  sorts: { requestedAt: 'cases.requested_at', id: 'cases.id' },
  defaultSort: ['requestedAt', 'DESC'],
} as const satisfies ListSpec;

/** A message that reached the customer, or is on its way beyond recall. */
const GIVEN = ['sent', 'delivered'];

interface Given {
  caseId: string;
  given: NonNullable<RefusalRecord['given']>;
}

export function createReviewReads(db: Knex, figures: FigureReads) {
  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('failure_codes as c', 'c.code', 'r.failure_code')
      .leftJoin('staff as o', 'o.id', 'r.owner_id')
      .select('r.*', 'c.name_zh', 'c.name_en', 'o.name as owner_name');

  async function finish(rows: readonly Record<string, unknown>[]): Promise<RuleReviewRecord[]> {
    const codes = [...new Set(rows.map((row) => String(row['failure_code'])))];
    const current = codes.length === 0 ? new Map() : await figures.figuresOf(codes);
    return rows.map((row) => reviewRecordOf(row, current.get(String(row['failure_code']))));
  }

  /** What each of these customers was told of the rule: the code's own message, else the last one sent. */
  async function givenTo(cases: readonly Record<string, unknown>[]): Promise<Map<string, Given>> {
    const ids = cases.map((row) => String(row['id']));
    const messageOf = new Map(cases.map((row) => [String(row['id']), row['message_id']]));
    const rows = (await db('notices')
      .whereIn('case_id', ids)
      .whereIn('state', GIVEN)
      .orderBy('id')) as Record<string, unknown>[];
    const found = new Map<string, Given>();
    for (const row of rows) {
      const caseId = String(row['case_id']);
      const own = messageOf.get(caseId);
      const known = found.get(caseId);
      // A later message about something else does not displace the rule's own text.
      if (known?.given.templateCode === own && row['template_code'] !== own) continue;
      found.set(caseId, { caseId, given: givenOf(row) });
    }
    return found;
  }

  async function waived(ids: readonly string[]): Promise<Set<string>> {
    const rows: { case_id: string }[] = await db('waivers')
      .whereIn('case_id', [...ids])
      .distinct('case_id');
    return new Set(rows.map((row) => row.case_id));
  }

  return {
    async reviews(query: ListQuery<FilterOf<typeof ruleReviewList>>) {
      const { filter } = query;
      const rows = db('rule_reviews as r').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('r.id', filter.id);
        if (filter.state) void q.whereIn('r.state', filter.state);
        if (filter.failureCode) void q.whereIn('r.failure_code', filter.failureCode);
        if (filter.ownerId) void q.whereIn('r.owner_id', filter.ownerId);
      });
      const page = await pageOf(rows, query, { id: 'r.id', page: selected, toWire: (row) => row });
      return { rows: await finish(page.rows), total: page.total };
    },

    async review(id: string): Promise<RuleReviewRecord> {
      const row = (await selected(db('rule_reviews as r').where('r.id', id)).first()) as
        Record<string, unknown> | undefined;
      const [record] = row === undefined ? [] : await finish([row]);
      if (record === undefined) throw new DomainError('not_found', 'errors.notFound');
      return record;
    },

    /** Every rule that refuses, with its numbers and the last word on it. */
    async figures(): Promise<RuleFiguresRecord[]> {
      const codes = await figures.policyCodes();
      const counted = await figures.figuresOf(codes.map(({ code: id }) => id));
      const rows = (await db('rule_reviews').orderBy('opened_at')) as Record<string, unknown>[];
      const reviews = rows.map((row) => ({ ...reviewOf(row), publishedAt: row['published_at'] }));
      return codes.map(({ code: id, nameZh, nameEn }) => {
        const mine = reviews.filter((review) => review.failureCode === id);
        const last = mine.findLast(({ state }) => state === 'published');
        return {
          ...{ id, nameZh, nameEn },
          figures: counted.get(id) ?? NO_FIGURES,
          openReviewId: mine.find(({ state }) => state === 'open')?.id ?? null,
          outcome: last?.outcome ?? null,
          outcomeText: last?.outcomeText ?? null,
          outcomeAt: last === undefined ? null : Number(last.publishedAt),
        };
      });
    },

    async refusals(actor: Actor, query: ListQuery<FilterOf<typeof refusalList>>) {
      const { filter } = query;
      const policy = (await figures.policyCodes()).map(({ code: id }) => id);
      const codes = filter.failureCode?.filter((id) => policy.includes(id)) ?? policy;
      const rows = whereInAreas(db('cases'), 'cases.area_code', actor.areaCodes)
        .whereIn('cases.failure_code', codes)
        .modify((q: Knex.QueryBuilder) => {
          if (filter.id) void q.whereIn('cases.id', filter.id);
          if (filter.areaCode) void q.where(inAnyArea(filter.areaCode));
          if (filter.from !== undefined) void q.where('cases.requested_at', '>=', filter.from);
          if (filter.until !== undefined) void q.where('cases.requested_at', '<', filter.until);
        });
      const page = await pageOf(rows, query, {
        id: 'cases.id',
        page: withNames,
        toWire: (row) => row,
      });
      const given = await givenTo(page.rows);
      const lifted = await waived(page.rows.map((row) => String(row['id'])));
      return {
        rows: page.rows.map((row) => {
          const id = String(row['id']);
          return refusalOf(row, given.get(id)?.given ?? null, lifted.has(id));
        }),
        total: page.total,
      };
    },

    async navigation(): Promise<Record<string, number>> {
      const [row] = await db('rule_reviews').where({ state: 'open' }).count({ n: '*' });
      return { ruleReviews: Number(row?.['n'] ?? 0) };
    },
  };
}

export type ReviewReads = ReturnType<typeof createReviewReads>;

const NO_FIGURES: RuleFigures = {
  ...{ days: 30, refusals: 0, waivers: 0, complaints: 0, solved: 0, unsolved: 0 },
};

const inAnyArea = (areas: readonly string[]) => (any: Knex.QueryBuilder) => {
  // No area is no row.
  if (areas.length === 0) void any.whereRaw('1 = 0');
  for (const area of areas) {
    const { from, until } = areaRange(area);
    void any.orWhere((one) =>
      one.where('cases.area_code', '>=', from).where('cases.area_code', '<', until),
    );
  }
};

const withNames = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query
    .leftJoin('failure_codes as c', 'c.code', 'cases.failure_code')
    .leftJoin('products as p', 'p.code', 'cases.product_code')
    .leftJoin('areas as a', 'a.code', 'cases.area_code')
    .select(
      'cases.id',
      'cases.ticket_no',
      'cases.msisdn_masked',
      'cases.failure_code',
      'cases.product_code',
      'cases.area_code',
      'cases.requested_at',
      'cases.state',
      'c.name_zh',
      'c.name_en',
      'c.message_id',
      'p.name as product_name',
      'a.name_zh as area_zh',
      'a.name_en as area_en',
    );

function givenOf(row: Record<string, unknown>): Given['given'] {
  return {
    noticeId: String(row['id']),
    templateCode: String(row['template_code']),
    templateVersionNo: Number(row['template_version_no']),
    language: String(row['language']),
    body: String(row['body']),
    sentAt: row['sent_at'] == null ? null : Number(row['sent_at']),
    state: String(row['state']),
  };
}

function refusalOf(
  row: Record<string, unknown>,
  given: RefusalRecord['given'],
  lifted: boolean,
): RefusalRecord {
  const text = (name: string, other = '') => String(row[name] ?? other);
  return {
    id: text('id'),
    ticketNo: text('ticket_no'),
    msisdnMasked: text('msisdn_masked'),
    failureCode: text('failure_code'),
    failureNameZh: text('name_zh'),
    failureNameEn: text('name_en'),
    productName: text('product_name', text('product_code')),
    areaCode: text('area_code'),
    areaNameZh: text('area_zh', text('area_code')),
    areaNameEn: text('area_en', text('area_code')),
    requestedAt: Number(row['requested_at']),
    state: text('state'),
    waived: lifted,
    given,
  };
}

function reviewRecordOf(
  row: Record<string, unknown>,
  current: RuleFigures | undefined,
): RuleReviewRecord {
  const review = reviewOf(row);
  return {
    ...review,
    failureNameZh: String(row['name_zh'] ?? review.failureCode),
    failureNameEn: String(row['name_en'] ?? review.failureCode),
    openedByName: String(row['opened_by_name']),
    ownerName: textOrNull(row['owner_name']),
    current: current ?? review.figures,
    publishedByName: textOrNull(row['published_by_name']),
    publishedAt: row['published_at'] == null ? null : Number(row['published_at']),
    updatedAt: Number(row['updated_at']),
  };
}
