import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createFigureReads } from './figure-reads.ts';
import { createReviewReads } from './review-reads.ts';
import { createReviewService } from './review-service.ts';
import { createReviewStore } from './review-store.ts';

interface Needs {
  audit: AuditTrail;
  colleagueRole(staffId: string): Promise<string | undefined>;
}

/** Reviews of the rules that refuse, and the register of refusals. */
export function composeRules(db: Knex, world: World, needs: Needs) {
  const figures = createFigureReads(db, world.now);
  return {
    ruleReviews: {
      service: createReviewService({
        store: createReviewStore(db, world),
        figures,
        now: world.now,
        ...needs,
      }),
      reads: createReviewReads(db, figures),
    },
  };
}
