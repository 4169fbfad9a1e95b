import type { Knex } from 'knex';
import { createZoneBook, type RowRecord } from '#domain/row-reader.ts';
import { createZone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createImportLanding, type ImportLandingNeeds } from './import-landing.ts';
import { createImportPreview, type ImportPreviewNeeds } from './import-preview.ts';
import { createImportReads } from './import-reads.ts';
import { createImportService, type ImportServiceNeeds } from './import-service.ts';
import { createImportStore } from './import-store.ts';
import { createJsonFramer } from './parsers/json-framer.ts';
import { readTmf641Order } from './parsers/tmf641-rows.ts';
import { readVolumeRow } from './parsers/volume-rows.ts';

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
  const zones = createZoneBook();
  const zone = zones(needs.zone) ?? createZone('UTC');
  return {
    /** What another way in shares with files: the same rows, read and compared alike. */
    importRows: {
      readVolume: (record: RowRecord) => readVolumeRow(record, { zone, zones }),
      changedVolumes: preview.changedVolumes,
      framer: createJsonFramer,
      readOrder: (order: unknown) => readTmf641Order(order, { zone }),
    },
    importStore,
    importReads: createImportReads(db, world, importStore),
    importLanding: createImportLanding({ ...needs, preview }),
    imports: createImportService({ ...needs, store: importStore, world }),
  };
}
