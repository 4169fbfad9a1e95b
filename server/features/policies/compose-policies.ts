import type { Knex } from 'knex';
import type { Calendar } from '#domain/calendar.ts';
import type { Zone } from '#domain/time.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createCommitments } from './commitments.ts';
import { createFamilyReads } from './family-reads.ts';
import { createFamilyStore } from './family-store.ts';
import { createPolicyReads } from './policy-reads.ts';
import { createPolicyService } from './policy-service.ts';
import { createPolicyStore } from './policy-store.ts';
import { createPolicyTrial } from './policy-trial.ts';

interface Profile {
  bands: WeightProfileBands;
  calendarId: string;
  state: string;
}

interface Needs {
  zone: Zone;
  audit: Pick<AuditTrail, 'record'>;
  weightProfileAt(at: number): Promise<{ id: string; effectiveFromAt: number | null }>;
  weightProfile(id: string): Promise<Profile | undefined>;
  calendar(id: string): Promise<Calendar>;
  holdBatches(): Promise<void>;
}

/** Families of policies, their versions, and the server's own evaluation of rules. */
export function composePolicies(db: Knex, world: World, needs: Needs) {
  const { zone, audit, weightProfile } = needs;
  const { now, nextId } = world;
  const committed = createCommitments(db);
  const policies = createPolicyService({
    ...{ audit, zone, now, nextId, committed },
    store: createPolicyStore(db, world),
    families: createFamilyStore(db, world),
    weightProfileAt: needs.weightProfileAt,
    weightProfileState: async (id) => (await weightProfile(id))?.state,
    holdBatches: needs.holdBatches,
  });
  return {
    policies,
    policyReads: createPolicyReads({ db, now, committed, faultsOf: policies.faultsOf }),
    familyReads: createFamilyReads(db, now),
    policyTrial: createPolicyTrial({ zone, weightProfile, calendar: needs.calendar }),
  };
}
