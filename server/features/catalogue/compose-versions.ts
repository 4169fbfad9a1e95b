import type { Knex } from 'knex';
import type { Zone } from '#domain/time.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import { createApplyCode } from './apply-code.ts';
import type { CatalogueStore } from './catalogue-store.ts';
import { createMappingRunStore } from './mapping-run-store.ts';
import { createMappingRuns } from './mapping-runs.ts';
import { createMappingService } from './mapping-service.ts';
import { createMappingStore } from './mapping-store.ts';
import { createVersionReads } from './version-reads.ts';
import { createVersionService } from './version-service.ts';
import { createVersionStore } from './version-store.ts';

/** A case that got another code: as its group sees it. */
export interface Reclassification {
  id: string;
  lineId: string;
  groupId: string | null;
  sourceSystem: string;
  rawCode: string;
  failureCode: string;
  requestedAt: number;
  open: boolean;
  demo: boolean;
}

interface Needs {
  audit: AuditTrail;
  zone: Zone;
  codes: CatalogueStore['codes'];
  caseStore: CaseStore;
  caseRowOf(row: Record<string, unknown>): CaseRow;
  enqueue(request: JobRequest): Promise<string>;
  totalCases(): Promise<number>;
  regroup(cases: readonly Reclassification[]): Promise<void>;
}

/** Versions of the catalogue and of the mapping, and what a mapping does to stored cases. */
export function composeVersions(db: Knex, world: World, needs: Needs) {
  const { audit } = needs;
  const { now } = world;
  const versions = createVersionStore(db, world);
  const mappings = createMappingStore(db, world);
  const runs = createMappingRunStore(db, world);
  return {
    catalogueVersions: createVersionService({ store: versions, audit, now }),
    mappings: createMappingService({ store: mappings, audit, now, wasTried: runs.wasTried }),
    mappingRuns: createMappingRuns({
      db,
      zone: needs.zone,
      now,
      runs,
      versions: mappings,
      audit,
      codes: needs.codes,
      caseRowOf: needs.caseRowOf,
      apply: createApplyCode(needs.caseStore),
      applied: (changes) =>
        needs.regroup(
          changes.map(({ before, to, state }) => ({
            id: before.id,
            lineId: before.lineId,
            groupId: before.groupId,
            sourceSystem: before.sourceSystem,
            rawCode: before.rawCode,
            failureCode: to,
            requestedAt: before.requestedAt,
            open: !isCaseEnded(state),
            demo: before.demo,
          })),
        ),
      enqueue: needs.enqueue,
      totalCases: needs.totalCases,
    }),
    versionReads: createVersionReads({ db, now, versions, mappings, runs }),
  };
}
