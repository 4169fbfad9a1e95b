import { describe, expect, it } from 'vitest';
import type { ActionContext } from './context.ts';
import { DomainError } from './errors.ts';
import { isOwnWork, makerOf, seenVersion, withMaker } from './versions.ts';
import type { Versioned } from './versions.ts';

const by = (id: string): ActionContext => ({
  actor: { id, name: `name of ${id}`, role: 'manager', areaCodes: [] },
  requestId: 'R1',
});
const version = (over: Partial<Versioned> = {}): Versioned => ({
  id: 'V1',
  state: 'submitted',
  version: 3,
  makers: [
    { id: 'lin', name: 'Lin' },
    { id: 'zhou', name: 'Zhou' },
  ],
  submittedBy: 'chen',
  ...over,
});

describe('two pairs of eyes', () => {
  it('see that whoever edited or handed in a version made it', () => {
    for (const id of ['lin', 'zhou', 'chen']) expect(isOwnWork(version(), by(id))).toBe(true);
    expect(isOwnWork(version(), by('gu'))).toBe(false);
    expect(isOwnWork(version({ makers: [], submittedBy: null }), by('gu'))).toBe(false);
  });

  it('name everybody who edits once, in the order in which they came', () => {
    const { makers } = version();
    expect(withMaker(makers, by('gu'))).toEqual([...makers, { id: 'gu', name: 'name of gu' }]);
    expect(withMaker(makers, by('zhou'))).toEqual(makers);
    expect(withMaker([], by('zhou'))).toEqual([makerOf(by('zhou'))]);
  });
});

describe('a version that was seen', () => {
  it('is the one its caller saw, where they say which', () => {
    expect(seenVersion(version(), 3)).toEqual(version());
    expect(seenVersion(version())).toEqual(version());
  });

  it('is refused where it is gone, or changed since', () => {
    expect(() => seenVersion(undefined, 3)).toThrow(
      new DomainError('not_found', 'errors.notFound'),
    );
    expect(() => seenVersion(version(), 2)).toThrow(new DomainError('conflict', 'errors.stale'));
  });
});
