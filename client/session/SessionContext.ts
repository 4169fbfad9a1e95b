import { createContext, useContext, useSyncExternalStore } from 'react';
import type { SessionClient, SessionView } from './session-client.ts';

export const SessionContext = createContext<SessionClient | null>(null);

export function useSessionClient(): SessionClient {
  const client = useContext(SessionContext);
  if (client === null) throw new Error('SessionContext is missing');
  return client;
}

/** The signed-in person's session; features read the zone and the permissions from it. */
export function useSession(): SessionView {
  const client = useSessionClient();
  return useSyncExternalStore(client.subscribe, client.view);
}

export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}
