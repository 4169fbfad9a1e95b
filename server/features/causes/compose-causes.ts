import type { Knex } from 'knex';
import type { FailureCategory } from '#contract/catalogue.ts';
import type { TaughtRule } from '#domain/cause-groups.ts';
import type { ActionContext } from '#domain/context.ts';
import type { Zone } from '#domain/time.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createGroupCounters } from './group-counters.ts';
import { createGroupLanding } from './group-landing.ts';
import { createGroupMembers } from './group-members.ts';
import { createGroupReads } from './group-reads.ts';
import { createGroupService } from './group-service.ts';
import { createGroupStore } from './group-store.ts';
import { createGroupUpkeep } from './group-upkeep.ts';

export interface CausesNeeds {
  audit: AuditTrail;
  zone: Zone;
  enqueue(request: JobRequest): Promise<string>;
  colleagueRole(staffId: string): Promise<string | undefined>;
  lockLines(ids: readonly string[]): Promise<void>;
  codes(): Promise<ReadonlyMap<string, { category: FailureCategory }>>;
  teach(ctx: ActionContext, rules: readonly TaughtRule[]): Promise<number>;
}

/** Cause groups: their landing, their numbers, what people do with them. */
export function composeCauses(db: Knex, world: World, needs: CausesNeeds) {
  const { audit, zone, enqueue, colleagueRole, lockLines, codes, teach } = needs;
  const { now } = world;
  const store = createGroupStore(db, world);
  const counters = createGroupCounters(db, world);
  const members = createGroupMembers(db);
  const landing = createGroupLanding({ db, store, counters, members, codes, lockLines });
  return {
    causeGroups: {
      store,
      counters,
      landing,
      service: createGroupService({
        store,
        counters,
        audit,
        now,
        enqueue,
        colleagueRole,
        teach,
      }),
      upkeep: createGroupUpkeep({ db, store, counters, audit, enqueue, now }),
      reads: createGroupReads({ db, zone, now, store, counters }),
    },
  };
}
