import { describe, expect, it } from 'vitest';
import { createLandings } from './landings.ts';
import { LeaseLostError, type Job } from './queue.ts';

const jobOf = (id: string): Job => ({
  ...{ id, kind: 'k', subjectId: id, payload: {}, tries: 0, leaseToken: 't' },
});

/** More turns of the event loop than works are waited for. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Transactions over a list: what a failed one wrote is gone. */
function ledger(lost: readonly string[] = [], atOnce = 1) {
  const kept: string[][] = [];
  const land = createLandings<string[]>(async (work) => {
    const written: string[] = [];
    const result = await work(written, {
      assertLeases: (jobs) => {
        const gone = jobs.find(({ id }) => lost.includes(id));
        return gone === undefined ? Promise.resolve() : Promise.reject(new LeaseLostError(gone.id));
      },
      settleDone: (jobs) => {
        written.push(...jobs.map(({ id }) => `${id} done`));
        return Promise.resolve();
      },
    });
    kept.push(written);
    return result;
  }, atOnce);
  const write = (id: string, { fails = false, isLast = false } = {}) =>
    land(
      jobOf(id),
      async (written) => {
        written.push(id);
        await Promise.resolve();
        if (fails) throw new Error(`${id} fails`);
        return id;
      },
      () => isLast,
    );
  return { kept, land, write };
}

describe('works of several jobs', () => {
  it('share one transaction when they come in the same turn', async () => {
    const { kept, write } = ledger();
    expect(await Promise.all([write('a'), write('b')])).toEqual(['a', 'b']);
    expect(await write('c')).toBe('c');
    expect(kept).toEqual([['a', 'b'], ['c']]);
  });

  it('are done again one by one when one of them fails, and only that one fails', async () => {
    const { kept, write } = ledger();
    const ends = await Promise.allSettled([write('a'), write('b', { fails: true }), write('c')]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(kept).toEqual([['a'], ['c']]);
  });

  it('write nothing for a job whose lease is lost, and everything for the others', async () => {
    const { kept, write } = ledger(['b']);
    const [a, b] = await Promise.allSettled([write('a'), write('b')]);
    expect(a.status).toBe('fulfilled');
    expect(b).toMatchObject({ status: 'rejected', reason: { name: 'LeaseLostError' } });
    expect(kept).toEqual([['a']]);
  });

  it('end their jobs in the same transaction where they are the last', async () => {
    const { kept, write } = ledger();
    await Promise.all([write('a', { isLast: true }), write('b')]);
    expect(kept).toEqual([['a', 'b', 'a done']]);
  });

  it('wait for the transaction under way while they are few, and have their own once they are many', async () => {
    const { kept, land, write } = ledger([], 2);
    let release = (): void => undefined;
    const held = land(jobOf('held'), () => new Promise<void>((resolve) => (release = resolve)));
    await turns();
    const few = Array.from({ length: 3 }, (_, n) => write(`few ${n}`));
    await turns();
    expect(kept).toEqual([]);
    const many = Array.from({ length: 20 }, (_, n) => write(`many ${n}`));
    await Promise.all([...few, ...many]);
    expect(kept.map((written) => written.length)).toEqual([23]);
    release();
    await held;
    expect(kept).toHaveLength(2);
  });
});
