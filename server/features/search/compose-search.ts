import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import { createCaseSearch } from './case-search.ts';
import { createPastedListService, type PastedListNeeds } from './pasted-list-service.ts';
import { createSearchReads } from './search-reads.ts';
import { createTextStore } from './text-store.ts';

/** Words, pasted lists and the palette; whose lines numbers are comes in. */
export function composeSearch(
  db: Knex,
  world: World,
  needs: Pick<PastedListNeeds, 'audit' | 'linesOf' | 'readableOf'>,
) {
  const textStore = createTextStore(db, world);
  return {
    textStore,
    caseSearch: createCaseSearch(db, textStore),
    pastedLists: createPastedListService({ db, world, ...needs }),
    searchReads: createSearchReads(db),
  };
}
