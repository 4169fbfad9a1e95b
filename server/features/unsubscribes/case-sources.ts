import type { Knex } from 'knex';
import { isExactArea, type CaseFilter, type ResolvedFilter } from './case-list.ts';

/** Conditions with an index of their own, the most selective first. */
const SELECTIVE = {
  id: 'id',
  ticketNo: 'ticket_no',
  lineId: 'line_id',
  groupId: 'group_id',
  outageId: 'outage_id',
  importId: 'import_id',
  complaintSource: 'complaint_source',
  assigneeId: 'assignee_id',
  partnerCode: 'partner_code',
  productCode: 'product_code',
  failureCode: 'failure_code',
  areaCode: 'area_code',
  stage: 'stage',
  channel: 'channel',
  category: 'category',
  requestedOn: 'requested_on',
} as const satisfies Partial<Record<keyof CaseFilter, string>>;
/** What few cases have. */
const FLAGS = {
  inOutage: 'outage_id',
  complained: 'complaint_source',
  recurrence: 'recurrence_of_id',
} as const;
/** So few rows that they are looked at before anything else. */
const RARE: ReadonlySet<string> = new Set([
  'id',
  'ticket_no',
  'line_id',
  'outage_id',
  'group_id',
  'import_id',
  'raw_text_id',
  'priority',
  'complaint_source',
  'recurrence_of_id',
]);

/** The ids that one condition leaves, read from its index. */
export interface CaseSource {
  /** Few rows as a rule, so that they are looked at before anything else. */
  rare: boolean;
  /** How many they are, where that is known. */
  known?: number;
  entries(db: Knex, most: number): Knex.QueryBuilder;
}

const areExact = (codes: readonly string[]): boolean =>
  codes.length > 0 && codes.length <= 16 && codes.every(isExactArea);

/** The conditions that an index finds few rows by. */
export function sourcesOf({ filter, ids, searched }: ResolvedFilter): CaseSource[] {
  const found: CaseSource[] = [];
  const add = (column: string, narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder) =>
    found.push({
      rare: RARE.has(column),
      entries: (db, most) => narrow(db('cases').select('id')).limit(most),
    });
  const among = (column: string, values: readonly (string | number)[]) =>
    add(column, (query) => query.whereIn(column, [...values]));
  if (ids !== undefined)
    found.push({
      ...{ rare: true, known: ids.length },
      entries: (db) =>
        db('cases')
          .whereIn('id', [...ids])
          .select('id'),
    });
  if (searched !== undefined && searched.productCodes.length + searched.partnerCodes.length === 0)
    found.push({
      rare: true,
      // Each part has its own limit: a word may stand in most of the cases.
      entries(db, most) {
        const parts = [
          db('cases')
            .whereIn('raw_text_id', [...searched.textIds])
            .select('id'),
          db('cases').where('ticket_no', searched.ticketNo).select('id'),
        ].map((part, index) => db.from(part.limit(most).as(`part${index}`)).select('id'));
        return db.from(db.union(parts).as('found')).select('id').limit(most);
      },
    });
  for (const [name, column] of Object.entries(FLAGS))
    if (filter[name as keyof typeof FLAGS] === true)
      add(column, (query) => query.whereNotNull(column));
  if (filter.priority !== undefined && !filter.priority.includes(0))
    among('priority', filter.priority);
  for (const [name, column] of Object.entries(SELECTIVE)) {
    const values: unknown = filter[name as keyof CaseFilter];
    if (!Array.isArray(values) || values.includes('none')) continue;
    if (name === 'areaCode' && !areExact(values as string[])) continue;
    among(column, values as string[]);
  }
  return found;
}
