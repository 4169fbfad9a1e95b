/** What a browser's file dialog gives, where it has one. */
interface FileSink {
  write(part: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Fetches a streamed file and hands it to the browser as a download; throws when it broke off. */
export async function saveExport(
  url: string,
  name: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const reply = await fetch(url, { signal, credentials: 'same-origin' });
  if (!reply.ok || reply.body === null) throw await refusalOf(reply);
  const sink = memorySink(name, reply.headers.get('content-type') ?? '');
  const reader = reply.body.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    await sink.write(value);
    onBytes(bytes);
  }
  await sink.close();
}

async function refusalOf(reply: Response): Promise<Error> {
  const body = (await reply.json().catch(() => ({}))) as { message?: string; args?: object };
  return Object.assign(new Error(String(reply.status)), {
    messageKey: body.message,
    args: body.args,
  });
}

/** Collects into a Blob, which browsers keep on disk when it is large. */
function memorySink(name: string, type: string): FileSink {
  const parts: BlobPart[] = [];
  return {
    async write(part) {
      parts.push(part as Uint8Array<ArrayBuffer>);
    },
    async close() {
      const url = URL.createObjectURL(new Blob(parts, { type }));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
  };
}
