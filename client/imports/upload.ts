import type { ImportKind, ImportRecord } from '#contract/imports.ts';
import { queryString } from '../providers/data-provider.ts';
import { sendWhole } from '../providers/upload.ts';
import type { UploadNeeds } from '../providers/upload.ts';

export interface UploadRequest {
  file: File;
  kind: ImportKind;
  zone: string;
  /** '' where the file says it itself. */
  asOf: string;
}

export function uploadImport(request: UploadRequest, needs: UploadNeeds): Promise<ImportRecord> {
  const { kind, zone, asOf, file } = request;
  const query = queryString({ kind, fileName: file.name, zone, asOf });
  return sendWhole<ImportRecord>(`/api/imports${query}`, file, needs);
}

/** The CRM's list, beside that of the platform which is there. */
export const uploadCrmFile = (id: string, file: File, needs: UploadNeeds): Promise<ImportRecord> =>
  sendWhole<ImportRecord>(
    `/api/imports/${id}/crm-file${queryString({ fileName: file.name })}`,
    file,
    needs,
  );
