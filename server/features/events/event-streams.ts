import type { LiveEvent } from '#contract/events.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { firstIdAt, timeOfId, type EventReads } from './event-reads.ts';
import { eventFor, type ChangeNews } from './event-rules.ts';

/** One open stream. `send` answers false when the reader is too slow to be waited for. */
export interface EventListener {
  sessionId: string;
  actor: Actor;
  send(event: LiveEvent, id: string | null): boolean;
  beat(): void;
  end(): void;
}

/** What the streams read, over the database itself. */
export interface StreamReads extends EventReads {
  now(): number;
  /** Of these sessions, those that still live, each with the rights it has now. */
  liveAmong(
    sessionIds: readonly string[],
  ): Promise<ReadonlyMap<string, Pick<Actor, 'role' | 'areaCodes'>>>;
}

interface StreamSettings {
  pollMs?: number;
  beatMs?: number;
  checkMs?: number;
  perPerson?: number;
  perNode?: number;
}

/** Nodes write ids by their own clocks, and a transaction shows its rows only when it commits. */
const OVERLAP_MS = 20_000;
/** More than this in the window is a burst. */
const MAX_WINDOW = 5_000;
/** More new ones than this are told as one. */
const MAX_TOLD = 300;
/** Someone who was away longer reads everything anew. */
const RESUME_MS = 10 * 60_000;

const EVERYTHING: LiveEvent = { type: '*', id: null, state: null };

/**
 * All open streams of one process. One poll of the audit trail serves them all, so that several processes over one
 * database tell the same; nobody listening means nobody polling.
 */
export function createEventStreams(settings: StreamSettings = {}) {
  const { pollMs = 1_000, beatMs = 15_000, checkMs = 5_000 } = settings;
  const { perPerson = 12, perNode = 2_000 } = settings;
  const listeners = new Set<EventListener>();
  /** Events of the window that were told already. */
  let told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let reads: StreamReads | undefined;
  let checkedAt = 0;
  let beatAt = 0;
  let closed = false;

  function drop(listener: EventListener): void {
    if (listeners.delete(listener)) listener.end();
  }

  function send(listener: EventListener, event: LiveEvent, id: string | null): void {
    if (listeners.has(listener) && !listener.send(event, id)) drop(listener);
  }

  /** Ends the streams whose session is over or whose rights are other ones: the browser comes back with the new. */
  async function check(source: StreamReads): Promise<void> {
    const live = await source.liveAmong([...listeners].map((one) => one.sessionId));
    for (const listener of listeners) {
      const now = live.get(listener.sessionId);
      if (now === undefined || rightsOf(now) !== rightsOf(listener.actor)) drop(listener);
    }
  }

  /** Ids of the window that are new, oldest first; null for a burst. */
  async function fresh(source: StreamReads): Promise<string[] | null> {
    const ids = await source.idsAbove(firstIdAt(source.now() - OVERLAP_MS), MAX_WINDOW + 1);
    const unseen = ids.filter((id) => !told.has(id));
    told = new Set(ids);
    return ids.length > MAX_WINDOW || unseen.length > MAX_TOLD ? null : unseen.reverse();
  }

  async function tell(source: StreamReads, ids: readonly string[], to: readonly EventListener[]) {
    const news = await source.news(ids);
    const narrowed = to.some((listener) => listener.actor.areaCodes.length > 0);
    const cases = narrowed ? news.filter(isCase).map((one) => one.subjectId) : [];
    const areas = await source.areasOfCases([...new Set(cases)]);
    for (const one of news)
      for (const listener of to) {
        const event = eventFor(listener.actor, one, (id) => areas.get(id));
        if (event !== null) send(listener, event, one.id);
      }
  }

  async function poll(source: StreamReads): Promise<void> {
    const ids = await fresh(source);
    const news = ids === null || ids.length > 0;
    // Nothing is told to a session that ended before it.
    if (news || performance.now() - checkedAt >= checkMs) {
      await check(source);
      checkedAt = performance.now();
    }
    if (performance.now() - beatAt >= beatMs) {
      for (const listener of listeners) listener.beat();
      beatAt = performance.now();
    }
    if (ids === null) for (const listener of listeners) send(listener, EVERYTHING, null);
    else if (ids.length > 0) await tell(source, ids, [...listeners]);
  }

  function schedule(): void {
    if (timer !== undefined || closed || listeners.size === 0) return;
    timer = setTimeout(() => {
      const source = reads;
      const done = () => {
        timer = undefined;
        schedule();
      };
      // A database that does not answer now may answer a second later; the window looks back far enough.
      if (source === undefined || listeners.size === 0) done();
      else poll(source).then(done, done);
    }, pollMs);
    timer.unref();
  }

  /** What was missed since the last id the reader has. */
  async function resume(listener: EventListener, source: StreamReads, after: string) {
    const at = timeOfId(after);
    const ids =
      source.now() - at > RESUME_MS
        ? null
        : await source.idsAbove(firstIdAt(at - OVERLAP_MS), MAX_TOLD + 1);
    if (ids === null || ids.length > MAX_TOLD) send(listener, EVERYTHING, null);
    else await tell(source, ids, [listener]);
  }

  return {
    /** Throws `errors.events.tooMany` where a person or the process has enough streams. */
    assertRoom(actorId: string): void {
      const own = [...listeners].filter((one) => one.actor.id === actorId).length;
      if (closed || own >= perPerson || listeners.size >= perNode)
        throw new DomainError('too_many', 'errors.events.tooMany', { args: { seconds: 30 } });
    },

    /** Tells the listener of everything from now on, and of what it missed; the answer makes it stop. */
    async join(
      listener: EventListener,
      source: StreamReads,
      after: string | undefined,
    ): Promise<() => void> {
      if (listeners.size === 0)
        told = new Set(await source.idsAbove(firstIdAt(source.now() - OVERLAP_MS), MAX_WINDOW));
      reads = source;
      listeners.add(listener);
      schedule();
      if (after !== undefined) await resume(listener, source, after);
      return () => void listeners.delete(listener);
    },

    size: () => listeners.size,

    /** Ends every stream; the process is stopping. */
    close(): void {
      closed = true;
      clearTimeout(timer);
      for (const listener of listeners) drop(listener);
    },
  };
}

export type EventStreams = ReturnType<typeof createEventStreams>;

const isCase = (news: ChangeNews): boolean => news.subjectType === 'case';

const rightsOf = ({ role, areaCodes }: Pick<Actor, 'role' | 'areaCodes'>): string =>
  `${role} ${areaCodes.join(' ')}`;
