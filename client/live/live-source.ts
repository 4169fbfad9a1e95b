import type { LiveEvent } from '#contract/events.ts';

/** As much of the browser's EventSource as is used here. */
export interface EventStream {
  readyState: number;
  onerror: ((event: never) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** The browser, or what a test puts in its place. */
export interface LiveSurroundings {
  open(url: string): EventStream;
  visible(): boolean;
  onVisibility(listener: () => void): void;
  after(ms: number, act: () => void): () => void;
}

export interface LiveSource {
  /** Hears every event until the answer is called; the stream is open while anybody listens. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
  /** Whether changes arrive by themselves; without that everything is asked for every 20 s. */
  live(): boolean;
  onLive(listener: () => void): () => void;
}

const CLOSED = 2;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
const POLL_MS = 20_000;
/** A tab that was only looked away from for a moment keeps its stream. */
const HIDDEN_MS = 15_000;

export const EVERYTHING: LiveEvent = { type: '*', id: null, state: null };

/** One event stream for the whole tab: it comes back by itself, rests in a hidden tab, and polls when it cannot. */
export function createLiveSource(around: LiveSurroundings, url = '/api/events'): LiveSource {
  const listeners = new Set<(event: LiveEvent) => void>();
  const watchers = new Set<() => void>();
  let stream: EventStream | null = null;
  let isLive = false;
  let lastId: string | null = null;
  let retryMs = FIRST_RETRY_MS;
  let cancelRetry: (() => void) | null = null;
  let cancelPoll: (() => void) | null = null;
  let cancelHide: (() => void) | null = null;
  let missed = false;

  const tell = (event: LiveEvent) => {
    for (const listener of listeners) listener(event);
  };
  const setLive = (next: boolean) => {
    if (isLive === next) return;
    isLive = next;
    for (const watcher of watchers) watcher();
  };
  const wanted = () => listeners.size > 0 && around.visible();

  function open(): void {
    cancelRetry?.();
    cancelRetry = null;
    const opened = around.open(lastId === null ? url : `${url}?after=${lastId}`);
    stream = opened;
    opened.addEventListener('ready', () => {
      retryMs = FIRST_RETRY_MS;
      cancelPoll?.();
      cancelPoll = null;
      setLive(true);
      // Without a place to go on from, what happened meanwhile is unknown.
      if (missed && lastId === null) tell(EVERYTHING);
      missed = false;
    });
    opened.addEventListener('change', (event) => {
      if (event.lastEventId !== '') lastId = event.lastEventId;
      tell(JSON.parse(event.data) as LiveEvent);
    });
    opened.onerror = () => {
      setLive(false);
      missed = true;
      poll();
      // A lost connection the browser mends itself; a refusal it does not.
      if (opened.readyState === CLOSED) comeBack();
    };
  }

  function close(): void {
    stream?.close();
    stream = null;
    cancelRetry?.();
    cancelRetry = null;
    cancelPoll?.();
    cancelPoll = null;
    missed = true;
    setLive(false);
  }

  function comeBack(): void {
    stream = null;
    if (cancelRetry !== null) return;
    cancelRetry = around.after(retryMs, () => {
      cancelRetry = null;
      if (wanted()) open();
    });
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  function poll(): void {
    if (cancelPoll !== null) return;
    cancelPoll = around.after(POLL_MS, () => {
      cancelPoll = null;
      if (isLive || !wanted()) return;
      tell(EVERYTHING);
      poll();
    });
  }

  function look(): void {
    cancelHide?.();
    cancelHide = null;
    if (wanted()) {
      if (stream === null && cancelRetry === null) open();
    } else if (stream !== null || cancelRetry !== null) {
      cancelHide = around.after(listeners.size === 0 ? 0 : HIDDEN_MS, () => {
        cancelHide = null;
        if (!wanted()) close();
      });
    }
  }

  around.onVisibility(look);
  return {
    subscribe(listener) {
      listeners.add(listener);
      look();
      return () => {
        listeners.delete(listener);
        look();
      };
    },
    live: () => isLive,
    onLive(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}

export function browserSurroundings(): LiveSurroundings {
  return {
    open: (url) => new EventSource(url),
    visible: () => document.visibilityState === 'visible',
    onVisibility: (listener) => document.addEventListener('visibilitychange', listener),
    after(ms, act) {
      const timer = window.setTimeout(act, ms);
      return () => window.clearTimeout(timer);
    },
  };
}
