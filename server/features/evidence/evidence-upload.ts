import { MAX_EVIDENCE_BYTES, type EvidenceRecord } from '#contract/evidence.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { safeFileName } from '#domain/file-name.ts';
import { tooLarge, type EvidenceFiles } from './evidence-files.ts';
import type { EvidenceService } from './evidence-service.ts';
import type { NewEvidence } from './evidence-store.ts';
import { assertContent, endingOfName } from './evidence-type.ts';

/** What an upload needs of the graph; it opens its own short transactions. */
export interface UploadNeeds {
  evidence: EvidenceService;
  evidenceFiles: EvidenceFiles;
  inTransaction<T>(work: (f: UploadNeeds) => Promise<T>): Promise<T>;
}

export interface SentFile {
  /** Percent-encoded, as the header has it. */
  name: string | undefined;
  declaredBytes: number | undefined;
  body: AsyncIterable<Uint8Array>;
}

export type StoredFile = Omit<NewEvidence, 'outageId'>;

/** Takes one file of an outage in. */
export async function receiveEvidence(
  f: UploadNeeds,
  ctx: ActionContext,
  outageId: string,
  sent: SentFile,
): Promise<EvidenceRecord> {
  const stored = await storeFile(f.evidenceFiles, sent, () => f.evidence.expect(ctx, outageId));
  return f.inTransaction((t) => t.evidence.add(ctx, { outageId, ...stored }));
}

/**
 * Checks a file and lays it into the store. What can be refused is refused before its bytes are read; they are on the
 * disk under their hash before a row can name them.
 */
export async function storeFile(
  files: EvidenceFiles,
  sent: SentFile,
  expect: () => Promise<void>,
): Promise<StoredFile> {
  const fileName = nameOf(sent.name);
  const ending = endingOfName(fileName);
  if ((sent.declaredBytes ?? 0) > MAX_EVIDENCE_BYTES) throw tooLarge(MAX_EVIDENCE_BYTES);
  await expect();
  const arrived = await files.receive(sent.body, MAX_EVIDENCE_BYTES);
  try {
    await assertContent(arrived.handle, arrived.sizeBytes, ending);
  } catch (error) {
    await arrived.drop();
    throw error;
  }
  await arrived.keep();
  const { sizeBytes, sha256 } = arrived;
  return { fileName, ending, sizeBytes, sha256 };
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
