import type { Identifier } from 'ra-core';
import { useEffect, useState } from 'react';

interface Row {
  id: Identifier;
}

/** As long as the rows take to fold away (`r-leave` in lists.css). */
const LEAVE_MS = 180;
/** More at once is another list, not rows that leave it. */
const MOST = 5;

/** The rows of a list with those that have just left it, each still behind the row it stood behind. */
export function withLeaving<R extends Row>(before: readonly R[], after: readonly R[]): R[] {
  const stays = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !stays.has(id));
  if (gone.length === 0 || gone.length > MOST) return [...after];
  const merged = [...after];
  for (const row of gone) {
    const behind = before[before.indexOf(row) - 1];
    const at = behind === undefined ? 0 : merged.findIndex(({ id }) => id === behind.id) + 1;
    merged.splice(at, 0, row);
  }
  return merged;
}

const isStill = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * What a list shows while rows leave it by themselves, and which those are. `list` names its conditions, order and
 * page: under other ones it is another list, and nothing moves.
 */
export function useLeavingRows<R extends Row>(data: readonly R[] | undefined, list: string) {
  const [seen, setSeen] = useState({ data, list });
  const [shown, setShown] = useState<R[] | null>(null);
  if (seen.data !== data) {
    const same = seen.list === list && seen.data !== undefined && data !== undefined;
    setSeen({ data, list });
    setShown(same && !isStill() ? withLeaving(seen.data ?? [], data) : null);
  }
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => setShown(null), LEAVE_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const rows = shown ?? data;
  const stays = new Set(data?.map(({ id }) => id));
  return { rows, isLeaving: ({ id }: Row) => !stays.has(id) };
}
