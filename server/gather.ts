interface Call<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Answers calls about single items set-wise: those made in one turn of the event loop go to `many` together, which
 * answers for each in their order; what comes while it answers is the next set, so that works which fell out of step
 * find together again. A lone call is a set of one. What fails, fails for all of the set, so a caller whose work must
 * stand alone is to do it again alone. `many` may not call what it is gathered for.
 */
export function gather<Item, Result>(
  many: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  let waiting: Call<Item, Result>[] = [];
  let answering = false;

  async function answer(): Promise<void> {
    const calls = waiting;
    waiting = [];
    try {
      const results = await many(calls.map(({ item }) => item));
      calls.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
    answering = waiting.length > 0;
    if (answering) setImmediate(() => void answer());
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (answering) return;
      answering = true;
      setImmediate(() => void answer());
    });
}

/** For calls that write and answer nothing. */
export function gatherWrites<Item>(
  many: (items: readonly Item[]) => Promise<void>,
): (item: Item) => Promise<void> {
  return gather(async (items) => {
    await many(items);
    return items.map(() => undefined);
  });
}

/** One reading for all who ask in the same turn. */
export function gatherReads<Result>(read: () => Promise<Result>): () => Promise<Result> {
  const ask = gather<null, Result>(async (items) => {
    const result = await read();
    return items.map(() => result);
  });
  return () => ask(null);
}

/**
 * Steps side by side, so that each reaches its gatherer in the same turn. Whether or not one fails, all have come to
 * rest after it: none may go on in a transaction that is being rolled back.
 */
export async function sideBySide(steps: readonly Promise<unknown>[]): Promise<void> {
  for (const end of await Promise.allSettled(steps))
    if (end.status === 'rejected') throw end.reason;
}

/** Items that can be written by one statement, by what they have in common. */
export function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
