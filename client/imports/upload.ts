import type { ImportKind, ImportRecord } from '#contract/imports.ts';
import { queryString } from '../providers/data-provider.ts';
import { toHttpError } from '../providers/http-client.ts';
import type { Translate } from '../providers/http-client.ts';
import type { SessionClient, WireError } from '../session/session-client.ts';

export interface UploadRequest {
  file: File;
  kind: ImportKind;
  zone: string;
  /** '' where the file says it itself. */
  asOf: string;
}

interface UploadNeeds {
  session: SessionClient;
  translate: Translate;
  onProgress(sentBytes: number): void;
  signal: AbortSignal;
}

/** Sends the file as it is; a session that ended is renewed over the page, then the file goes once more. */
export async function uploadImport(
  request: UploadRequest,
  needs: UploadNeeds,
): Promise<ImportRecord> {
  const { kind, zone, asOf, file } = request;
  const url = `/api/imports${queryString({ kind, fileName: file.name, zone, asOf })}`;
  for (;;) {
    const answer = await send(url, file, needs);
    if (answer.status === 201) return JSON.parse(answer.text) as ImportRecord;
    if (answer.status !== 401)
      throw toHttpError(needs.translate, answer.status, wireErrorOf(answer.text));
    await needs.session.reauthenticate();
  }
}

/** fetch tells no progress of what it sends; the older request does. */
function send(
  url: string,
  file: File,
  { session, onProgress, signal, translate }: UploadNeeds,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', url);
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('Content-Type', 'application/octet-stream');
    call.setRequestHeader('X-CSRF-Token', session.view().csrfToken);
    call.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    call.addEventListener('load', () => resolve({ status: call.status, text: call.responseText }));
    call.addEventListener('error', () =>
      reject(toHttpError(translate, 0, { code: 'offline', message: 'imports.upload.offline' })),
    );
    signal.addEventListener('abort', () => {
      call.abort();
      reject(new DOMException('aborted', 'AbortError'));
    });
    call.send(file);
  });
}

function wireErrorOf(text: string): WireError {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'code' in body && 'message' in body)
      return body as WireError;
  } catch {
    // A proxy's page.
  }
  return { code: 'other', message: 'errors.other' };
}
