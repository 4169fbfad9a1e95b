import type { Knex } from 'knex';
import { outermostAreas } from '#domain/area-scope.ts';
import type { OutageFacts } from '#domain/outage-facts.ts';
import { whereInAreas } from '../../db/area-filter.ts';

/** Whom an outage hit: the lines of a list, or those at home in its areas. */
export type AreaScope = Pick<OutageFacts, 'areaCodes' | 'attachedListId'>;
export type Scope = AreaScope & Pick<OutageFacts, 'siteCodes'>;

/** Narrows a query on `line_facts`; sites are up to the caller, and narrow nothing where a list says whom it hit. */
export function whereInScope(
  db: Knex,
  query: Knex.QueryBuilder,
  scope: AreaScope,
): Knex.QueryBuilder {
  if (scope.attachedListId != null)
    return query.whereIn(
      'line_id',
      db('attached_list_lines').where({ list_id: scope.attachedListId }).select('line_id'),
    );
  // An empty list of areas holds nobody, unlike a filter that is not set.
  if (scope.areaCodes.length === 0) return query.whereRaw('1 = 0');
  return whereInAreas(query, 'area_code', outermostAreas(scope.areaCodes));
}

/** The sites that narrow a scope. */
export const narrowingSites = (scope: Scope): readonly string[] =>
  scope.attachedListId == null ? scope.siteCodes : [];
