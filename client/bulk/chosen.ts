const KEY = 'redress.bulk.chosen';

/** Rows ticked in the queue, on their way to a plan: in the tab's storage, so that a refresh keeps them. */
export function keepChosen(ids: readonly unknown[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(ids.map(String)));
  } catch {
    // Without storage the plan's page asks for a list instead.
  }
}

export function readChosen(): string[] {
  try {
    const ids = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(ids) ? ids.map(String) : [];
  } catch {
    return [];
  }
}

export function clearChosen(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
