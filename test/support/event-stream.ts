import type { LiveEvent } from '#contract/events.ts';
import type { TestClient } from './client.ts';

export interface ReadEvent extends LiveEvent {
  eventId: string | null;
}

/** One open event stream, read as a browser would. */
export async function openEventStream(
  client: TestClient,
  options: { after?: string; lastEventId?: string } = {},
) {
  const abort = new AbortController();
  const query = options.after === undefined ? '' : `?after=${options.after}`;
  const response = await client.open(`/api/events${query}`, {
    signal: abort.signal,
    headers: options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId },
  });
  const events: ReadEvent[] = [];
  const state = { ended: false, ready: false };

  async function read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const piece of response.body ?? []) {
        text += decoder.decode(piece, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) take(block);
      }
    } catch {
      // The reader let go.
    }
    state.ended = true;
  }

  function take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    if (field('event') === 'ready') state.ready = true;
    if (field('event') !== 'change') return;
    const event = JSON.parse(field('data') ?? '{}') as LiveEvent;
    events.push({ ...event, eventId: field('id') ?? null });
  }

  if (response.status === 200) void read();
  return {
    status: response.status,
    headers: response.headers,
    events,
    state,
    /** Waits in real time until the condition holds, or says what came instead. */
    async until(holds: () => boolean, what: string): Promise<void> {
      for (let waited = 0; waited < 8_000; waited += 20) {
        if (holds()) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`${what} did not happen; came: ${JSON.stringify(events)}`);
    },
    close: () => abort.abort(),
  };
}
