import { once } from 'node:events';
import type { Response } from 'express';
import type { ExportFormat } from '#contract/exports.ts';

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Writes a file as it is made, no faster than its reader takes it. Answers false when the reader left before
 * the end; the file is then no further made.
 */
export async function sendFile(
  res: Response,
  file: { name: string; format: ExportFormat },
  pieces: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  res.status(200).setHeader('Content-Type', TYPES[file.format]);
  res.setHeader('Content-Disposition', `attachment; filename="${file.name}.${file.format}"`);
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  try {
    for await (const piece of pieces) {
      if (gone.signal.aborted) return false;
      if (!res.write(piece)) await once(res, 'drain', { signal: gone.signal });
    }
  } catch (error) {
    if (gone.signal.aborted) return false;
    // The head has left: breaking the connection off is the only way to say that the file is not whole.
    res.destroy(error as Error);
    throw error;
  }
  res.end();
  return true;
}
