import type { Actor } from './context.ts';

export const taskQueues = ['network', 'it', 'billing', 'partner', 'risk'] as const;
export type TaskQueue = (typeof taskQueues)[number];

/**
 * The queues a person works. Network operations have their own; supervisors enter the answers of teams that do not
 * sign in here, and so work them all.
 */
export function queuesOf(role: Actor['role']): readonly TaskQueue[] {
  if (role === 'network_ops') return ['network'];
  return role === 'supervisor' || role === 'system' ? taskQueues : [];
}

/** The queues whose tasks a person sees. */
export function visibleQueuesOf(role: Actor['role']): readonly TaskQueue[] {
  return role === 'network_ops' ? ['network'] : taskQueues;
}
