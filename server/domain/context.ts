import type { Role } from './permissions.ts';

/** Who acts. Jobs act as `system`; people as themselves. */
export interface Actor {
  id: string;
  name: string;
  role: Role | 'system';
  /** Area codes a person is narrowed to; empty means all. */
  areaCodes: readonly string[];
}

/** First argument of every mutating service method. */
export interface ActionContext {
  actor: Actor;
  requestId: string;
  reason?: string | undefined;
}

export const SYSTEM_ACTOR: Actor = { id: 'system', name: 'system', role: 'system', areaCodes: [] };
