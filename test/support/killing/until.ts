const LOOK_MS = 20;

export const nap = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks until it is so; says what it waited for when it never is. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  waitMs = 60_000,
): Promise<void> {
  for (const end = performance.now() + waitMs; performance.now() < end; await nap(LOOK_MS))
    if (await isSo()) return;
  throw new Error(`waited in vain: ${what}`);
}
