import { toHttpError } from './http-client.ts';
import type { Translate } from './http-client.ts';
import type { SessionClient, WireError } from '../session/session-client.ts';

export interface UploadNeeds {
  session: SessionClient;
  translate: Translate;
  onProgress(sentBytes: number): void;
  signal: AbortSignal;
}

/** Sends a body as it is; a session that ended is renewed over the page, then the body goes once more. */
export async function sendWhole<T>(
  url: string,
  body: Blob,
  needs: UploadNeeds,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  for (;;) {
    const answer = await send(url, body, needs, headers);
    if (answer.status === 200 || answer.status === 201) return JSON.parse(answer.text) as T;
    if (answer.status !== 401)
      throw toHttpError(needs.translate, answer.status, wireErrorOf(answer.text));
    await needs.session.reauthenticate();
  }
}

/** fetch tells no progress of what it sends; the older request does. */
function send(
  url: string,
  body: Blob,
  { session, onProgress, signal, translate }: UploadNeeds,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', url);
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('Content-Type', 'application/octet-stream');
    call.setRequestHeader('X-CSRF-Token', session.view().csrfToken);
    for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value);
    call.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    call.addEventListener('load', () => resolve({ status: call.status, text: call.responseText }));
    call.addEventListener('error', () =>
      reject(toHttpError(translate, 0, { code: 'offline', message: 'imports.upload.offline' })),
    );
    signal.addEventListener('abort', () => {
      call.abort();
      reject(new DOMException('aborted', 'AbortError'));
    });
    call.send(body);
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
