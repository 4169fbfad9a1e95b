/** What another system may do with an API key. A key opens nothing else, and no page. */
export const keyScopes = [
  'ingest.failures',
  'ingest.volumes',
  'ingest.outages',
  'callbacks.orders',
  'callbacks.messages',
] as const;
export type KeyScope = (typeof keyScopes)[number];

/** A route that only keys open. */
export type KeyPermission = `key:${KeyScope}`;

export const scopeOf = (permission: string): KeyScope | null =>
  keyScopes.find((scope) => permission === `key:${scope}`) ?? null;
