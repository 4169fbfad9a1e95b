import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createImportLanding, type ImportLandingNeeds } from './import-landing.ts';
import { createImportPreview, type ImportPreviewNeeds } from './import-preview.ts';
import { createImportReads } from './import-reads.ts';
import { createImportService, type ImportServiceNeeds } from './import-service.ts';
import { createImportStore } from './import-store.ts';

/** The feature's own graph; the features that its rows belong to come in. */
export function composeImports(
  db: Knex,
  world: World,
  needs: Omit<ImportLandingNeeds, 'preview'> &
    Pick<ImportServiceNeeds, 'enqueue' | 'zone'> &
    Pick<ImportPreviewNeeds, 'hashOf'> & {
      audit: AuditTrail;
      snapshots: { countNew: ImportPreviewNeeds['countNewLines'] };
    },
) {
  const importStore = createImportStore(db, world);
  const preview = createImportPreview(db, {
    hashOf: needs.hashOf,
    countNewLines: needs.snapshots.countNew,
  });
  return {
    importStore,
    importReads: createImportReads(db, world, importStore.chunks),
    importLanding: createImportLanding({ ...needs, preview }),
    imports: createImportService({ ...needs, store: importStore, world }),
  };
}
