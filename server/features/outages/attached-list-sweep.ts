import type { AttachedListStore } from './attached-list-store.ts';

const KEPT_MS = 7 * 86_400_000;
const LISTS_A_TURN = 20;

/** Lets go of lists that no outage named within a week, and of uploads that broke off. */
export async function sweepAttachedLists(
  lists: Pick<AttachedListStore, 'unused' | 'drop'>,
  now: number,
): Promise<void> {
  for (const id of await lists.unused(now - KEPT_MS, LISTS_A_TURN)) await lists.drop(id);
}
