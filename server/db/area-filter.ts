import type { Knex } from 'knex';
import { areaRange } from '#domain/area-range.ts';

/** Narrows a query to rows in one of the areas; no areas means everywhere. */
export function whereInAreas(
  query: Knex.QueryBuilder,
  column: string,
  areas: readonly string[],
): Knex.QueryBuilder {
  if (areas.length === 0) return query;
  return query.where((any) => {
    for (const area of areas) {
      const { from, until } = areaRange(area);
      void any.orWhere((one) => one.where(column, '>=', from).andWhere(column, '<', until));
    }
  });
}
