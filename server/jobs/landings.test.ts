import { describe, expect, it } from 'vitest';
import { createLandings } from './landings.ts';
import { LeaseLostError, type Job } from './queue.ts';

const jobOf = (id: string): Job => ({
  ...{ id, kind: 'k', subjectId: id, payload: {}, tries: 0, leaseToken: 't' },
});

/** Transactions over a list: what a failed one wrote is gone. */
function ledger(lost: readonly string[] = []) {
  const kept: string[][] = [];
  const land = createLandings<string[]>(async (work) => {
    const written: string[] = [];
    const result = await work(written, {
      assertLeases: (jobs) => {
        const gone = jobs.find(({ id }) => lost.includes(id));
        return gone === undefined ? Promise.resolve() : Promise.reject(new LeaseLostError(gone.id));
      },
    });
    kept.push(written);
    return result;
  });
  const write = (id: string, fails = false) =>
    land(jobOf(id), async (written) => {
      written.push(id);
      await Promise.resolve();
      if (fails) throw new Error(`${id} fails`);
      return id;
    });
  return { kept, write };
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
    const ends = await Promise.allSettled([write('a'), write('b', true), write('c')]);
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
});
