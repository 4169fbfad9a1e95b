import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** RFC 6266: a plain name for old clients, the real one in UTF-8 (RFC 8187). */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/gu, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/gu,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The head of a file that somebody uploaded: saved, never shown, whatever it claims to be. */
export function foreignFileHead(res: Response, file: { name: string; sizeBytes: number }): void {
  res.status(200);
  res.setHeader('Content-Type', 'application/octet-stream');
  res.setHeader('Content-Length', file.sizeBytes);
  res.setHeader('Content-Disposition', contentDisposition(file.name));
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
}

/** Sends such a file; a reader who leaves early is no fault. */
export async function sendForeignFile(
  res: Response,
  file: { name: string; sizeBytes: number },
  bytes: AsyncIterable<Buffer>,
): Promise<void> {
  foreignFileHead(res, file);
  try {
    await pipeline(bytes, res);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
