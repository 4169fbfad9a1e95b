import { MAX_EVIDENCE_BYTES, type EvidenceRecord } from '#contract/evidence.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { safeFileName } from '#domain/file-name.ts';
import { tooLarge, type EvidenceFiles } from './evidence-files.ts';
import type { EvidenceService } from './evidence-service.ts';
import { assertContent, endingOfName } from './evidence-type.ts';

/** What an upload needs of the graph; it opens its own short transactions. */
export interface UploadNeeds {
  evidence: EvidenceService;
  evidenceFiles: EvidenceFiles;
  inTransaction<T>(work: (f: UploadNeeds) => Promise<T>): Promise<T>;
}

/**
 * Takes one file in. What can be refused is refused before its bytes are read; the bytes are on the disk under their
 * hash before the row that names them is written.
 */
export async function receiveEvidence(
  f: UploadNeeds,
  ctx: ActionContext,
  outageId: string,
  sent: {
    name: string | undefined;
    declaredBytes: number | undefined;
    body: AsyncIterable<Uint8Array>;
  },
): Promise<EvidenceRecord> {
  const fileName = nameOf(sent.name);
  const ending = endingOfName(fileName);
  if ((sent.declaredBytes ?? 0) > MAX_EVIDENCE_BYTES) throw tooLarge(MAX_EVIDENCE_BYTES);
  await f.evidence.expect(ctx, outageId);
  const arrived = await f.evidenceFiles.receive(sent.body, MAX_EVIDENCE_BYTES);
  try {
    await assertContent(arrived.handle, arrived.sizeBytes, ending);
  } catch (error) {
    await arrived.drop();
    throw error;
  }
  await arrived.keep();
  const { sizeBytes, sha256 } = arrived;
  return f.inTransaction((t) =>
    t.evidence.add(ctx, { outageId, fileName, ending, sizeBytes, sha256 }),
  );
}

/** The header holds percent-encoded UTF-8. */
function nameOf(header: string | undefined): string {
  const name = safeFileName(decoded(header ?? ''));
  if (name === null) throw new DomainError('malformed', 'errors.evidence.name');
  return name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new DomainError('malformed', 'errors.evidence.name', { cause: error });
  }
}
