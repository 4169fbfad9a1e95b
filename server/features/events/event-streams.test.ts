import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveEvent } from '#contract/events.ts';
import type { Actor } from '#domain/context.ts';
import { encodeTime } from 'ulid';
import { createEventStreams, type EventListener, type StreamReads } from './event-streams.ts';

const NOW = Date.UTC(2026, 10, 21, 4);
let serial = 0;
const idAt = (at: number) => `${encodeTime(at, 10)}${String((serial += 1)).padStart(16, '0')}`;

/** A trail in memory. */
function trail() {
  const ids: string[] = [];
  const state = { now: NOW, broken: false, live: null as Actor | null, polls: 0 };
  const reads: StreamReads = {
    now: () => state.now,
    liveAmong: (sessions) =>
      Promise.resolve(
        new Map(state.live === null ? [] : sessions.map((id) => [id, state.live as Actor])),
      ),
    idsAbove(since, limit) {
      state.polls += 1;
      if (state.broken) return Promise.reject(new Error('the database is away'));
      return Promise.resolve(
        ids
          .filter((id) => id > since)
          .sort()
          .reverse()
          .slice(0, limit),
      );
    },
    news: (wanted) =>
      Promise.resolve(
        wanted.map((id) => ({ id, subjectType: 'case', subjectId: id, state: 'open' })),
      ),
    areasOfCases: (cases) => Promise.resolve(new Map(cases.map((id) => [id, '330106']))),
  };
  return { ids, state, reads };
}

function listenerOf(actor: Actor, takes = () => true) {
  const heard: LiveEvent[] = [];
  const state = { ended: 0 };
  const listener: EventListener = {
    sessionId: 'S',
    actor,
    send(event) {
      heard.push(event);
      return takes();
    },
    beat: () => undefined,
    end: () => void (state.ended += 1),
  };
  return { listener, heard, state };
}

const supervisor: Actor = { id: 'A', name: '', role: 'supervisor', areaCodes: [] };

describe('the event streams of a process', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pass = () => vi.advanceTimersByTimeAsync(1_000);

  it('poll only while somebody listens', async () => {
    const { reads, state } = trail();
    state.live = supervisor;
    const streams = createEventStreams();
    await pass();
    expect(state.polls).toBe(0);
    const leave = await streams.join(listenerOf(supervisor).listener, reads, undefined);
    await pass();
    expect(state.polls).toBe(2);
    leave();
    await pass();
    await pass();
    expect(state.polls).toBe(2);
  });

  it('tell what another node wrote with an older id and committed later', async () => {
    const { ids, reads, state } = trail();
    state.live = supervisor;
    const { listener, heard } = listenerOf(supervisor);
    await createEventStreams().join(listener, reads, undefined);
    const late = idAt(NOW - 5_000);
    ids.push(idAt(NOW));
    await pass();
    ids.push(late);
    await pass();
    await pass();
    expect(heard.map(({ id }) => id)).toEqual([ids[0], late]);
  });

  it('go on after the database was away, and miss nothing of that time', async () => {
    const { ids, reads, state } = trail();
    state.live = supervisor;
    const { listener, heard } = listenerOf(supervisor);
    await createEventStreams().join(listener, reads, undefined);
    state.broken = true;
    ids.push(idAt(NOW));
    await pass();
    state.now += 5_000;
    state.broken = false;
    await pass();
    expect(heard).toHaveLength(1);
  });

  it('let go of a reader that is too slow', async () => {
    const { ids, reads, state } = trail();
    state.live = supervisor;
    const slow = listenerOf(supervisor, () => false);
    const streams = createEventStreams();
    await streams.join(slow.listener, reads, undefined);
    ids.push(idAt(NOW), idAt(NOW));
    await pass();
    expect([slow.heard.length, slow.state.ended, streams.size()]).toEqual([1, 1, 0]);
  });

  it('end all when the process stops, and take no more', async () => {
    const { reads } = trail();
    const one = listenerOf(supervisor);
    const streams = createEventStreams();
    await streams.join(one.listener, reads, undefined);
    streams.close();
    expect([one.state.ended, streams.size()]).toEqual([1, 0]);
    expect(() => streams.assertRoom('A')).toThrow('errors.events.tooMany');
  });

  it('tell nothing to a session that ended or whose rights changed meanwhile', async () => {
    for (const after of [null, { ...supervisor, areaCodes: ['320000'] }]) {
      const { ids, reads, state } = trail();
      const one = listenerOf(supervisor);
      await createEventStreams().join(one.listener, reads, undefined);
      state.live = after;
      ids.push(idAt(NOW));
      await pass();
      expect([one.heard.length, one.state.ended]).toEqual([0, 1]);
    }
  });
});
