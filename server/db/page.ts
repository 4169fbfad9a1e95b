import type { Knex } from 'knex';

export interface PageRequest {
  sort: { column: string; descending: boolean };
  offset: number;
  limit: number;
  withTotal: boolean;
}

export interface PageShape<Row> {
  /** The unique column that breaks ties, qualified when the page joins other tables. */
  id: string;
  /** Selects and joins what a page needs; the counting query does without them. */
  page(query: Knex.QueryBuilder): Knex.QueryBuilder;
  toWire(row: Record<string, unknown>): Row;
  /** An exact total from counters, where the filters allow one. */
  exactTotal?: (() => Promise<number>) | undefined;
}

export interface Page<Row> {
  rows: Row[];
  total: { count: number; bounded: boolean } | null;
}

/** Counting stops here: "10,000+". */
export const COUNT_BOUND = 10_000;

/** One page of `filtered`, its order made total by the id, and its exact or bounded total. */
export async function pageOf<Row>(
  filtered: Knex.QueryBuilder,
  request: PageRequest,
  shape: PageShape<Row>,
): Promise<Page<Row>> {
  const direction = request.sort.descending ? 'desc' : 'asc';
  const order =
    request.sort.column === shape.id
      ? [{ column: shape.id, order: direction }]
      : [
          { column: request.sort.column, order: direction },
          { column: shape.id, order: direction },
        ];
  const query = shape
    .page(filtered.clone())
    .orderBy(order)
    .offset(request.offset)
    .limit(request.limit);
  const [rows, total] = await Promise.all([
    query as Promise<Record<string, unknown>[]>,
    request.withTotal ? totalOf(filtered, shape) : null,
  ]);
  return { rows: rows.map((row) => shape.toWire(row)), total };
}

async function totalOf<Row>(
  filtered: Knex.QueryBuilder,
  shape: PageShape<Row>,
): Promise<{ count: number; bounded: boolean }> {
  if (shape.exactTotal !== undefined) return { count: await shape.exactTotal(), bounded: false };
  const bounded = filtered
    .clone()
    .clearOrder()
    .select(shape.id)
    .limit(COUNT_BOUND + 1)
    .as('bounded');
  const client = filtered as unknown as { client: { queryBuilder(): Knex.QueryBuilder } };
  const counted = await client.client
    .queryBuilder()
    .from(bounded)
    .count<{ n: number }[]>({ n: '*' });
  const count = Number(counted[0]?.n ?? 0);
  return count > COUNT_BOUND ? { count: COUNT_BOUND, bounded: true } : { count, bounded: false };
}
