import type { Knex } from 'knex';
import type { ActionContext } from '#domain/context.ts';
import type { Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { AuditReads } from '../audit/audit-reads.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createPostedCredits } from './posted-credits.ts';
import { createRecoveryFilesService } from './recovery-files-service.ts';
import { createRecoveryReads } from './recovery-reads.ts';
import { createRecoveryService } from './recovery-service.ts';
import { createRecoveryStore } from './recovery-store.ts';

type ReadNeeds = Parameters<typeof createRecoveryReads>[0];

interface Needs {
  zone: Zone;
  audit: AuditTrail;
  auditOf: AuditReads['ofSubject'];
  outages: {
    find(ctx: ActionContext, id: string): ReturnType<ReadNeeds['outage']>;
    lock(id: string): Promise<void>;
  };
  causeNames: ReadNeeds['causeNames'];
  touching: ReadNeeds['touching'];
  limitation(from: number): Promise<{ dueAt: number | null; warnAt: number | null }>;
}

/** Claims on third parties: the cases, their files, and what they add up to. */
export function composeRecoveries(db: Knex, world: World, needs: Needs) {
  const store = createRecoveryStore(db, world);
  const posted = createPostedCredits(db);
  const { audit, outages, limitation, zone, causeNames, auditOf, touching } = needs;
  const { now } = world;
  const service = createRecoveryService({ store, posted, audit, outages, limitation, now, zone });
  return {
    recoveries: service,
    recoveryFiles: createRecoveryFilesService({ store, recoveries: service }),
    recoveryReads: createRecoveryReads({
      ...{ db, now, store, posted, service, causeNames, auditOf, touching },
      outage: outages.find,
    }),
  };
}
